"""The decisions about each number of an article, in text order: each leans on the ones before it."""

from collections.abc import Iterator
from dataclasses import replace

from pipeline.extract.indicators.confidence import confidence
from pipeline.extract.indicators.context import Index, Setting
from pipeline.extract.indicators.metric import measured
from pipeline.extract.indicators.owners import Owner
from pipeline.extract.indicators.period import period
from pipeline.extract.indicators.ranking import Models
from pipeline.extract.indicators.record import Record
from pipeline.extract.indicators.selection import signs
from pipeline.extract.indicators.status import clues, stated, status
from pipeline.extract.indicators.subject import Known, owner

ENOUGH = 0.5
STATED = 0.9


def read_records(index: Index, models: Models) -> Iterator[Record]:
    """Yield what is decided about each quantity that is an indicator, in text order."""
    record: Record | None = None
    for setting in index.settings:
        reports = models.selection.probabilities(signs(index, setting))["indicator"]
        if reports >= ENOUGH:
            record = decide(index, setting, record, models)
            record = replace(record, sure={**record.sure, "selection": reports})
            yield replace(record, confidence=confidence(models.confidence, index, record))


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
