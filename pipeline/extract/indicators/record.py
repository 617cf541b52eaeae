"""What was decided about one quantity."""

from dataclasses import dataclass

from kg.values import Status
from pipeline.extract.indicators.context import Setting
from pipeline.extract.indicators.metric import Phrase
from pipeline.extract.indicators.owners import Owner
from pipeline.extract.indicators.subject import Held
from pipeline.quantity import Period


@dataclass(frozen=True, slots=True)
class Record:
    """The decisions about one quantity.

    `sure` holds the probability of each decision by its name; `confidence` is that of all of them together.
    """

    setting: Setting
    phrase: Phrase | None
    owner: Owner
    period: Period | None
    status: Status
    sure: dict[str, float]
    confidence: float

    @property
    def held(self) -> Held:
        """The owner with the place of the number, as the next number's owner is judged by it."""
        return Held(self.owner, self.setting.quantity.span)

    @property
    def rule(self) -> str:
        """The name of what chose the metric: the side of the number where its phrase stands."""
        return f"indicator.{self.phrase.kind if self.phrase else 'bare'}"
