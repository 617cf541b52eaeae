"""Groups of duplicates, to show: one file in two places, one text in two files, editions of an article."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from sqlite_utils import Database

Kind = Literal["file", "text", "article"]

_FILES = """
SELECT sha256 AS id, group_concat(path, char(10)) AS paths FROM
  (SELECT sha256, path FROM documents WHERE {} ORDER BY sha256, path)
GROUP BY sha256 HAVING count(*) > 1 ORDER BY min(path)
"""
_TEXTS = """
SELECT o.article_id AS id, a.title, a.published, a.publisher, group_concat(o.path, char(10)) AS paths FROM
  (SELECT w.article_id, coalesce(w.member, d.path) AS path, coalesce(w.member_sha256, d.sha256) AS sha256
   FROM document_articles w JOIN documents d ON d.id = w.document_id
   WHERE {} ORDER BY 1, 2) o
JOIN articles a ON a.id = o.article_id
GROUP BY o.article_id HAVING count(DISTINCT o.sha256) > 1 ORDER BY min(o.path)
"""
_HELD: dict[Kind, str] = {
    "file": "sha256 = (SELECT sha256 FROM documents WHERE path = ?)",
    "text": "w.article_id IN (SELECT m.article_id FROM documents n "
    "JOIN document_articles m ON m.document_id = n.id WHERE n.path = ?)",
}
_FIRSTS = "SELECT DISTINCT first_id FROM editions ORDER BY 1"
_FIRST_OF = "SELECT first_id FROM editions WHERE article_id = ?"
_MEMBERS = """
SELECT e.article_id, a.title, s.path, a.publisher, a.published, e.edition, e.share, e.changes
FROM editions e JOIN articles a ON a.id = e.article_id JOIN article_sources s ON s.article_id = a.id
WHERE e.first_id = ? ORDER BY e.edition <> 'first', a.published IS NULL, a.published, a.id
"""


@dataclass(frozen=True, slots=True)
class Copy:
    """One member of a group: a file, or an article with what is known of it.

    `edition`: `first` of its group, the `same` article, or one that is `revised`; `share` of the text in
    common with the first; `changes` are its numbers that are others: what the first has, what this one has.
    """

    path: str
    case_id: str | None = None
    title: str | None = None
    publisher: str | None = None
    published: str | None = None
    edition: str | None = None
    share: float | None = None
    changes: tuple[tuple[str | None, str | None], ...] = ()


@dataclass(frozen=True, slots=True)
class CopyGroup:
    """Copies of one thing: a `file`, a `text` in files that differ, or an `article` in several editions."""

    kind: Kind
    copies: tuple[Copy, ...]

    def to_record(self) -> dict[str, Any]:
        """Return the group's JSON object."""
        return asdict(self)


def copies_of(db: "Database", path: str) -> Iterator[tuple[str, CopyGroup]]:
    """Yield the files that equal this document, and its texts that other files hold, each by an id."""
    kinds: tuple[tuple[str, Kind], ...] = ((_FILES, "file"), (_TEXTS, "text"))
    for sql, kind in kinds:
        for row in db.query(sql.format(_HELD[kind]), [path]):
            yield row["id"], CopyGroup(kind, _copies(row))


def copies(db: "Database", firsts: Iterable[str] | None = None) -> Iterator[CopyGroup]:
    """Yield the groups of duplicates in a graph, or only those of articles whose first is one of `firsts`."""
    if firsts is None:
        yield from (CopyGroup("file", _copies(row)) for row in db.query(_FILES.format("1")))
        yield from (CopyGroup("text", _copies(row)) for row in db.query(_TEXTS.format("1")))
        firsts = [first for (first,) in db.execute(_FIRSTS).fetchall()]
    for first in dict.fromkeys(firsts):
        members = tuple(_edition(row) for row in db.query(_MEMBERS, [first]))
        if len(members) > 1:
            yield CopyGroup("article", members)


def editions_of(db: "Database", case_id: str) -> tuple[Copy, ...]:
    """Return all editions of the article of a case, the first first; none where there is but this one."""
    firsts = [first for (first,) in db.execute(_FIRST_OF, [case_id]).fetchall()]
    return next((group.copies for group in copies(db, firsts)), ())


def _copies(row: dict[str, Any]) -> tuple[Copy, ...]:
    own = None if "title" not in row else str(row["id"])
    known = (own, row.get("title"), row.get("publisher"), row.get("published"))
    return tuple(Copy(path, *known) for path in row["paths"].split("\n"))


def _edition(row: dict[str, Any]) -> Copy:
    changes = tuple((old, new) for old, new in json.loads(row["changes"]))
    return Copy(
        row["path"], row["article_id"], row["title"], row["publisher"], row["published"], row["edition"],
        row["share"], changes,
    )  # fmt: skip
