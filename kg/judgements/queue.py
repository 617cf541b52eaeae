"""What to look at: the facts of a case with what was judged of them, and the unjudged ones that may be wrong.

A conflict is a number that another article gives otherwise for the same thing, metric and period, or a name
that stands for things of two types in the library.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING, Any

from kg.cases import case as stored_case
from kg.errors import BadJudgement
from kg.judgements.conflicts import conflicts_of
from kg.judgements.desk import shown_fields
from kg.judgements.fields import fields_of
from kg.judgements.keep import extracted
from kg.judgements.log import log_of
from kg.judgements.names import Register, kind_of, parse
from kg.judgements.replay import Replayed, quote_of, replay
from kg.judgements.values import FACT_KINDS, Fact, FactKind, JudgedStatus
from kg.values import Case, Entity, Relation, Span

if TYPE_CHECKING:
    from sqlite_utils import Database

_TABLES: Mapping[FactKind, str] = {
    "entity": "SELECT article_id, id, NULL AS confidence FROM entities",
    "indicator": "SELECT article_id, id, confidence FROM indicators",
    "measure": "SELECT article_id, id, confidence FROM measures",
    "relation": "SELECT article_id, article_id || '/' || number AS id, NULL AS confidence FROM relations",
}


@dataclass(frozen=True, slots=True)
class ReviewItem:
    """A fact as a person reviews it.

    `fact` is its name for `Opinion.fact`, which stays when the case is read anew; `id` is its row's id, or
    null of one that is not shown. `values` are its changeable fields as shown, `extracted` as they were
    extracted. `confidence` is null where extraction tells none. `conflict` says what speaks against it.
    `evidence_start` is where the sentence begins in the text. `latest` is the number of the log's last entry
    about it, 0 if there is none: what the person has seen, for `Opinion.after`.
    """

    fact: str
    id: str | None
    kind: FactKind
    case_id: str
    title: str | None
    path: str
    quote: str
    values: Mapping[str, str | None]
    extracted: Mapping[str, str | None]
    evidence: str
    start: int
    end: int
    confidence: float | None
    status: JudgedStatus | None
    conflict: str | None = None
    evidence_start: int = 0
    latest: int = 0

    def to_record(self) -> dict[str, Any]:
        """Return the item's JSON object."""
        return asdict(self)


def review_case(db: "Database", case_id: str) -> tuple[ReviewItem, ...]:
    """Return all facts of a case with what was judged of them, rejected ones too, by kind and place.

    Raises:
        UnknownCase: no case has this id.
    """
    case, log = extracted(db, case_id), log_of(db, case_id)
    latest = {entry.fact: entry.id for entry in log}
    return tuple(replace(item, latest=latest.get(_own(item), 0)) for item in _items(case, replay(case, log)))


def review_queue(
    db: "Database",
    *,
    kinds: Sequence[FactKind] = FACT_KINDS,
    below: float = 1.0,
    conflicts: bool = False,
    top: int = 10,
) -> tuple[ReviewItem, ...]:
    """Return facts that nobody judged, the least sure first and facts of no confidence last.

    Of equals one with a conflict comes first. `kinds` are entity, indicator, measure and relation; `below` is
    a confidence: facts at least as sure are left out. With `conflicts` only facts with one are returned.

    Raises:
        BadJudgement: a kind is none of facts.
    """
    check_kinds(kinds)
    against = conflicts_of(db, kinds)
    rows = _unjudged(db, kinds, below)
    told = sorted(
        rows, key=lambda row: (row[2] is None, row[2] or 0.0, row[1] not in against, row[0], row[1])
    )
    wanted = (row for row in told if row[1] in against or not conflicts)
    return tuple(islice(items_of(db, wanted, against), top))


def check_kinds(kinds: Sequence[FactKind]) -> None:
    """Refuse what is no kind of fact.

    Raises:
        BadJudgement: a kind is none of facts.
    """
    for kind in kinds:
        if kind not in FACT_KINDS:
            raise BadJudgement(f"no fact is of the kind {kind!r}: {' '.join(FACT_KINDS)}")


