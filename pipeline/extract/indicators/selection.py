"""Which quantities are indicators: signs in the surroundings, for what the number alone cannot tell."""

from collections.abc import Iterator

from kg.values import Span
from pipeline.extract.indicators.context import Index, Setting, unit_kind

_CHINESE = frozenset("一二三四五六七八九十百千万亿两几数半")


def signs(index: Index, setting: Setting) -> Iterator[str]:
    """Yield what speaks for or against taking the quantity for an indicator."""
    kind = unit_kind(setting.quantity.unit)
    yield from _of_itself(index, setting, kind)
    yield from _of_neighbours(index, setting, kind)
    yield from _of_names(index, setting)
    yield from _of_sentence(index, setting)
    yield from _of_words(index, setting, kind)


def _of_itself(index: Index, setting: Setting, kind: str) -> Iterator[str]:
    quantity, unit, shape = setting.quantity, setting.quantity.unit, _shape(index, setting)
    yield from (
        f"unit={unit}",
        f"kind={kind}",
        f"shape={shape}",
        f"unit={unit} {shape}",
        f"kind={kind} {shape}",
    )
    yield from (f"op={quantity.op} {kind}", f"size={_size(quantity.value)} {kind}")


def _of_neighbours(index: Index, setting: Setting, kind: str) -> Iterator[str]:
    text, unit = index.text, setting.quantity.unit
    start, end = setting.quantity.span.start, setting.quantity.span.end
    before, after = index.word_before(start), index.word_after(end)
    left, right = (before.text if before else "^"), (after.text if after else "$")
    left_tag, right_tag = (before.tag if before else "^"), (after.tag if after else "$")
    yield from (
        f"<{left}",
        f">{right}",
        f"unit={unit} <{left}",
        f"unit={unit} >{right}",
        f"kind={kind} <{left}",
    )
    yield from (f"<{left_tag}", f">{right_tag}", f"kind={kind} >{right_tag}")
    yield from (f"<<{text[max(0, start - size) : start]}" for size in (1, 2))
    yield from (f">>{text[end : end + size]}" for size in (1, 2))


def _of_names(index: Index, setting: Setting) -> Iterator[str]:
    text, start, end = index.text, setting.quantity.span.start, setting.quantity.span.end
    for span, entity in index.mentions(Span(max(0, start - 30), end)):
        if span.end > start:
            yield f"in name {entity.type}"
    if text.rfind("“", setting.clause.start, start) > text.rfind("”", setting.clause.start, start):
        yield f"quoted {min(text.find('”', end) - end, 8) // 2}"
    if text.rfind("《", setting.clause.start, start) > text.rfind("》", setting.clause.start, start):
        yield "titled"


def _of_sentence(index: Index, setting: Setting) -> Iterator[str]:
    said = Span(setting.sentence.start, setting.quantity.span.start).of(index.text)
    yield f"headline={'原标题' in said}"
    yield f"first sentence={setting.sentence.start == 0}"
    yield f"numbers={(setting.before is not None) + (setting.after is not None)}"


def _of_words(index: Index, setting: Setting, kind: str) -> Iterator[str]:
    for word in index.words(setting.left)[-5:]:
        yield from (f"left {word.text}", f"left {word.text} {kind}")
    for word in index.words(setting.right)[:4]:
        yield from (f"right {word.text}", f"right {word.text} {kind}")
    nothing_left = setting.left.start == setting.quantity.span.start
    nothing_right = not setting.right.of(index.text).strip()
    yield f"left empty={nothing_left} right empty={nothing_right} {kind}"


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
