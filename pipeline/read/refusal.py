"""How a file is refused: every error a library raises becomes one `UnreadableFile` with a reason."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kg.errors import UnreadableFile

_LONGEST_DETAIL = 120


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
    """
    try:
        yield
    except UnreadableFile:
        raise
    except Exception as error:
        raise UnreadableFile(path, f"{reason} ({explain(error)})") from error


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
