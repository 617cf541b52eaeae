"""Writing the facts of an article, and erasing them: entities, evidence, indicators, measures, relations."""

from collections.abc import Iterable
from dataclasses import asdict
from typing import TYPE_CHECKING

from kg.editions import repeat_in
from kg.resolve import admit
from kg.rows import Row, fact_rows
from kg.values import Case, Concept

if TYPE_CHECKING:
    from sqlite_utils import Database

# Measures go before their evidence, which the search index wants to see once more.
_ERASED = ("measures", "indicators", "relations", "entities", "evidence")


def write_facts(db: "Database", case: Case) -> None:
    """Store all facts of a case whose article is stored and has none."""
    _insert_concepts(db, case.concepts)
    rows, found = fact_rows(case), admit(db, case)
    for row in rows["entities"]:
        row |= found[row["id"]]
    first = next_docid(db, "measures")
    for number, row in enumerate(rows["measures"]):
        row["docid"] = first + number
    for table, items in rows.items():
        insert(db, table, items)
    repeat_in(db, case.article.id)


def erase_facts(db: "Database", article_id: str) -> None:
    """Remove all facts of an article; the article stays."""
    for table in _ERASED:
        db.execute(f"DELETE FROM {table} WHERE article_id = ?", [article_id])


def forget_concepts(db: "Database") -> None:
    """Remove the concepts that no measure means and that are not broader than one that is meant."""
    sql = (
        "DELETE FROM concepts WHERE id NOT IN (SELECT concept_id FROM measure_concepts) "
        "AND id NOT IN (SELECT broader FROM concepts WHERE broader IS NOT NULL)"
    )
    while db.execute(sql).rowcount:
        pass


def insert(db: "Database", table: str, rows: Iterable[Row]) -> None:
    """Insert rows that all have the same columns."""
    rows = list(rows)
    if rows:
        names = ", ".join(f'"{name}"' for name in rows[0])
        marks = ", ".join(f":{name}" for name in rows[0])
        db.conn.executemany(f"INSERT INTO {table}({names}) VALUES ({marks})", rows)


def next_docid(db: "Database", table: str) -> int:
    """Return a number that no row of a searched table has."""
    return int(db.execute(f"SELECT coalesce(max(docid), 0) + 1 FROM {table}").fetchone()[0])


def _insert_concepts(db: "Database", concepts: Iterable[Concept]) -> None:
    """Store concepts, each after its broader one; what is newer is right of one that is there already."""
    sql = (
        "INSERT INTO concepts(id, name, theme, broader, definition) "
        "VALUES (:id, :name, :theme, :broader, :definition) ON CONFLICT (id) DO UPDATE SET "
        "name = excluded.name, theme = excluded.theme, broader = excluded.broader, "
        "definition = excluded.definition"
    )
    db.conn.executemany(sql, [asdict(concept) for concept in concepts])
