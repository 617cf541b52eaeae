"""From the paths a person gave to the files to read."""

import stat
from collections.abc import Iterable, Iterator
from pathlib import Path

from pipeline.read.files import MEDIA_TYPES
from pipeline.read.refusal import explain, shown
from pipeline.report import Failure

_Place = tuple[int, int]  # device and inode: what a folder is, whatever it is called
_PACKED = {
    ".rar": "a rar archive: unpack it, or pack it as .zip",
    ".7z": "a 7z archive: unpack it, or pack it as .zip",
}
_MACROS = "a file with macros: save it without them, as .docx, .xlsx or .pptx"
_PACKED |= dict.fromkeys((".docm", ".xlsm", ".pptm"), _MACROS)
SYSTEM_FILES = ("thumbs.db", "desktop.ini")
"""What Windows puts into folders, in small letters."""
_BESIDE = ".columns.json"  # what a person said of a table's columns


def walk(paths: Iterable[Path]) -> Iterator[Path | Failure]:
    """Yield every file to read, files as given, folders with all that is below them, sorted by name.

    What cannot be read is yielded as a `Failure` in its place: a path that does not exist, a folder that
    may not be opened, a loop of links, a file whose ending no reader knows. Each real folder is walked
    once. Hidden files (`.x`), an editor's lock files (`~$x.docx`) and Windows' own inside a folder
    are skipped.
    """
    seen: set[_Place] = set()
    for path in paths:
        yield from _walk_one(path, seen)


def _walk_one(start: Path, seen: set[_Place]) -> Iterator[Path | Failure]:
    waiting: list[tuple[Path, tuple[_Place, ...]]] = [(start, ())]
    while waiting:
        path, above = waiting.pop()
        try:
            state = path.stat()
            if not stat.S_ISDIR(state.st_mode):
                yield _examine(path, state.st_mode, given=not above)
                continue
            place = (state.st_dev, state.st_ino)
            if place in above:
                yield _fail(path, "a loop: the link leads back to a folder it lies in")
            elif place not in seen:
                seen.add(place)
                below = sorted(path.iterdir(), key=lambda child: child.name, reverse=True)
                waiting += [(child, (*above, place)) for child in below if not _hidden(child)]
        except OSError as error:
            yield _fail(path, _explain_missing(path, error))


def _examine(path: Path, mode: int, *, given: bool) -> Path | Failure:
    if not stat.S_ISREG(mode):
        return _fail(path, "not a regular file")
    ending = path.suffix.lower()
    if given or ending in MEDIA_TYPES:
        return path
    known = ", ".join(MEDIA_TYPES)
    return _fail(path, _PACKED.get(ending, f"no reader for the ending {ending or '(none)'}; known: {known}"))


def _hidden(path: Path) -> bool:
    name = path.name
    return name.startswith((".", "~$")) or name.endswith(_BESIDE) or name.lower() in SYSTEM_FILES


def _explain_missing(path: Path, error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return "the link leads nowhere" if path.is_symlink() else "no such file or folder"
    return explain(error)


def _fail(path: Path, reason: str) -> Failure:
    return Failure(shown(path), "read", reason)
