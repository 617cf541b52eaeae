"""The decisions about each number of an article, in text order: each leans on the ones before it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from kg.values import Status
from pipeline.extract.indicators.confidence import confidence
from pipeline.extract.indicators.context import Index, Setting
from pipeline.extract.indicators.metric import Phrase, measured
from pipeline.extract.indicators.owners import Owner
from pipeline.extract.indicators.period import period
from pipeline.extract.indicators.ranking import Models
from pipeline.extract.indicators.selection import signs
from pipeline.extract.indicators.status import clues, stated, status
from pipeline.extract.indicators.subject import Held, Known, owner
from pipeline.quantity import Period

ENOUGH = 0.5
STATED = 0.9


@dataclass(frozen=True, slots=True)
class Record:
    """What was decided about one quantity.

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


def read_records(index: Index, models: Models) -> Iterator[Record]:
    """Yield what is decided about each quantity that is an indicator, in text order."""
    record: Record | None = None
    for setting in index.settings:
        reports = models.selection.probabilities(signs(index, setting))["indicator"]
        if reports >= ENOUGH:
            record = decide(index, setting, record, models)
            sure = {**record.sure, "selection": reports}
            record = replace(record, sure=sure, confidence=confidence(models.confidence, sure))
            yield record


def decide(index: Index, setting: Setting, earlier: Record | None, models: Models) -> Record:
    """Return what is decided about one quantity; `earlier` is the record before it in the article."""
    joined = earlier if earlier and earlier.setting.sentence_number == setting.sentence_number else None
    known = joined.phrase.text if joined and joined.phrase else None
    phrase, sure_phrase = measured(index, setting, known, models.metric)
    mine, sure_owner = owner(
        index,
        setting,
        Known(earlier.held if earlier else None, phrase.span if phrase else None),
        models.subject,
    )
    if mine.text is None and index.signer:
        mine = Owner(index.signer.name, None, index.signer, ())
    when, sure_when = period(index, setting, earlier.period if earlier else None, models.period)
    odds = models.status.probabilities(clues(index, setting, when, joined.status if joined else None))
    said = stated(index, setting, when)
    kind, sure_kind = (said, STATED) if said else status(odds)
    sure = {"metric": sure_phrase, "subject": sure_owner, "period": sure_when, "status": sure_kind}
    return Record(setting, phrase, mine, when, kind, sure, 0.0)
