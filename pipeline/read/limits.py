"""What one file may be and hold: a table of limits, each with its usual value; a user may choose others.

`TASHAN_LIMITS`, or the option `--limit`, names those that are other: `pages=10000,file=500`. What one file
may take of time and memory is the business of the workers (`pipeline.engines.limits`).
"""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, fields
from functools import cache

VARIABLE = "TASHAN_LIMITS"
MEGABYTE = 1_000_000
_GIVEN = re.compile(r"\s*([a-z_]+)\s*=\s*([\d_]{1,12})\s*")


@dataclass(frozen=True, slots=True)
class Bounds:
    """The limits on a file: sizes in megabytes of 1,000,000 bytes, pixels in millions, the rest are counts.

    `file`: its size. `office`: what a .docx, .pptx, .xlsx, .odt or .epub unpacks to. `unpacked`, `members`,
    `depth`: what an archive unpacks to, how many files it holds, how deep archives lie in it. `pages`: of a
    PDF or a picture. `characters`: of a page. `pixels`: of a picture. `rows`: of a sheet.
    """

    file: int = 200
    office: int = 500
    unpacked: int = 1_000
    members: int = 20_000
    depth: int = 4
    pages: int = 5_000
    characters: int = 200_000
    pixels: int = 100
    rows: int = 200_000


def bounds() -> Bounds:
    """Return the limits in force.

    Raises:
        ValueError: the variable names no limit, or one wrongly.
    """
    return read_bounds(os.environ.get(VARIABLE, ""))


@cache
def read_bounds(told: str) -> Bounds:
    """Return the limits that a text names, the others as usual.

    >>> read_bounds("pages=10_000, file=500").pages
    10000

    Raises:
        ValueError: it names no limit, or one wrongly.
    """
    chosen: dict[str, int] = {}
    names = [field.name for field in fields(Bounds)]
    for part in filter(str.strip, told.split(",")):
        match = _GIVEN.fullmatch(part)
        if match is None or match[1] not in names:
            raise ValueError(f"{part.strip()!r}: wanted NAME=NUMBER, NAME one of {', '.join(names)}")
        chosen[match[1]] = int(match[2])
    return Bounds(**chosen)


def usual() -> dict[str, int]:
    """Return every limit with its usual value."""
    return asdict(Bounds())


@contextmanager
def bounded(*told: str) -> Iterator[None]:
    """Put limits in force, beside those of the environment, until the end of the block."""
    before = os.environ.get(VARIABLE)
    os.environ[VARIABLE] = ",".join(filter(None, (before, *told)))
    try:
        yield
    finally:
        if before is None:
            del os.environ[VARIABLE]
        else:
            os.environ[VARIABLE] = before
