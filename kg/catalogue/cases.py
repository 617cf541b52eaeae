"""Cases in pages, and which of some cases a reader wants."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

from kg.catalogue.pages import Listing, Page, Row
from kg.catalogue.selection import Selection

if TYPE_CHECKING:
    from sqlite_utils import Database

CaseOrder = Literal["newest", "title", "facts"]

_COLUMNS = """a.id AS case_id, a.title, a.publisher, a.published, a."column", s.path,
substr(a.text, 1, 160) AS opening,
(SELECT count(*) FROM measures m WHERE m.article_id = a.id) AS measures,
(SELECT count(*) FROM indicators i WHERE i.article_id = a.id) AS indicators,
(SELECT group_concat(theme, '；') FROM (SELECT theme FROM measures m WHERE m.article_id = a.id
 GROUP BY 1 ORDER BY count(*) DESC, 1)) AS themes"""
_TABLES = "articles a JOIN article_sources s ON s.article_id = a.id"
_ORDERS: dict[CaseOrder, tuple[str, bool]] = {
    "newest": ("coalesce(a.published, '')", True),
    "title": ("coalesce(a.title, a.text)", False),
    "facts": ("(SELECT count(*) FROM measures m WHERE m.article_id = a.id)", True),
}
NOTHING = Selection()


def list_cases(
    db: "Database",
    selection: Selection = NOTHING,
    *,
    order: CaseOrder = "newest",
    cursor: str | None = None,
    limit: int = 50,
) -> Page:
    """Return a page of the cases that a selection wants: title, source, opening words, counts and themes.

    Raises:
        BadCursor: the cursor is none that this list gave.
    """
    key, descending = _ORDERS[order]
    listing = Listing(
        columns=_COLUMNS,
        tables=_TABLES,
        narrow="articles a",
        id="a.id",
        key=key,
        clauses=selection.clauses(),
        descending=descending,
    )
    page = listing.page(db, cursor, limit)
    return Page(tuple(_with_themes(row) for row in page.rows), page.total, page.cursor)


def case_rows(db: "Database", ids: Sequence[str]) -> dict[str, Row]:
    """Return the row of each of some cases, by its id, with its whole text."""
    wanted = list(dict.fromkeys(ids))
    sql = f"SELECT {_COLUMNS}, a.text FROM {_TABLES} WHERE a.id IN ({', '.join('?' * len(wanted))})"
    return {row["case_id"]: _with_themes(row) for row in db.query(sql, wanted)}


def select(db: "Database", selection: Selection, ids: Sequence[str]) -> set[str]:
    """Return those of some cases that a selection wants."""
    clauses = selection.clauses()
    text = "".join(f" AND {clause}" for clause, _ in clauses)
    sql = f"SELECT a.id FROM articles a WHERE a.id IN ({', '.join('?' * len(ids))}){text}"
    return {row[0] for row in db.execute(sql, [*ids, *(v for _, values in clauses for v in values)])}


def _with_themes(row: Row) -> Row:
    return row | {"themes": row["themes"].split("；") if row["themes"] else []}
