"""How a candidate for an owner stands in its article: what it opens, is short for, whether it speaks."""

import re
from collections.abc import Iterator

from kg.values import Entity
from pipeline.extract.indicators.context import Index, Setting, unit_kind
from pipeline.extract.indicators.owners import SPEAKS, Owner
from pipeline.extract.verbs import kind_of

_OPENED_BY = "，。；\n：“"
_NEAR = 5000  # in longer texts only what is as near as this is counted, so that the work stays linear
_SHORT = range(2, 5)
_SAYS = re.compile(
    "[^，。；\n]{0,8}?(?:"
    + "|".join((*SPEAKS, "谈到", "提到", "提及", "写道", "回忆", "预计", "预测", "认为"))
    + ")"
)
_GENERIC = re.compile(
    "(?:公司|集团|企业|工会|学校|医院|园区|银行|局|厂|县|市|区|镇|乡|村|街道|院|中心|支队|协会|基金会|队|团队"
    "|工作室|站|驿站|馆|大赛|活动|比赛|竞赛|项目)$"
)


def standing(index: Index, setting: Setting, one: Owner) -> Iterator[str]:
    """Say how often a candidate opens clauses of the article, what it is short for, and whether it speaks.

    公司 before 公司员工月离职率 is no part of a longer name when other clauses begin with it too, or when a
    house named before ends in it; a person who is quoted tells of others' numbers.
    """
    if one.text is None:
        return
    if one.entity is None:
        yield from _phrase(index, setting, one)
    else:
        yield from _thing(index, setting, one, one.entity)


def _thing(index: Index, setting: Setting, one: Owner, entity: Entity) -> Iterator[str]:
    if entity.type == "person":
        speaks, unit = _speaks(index, entity), unit_kind(setting.quantity.unit)
        yield from (
            f"S speaker={speaks}",
            f"S speaker={speaks} {one.features[0]}",
            f"S speaker={speaks} {unit}",
        )
    heads = sum(_opened(index, setting, name) for name in (entity.name, *entity.aliases))
    yield f"E {entity.type} heads={min(heads, 3)}"


def _phrase(index: Index, setting: Setting, one: Owner) -> Iterator[str]:
    text, span = one.text or "", one.span
    heads = min(_opened(index, setting, text), 3)
    yield from (f"R heads={heads}", f"R heads={heads} {one.features[0]}")
    words, after = (index.words(span), index.word_after(span.end)) if span else ([], None)
    tag, lone = after.tag[:1] if after else "$", len(words) == 1
    if lone:
        verbal = kind_of(text) is not None or words[0].tag[:1] == "v"
        yield from (f"R whole={text}", f"R one heads={heads} >{tag}", f"R verbal={verbal}")
    place = span.start if span else setting.quantity.span.start
    short = len(text) in _SHORT and index.ending(text, place) is not None
    yield from (
        f"R resolves={short}",
        f"R resolves={short} heads={heads}",
        f"R res={short} one={lone} >{tag}",
    )
    generic = _GENERIC.search(text)
    if generic:
        yield f"R gen {generic[0]} one={lone}"
    yield f"R count={min(_counted(index, setting, text), 4)} len={min(len(text), 8) // 2}"


def _opened(index: Index, setting: Setting, text: str) -> int:
    return sum(_counted(index, setting, mark + text) for mark in _OPENED_BY)


def _counted(index: Index, setting: Setting, text: str) -> int:
    """Return how often a text stands in the article, near the number where the article is long."""
    start = max(0, setting.quantity.span.start - _NEAR)
    key = text, start
    if key not in index.counts:
        index.counts[key] = index.text.count(text, start, start + 2 * _NEAR)
    return index.counts[key]


def _speaks(index: Index, person: Entity) -> bool:
    if person.id not in index.speakers:
        index.speakers[person.id] = any(_SAYS.match(index.text, span.end) for span in person.mentions)
    return index.speakers[person.id]
