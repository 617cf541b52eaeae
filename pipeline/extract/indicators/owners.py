"""Whom a sentence or the discourse before it offers as owner of a number: names, regions, opening phrases."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from kg.frozen import quick
from kg.values import Entity, Span
from pipeline.extract.indicators.context import OWNERS, Index, Setting
from pipeline.extract.reading import Word
from pipeline.lexicon import words as lexicon_words

_BACK = 500
_KEPT = 10
_NEAREST = 24  # names of the number's own sentence, beside the first: a list of names has hundreds
# 市总 alone tells no reader whose number it is.
_SHORTEST = 3
_NEVER = frozenset({"position", "honor", "media"})
# Who does one of these tells of others' numbers.
SPEAKS = ("介绍", "表示", "告诉", "说", "称", "透露", "指出", "坦言", "强调", "认为")
_HE = ("他", "她", "其")


@quick
@dataclass(frozen=True, slots=True)
class Owner:
    """A candidate: its text and place, the entity that it names if it names one, and what speaks for it."""

    text: str | None
    span: Span | None
    entity: Entity | None
    features: tuple[str, ...]

    @property
    def name(self) -> str | None:
        """The phrase as it stands, its entity's name for 他, 该公司 or two letters; None for nobody."""
        if self.entity is None or self.text is None:
            return self.text
        known = self.text in (self.entity.name, *self.entity.aliases)
        short = len(self.text) < _SHORTEST and self.entity.type != "place"
        return self.text if known and not short else self.entity.name


def named(index: Index, setting: Setting) -> Iterator[Owner]:
    """Yield the names before the number, first those of its sentence, last the article's chief ones.

    A place that only ranks something (市级) owns nothing, nor does a person who only tells of it.
    """
    start = setting.quantity.span.start
    near = index.mentions(Span(max(0, setting.sentence.start - _BACK), start))
    near = tuple(pair for pair in near if _may_own(index, *pair))
    here = [pair for pair in near if pair[0].start >= setting.sentence.start]
    there = [pair for pair in near if pair[0].start < setting.sentence.start]
    ahead = _opens(index, setting)
    for order, pair in enumerate(reversed(here)):
        if order < _NEAREST or order == len(here) - 1:
            yield _owner(index, pair, _here(index, setting, pair, (order, len(here))))
    for order, pair in enumerate(reversed(there[-_KEPT:])):
        yield _owner(index, pair, _there(index, pair, (order, ahead)))
    seen = {entity.id for _, entity in near}
    for pair in index.chief:
        if pair[1].id not in seen:
            yield _owner(index, pair, _far(index, setting, pair))


def _may_own(index: Index, span: Span, entity: Entity) -> bool:
    if entity.type in _NEVER or index.text.startswith("级", span.end):
        return False
    return entity.type != "person" or not index.text.startswith(SPEAKS, span.end)


def regions(index: Index, setting: Setting) -> Iterator[Owner]:
    """Yield the words of the sentence that name the whole place or house (全市, 该厂)."""
    known = _known_regions()
    found = [
        word
        for word in index.words(Span(setting.sentence.start, setting.quantity.span.start))
        if word.text in known
    ]
    for order, word in enumerate(reversed(found)):
        apart = index.clause_number(setting.quantity.span.start) - index.clause_number(word.span.start)
        after = edge(index.word_after(word.span.end))
        touches = word.span.end == setting.quantity.span.start
        yield Owner(word.text, word.span, None, (
            "region", f"region {word.text[:1]}", f"region {word.text}", f"region order={order}",
            f"region apart={min(apart, 3)}", f"region >{after}", f"region touches={touches}",
            f"region <{edge(index.word_before(word.span.start))}",
            f"region {word.text} touches={touches}", f"region {word.text[:1]} >{after}",
        ))  # fmt: skip


@cache
def _known_regions() -> frozenset[str]:
    return lexicon_words("indicator_regions")


