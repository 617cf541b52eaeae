"""Counts of right, told and wanted facts, and the figures made of them."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import NamedTuple


class Miss(NamedTuple):
    """One thing that is wrong: in which gold article, of which kind, and what."""

    article: str
    kind: str
    told: str


@dataclass(slots=True)
class Tally:
    """Right gold facts, right told facts, told facts and gold facts."""

    found: int = 0
    right: int = 0
    told: int = 0
    gold: int = 0

    @property
    def precision(self) -> float:
        """The share of told facts that are right."""
        return self.right / self.told if self.told else 0.0

    @property
    def recall(self) -> float:
        """The share of gold facts that were found."""
        return self.found / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


@dataclass(slots=True)
class Scores:
    """The figures by name, and every miss."""

    tallies: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    misses: list[Miss] = field(default_factory=list)

    def add(self, name: str, found: int, told: int, gold: int, *, right: int | None = None) -> None:
        """Add counts to the figure `name`; `right` told facts are `found` unless said otherwise."""
        tally = self.tallies[name]
        tally.found += found
        tally.right += found if right is None else right
        tally.told += told
        tally.gold += gold

    def judge(self, name: str, right: bool, article: str, told: object) -> bool:
        """Add one yes-or-no fact to `name`, and a miss if it is wrong."""
        self.add(name, int(right), 1, 1)
        if not right:
            self.miss(article, name, told)
        return right

    def miss(self, article: str, kind: str, told: object) -> None:
        """Add a miss."""
        self.misses.append(Miss(article, kind, str(told)))
