"""What happened in a run: counts by kind, and every input that failed, with its step."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Literal

from kg.values import Case

Step = Literal["read", "repair", "split", "extract", "store"]


@dataclass(frozen=True, slots=True)
class Failure:
    """An input that gave nothing: where it was, the step that failed and why."""

    path: str
    step: Step
    reason: str

    def __str__(self) -> str:
        return f"{self.path}: {self.step} failed: {self.reason}"


@dataclass(slots=True)
class Report:
    """The running total of one run."""

    counts: Counter[str] = field(default_factory=Counter)
    failures: list[Failure] = field(default_factory=list)

    def count(self, case: Case) -> None:
        """Add one stored or written case."""
        self.counts["articles"] += 1
        for kind in ("entities", "indicators", "measures", "relations"):
            self.counts[kind] += len(getattr(case, kind))
        self.counts["warnings"] += len(case.article.notices)

    def fail(self, failure: Failure) -> None:
        """Add one input that failed."""
        self.failures.append(failure)
        self.counts["failures"] += 1
