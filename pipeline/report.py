"""What happened in a run: counts by kind, and every input that failed, with its step."""

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:  # commands start their workers before they import the graph
    from kg import CopyGroup
    from kg.values import Case, Indicator, Measure, Source

_MOST_COPIES = 1_000
Step = Literal["read", "repair", "split", "extract", "store"]


@dataclass(frozen=True, slots=True)
class Failure:
    """An input that gave nothing: where it was, the step that failed and why."""

    path: str
    step: Step
    reason: str

    def __str__(self) -> str:
        return f"{self.path}: {self.step} failed: {self.reason}"


@dataclass(frozen=True, slots=True)
class Result:
    """One input file: its source with all its cases, or the failure that kept it out.

    `lost` names what lies inside the file, as in an archive, and could not be read. `loose` tells that an
    article of it says that it goes on, or began, in another file.
    """

    path: str
    source: "Source | None" = None
    cases: "tuple[Case, ...]" = ()
    failure: Failure | None = None
    lost: tuple[Failure, ...] = ()
    loose: bool = False

    @property
    def failures(self) -> tuple[Failure, ...]:
        """All that failed: the file, or what lies inside it."""
        return self.lost if self.failure is None else (self.failure, *self.lost)

    def moved(self, here: str, there: str) -> "Result":
        """Return the result of the same file by the path `there`, if `here` is where it was read."""

        def source(old: "Source") -> "Source":
            return replace(old, path=old.path.replace(here, there, 1))

        def failure(old: Failure) -> Failure:
            return replace(old, path=old.path.replace(here, there, 1), reason=old.reason.replace(here, there))

        cases = tuple(
            replace(case, article=replace(case.article, source=source(case.article.source)))
            for case in self.cases
        )
        lost = tuple(failure(item) for item in self.lost)
        return Result(
            there,
            self.source and source(self.source),
            cases,
            self.failure and failure(self.failure),
            lost,
            self.loose,
        )


@dataclass(slots=True)
class Report:
    """The running total of one run."""

    counts: Counter[str] = field(default_factory=Counter)
    failures: list[Failure] = field(default_factory=list)
    copies: "dict[str, CopyGroup]" = field(default_factory=dict)

    def count(self, case: "Case") -> None:
        """Add one stored or written case."""
        self.counts["articles"] += 1
        for kind in ("entities", "indicators", "measures", "relations"):
            self.counts[kind] += len(getattr(case, kind))
        self.counts["warnings"] += len(case.article.notices)

    def fail(self, failure: Failure) -> None:
        """Add one input that failed."""
        self.failures.append(failure)
        self.counts["failures"] += 1

    def find(self, key: str, group: "CopyGroup") -> None:
        """Add a group of duplicates, in place of what was known of it; the first thousand are kept."""
        self.counts["duplicates"] += key not in self.copies
        if key in self.copies or len(self.copies) < _MOST_COPIES:
            self.copies[key] = group


def explain(case: "Case") -> str:
    """Return the facts of a case for a person: each with its sentence and the rule that made it."""
    from kg.values import Indicator

    article = case.article
    lines = [f"# {article.title or '(no title)'}  {article.id}  {article.source.path}"]
    for entity in case.entities:
        every = " | ".join((entity.name, *entity.aliases))
        lines.append(f"{entity.id}\t{entity.type}\t{every}\t×{len(entity.mentions)}\t[{entity.rule}]")
    facts: tuple[Indicator | Measure, ...] = (*case.indicators, *case.measures)
    for fact in facts:
        told = _indicator(fact) if isinstance(fact, Indicator) else _measure(fact)
        lines.append(f"{fact.id}\t{told}\t{fact.confidence:.2f}\t[{fact.rule}]")
        lines.append(f"\t“{fact.evidence.of(article.text).strip()}”")
    names = {entity.id: entity.name for entity in case.entities}
    names |= {fact.id: fact.raw if isinstance(fact, Indicator) else fact.text for fact in facts}
    lines += [
        f"{names[link.head]} —{link.type}→ {names[link.tail]}\t[{link.rule}]" for link in case.relations
    ]
    lines += [f"warning {note.code} at {note.span.start}: {note.message}" for note in article.notices]
    return "\n".join(lines) + "\n\n"


def _indicator(fact: "Indicator") -> str:
    amount = f"{fact.low}…{fact.high}" if fact.op == "range" else f"{fact.value}"
    told = f"{fact.subject or '?'} · {fact.metric or '?'} {fact.op} {amount} {fact.unit} ({fact.status})"
    return f"{told} {fact.period}" if fact.period else told


def _measure(fact: "Measure") -> str:
    return f"{fact.actor or '?'}: {fact.action} · {fact.object}  {fact.theme}/{fact.concept or '?'}"
