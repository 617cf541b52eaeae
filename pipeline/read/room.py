"""How much may be unpacked: a small archive can unpack to fill the disk, or hold itself."""

from collections.abc import Iterator
from contextlib import contextmanager

from kg.errors import UnreadableFile

MOST_MEMBERS = 20_000
MOST_BYTES = 1_000_000_000
MOST_DEPTH = 4


class Room:
    """What is left of the members, bytes and depth that one file given by the user may unpack to."""

    def __init__(self, members: int = MOST_MEMBERS, size: int = MOST_BYTES, depth: int = MOST_DEPTH) -> None:
        self._members, self._size, self._depth = members, size, depth

    def take(self, path: str) -> None:
        """Count one more member.

        Raises:
            UnreadableFile: it is one too many.
        """
        self._members -= 1
        if self._members < 0:
            raise UnreadableFile(path, f"more than {MOST_MEMBERS:,} files in one archive")

    def grow(self, path: str, size: int) -> None:
        """Count `size` more unpacked bytes.

        Raises:
            UnreadableFile: there is no room for them.
        """
        self._size -= size
        if self._size < 0:
            raise UnreadableFile(path, f"it unpacks to more than {MOST_BYTES:,} bytes")

    @contextmanager
    def deeper(self, path: str) -> Iterator[None]:
        """Go one archive deeper.

        Raises:
            UnreadableFile: archives lie too deep within each other.
        """
        if self._depth == 0:
            raise UnreadableFile(path, f"archives within archives, more than {MOST_DEPTH} deep")
        self._depth -= 1
        try:
            yield
        finally:
            self._depth += 1
