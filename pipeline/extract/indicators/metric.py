"""What a number measures: the phrase beside it, in the text's own words."""

from kg.values import Span
from pipeline.extract.indicators.context import Index, Setting
from pipeline.extract.reading import Word

_NOUN_TAGS = ("n", "v", "a", "b", "j", "l", "i", "x", "eng", "z", "t", "s", "f", "g", "m", "k")
_EDGE_TAGS = ("u", "d", "p", "c", "r", "y", "x")


def metric(index: Index, setting: Setting) -> Span | None:
    """Return the span of the phrase that the quantity measures, or None where the clause names none."""
    return _noun_after(index, setting) or _phrase_before(index, setting)


def _noun_after(index: Index, setting: Setting) -> Span | None:
    words = [word for word in index.words(setting.right) if word.text.strip()]
    if words and words[0].text == "的":
        words = words[1:]
    kept: list[Word] = []
    for word in words:
        if word.tag[:1] in ("v", "p", "d", "u", "c", "r", "y") and word.tag != "vn" and word.text != "的":
            break
        if word.tag == "x" and word.text not in "“”《》、（）":
            break
        kept.append(word)
    while kept and kept[-1].text in ("的", "、", "“"):
        kept.pop()
    return Span(kept[0].span.start, kept[-1].span.end) if kept else None


def _phrase_before(index: Index, setting: Setting) -> Span | None:
    words = [word for word in index.words(setting.left) if word.text.strip()]
    while words and (
        words[-1].tag[:1] in _EDGE_TAGS or words[-1].text in ("有", "达", "达到", "为", "共有", "超过")
    ):
        words.pop()
    while words and (words[0].tag[:1] in ("d", "p", "c", "u", "t") or words[0].text in "、，（）"):
        words.pop(0)
    return Span(words[0].span.start, words[-1].span.end) if words else None
