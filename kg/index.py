"""The search index of SQLite: which rows hold most of some terms.

A query pays for each posting that FTS5 reads, a fifth of a microsecond, two with BM25. So only so many are
read, those of the rarest terms first, and what they find is ranked by all terms afterwards: what a query
costs is bounded, however large the library is.
"""

import json
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.counting import Index, counts, keep, size
from kg.postings import newest

if TYPE_CHECKING:
    from sqlite_utils import Database

    from kg.postings import Docids

_WEIGHTS: Mapping[Index, str] = {"search_articles": "3.0, 1.0", "search_measures": "1.0, 1.0"}
_POSTINGS = 12_000  # read for one query; 3 ms
_ALIKE = 8  # times as common as the rarest a term may be, where all are common


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
    rarest of all, the common terms are read over the newest rows together, and of cases those whose title
    holds every term come first.
    """
    found = counts(db, index, weights)
    if not found:
        return []
    common = min(found.values()) > _POSTINGS
    held = _newest_of_all(db, index, found) if common else _rarest(db, index, found)
    titled = _titled(db, found, top) if common and index == "search_articles" else []
    ranked = titled + _heaviest(held, weights, None if within else top + len(titled))
    return list(_first(db, dict.fromkeys(ranked), top, within))


def _rarest(db: "Database", index: Index, found: Mapping[str, int]) -> "dict[str, Docids]":
    """Return the rows of the rarest terms, of the term at the edge the newest."""
    left, held = _POSTINGS, dict[str, "Docids"]()
    for term in sorted(found, key=lambda term: (found[term], term)):
        fits = found[term] <= left
        held[term] = newest(db, index, term, None if fits else left)
        if not fits or (left := left - len(held[term])) <= 0:
            break
    return held


def _newest_of_all(db: "Database", index: Index, found: Mapping[str, int]) -> "dict[str, Docids]":
    """Return the newest rows of common terms, of each about as far back; the commonest tell little."""
    alike = {term: count for term, count in found.items() if count <= _ALIKE * min(found.values())}
    share = _POSTINGS / sum(alike.values())
    return {term: newest(db, index, term, math.ceil(count * share)) for term, count in alike.items()}


def _heaviest(held: "Mapping[str, Docids]", weights: Mapping[str, float], most: int | None) -> list[int]:
    """Return the `docid` of the rows that hold terms, those of most weight first, of equals the newest."""
    import numpy as np

    docids = np.concatenate([*held.values()])
    order = np.argsort(docids, kind="stable")[::-1]
    docids, own = docids[order], np.repeat([weights[term] for term in held], [*map(len, held.values())])
    first = np.flatnonzero(np.diff(docids, prepend=-1))
    docids, sums = docids[first], np.add.reduceat(own[order], first)
    if most is not None and len(sums) > most:
        best = np.flatnonzero(sums >= np.partition(sums, -most)[-most])
        docids, sums = docids[best], sums[best]
    found: list[int] = docids[np.argsort(-sums, kind="stable")][:most].tolist()
    return found


def _titled(db: "Database", found: Mapping[str, int], top: int) -> list[int]:
    """Return the newest cases whose title holds every term, as far back as the postings go."""
    rows = size(db, "articles")
    last = keep(db, "last articles", lambda: db.execute("SELECT max(docid) FROM articles").fetchone()[0])
    every = " AND ".join(f'"{term}"' for term in found)
    condition = "search_articles MATCH ? AND rowid > ? ORDER BY rowid DESC LIMIT ?"
    back = rows * _POSTINGS // sum(found.values())
    return _matched(db, "search_articles", condition, [f"title : ({every})", (last or 0) - back, top])


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
