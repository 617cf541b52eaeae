"""How a file is refused: every error a library raises becomes one `UnreadableFile` with a reason."""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kg.errors import UnreadableFile

_LONGEST_DETAIL = 120
# As libxml2, zlib, OpenCV and ONNX Runtime say it.
_EXHAUSTED = re.compile(
    r"memory allocation failed|out of memory|insufficient memory|failed to alloc|bad_alloc", re.IGNORECASE
)


def shown(path: Path) -> str:
    r"""Return the path as text that can be stored: a byte of its name that is no UTF-8 is escaped.

    >>> shown(Path("a/会议.txt")), shown(Path("a/\udcb9.txt"))
    ('a/会议.txt', 'a/\\xb9.txt')
    """
    return os.fsencode(path).decode("utf-8", "backslashreplace")


@contextmanager
def refusing(path: str, reason: str) -> Iterator[None]:
    """Turn whatever the code inside raises into `UnreadableFile(path, reason)`, with the cause in brackets.

    It stands at a library's border only: parsers fed with damaged files raise almost anything.

    Raises:
        MemoryError: memory ran out, whatever the library made of that: who set the limit can name it.
    """
    try:
        yield
    except (UnreadableFile, MemoryError):
        raise
    except Exception as error:
        if ran_out(error):
            raise MemoryError from error
        raise UnreadableFile(path, f"{reason} ({explain(error)})") from error


def ran_out(error: BaseException) -> bool:
    """Tell whether an error says that memory ran out: libraries of C wrap it in errors of their own.

    >>> ran_out(MemoryError()), ran_out(ValueError("Memory allocation failed")), ran_out(ValueError("bad"))
    (True, True, False)
    """
    behind = error.__cause__ or error.__context__
    told = isinstance(error, MemoryError) or _EXHAUSTED.search(str(error)) is not None
    return told or (behind is not None and ran_out(behind))


def explain(error: Exception) -> str:
    r"""Return one line that says what an error was.

    >>> explain(ValueError("bad\nworse")), explain(RecursionError())
    ('bad', 'RecursionError')
    >>> explain(PermissionError(13, "Permission denied"))
    'Permission denied'
    """
    text = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    lines = [line for line in text.splitlines() if line.strip()]
    return lines[0].strip()[:_LONGEST_DETAIL] if lines else type(error).__name__
