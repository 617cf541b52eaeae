"""Reviewing in pages: what nobody judged, the least sure first, and the log of what was judged."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from kg.catalogue.pages import Clause, Listing, Page, Row
from kg.judgements import judgements
from kg.judgements.conflicts import conflicts_of
from kg.judgements.queue import check_kinds, items_of
from kg.judgements.values import FACT_KINDS, FactKind

if TYPE_CHECKING:
    from sqlite_utils import Database

_UNSAID = 2.0  # the confidence of facts for which none is told: they come behind all others
_UNJUDGED = "NOT EXISTS (SELECT 1 FROM judged_facts WHERE fact_id = {id})"
_SURE = ("indicator", "measure")
_RELATION = "article_id || '/' || number"
# A judged indicator or measure is certain, and so never among those below 1.
_TABLES: dict[FactKind, str] = {
    "entity": f"SELECT id, article_id, {_UNSAID} AS sure FROM entities WHERE {_UNJUDGED.format(id='id')}",
    "indicator": "SELECT id, article_id, confidence AS sure FROM indicators WHERE confidence < {below}",
    "measure": "SELECT id, article_id, confidence AS sure FROM measures WHERE confidence < {below}",
    "relation": f"SELECT {_RELATION} AS id, article_id, {_UNSAID} AS sure FROM relations "
    f"WHERE {_UNJUDGED.format(id=_RELATION)}",
}


def list_uncertain(
    db: "Database",
    *,
    kinds: Sequence[FactKind] = FACT_KINDS,
    below: float = 1.0,
    conflicts: bool = False,
    cursor: str | None = None,
    limit: int = 20,
) -> Page:
    """Return a page of facts that nobody judged, the least sure first and those of no confidence last.

    The rows are `ReviewItem.to_record`. `kinds` are entity, indicator, measure and relation; `below` is a
    confidence: facts at least as sure are left out. With `conflicts` only facts that have one.

    Raises:
        BadJudgement: a kind is none of facts.
        BadCursor: the cursor is none that this list gave.
    """
    check_kinds(kinds)
    against, clauses = dict[str, str](), list[Clause]()
    if conflicts:
        against = conflicts_of(db, kinds)
        clauses.append(("f.id IN (SELECT value FROM json_each(?))", (json.dumps(list(against)),)))
    parts: dict[FactKind, str]
    parts = {kind: _TABLES[kind].format(below=min(float(below), 1.0)) for kind in kinds}
    page = _page(db, parts, clauses, cursor, limit)
    if not conflicts:
        against = conflicts_of(db, kinds, [row["id"] for row in page.rows])
    rows = ((row["article_id"], row["id"], row["sure"]) for row in page.rows)
    return replace(page, rows=tuple(item.to_record() for item in items_of(db, rows, against)))


def _page(
    db: "Database", parts: Mapping[FactKind, str], clauses: Sequence[Clause], cursor: str | None, limit: int
) -> Page:
    """Return a page of all kinds; those of no confidence are looked at where the others do not fill it."""
    sure = [sql for kind, sql in parts.items() if kind in _SURE]
    unsaid = [sql for kind, sql in parts.items() if kind not in _SURE]
    if not sure or not unsaid:
        return _listing([*sure, *unsaid], clauses).page(db, cursor, limit)
    page = _listing(sure, clauses).page(db, cursor, limit)
    if len(page.rows) < limit or page.cursor is None:
        return _listing([*sure, *unsaid], clauses).page(db, cursor, limit)
    return replace(page, total=page.total + _listing(unsaid, clauses).total(db))


def _listing(parts: Sequence[str], clauses: Sequence[Clause]) -> Listing:
    tables = f"({' UNION ALL '.join(parts)}) f"
    return Listing(
        columns="f.id, f.article_id, f.sure", tables=tables, id="f.id", key="f.sure", clauses=clauses
    )


def list_judgements(
    db: "Database",
    *,
    case_id: str | None = None,
    kind: FactKind | None = None,
    person: str | None = None,
    cursor: str | None = None,
    limit: int = 50,
) -> Page:
    """Return a page of the log of judgements, the newest first; `status` says what became of each fact.

    Raises:
        BadCursor: the cursor is none that this list gave.
    """
    wanted = {"j.article_id": case_id, "j.kind": kind, "j.person": person}
    clauses: list[Clause] = [(f"{column} = ?", (value,)) for column, value in wanted.items() if value]
    listing = Listing(
        columns="j.id, j.article_id", tables="judgements j", id="CAST(j.id AS TEXT)", key="j.id",
        clauses=clauses, descending=True,
    )  # fmt: skip
    page = listing.page(db, cursor, limit)
    chosen = [int(row["id"]) for row in page.rows]
    told: dict[int, Row] = {}
    for article in dict.fromkeys(str(row["article_id"]) for row in page.rows):
        told |= {entry.id: entry.to_record() for entry in judgements(db, case_id=article)}
    return replace(page, rows=tuple(told[number] for number in chosen))
