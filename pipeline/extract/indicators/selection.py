"""Which quantities are indicators: signs in the surroundings, for what the number alone cannot tell."""

from collections.abc import Iterator

from kg.values import Span
from pipeline.extract.indicators.context import Index, Setting, unit_kind

_CHINESE = frozenset("一二三四五六七八九十百千万亿两几数半")


def signs(index: Index, setting: Setting) -> Iterator[str]:
    """Yield what speaks for or against taking the quantity for an indicator."""
    quantity, text = setting.quantity, index.text
    start, end = quantity.span.start, quantity.span.end
    unit, kind, shape = quantity.unit, unit_kind(quantity.unit), _shape(index, setting)
    before, after = index.word_before(start), index.word_after(end)
    left, right = (before.text if before else "^"), (after.text if after else "$")
    yield from (
        f"unit={unit}",
        f"kind={kind}",
        f"shape={shape}",
        f"unit={unit} {shape}",
        f"kind={kind} {shape}",
    )
    yield from (
        f"<{left}",
        f">{right}",
        f"unit={unit} <{left}",
        f"unit={unit} >{right}",
        f"kind={kind} <{left}",
    )
    yield from (
        f"<{before.tag if before else '^'}",
        f">{after.tag if after else '$'}",
        f"kind={kind} >{after.tag if after else '$'}",
    )
    yield from (
        f"<<{text[max(0, start - 1) : start]}",
        f"<<{text[max(0, start - 2) : start]}",
        f">>{text[end : end + 1]}",
        f">>{text[end : end + 2]}",
    )
    yield f"op={quantity.op} {kind}"
    yield f"size={_size(quantity.value)} {kind}"
    for span, entity in index.mentions(Span(max(0, start - 30), end)):
        if span.end > start:
            yield f"in name {entity.type}"
    if text.rfind("“", setting.clause.start, start) > text.rfind("”", setting.clause.start, start):
        yield f"quoted {min(text.find('”', end) - end, 8) // 2}"
    if text.rfind("《", setting.clause.start, start) > text.rfind("》", setting.clause.start, start):
        yield "titled"
    said = Span(setting.sentence.start, start).of(text)
    yield f"headline={'原标题' in said}"
    yield f"first sentence={setting.sentence.start == 0}"
    yield f"numbers={(setting.before is not None) + (setting.after is not None)}"
    for word in index.words(setting.left)[-5:]:
        yield f"left {word.text}"
        yield f"left {word.text} {kind}"
    for word in index.words(setting.right)[:4]:
        yield f"right {word.text}"
        yield f"right {word.text} {kind}"
    yield f"left empty={setting.left.start == start} right empty={not setting.right.of(text).strip()} {kind}"


def _shape(index: Index, setting: Setting) -> str:
    raw = setting.quantity.span.of(index.text)
    digits = any(char.isdigit() for char in raw)
    chinese = any(char in _CHINESE for char in raw)
    if digits:
        return "digits"
    return f"chinese{sum(char in _CHINESE for char in raw)}" if chinese else "other"


def _size(value: object) -> str:
    return (
        "range"
        if value is None
        else str(min(len(str(value).split(".")[0]), 6)) + ("s" if str(value) in "123" else "")
    )
