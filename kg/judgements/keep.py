"""Keeping judged cases: what was extracted lies beside the facts that are shown, and can be shown again."""

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

from kg.cases import case as stored_case
from kg.facts import erase_facts, insert, write_facts
from kg.judgements.log import log_of, to_json
from kg.judgements.replay import replay
from kg.judgements.values import JudgedFact
from kg.records import from_facts, to_facts
from kg.rows import Row
from kg.values import Case

if TYPE_CHECKING:
    from sqlite_utils import Database


def keep_case(db: "Database", case: Case) -> None:
    """Store the facts of a case with the judgements of its article in force; its article is stored, bare."""
    log = log_of(db, case.article.id)
    if not log:
        write_facts(db, case)
        return
    told = replay(case, log)
    write_facts(db, told.case)
    if told.judged:
        kept = {"article_id": case.article.id, "facts": to_json(to_facts(case))}
        insert(db, "extracted", [kept])
        insert(db, "judged_facts", [judged_row(case.article.id, fact) for fact in told.judged])


def refresh(db: "Database", article_id: str) -> None:
    """Show the facts of a stored article as the log now has them."""
    case = extracted(db, article_id)
    erase_facts(db, article_id)
    for table in ("extracted", "judged_facts"):
        db.execute(f"DELETE FROM {table} WHERE article_id = ?", [article_id])
    keep_case(db, case)


def extracted(db: "Database", case_id: str) -> Case:
    """Return a case as it was extracted, before any judgement.

    Raises:
        UnknownCase: no case has this id.
    """
    shown = stored_case(db, case_id)
    row = db.execute("SELECT facts FROM extracted WHERE article_id = ?", [case_id]).fetchone()
    return shown if row is None else from_facts(shown.article, json.loads(row[0]))


def judged_row(article_id: str, fact: JudgedFact) -> Row:
    """Return what became of a judged fact as a row; a relation's id is its key in the table."""
    own = fact.id.removeprefix("r") if fact.id and fact.kind == "relation" else fact.id
    return {
        "article_id": article_id,
        "fact": fact.fact,
        "kind": fact.kind,
        "status": fact.status,
        "fact_id": own and f"{article_id}/{own}",
        "changes": to_json([asdict(change) for change in fact.changes]),
        "judgement_id": fact.judgement_id,
    }
