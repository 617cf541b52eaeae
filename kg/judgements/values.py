"""What a person says of a fact, and what is kept of it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal, get_args

from kg.values import Concept, Entity, Indicator, Measure, Relation, Span

FactKind = Literal["entity", "indicator", "measure", "relation"]
Verdict = Literal["confirm", "correct", "reject", "add", "merge", "split", "undo"]
# What became of a judgement's fact; `undone`: the judgement itself counts no more.
JudgedStatus = Literal[
    "confirmed", "corrected", "rejected", "added", "unmatched", "merged", "split", "undone"
]
Fact = Entity | Indicator | Measure | Relation

FACT_KINDS: tuple[FactKind, ...] = get_args(FactKind)
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)


@dataclass(frozen=True, slots=True)
class Opinion:
    """What a person says of a fact that is there: confirm, correct, reject, merge or split.

    `fact` is a row's id (`ARTICLE/i3`, a relation's `ARTICLE/r2`) or a name by content, as `ReviewItem.fact`.
    `changes` are fields with their right values, for `correct`. `other` is the second entity of a merge or a
    split; the two names then mean one thing (or two) `everywhere`, or only in their two articles. Left open,
    it is everywhere if the names differ. `after` is the number of the last entry of the log about the fact
    that the person has seen (0: none); somebody else's later one then goes before, and this is refused.
    """

    fact: str
    verdict: Verdict
    changes: Mapping[str, object] = field(default_factory=dict)
    reason: str | None = None
    other: str | None = None
    everywhere: bool | None = None
    after: int | None = None


@dataclass(frozen=True, slots=True)
class Addition:
    """A fact that extraction missed: where it stands, the evidence around it, and its fields.

    `span` marks an entity's mention, an indicator's quantity or a measure's clause and lies within
    `evidence`. A relation has `head` and `tail`, facts as in `Opinion.fact`, instead of a span.
    """

    case_id: str
    kind: FactKind
    values: Mapping[str, object]
    evidence: Span
    span: Span | None = None
    head: str | None = None
    tail: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """One field that a person changed, from what was shown to what is right; numbers and days as text."""

    field: str
    old: str | None
    new: str | None


@dataclass(frozen=True, slots=True)
class Judgement:
    """An entry of the log. It names its fact by content, so that it holds over every new extraction.

    `fact` is the fact's name within its article, `quote` the text at its place. `seen` holds its fields as
    they were extracted when the person saw them. `concepts` is the concept that
    its measure is judged to mean, behind all broader ones. `undoes` is what an undo takes back, by its id.
    """

    id: int
    verdict: Verdict
    kind: FactKind
    case_id: str
    fact: str
    quote: str
    evidence: Span
    seen: Mapping[str, str | None]
    changes: tuple[Change, ...]
    concepts: tuple[Concept, ...]
    other_case_id: str | None
    other_fact: str | None
    undoes: int | None
    person: str
    time: str
    reason: str | None
    status: JudgedStatus | None = None

    def to_record(self) -> dict[str, Any]:
        """Return the judgement's JSON object."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class JudgedFact:
    """What judgements made of one fact of a case; `id` is its own in the case if it is still shown.

    `changes` give each field that differs from extraction: its extracted and its judged value.
    """

    fact: str
    kind: FactKind
    status: JudgedStatus
    id: str | None
    changes: tuple[Change, ...]
    judgement_id: int
