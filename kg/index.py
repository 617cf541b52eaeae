"""The search index of SQLite: which rows hold most of some terms.

A query pays for each posting that FTS5 reads, a fifth of a microsecond, two with BM25. So only so many are
read, those of the rarest terms first, and what they find is ranked by all terms afterwards: what a query
costs is bounded, however large the library is.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.counting import TABLES, Index, counts, keep

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from sqlite_utils import Database

    Docids = NDArray[np.int64]

_WEIGHTS: Mapping[Index, str] = {"search_articles": "3.0, 1.0", "search_measures": "1.0, 1.0"}
_POSTINGS = 12_000  # read for one query; 3 ms
_NEWEST = 20_000  # rows that are looked at where every term is common


_READ = 200  # rows that are read, if a filter leaves as many, whether or not the index finds them


@dataclass(frozen=True, slots=True)
class Within:
    """The rows that may be found: a query that tests one, and all of them where they are few.

    `test` has `{row}` for the row's `docid` and takes the `parameters`; `few` has their `docid`s.
    """

    test: str
    parameters: tuple[object, ...]
    few: tuple[int, ...] | None = None

    def complete(self, found: Iterable[int], most: int) -> list[int]:
        """Return what the index found, and where that is little, others of the few that may be found."""
        every = [*dict.fromkeys(found)]
        more = {*(self.few or ())}.difference(every)
        return every + sorted(more, reverse=True)[: max(_READ, most) - len(every)]


def allowed(db: "Database", docids: Iterable[int], within: Within | None) -> list[int]:
    """Return those of some rows that may be found, in their order; the fewer calls the better."""
    wanted = [*docids]
    if within is None or not wanted:
        return wanted
    if within.few is not None:
        few = {*within.few}
        return [docid for docid in wanted if docid in few]
    sql = f"SELECT value FROM json_each(?) WHERE EXISTS ({within.test.format(row='value')})"
    found = {row for (row,) in db.execute(sql, [json.dumps(wanted), *within.parameters])}
    return [docid for docid in wanted if docid in found]


def match(db: "Database", index: Index, expression: str, top: int) -> list[int]:
    """Return the `docid` of the best rows of an index, by BM25, for an FTS5 expression."""
    if not expression:
        return []
    order = f"ORDER BY bm25({index}, {_WEIGHTS[index]}), rowid LIMIT ?"
    return _matched(db, index, f"{index} MATCH ? {order}", [expression, top])


def match_terms(
    db: "Database", index: Index, weights: Mapping[str, float], top: int, *, within: Within | None = None
) -> list[int]:
    """Return the `docid` of the rows that hold most weight of some terms, as far as the postings go.

    The rarest terms are read whole, the first that goes over the bound in its newest rows. Where that is the
    rarest of all, the newest rows that hold every term come first, those with all in their first column
    before them.
    """
    found = counts(db, index, weights)
    terms = sorted(found, key=lambda term: (found[term], term))
    left, held, whole = _POSTINGS, dict[str, "Docids"](), 0
    for term in terms:
        fits = found[term] <= left
        held[term] = _holding(db, index, term, None if fits else left)
        whole += fits
        if not fits or (left := left - len(held[term])) <= 0:
            break
    ranked = _heaviest(held, weights)
    if whole < len(terms) and (not whole or len(ranked) < top):
        ranked = _with_every(db, index, terms, top) + ranked
    ranked = ranked if within else ranked[: 3 * top]  # each is there three times at most
    return list(_first(db, dict.fromkeys(ranked), top, within))


def _holding(db: "Database", index: Index, term: str, most: int | None) -> "Docids":
    """Return the `docid` of the rows that hold a term, the newest if not all may be read.

    They come as one text: rows one by one cost more.
    """
    import numpy as np

    rows = f"{index} WHERE {index} MATCH ?"
    if most is not None:
        rows = f"(SELECT rowid FROM {rows} ORDER BY rowid DESC LIMIT {most})"
    told = db.execute(f"SELECT group_concat(rowid) FROM {rows}", [f'"{term}"']).fetchone()[0]
    return np.fromstring(told, np.int64, sep=",") if told else np.empty(0, np.int64)


def _heaviest(held: "Mapping[str, Docids]", weights: Mapping[str, float]) -> list[int]:
    """Return the `docid` of the rows that hold terms, those of most weight first, of equals the newest."""
    import numpy as np

    if not held:
        return []
    docids, places = np.unique(np.concatenate([*held.values()]), return_inverse=True)
    sums = np.bincount(places, np.repeat([weights[term] for term in held], [*map(len, held.values())]))
    docids, sums = docids[::-1], sums[::-1]
    found: list[int] = docids[np.argsort(-sums, kind="stable")].tolist()
    return found


def _with_every(db: "Database", index: Index, terms: Sequence[str], top: int) -> list[int]:
    """Return the newest rows that hold every term, of the newest of a large table."""
    every = " AND ".join(f'"{term}"' for term in terms)
    first = "title" if index == "search_articles" else "text"
    table = TABLES[index]
    last = keep(db, f"last {table}", lambda: db.execute(f"SELECT max(docid) FROM {table}").fetchone()[0])
    newest = f"{index} MATCH ? AND rowid > ? ORDER BY rowid DESC LIMIT ?"
    wanted = (f"{first} : ({every})", every)
    return [
        docid for told in wanted for docid in _matched(db, index, newest, [told, (last or 0) - _NEWEST, top])
    ]


def _first(db: "Database", ranked: Mapping[int, None], top: int, within: Within | None) -> Iterator[int]:
    """Yield the first `docid`s that may be found, no more than `top`; they are tested as they are needed."""
    docids, found = [*ranked], 0
    at_once = (4 * top if within.few is None else len(docids) or 1) if within else top
    for at in range(0, len(docids), at_once):
        some = allowed(db, docids[at : at + at_once], within)
        yield from some[: top - found]
        if (found := found + len(some)) >= top:
            return


def _matched(db: "Database", index: Index, condition: str, parameters: Sequence[object]) -> list[int]:
    return [int(row[0]) for row in db.execute(f"SELECT rowid FROM {index} WHERE {condition}", parameters)]