def _unjudged(db: "Database", kinds: Sequence[FactKind], below: float) -> list[tuple[str, str, float | None]]:
    parts = " UNION ALL ".join(_TABLES[kind] for kind in dict.fromkeys(kinds))
    sql = (
        f"SELECT f.* FROM ({parts}) f WHERE (confidence IS NULL OR confidence < ?) "
        "AND NOT EXISTS (SELECT 1 FROM judged_facts j WHERE j.fact_id = f.id)"
    )
    return db.execute(sql, [below]).fetchall() if parts else []


def items_of(
    db: "Database", rows: Iterable[tuple[str, str, float | None]], against: Mapping[str, str]
) -> Iterator[ReviewItem]:
    """Yield unjudged facts for review, by the ids of their cases and rows; `against` are their conflicts."""
    cases: dict[str, tuple[Case, Register, dict[str, int]]] = {}
    for case_id, row_id, _ in rows:
        if case_id not in cases:
            case = stored_case(db, case_id)
            latest = {entry.fact: entry.id for entry in log_of(db, case_id)}
            cases[case_id] = (case, Register(case), latest)
        case, register, latest = cases[case_id]
        own = row_id.rpartition("/")[2]
        own = f"r{own}" if own.isdigit() else own
        name = register.name(own)
        if name is not None:
            known = {"name": str(name), "id": row_id, "status": None, "conflict": against.get(row_id)}
            item = _item(case, register.facts[own], known, {})
            yield replace(item, latest=latest.get(_own(item), 0))


def _own(item: ReviewItem) -> str:
    """Return the name of a fact within its case."""
    return item.fact.partition("/")[2]


def _items(case: Case, told: Replayed) -> Iterator[ReviewItem]:
    states = {fact.fact: fact for fact in told.judged}
    for own, fact in sorted(told.register.facts.items(), key=_by_kind):
        name = told.names.get(own)
        if name is not None:
            number = told.numbers.get(own)
            state = states.get(name)
            known = {
                "name": name, "id": number and _row_id(case, fact, number),
                "status": state and state.status, "conflict": None,
            }  # fmt: skip
            yield _item(case, _shown(told, own), known, {"values": shown_fields(told, own)} | _before(fact))


def _before(fact: Fact) -> dict[str, Any]:
    return {"extracted": fields_of(fact, kind_of(fact))}


def _shown(told: Replayed, own: str) -> Fact:
    number = told.numbers.get(own)
    shown = Register(told.case).facts
    return told.register.facts[own] if number is None else shown[number]


def _by_kind(item: tuple[str, Fact]) -> tuple[int, int, int]:
    own, fact = item
    start = fact.evidence.start if isinstance(fact, Relation) else _start(fact)
    return FACT_KINDS.index(kind_of(fact)), start, len(own)


def _start(fact: Any) -> int:  # noqa: ANN401
    return (
        min((span.start for span in fact.mentions), default=0)
        if isinstance(fact, Entity)
        else fact.span.start
    )


def _row_id(case: Case, fact: Fact, number: str) -> str:
    own = number.removeprefix("r") if isinstance(fact, Relation) else number
    return f"{case.article.id}/{own}"


def _item(
    case: Case, fact: Fact, known: Mapping[str, Any], fields: Mapping[str, Mapping[str, str | None]]
) -> ReviewItem:
    article, name = case.article, parse(known["name"])
    sentence = _sentence(article.text, name.spans[0]) if isinstance(fact, Entity) else fact.evidence
    values = fields_of(fact, kind_of(fact))
    return ReviewItem(
        fact=f"{article.id}/{name}", id=known["id"], kind=name.kind, case_id=article.id,
        title=article.title, path=article.source.path, quote=quote_of(case, name),
        values=fields.get("values", values), extracted=fields.get("extracted", values),
        evidence=sentence.of(article.text), start=name.spans[0].start, end=name.spans[0].end,
        confidence=getattr(fact, "confidence", None), status=known["status"], conflict=known["conflict"],
        evidence_start=sentence.start,
    )  # fmt: skip


def _sentence(text: str, span: Span) -> Span:
    """Return the sentence around a mention: from mark to mark, within its line."""
    ends = "。！？；\n"
    start = max(text.rfind(mark, 0, span.start) for mark in ends) + 1
    found = [at for at in (text.find(mark, span.end) for mark in ends) if at >= 0]
    return Span(start, min(found, default=len(text) - 1) + 1)
