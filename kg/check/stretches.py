"""Faults of what is said of a text against the text itself, article by article."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kg.check.fault import Fault, shown
from kg.rows import Row, digest, row_id
from kg.values import Span

if TYPE_CHECKING:
    from sqlite_utils import Database

_TEXT_OF = {"evidence": "text", "indicators": "raw", "measures": "text"}


def stretch_faults(db: "Database") -> Iterator[Fault]:
    """Yield every stored stretch that is not where it is said to be; one article's text is held at a time."""
    for article_id, text in db.execute("SELECT id, text FROM articles"):
        if digest(text) != article_id:
            yield Fault("articles", article_id, f"the id {digest(text)}, hash of its text", shown(article_id))
        yield from _fact_faults(db, article_id, text)
        yield from _mention_faults(db, article_id, text)
        yield from _name_faults(db, article_id)
        yield from _line_faults(db, article_id, text)
        yield from _part_faults(db, article_id, text)


def _fact_faults(db: "Database", article_id: str, text: str) -> Iterator[Fault]:
    for table, column in _TEXT_OF.items():
        for row in db.query(f"SELECT * FROM {table} WHERE article_id = ?", [article_id]):
            yield from _at_its_place(table, row["id"], row, row[column], text)
            place = row_id(article_id, f"{row['start']}-{row['end']}")
            if table == "evidence" and row["id"] != place:
                yield Fault(table, row["id"], f"the id {place}, of its place", shown(row["id"]))


def _mention_faults(db: "Database", article_id: str, text: str) -> Iterator[Fault]:
    sql = "SELECT m.* FROM entities e JOIN mentions m ON m.entity_id = e.id WHERE e.article_id = ?"
    for row in db.query(sql, [article_id]):
        yield from _at_its_place("mentions", f"{row['entity_id']}/{row['number']}", row, row["text"], text)


def _name_faults(db: "Database", article_id: str) -> Iterator[Fault]:
    """Yield entities whose name no mention reads, be it in traditional characters."""
    sql = (
        "SELECT e.id, e.name FROM entities e WHERE e.article_id = ? AND NOT EXISTS "
        "(SELECT 1 FROM mentions m WHERE m.entity_id = e.id AND m.text = e.name)"
    )
    for entity_id, name in db.execute(sql, [article_id]).fetchall():
        read = db.execute("SELECT DISTINCT text FROM mentions WHERE entity_id = ?", [entity_id])
        if name not in {_simplified(text) for (text,) in read}:
            yield Fault("entities", entity_id, f"a mention that reads {shown(name)}", "none")


def _simplified(text: str) -> str:
    from opencc import OpenCC

    simplified: str = OpenCC("t2s").convert(text)
    return simplified


def _line_faults(db: "Database", article_id: str, text: str) -> Iterator[Fault]:
    """Yield sections that do not begin with their heading and warnings about no place of the text."""
    for row in db.query("SELECT * FROM sections WHERE article_id = ?", [article_id]):
        place = _key(row)
        yield from _within("sections", place, row, text)
        got = text[row["start"] : row["start"] + len(row["heading"])] if row["start"] >= 0 else ""
        if _is_within(row, text) and got != row["heading"]:
            yield Fault("sections", place, f"to begin with {shown(row['heading'])}", shown(got))
    for row in db.query("SELECT * FROM warnings WHERE article_id = ?", [article_id]):
        yield from _within("warnings", _key(row), row, text)


def _part_faults(db: "Database", article_id: str, text: str) -> Iterator[Fault]:
    """Yield parts that lie outside, overlap or leave words of the text out; an article may have none."""
    sql = "SELECT * FROM parts WHERE article_id = ? ORDER BY number"
    at, last = 0, None
    for row in db.query(sql, [article_id]):
        last = _key(row)
        yield from _within("parts", last, row, text)
        if row["start"] < at:
            yield Fault("parts", last, f"a start of {at} or later, after the part before", str(row["start"]))
        elif text[at : row["start"]].strip():
            yield Fault(
                "parts", last, "no words before it that no part holds", shown(text[at : row["start"]])
            )
        at = max(at, row["end"])
    if last is not None and text[at:].strip():
        yield Fault("parts", last, "no words after the last part", shown(text[at:]))


def _at_its_place(table: str, place: str, row: Row, wanted: str, text: str) -> Iterator[Fault]:
    yield from _within(table, place, row, text)
    got = Span(row["start"], row["end"]).of(text)
    if _is_within(row, text) and got != wanted:
        yield Fault(table, place, f"{shown(wanted)} at {row['start']}–{row['end']}", shown(got))


def _within(table: str, place: str, row: Row, text: str) -> Iterator[Fault]:
    if not _is_within(row, text):
        yield Fault(table, place, f"a place within 0–{len(text)}", f"{row['start']}–{row['end']}")


def _is_within(row: Row, text: str) -> bool:
    return bool(0 <= row["start"] <= row["end"] <= len(text))


def _key(row: Row) -> str:
    return f"{row['article_id']}/{row['number']}"