def edge(word: Word | None) -> str:
    """Return the word itself where it is grammar, else the first letter of its tag; `^` for none."""
    if word is None:
        return "^"
    return word.text if word.tag[:1] in "pducryfqm" or word.tag == "x" else word.tag[:1]


def _owner(index: Index, pair: tuple[Span, Entity], features: Iterator[str]) -> Owner:
    span, entity = pair
    return Owner(span.of(index.text), span, entity, tuple(features))


def _here(index: Index, setting: Setting, pair: tuple[Span, Entity], place: tuple[int, int]) -> Iterator[str]:
    (span, entity), (order, count), start = pair, place, setting.quantity.span.start
    kind = entity.type
    apart = index.clause_number(start) - index.clause_number(span.start)
    yield from ("here", f"here {kind}", f"here order={min(order, 4)}", f"here {kind} order={min(order, 2)}")
    yield f"here {'first' if order == count - 1 else 'later'}"
    yield from (f"here apart={min(apart, 4)}", f"here {kind} apart={min(apart, 2)}")
    yield f"here number between={setting.before is not None and setting.before.span.start > span.end}"
    if span.end == start:
        yield "here touches"
    if apart == 0 and setting.left.start <= span.start:
        yield f"here {kind} beside gap={min((start - span.end) // 2, 6)}"
    if index.text[span.start - 1 : span.start] in ("“", "《", "「"):
        yield "here quoted"
    yield from _sides(index, setting, span, kind)
    yield from _standing(index, entity)


def _sides(index: Index, setting: Setting, span: Span, kind: str) -> Iterator[str]:
    before, after = index.word_before(span.start), index.word_after(span.end)
    left = edge(before) if span.start > setting.sentence.start else "^"
    right = edge(after)
    tag = after.tag[:1] if after else "$"
    yield from (f"here <{left}", f"here {kind} <{left}", f"here >{right}", f"here {kind} >{tag}")
    yield from (f"here <{left} >{right}", f"here opens={left in ('^', '，', '；', '：', '。')} >{tag}")


@dataclass(frozen=True, slots=True)
class _Opening:
    """How the number's sentence goes on about those before it: its number, whether 他 or a verb opens it."""

    number: int
    he: bool
    verb: bool


def _opens(index: Index, setting: Setting) -> _Opening:
    start = setting.quantity.span.start
    said = Span(setting.sentence.start, start).of(index.text)
    he = said.startswith(_HE) or any(f"，{he}" in said for he in _HE)
    return _Opening(index.sentence_number(start), he, index.opens_with_verb(setting))


def _there(index: Index, pair: tuple[Span, Entity], place: tuple[int, _Opening]) -> Iterator[str]:
    (span, entity), (order, ahead) = pair, place
    kind = entity.type
    apart = min(ahead.number - index.sentence_number(span.start), 4)
    opens = span.start == index.sentence(span.start).start
    before, after = index.word_before(span.start), index.word_after(span.end)
    yield from ("there", f"there {kind}", f"there apart={apart}", f"there {kind} apart={min(apart, 3)}")
    yield from (f"there order={min(order, 5)}", f"there opens={opens} apart={min(apart, 3)}")
    yield f"there <{'^' if opens else edge(before)}"
    yield f"there >{after.tag[:1] if after else '$'}"
    yield f"there {kind} he={ahead.he}"
    yield f"there {kind} verb first={ahead.verb}"
    yield from _standing(index, entity)


def _far(index: Index, setting: Setting, pair: tuple[Span, Entity]) -> Iterator[str]:
    span, entity = pair
    yield from ("far", f"far {entity.type}", f"far after={span.start > setting.quantity.span.start}")
    yield from _standing(index, entity)


def _standing(index: Index, entity: Entity) -> Iterator[str]:
    rank = min(index.rank.get(entity.id, 9), 3) if entity.type in OWNERS else "-"
    yield from (f"rank={rank}", f"rank={rank} {entity.type}", f"named={min(index.weight[entity.id], 4)}")
