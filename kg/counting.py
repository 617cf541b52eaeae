"""What is counted of a graph for searching it, kept for each connection: how many rows, how rare a term.

No count grows dear with the library: how common a term is, is counted up to a bound, and told from its newest
rows beyond. A count is kept until anything is committed, or where a few rows more or less change nothing that
is seen, until a hundredth of them came or went.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, TypeVar
from weakref import WeakKeyDictionary

if TYPE_CHECKING:
    from sqlite_utils import Database

Index = Literal["search_articles", "search_measures"]
T = TypeVar("T")

TABLES: Mapping[Index, str] = {"search_articles": "articles", "search_measures": "measures"}
FEW = 1500  # rows of a table that are all measured, and whose terms are counted exactly
_COUNTED = 300  # rows of a term that are counted in a larger one
_STEADY = 50  # rows of a term from which a count is kept over commits
_AT_ONCE = 500  # parameters of one statement
_MOST_VALUES = 200  # values that a connection remembers, as what a filter lets through
_MOST_COUNTS = 20_000  # terms of which a connection remembers how often they stand


@dataclass(slots=True)
class Kept:
    """What was counted of a database, as long as nothing is committed; and what holds for longer.

    `steady` are counts of common terms and `samples` what samples told, each beside how many articles there
    were. While it is `settled` nobody else's commits are seen.
    """

    stamp: tuple[int, int]
    settled: bool = False
    counts: dict[tuple[str, str], int] = field(default_factory=dict)
    values: dict[str, Any] = field(default_factory=dict)
    steady: dict[tuple[str, str], tuple[int, int]] = field(default_factory=dict)
    samples: dict[str, tuple[int, Any]] = field(default_factory=dict)


_KEPT: "WeakKeyDictionary[Database, Kept]" = WeakKeyDictionary()


def kept(db: "Database") -> Kept:
    """Return what was counted of a database since the last commit of anybody."""
    found = _KEPT.get(db)
    if found is not None and found.settled and found.stamp[1] == db.conn.total_changes:
        return found
    stamp = (int(db.execute("PRAGMA data_version").fetchone()[0]), db.conn.total_changes)
    if found is None:
        _KEPT[db] = found = Kept(stamp)
    elif found.stamp != stamp:
        _KEPT[db] = found = Kept(stamp, steady=found.steady, samples=found.samples)
    return found


def forget_counts(db: "Database") -> None:
    """Forget all that was counted of a database, as after its index was made again."""
    _KEPT.pop(db, None)


def keep(db: "Database", name: str, count: Callable[[], T]) -> T:
    """Return a value of a database, counted once as long as nothing is committed."""
    values = kept(db).values
    if name not in values:
        if len(values) >= _MOST_VALUES:
            values.clear()
        values[name] = count()
    found: T = values[name]
    return found


def keep_sample(db: "Database", name: str, count: Callable[[], T]) -> T:
    """Return what a sample of the articles tells, taken again when a hundredth of them came or went."""
    samples, now = kept(db).samples, size(db, "articles")
    then, told = samples.get(name, (None, None))
    if then is None or _moved(then, now):
        samples[name] = now, (told := count())
    found: T = told  # type: ignore[assignment]
    return found


def size(db: "Database", table: str) -> int:
    """Return how many rows a table has."""
    return keep(db, table, lambda: int(db.execute(f"SELECT count(*) FROM {table}").fetchone()[0]))


def counts(db: "Database", index: Index, wanted: Iterable[str]) -> dict[str, int]:
    """Return in how many rows each term stands, of the terms that the index knows.

    In a large table that is exact up to a bound, and an estimate from a term's newest rows beyond.
    """
    known, wanted = kept(db), list(wanted)
    for every in (known.counts, known.steady):
        if len(every) > _MOST_COUNTS:
            every.clear()
    now = size(db, TABLES[index])
    _recall(known, index, wanted, now)
    asked = [term for term in wanted if (index, term) not in known.counts]
    for at in range(0, len(asked), _AT_ONCE):
        for term, count in _count(db, index, asked[at : at + _AT_ONCE]).items():
            known.counts[index, term] = count
            if count >= _STEADY and now > FEW:
                known.steady[index, term] = now, count
    return {term: known.counts[index, term] for term in wanted if known.counts[index, term]}


def _recall(known: Kept, index: Index, wanted: Iterable[str], now: int) -> None:
    """Take over the counts of common terms that still hold."""
    for term in wanted:
        then, count = known.steady.get((index, term), (0, 0))
        if count and (index, term) not in known.counts and not _moved(then, now):
            known.counts[index, term] = count


def _moved(then: int, now: int) -> bool:
    return abs(now - then) * 100 > then


def _count(db: "Database", index: Index, terms: Sequence[str]) -> dict[str, int]:
    if size(db, TABLES[index]) > FEW:
        return {term: _estimate(db, index, term) for term in terms}
    marks = ", ".join("?" * len(terms))
    rows = db.execute(f"SELECT term, doc FROM {index}_terms WHERE term IN ({marks})", terms)
    return dict.fromkeys(terms, 0) | dict(rows)


def _estimate(db: "Database", index: Index, term: str) -> int:
    """Return in how many rows a term stands, if in more than the bound then as densely as in the newest."""
    newest = f"SELECT rowid FROM {index} WHERE {index} MATCH ? ORDER BY rowid DESC LIMIT {_COUNTED}"
    count, oldest = db.execute(f"SELECT count(*), min(rowid) FROM ({newest})", [f'"{term}"']).fetchone()
    if count < _COUNTED:
        return int(count)
    table = TABLES[index]
    last = keep(db, f"last {table}", lambda: db.execute(f"SELECT max(docid) FROM {table}").fetchone()[0])
    return min(int(count * size(db, table) / (last - oldest + 1)), size(db, table))
