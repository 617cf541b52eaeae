"""Write down beside each annotated metric and owner the other wordings that the text gives for it.

    PYTHONPATH=. python scripts/widen_annotations.py ARTICLES.jsonl     # corpus/annotations/facts.jsonl

Where one phrase was annotated, several would do: other names of the owner, the whole place (全市), the
place of a union or bureau, the phrase with or without the verb before it. Each is a place in the text; the
annotated one comes first. Running it again changes nothing.
"""

import argparse
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from indicator_annotations import read_article
from standoff import KEPT, Facts, Place, places_of, to_text

from kg.values import Entity, Span
from pipeline.extract.indicators.context import Index
from pipeline.extract.indicators.heads import acts
from pipeline.extract.reading import Word
from pipeline.lexicon import words as lexicon_words

_REACH = 400  # how far before a number the local wordings of its owner are looked for
_EMPTY = frozenset(("基层", "问题", "人次", "情况", "方面"))  # these measure nothing by themselves
_NEAR = 150  # and its union or bureau, where the place is the owner
_TAIL = 3  # a phrase that says little more than its place: 海岭全市
_CHANGES = frozenset(
    (
        "增长",
        "下降",
        "增加",
        "减少",
        "提高",
        "提升",
        "上升",
        "上涨",
        "下跌",
        "降低",
        "达到",
        "达",
        "为",
        "超过",
        "超",
    )
) | {"同比", "环比", "累计", "共", "约", "近", "已"}
_LEVELS = tuple("省市县区州镇")
_HOUSES = {"enterprise": ("公司", "企业", "集团", "厂", "矿"), "school": ("校", "院"), "studio": ("工作室",)}
_LOCAL = frozenset({"union", "government"})


@dataclass(frozen=True, slots=True)
class Number:
    """An annotated number: the article, where its quantity stands, and the two phrases as annotated."""

    index: Index
    raw: Span
    metric: Span | None
    subject: Span | None


def widen(row: Facts, source: dict[str, Any]) -> Facts:
    """Return the facts of an article with every accepted wording of metrics and owners, the first first."""
    index = Index(read_article(to_text(row, source["text"]), source, recognise=False).reading)
    return {**row, "indicators": [_widened(index, one) for one in row["indicators"]]}


def _widened(index: Index, row: Facts) -> Facts:
    said = {key: places_of(row.get(key)) for key in ("metric", "subject")}
    first = {key: Span(*places[0]) if places else None for key, places in said.items()}
    number = Number(index, Span(*row["raw"]), first["metric"], first["subject"])
    more = {"metric": list(metrics(number)), "subject": list(subjects(number))}
    wide = {key: _once(index, [*said[key], *more[key]]) for key in said if said[key]}
    return {**row, **{key: places if len(places) > 1 else places[0] for key, places in wide.items()}}


def _once(index: Index, places: list[Place]) -> list[list[int]]:
    """Return the first place of each wording, in order."""
    found: dict[str, list[int]] = {}
    for place in places:
        found.setdefault(index.text[slice(*place)], list(place))
    return list(found.values())


def metrics(number: Number) -> Iterator[Place]:
    """Yield the other wordings of what a number measures: with a verb before, without verb or attributes."""
    if number.metric is None:
        return
    index, span = number.index, number.metric
    words = [word for word in index.words(span) if not word.text.isspace()]
    while len(words) > 1 and words[-1].text in _CHANGES:
        words = words[:-1]
        yield words[0].span.start, words[-1].span.end
    if not _noun(words[-1]):
        return
    while len(words) > 1 and words[0].text in _CHANGES and words[1].tag[:1] != "v":
        words = words[1:]
        yield words[0].span.start, words[-1].span.end
    if words:
        yield from _cores(index, words)
        yield from _with_verb(number, words)


def _cores(index: Index, words: list[Word]) -> Iterator[Place]:
    """Yield the phrase without the verb that opens it, and what follows its last 的."""
    end = words[-1].span.end
    starts = [at + 1 for at, word in enumerate(words[:-1]) if word.text == "的"][-1:]
    if acts(words[0]) and len(words) > 1 and words[1].tag[:1] in "njaslbi":
        starts.append(1)
    for at in starts:
        start = words[at].span.start if at < len(words) else end
        whole = not index.within_name(start) and index.text[start:end] not in _EMPTY
        if end - start >= 2 and whole and words[at].text not in ("了", "出"):
            yield start, end


