"""Files that are there whole or not at all."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from kg.errors import UnwritableFile


@contextmanager
def whole(path: Path) -> Iterator[Path]:
    """Give an empty file beside `path` to write to, and put it in the place of `path` if all went well.

    Raises:
        UnwritableFile: there is a folder of this name or none to write to, it may not be written, or is full.
    """
    part = path.with_name(f".{path.name}.part")
    if path.is_dir():
        raise UnwritableFile(path, "is a folder")
    if not path.parent.is_dir():
        raise UnwritableFile(path, "its folder does not exist")
    try:
        part.touch()
        yield part
        part.replace(path)
    except OSError as error:
        raise UnwritableFile(path, error.strerror or str(error)) from error
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)
