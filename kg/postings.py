"""The rows that hold a term, read from FTS5 once and kept for each connection until a commit.

Most questions share words with others: what one has read of a common term, the next need not read again.
"""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.counting import Index, keep

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from sqlite_utils import Database

    Docids = NDArray[np.int64]

_MOST_KEPT = 2_000_000  # postings that a connection remembers: 16 MB


@dataclass(frozen=True, slots=True)
class _Read:
    """The newest rows of a term, ascending, and whether they are all."""

    docids: "Docids"
    whole: bool


@dataclass(slots=True)
class _Postings:
    """What was read of each term, and how many postings that is."""

    read: dict[tuple[Index, str], _Read] = field(default_factory=dict)
    size: int = 0

    def add(self, key: tuple[Index, str], found: _Read) -> None:
        """Keep what was read of a term, and forget the rest where it is too much."""
        if self.size > _MOST_KEPT:
            self.read.clear()
            self.size = 0
        self.read[key] = found
        self.size += len(found.docids)


def newest(db: "Database", index: Index, term: str, most: int | None = None) -> "Docids":
    """Return the `docid` of the rows that hold a term, ascending, the newest if not all may be read."""
    known = keep(db, "postings", _Postings)
    found = known.read.get((index, term))
    if found is None or not (found.whole or (most is not None and len(found.docids) >= most)):
        found = _read(db, index, term, most)
        known.add((index, term), found)
    return found.docids if most is None else found.docids[-most:]


def _read(db: "Database", index: Index, term: str, most: int | None) -> _Read:
    """Read rows as one text: one by one they cost more."""
    import numpy as np

    rows = f"{index} WHERE {index} MATCH ?"
    if most is not None:
        rows = f"(SELECT rowid FROM {rows} ORDER BY rowid DESC LIMIT {most})"
    told = db.execute(f"SELECT group_concat(rowid) FROM {rows}", [f'"{term}"']).fetchone()[0]
    docids = np.fromstring(told, np.int64, sep=",") if told else np.empty(0, np.int64)
    return _Read(docids if most is None else np.sort(docids), most is None or len(docids) < most)
