"""How much may be unpacked: a small archive can unpack to fill the disk, or hold itself."""

from collections.abc import Iterator
from contextlib import contextmanager

from kg.errors import UnreadableFile
from pipeline.read.limits import MEGABYTE, bounds


class Room:
    """What is left of the members, bytes and depth that one file given by the user may unpack to."""

    def __init__(self) -> None:
        self._most = bounds()
        self._members, self._depth = self._most.members, self._most.depth
        self._size = self._most.unpacked * MEGABYTE

    def take(self, path: str) -> None:
        """Count one more member.

        Raises:
            UnreadableFile: it is one too many.
        """
        self._members -= 1
        if self._members < 0:
            raise UnreadableFile(
                path, f"more than the limit of {self._most.members:,} files in one archive (members)"
            )

    def grow(self, path: str, size: int) -> None:
        """Count `size` more unpacked bytes.

        Raises:
            UnreadableFile: there is no room for them.
        """
        self._size -= size
        if self._size < 0:
            raise UnreadableFile(
                path,
                f"it unpacks to more than the limit of {self._most.unpacked * MEGABYTE:,} bytes (unpacked)",
            )

    @contextmanager
    def deeper(self, path: str) -> Iterator[None]:
        """Go one archive deeper.

        Raises:
            UnreadableFile: archives lie too deep within each other.
        """
        if self._depth == 0:
            raise UnreadableFile(
                path, f"archives within archives, deeper than the limit of {self._most.depth} (depth)"
            )
        self._depth -= 1
        try:
            yield
        finally:
            self._depth += 1
