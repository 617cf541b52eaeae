"""Judging: what a person says goes into the log and is in force at once, in one transaction."""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from kg.connection import translating
from kg.errors import BadJudgement, StoreError, TashanError
from kg.facts import forget_concepts
from kg.judgements.desk import Desk, person_of, reason_of
from kg.judgements.keep import refresh
from kg.judgements.log import append, entries, entry_of, log_of
from kg.judgements.merging import rulings_in_force
from kg.judgements.replay import undone
from kg.judgements.values import Addition, Judgement, Opinion
from kg.resolve import decide, settle

if TYPE_CHECKING:
    from sqlite_utils import Database


def judge(db: "Database", word: Opinion | Addition, *, person: str) -> Judgement:
    """Record what a person says of one fact, and put it in force; the source text is never touched.

    Raises:
        UnknownCase: no case has the id.
        UnknownFact: the case has no such fact, before or after judgements.
        BadJudgement: the judgement contradicts itself or the text, or changes nothing.
        ReadOnlyDatabase: the database was opened for reading.
    """
    return judge_all(db, [word], person=person)[0]


def judge_all(db: "Database", words: Iterable[Opinion | Addition], *, person: str) -> tuple[Judgement, ...]:
    """Record what a person says of several facts, all or, if one cannot be judged, none.

    Raises:
        TashanError: as `judge`.
    """
    made = judge_each(db, words, person=person)
    for result in made:
        if isinstance(result, TashanError):
            raise result
    return tuple(result for result in made if isinstance(result, Judgement))


def judge_each(
    db: "Database",
    words: Iterable[Opinion | Addition],
    *,
    person: str,
    whole: bool = True,
    dry: bool = False,
) -> tuple[Judgement | TashanError, ...]:
    """Record what can be recorded; in the place of what cannot be is the error that says why.

    If `whole`, nothing is kept where anything is refused; if both `whole` and `dry`, nothing is kept at all.

    Raises:
        BadJudgement: who judges is not named.
    """
    desk = Desk(db, person_of(person), datetime.now(UTC).isoformat(timespec="seconds"))
    told: tuple[Judgement | TashanError, ...] = ()
    with suppress(_NotKept), translating(db), db.atomic():
        _lock(db)
        told = tuple(_tried(desk, word) for word in words)
        made = [result for result in told if isinstance(result, Judgement)]
        if whole and (dry or len(made) < len(told)):
            raise _NotKept
        _put_in_force(db, made)
    return told


class _NotKept(Exception):
    """Rolls back what was judged, because something was refused."""


def _tried(desk: Desk, word: Opinion | Addition) -> Judgement | TashanError:
    try:
        return desk.judge(word)
    except StoreError:
        raise
    except TashanError as error:
        return error


def undo(db: "Database", judgement_id: int, *, person: str, reason: str | None = None) -> Judgement:
    """Take a judgement back, by one more entry of the log; an undo can be undone too.

    Raises:
        UnknownJudgement: the log has no such entry.
        BadJudgement: it is taken back already.
    """
    with translating(db), db.atomic():
        _lock(db)
        entry = entry_of(db, judgement_id)
        if judgement_id in undone(log_of(db, entry.case_id)):
            raise BadJudgement(f"judgement {judgement_id} is taken back already")
        now = datetime.now(UTC).isoformat(timespec="seconds")
        made = append(
            db,
            replace(
                entry, verdict="undo", undoes=judgement_id, changes=(), concepts=(), seen={},
                person=person_of(person), time=now, reason=reason_of(reason),
            ),
        )  # fmt: skip
        _put_in_force(db, (made, entry))
    return made


def _lock(db: "Database") -> None:
    """Begin writing at once, so that nobody writes between what is read here and what is written."""
    db.execute("UPDATE judged_facts SET status = status WHERE 0")


def _put_in_force(db: "Database", made: Sequence[Judgement]) -> None:
    there = "SELECT 1 FROM articles WHERE id = ?"
    for article_id in dict.fromkeys(entry.case_id for entry in made):
        if db.execute(there, [article_id]).fetchone():
            refresh(db, article_id)
    forget_concepts(db)
    if any(entry.other_fact for entry in made):
        decide(db, rulings_in_force(list(entries(db))))
    settle(db)
