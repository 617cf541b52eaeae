"""Lexicons: small tables (`*.tsv` in this package) that say what a word means to the rules.

A table has a header line of column names, a `#` starts a comment line, columns are separated by one tab.
"""

from functools import cache
from importlib.resources import files

from kg.errors import LexiconError

Row = dict[str, str]


@cache
def table(name: str) -> tuple[Row, ...]:
    """Return the rows of the table `name` (without `.tsv`), each a mapping from column to cell.

    Raises:
        LexiconError: a row has too few or too many columns, or an empty first cell.
    """
    text = files("pipeline.lexicon").joinpath(f"{name}.tsv").read_text(encoding="utf-8")
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


def words(name: str, **wanted: str) -> frozenset[str]:
    """Return the first column of the table `name`, of the rows whose columns equal `wanted`."""
    return frozenset(
        next(iter(row.values()))
        for row in table(name)
        if all(row[column] == value for column, value in wanted.items())
    )


def _row(name: str, number: int, columns: list[str], line: str) -> Row:
    cells = line.split("\t")
    if len(cells) != len(columns):
        wanted = f"wanted {len(columns)} columns ({', '.join(columns)}), got {len(cells)}"
        raise LexiconError(name, number, wanted)
    if not cells[0].strip():
        raise LexiconError(name, number, "the first cell is empty")
    return dict(zip(columns, cells, strict=True))
