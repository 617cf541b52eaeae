"""Lexicons: small tables (`*.tsv`) that say what a word means to the rules.

Those that the graph needs too lie in `kg.lexicon`, which also tells how a table is written.
"""

from functools import cache
from importlib.resources import files

import kg.lexicon
from kg.lexicon import Row, rows

__all__ = ["Row", "rows", "table", "words"]


@cache
def table(name: str) -> tuple[Row, ...]:
    """Return the rows of the table `name` (without `.tsv`), each a mapping from column to cell.

    Raises:
        LexiconError: a row has too few or too many columns, or an empty first cell.
    """
    here = files("pipeline.lexicon").joinpath(f"{name}.tsv").is_file()
    return kg.lexicon.table(name, "pipeline.lexicon" if here else "kg.lexicon")


def words(name: str, **wanted: str) -> frozenset[str]:
    """Return the first column of the table `name`, of the rows whose columns equal `wanted`."""
    return frozenset(
        next(iter(row.values()))
        for row in table(name)
        if all(row[column] == value for column, value in wanted.items())
    )
