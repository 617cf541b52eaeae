"""The log as it is read: each judgement with what became of its fact."""

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, cast

from kg.judgements.log import entries
from kg.judgements.replay import undone
from kg.judgements.values import FactKind, JudgedStatus, Judgement

if TYPE_CHECKING:
    from sqlite_utils import Database

_PAIRED: dict[str, JudgedStatus] = {"merge": "merged", "split": "split"}


def judgements(
    db: "Database",
    *,
    case_id: str | None = None,
    fact: str | None = None,
    kind: FactKind | None = None,
    person: str | None = None,
) -> Iterator[Judgement]:
    """Yield the entries of the log, oldest first, each with what became of its fact.

    `status` is `undone` for an entry that was taken back, `unmatched` where the fact is no longer extracted
    or its article is gone, else what all judgements of the fact make of it. `fact` is a name within its case.
    """
    wanted = {"article_id": case_id, "fact": fact, "kind": kind, "person": person}
    given = {column: value for column, value in wanted.items() if value is not None}
    condition = " AND ".join(f"{column} = ?" for column in given) or "1"
    # All entries of an article are needed to know which were taken back; a fact's own are enough for it.
    narrow = {name: given[name] for name in ("article_id", "fact") if name in given}
    whole = " AND ".join(f"{column} = ?" for column in narrow) or "1"
    taken = undone(list(entries(db, whole, narrow.values())))
    states = _states(db, case_id)
    for entry in entries(db, condition, given.values()):
        yield replace(entry, status=_status(entry, taken, states))


def _states(db: "Database", case_id: str | None) -> dict[tuple[str, str], str]:
    sql = "SELECT article_id, fact, status FROM judged_facts"
    rows = db.execute(sql + " WHERE article_id = ?", [case_id]) if case_id else db.execute(sql)
    return {(article_id, name): status for article_id, name, status in rows}


def _status(entry: Judgement, taken: set[int], states: dict[tuple[str, str], str]) -> JudgedStatus | None:
    if entry.id in taken:
        return "undone"
    if entry.verdict == "undo":
        return None
    if entry.verdict in _PAIRED:
        return _PAIRED[entry.verdict]
    return cast("JudgedStatus", states.get((entry.case_id, entry.fact), "unmatched"))
