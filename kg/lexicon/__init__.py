"""Lexicons: small tables (`*.tsv`) that say what a word means; here those that the graph needs too.

A table has a header line of column names, a `#` starts a comment line, columns are separated by one tab.
"""

from functools import cache
from importlib.resources import files

from kg.errors import LexiconError

Row = dict[str, str]


@cache
def table(name: str, package: str = "kg.lexicon") -> tuple[Row, ...]:
    """Return the rows of the table `name` (without `.tsv`) of a package, each a mapping from column to cell.

    Raises:
        LexiconError: a row has too few or too many columns, or an empty first cell.
    """
    text = files(package).joinpath(f"{name}.tsv").read_text(encoding="utf-8")
    return tuple(row for _, row in rows(name, text))


def rows(name: str, text: str) -> tuple[tuple[int, Row], ...]:
    """Return the rows of a table's text, each with the number of its line; `name` is for errors.

    Raises:
        LexiconError: see `table`; or there is no header.
    """
    lines = text.splitlines()
    numbered = [(n, line) for n, line in enumerate(lines, 1) if line.strip() and not line.startswith("#")]
    if not numbered:
        raise LexiconError(name, 1, "there is no header")
    columns = numbered[0][1].split("\t")
    return tuple((number, _row(name, number, columns, line)) for number, line in numbered[1:])


@cache
def words(name: str) -> frozenset[str]:
    """Return the first column of the table `name`."""
    return frozenset(next(iter(row.values())) for row in table(name))


def _row(name: str, number: int, columns: list[str], line: str) -> Row:
    cells = line.split("\t")
    if len(cells) != len(columns):
        wanted = f"wanted {len(columns)} columns ({', '.join(columns)}), got {len(cells)}"
        raise LexiconError(name, number, wanted)
    if not cells[0].strip():
        raise LexiconError(name, number, "the first cell is empty")
    return dict(zip(columns, cells, strict=True))