def _with_verb(number: Number, words: list[Word]) -> Iterator[Place]:
    before = number.index.word_before(words[0].span.start)
    verb = before is not None and acts(before) and len(before.text) > 1 and before.text not in _CHANGES
    if before and verb and not number.index.within(before.span):
        yield before.span.start, words[-1].span.end


def _noun(word: Word) -> bool:
    return word.tag[:1] in "njlsig" or word.tag == "eng"


def subjects(number: Number) -> Iterator[Place]:
    """Yield the other wordings of whose number it is."""
    if number.subject is None:
        return
    index, text = number.index, number.subject.of(number.index.text)
    entity = index.entity_called(text)
    if entity:
        yield from _names(number, entity)
    else:
        yield from _shorter(number)
    place = _place_of(index, text, entity)
    if place:
        yield from _places(number, place)
    yield from _anaphors(number, entity, place)


def _names(number: Number, entity: Entity) -> Iterator[Place]:
    for name in (entity.name, *entity.aliases):
        yield from _nearest(number, name)


def _shorter(number: Number) -> Iterator[Place]:
    """Yield what follows the last 的 of a phrase that is no name, and the name that a phrase begins with."""
    index, span = number.index, number.subject
    assert span is not None
    words = [word for word in index.words(span) if not word.text.isspace()]
    marks = [at for at, word in enumerate(words) if word.text == "的"]
    if marks and marks[-1] + 1 < len(words) and span.end - words[marks[-1] + 1].span.start >= 2:
        yield words[marks[-1] + 1].span.start, span.end
    for inner, one in index.mentions(span):
        if inner.start == span.start and inner.end < span.end and one.type != "person":
            yield inner.start, inner.end


def _place_of(index: Index, text: str, entity: Entity | None) -> Entity | None:
    """Return the place that an owner is or acts for: a union or bureau is of the place it is named after."""
    if entity and entity.type == "place":
        return entity
    if entity and entity.type not in _LOCAL:
        return None
    found = [one for one in index.reading.entities if one.type == "place"]
    names = [(name, one) for one in found for name in (one.name, *one.aliases) if len(name) > 1]
    begun = [pair for pair in names if text.startswith(pair[0])]
    if entity is None:
        begun = [pair for pair in begun if len(text) - len(pair[0]) <= _TAIL]
    return max(begun, key=lambda pair: len(pair[0]))[1] if begun else None


def _places(number: Number, place: Entity) -> Iterator[Place]:
    """Yield the names of the place, the whole of it (全市), and the union or bureau of it named before."""
    yield from _names(number, place)
    level = place.name[-1] if place.name[-1] in _LEVELS else ""
    for word in ("全", "我", "该", "本") if level else ():
        yield from _nearest(number, word + level)
    near = Span(max(0, number.raw.start - _NEAR), number.raw.start)
    for one in {one.id: one for _, one in number.index.mentions(near) if one.type in _LOCAL}.values():
        names = "|".join(map(re.escape, (place.name, *place.aliases)))
        if re.fullmatch(rf"(?:{names})[市县区]?(?:总工会|人民政府|政府)", one.name):
            yield from _names(number, one)


def _anaphors(number: Number, entity: Entity | None, place: Entity | None) -> Iterator[Place]:
    """Yield 该公司, 该校 and the like where they stand between the owner's name and the number."""
    if entity is None or place is not None:
        return
    for noun in _HOUSES.get(entity.type, ()):
        for word in ("该", "本", "我", "全"):
            yield from _nearest(number, word + noun)


def _nearest(number: Number, words: str) -> Iterator[Place]:
    """Yield the place of `words` nearest before the number, if it stands within reach."""
    start = number.index.text.rfind(words, max(0, number.raw.start - _REACH), number.raw.end)
    if start < 0:
        start = number.index.text.find(words)
    if start >= 0 and words not in lexicon_words("indicator_no_owners", kind="whole"):
        yield start, start + len(words)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("articles", type=Path)
    parser.add_argument("--facts", type=Path, default=KEPT)
    given = parser.parse_args()
    sources = {row["id"]: row for row in map(json.loads, given.articles.open(encoding="utf-8"))}
    rows = map(json.loads, given.facts.read_text(encoding="utf-8").splitlines())
    wide = [widen(row, sources[row["id"]]) for row in rows]
    lines = (json.dumps(row, ensure_ascii=False, separators=(",", ":")) for row in wide)
    given.facts.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
