"""Whether a number is reported, promised or prescribed."""

import re

from kg.values import Span, Status
from pipeline.extract.indicators.context import Index, Setting

_TARGET = re.compile(r"将|力争|计划|预计|目标|到20\d\d年|拟|争取|确保")
_STANDARD = re.compile(r"给予|补贴|标准|不低于|每人|不超过|最高|奖励|可享|发放一次性")


def status(index: Index, setting: Setting) -> Status:
    """Return `target`, `standard` or `actual` by the words of the sentence up to the quantity."""
    said = Span(setting.sentence.start, setting.quantity.span.end).of(index.text)
    if _TARGET.search(said):
        return "target"
    if setting.quantity.unit.startswith(("元", "%")) and _STANDARD.search(
        Span(setting.clause.start, setting.clause.end).of(index.text)
    ):
        return "standard"
    return "actual"
