"""Faults of judgements: entries that do not say where their fact is, and facts that are not as judged."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from kg.cases import case
from kg.check.fault import Fault, shown
from kg.errors import BadRecord, TashanError
from kg.judgements.keep import extracted, judged_row
from kg.judgements.log import from_row
from kg.judgements.merging import rulings_in_force
from kg.judgements.names import parse
from kg.judgements.replay import quote_of, replay
from kg.judgements.values import Judgement
from kg.resolve import Ruling, rulings
from kg.resolve.naming import plain
from kg.values import Case

if TYPE_CHECKING:
    from sqlite_utils import Database

_ARTICLES = """
SELECT id FROM articles WHERE id IN (SELECT article_id FROM judgements
UNION SELECT article_id FROM extracted UNION SELECT article_id FROM judged_facts) ORDER BY id
"""
_JUDGED = "SELECT * FROM judged_facts WHERE article_id = ? ORDER BY fact"


def judgement_faults(db: "Database") -> Iterator[Fault]:
    """Yield entries of the log that cannot be replayed, and what is not as replaying them makes it."""
    log: list[Judgement] = []
    for row in db.query("SELECT * FROM judgements ORDER BY id"):
        try:
            log.append(_entry(row))
        except (TashanError, KeyError, TypeError, ValueError) as error:
            yield Fault("judgements", str(row["id"]), "an entry that can be replayed", str(error))
            return
    for (article_id,) in db.execute(_ARTICLES).fetchall():
        own = [entry for entry in log if entry.case_id == article_id]
        try:
            yield from _case_faults(db, extracted(db, article_id), own)
        except (BadRecord, ValueError) as error:
            yield Fault("extracted", article_id, "facts that can be read", str(error))
    wanted, there = set(map(_pair, rulings_in_force(log))), set(map(_pair, rulings(db)))
    for kind, name, other, *_ in sorted(wanted - there):
        yield Fault("rulings", f"{kind}/{name}/{other}", "what people judged of it", "nothing")


def _pair(ruling: Ruling) -> tuple[str, str, str, str, str, bool]:
    kind = ruling.type
    name, other = plain(kind, ruling.name), plain(kind, ruling.other_name)
    return kind, name, other, ruling.article_id, ruling.other_article_id, ruling.same


def _entry(row: Mapping[str, Any]) -> Judgement:
    entry = from_row(dict(row))
    parse(entry.fact)
    return entry


def _case_faults(db: "Database", before: Case, log: list[Judgement]) -> Iterator[Fault]:
    article, told = before.article, replay(before, log)
    for entry in log:
        got = quote_of(before, parse(entry.fact))
        if got != entry.quote:
            yield Fault("judgements", str(entry.id), f"{shown(entry.quote)} at its place", shown(got))
        if not 0 <= entry.evidence.start <= entry.evidence.end <= len(article.text):
            place = f"{entry.evidence.start}–{entry.evidence.end}"
            yield Fault("judgements", str(entry.id), f"evidence within 0–{len(article.text)}", place)
    if case(db, article.id) != told.case:
        yield Fault("extracted", article.id, "with its judgements the facts that are shown", "others")
    there = {row["fact"]: row for row in db.query(_JUDGED, [article.id])}
    wanted = {fact.fact: judged_row(article.id, fact) for fact in told.judged}
    for name in sorted(there.keys() | wanted.keys()):
        if there.get(name) != wanted.get(name):
            state = wanted.get(name, {}).get("status"), there.get(name, {}).get("status")
            yield Fault("judged_facts", f"{article.id}/{name}", shown(state[0]), shown(state[1]))
