"""The names of places that the gazetteer gives, full and short, looked up whole.

A regular expression of all of them takes a tenth of a second to make, a set nothing.
"""

from functools import cache

from pipeline.lexicon import table
from pipeline.lexicon.dictionary import Dictionary

LONGEST_PLACE = 15


@cache
def place_names() -> frozenset[str]:
    """Return every full and short name of two characters or more."""
    rows = table("places")
    return frozenset(name for row in rows for name in (row["name"], row["short"]) if len(name) > 1)


@cache
def places() -> Dictionary:
    """Return the names as a dictionary that finds them within a text, each labelled with itself."""
    return Dictionary({name: name for name in place_names()})
