"""The log of judgements: entries are only ever added, and outlive their articles."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, fields
from typing import TYPE_CHECKING, Any

from kg.errors import UnknownJudgement
from kg.judgements.values import Change, Judgement
from kg.rows import Row
from kg.values import Concept, Span

if TYPE_CHECKING:
    from sqlite_utils import Database

_JSON = ("seen", "changes", "concepts")
_COLUMNS = {"case_id": "article_id", "other_case_id": "other_article_id"}


def append(db: "Database", entry: Judgement) -> Judgement:
    """Add an entry to the log and return it with its number."""
    row = to_row(entry)
    names, marks = ", ".join(row), ", ".join(f":{name}" for name in row)
    cursor = db.execute(f"INSERT INTO judgements({names}) VALUES ({marks})", row)
    return entry_of(db, int(cursor.lastrowid or 0))


def entry_of(db: "Database", judgement_id: int) -> Judgement:
    """Return the entry of a number.

    Raises:
        UnknownJudgement: there is none.
    """
    row = next(db.query("SELECT * FROM judgements WHERE id = ?", [judgement_id]), None)
    if row is None:
        raise UnknownJudgement(judgement_id)
    return from_row(row)


def log_of(db: "Database", article_id: str) -> list[Judgement]:
    """Return all entries about an article, in their order."""
    sql = "SELECT * FROM judgements WHERE article_id = ? ORDER BY id"
    return [from_row(row) for row in db.query(sql, [article_id])]


def entries(db: "Database", condition: str = "1", values: Iterable[Any] = ()) -> Iterator[Judgement]:
    """Yield the entries that meet an SQL condition, in their order."""
    rows = db.execute(f"SELECT * FROM judgements WHERE {condition} ORDER BY id", list(values))
    names = [column[0] for column in rows.description]
    yield from (from_row(dict(zip(names, row, strict=True))) for row in rows.fetchall())


def to_row(entry: Judgement) -> Row:
    """Return an entry as its row, without its number and what became of it."""
    row: Row = {}
    for field in fields(Judgement):
        value = getattr(entry, field.name)
        if field.name == "evidence":
            row |= {"evidence_start": value.start, "evidence_end": value.end}
        elif field.name in ("changes", "concepts"):
            row[field.name] = to_json([asdict(one) for one in value])
        elif field.name not in ("id", "status"):
            name = _COLUMNS.get(field.name, field.name)
            row[name] = to_json(value) if field.name == "seen" else value
    return row


def from_row(row: Row) -> Judgement:
    """Return the entry of a row of the table `judgements`."""
    values: dict[str, Any] = dict(row)
    values |= {name: json.loads(row[name]) for name in _JSON}
    values["changes"] = tuple(Change(**change) for change in values["changes"])
    values["concepts"] = tuple(Concept(**concept) for concept in values["concepts"])
    values["evidence"] = Span(values.pop("evidence_start"), values.pop("evidence_end"))
    values |= {name: values.pop(column) for name, column in _COLUMNS.items()}
    return Judgement(**values)


def to_json(value: object) -> str:
    """Return a value as JSON, Chinese as Chinese."""
    return json.dumps(value, ensure_ascii=False)
