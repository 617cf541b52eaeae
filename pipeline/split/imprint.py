"""Imprints: lines that say in any order from where, by whom and when, and nothing else."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from pipeline.lexicon import words
from pipeline.lexicon.trie import pattern
from pipeline.split.people import guess_name, is_name, read_names

_LONGEST = 90
_DAY = re.compile(
    r"(?:(?:发布|发表|更新|发稿)?(?:时间|日期)\s?[：:]\s?)?(?<!\d)(?:19|20)\d\d\s?[年./-]\s?\d{1,2}\s?[月./-]\s?\d{1,2}(?!\d)日?"
    r"(?:\s?\d{1,2}[:：]\d{2}(?:[:：]\d{2})?)?"
)
_FROM = r"(?:信息|文章|稿件|新闻)?来源|稿源"
_BY = r"(?:文字)?作者|(?:本报|首席|特约|见习|实习|全媒体|融媒体)*记者|通讯员|撰稿人?|撰文|供稿人?"
_OTHER = r"责任编辑|责编|编辑|校对|审核|浏览(?:次数|量)?|阅读(?:次数|量)?|点击(?:数|量|率)?|字号|字体"
_LABEL = re.compile(rf"{_FROM}|{_BY}|(?<![一-鿿])(?:{_OTHER})(?=\s?[：:])")
_FIELD = re.compile(
    rf"(?:(?P<medium>{_FROM})\s?[：:]\s?|(?P<people>{_BY})\s?[：:]?\s?|(?P<other>{_OTHER})\s?[：:]\s?)(?P<value>.{{0,30}})"
)
_OF_UNIONS = frozenset(("工人报", "职工报", "劳动报", "工会网", "职工网"))
_EDGES = " \t　|｜/·■□●○()（）[]【】"
_SENTENCE = re.compile("[。！？，；!?“”]")


@dataclass(frozen=True, slots=True)
class Imprint:
    """What a line says of an article: from which medium it is, and who wrote it."""

    medium: str | None
    people: tuple[str, ...]


@lru_cache(maxsize=4096)
def read_imprint(text: str) -> Imprint | None:
    """Return what a line is made of, a full day and a medium or people beside it, or None if it is else.

    >>> read_imprint("江海日报记者　李大明　2023-08-17")
    Imprint(medium='江海日报', people=('李大明',))
    >>> read_imprint("作者：李 明    来源：江海晚报    2020年9月18日").medium
    '江海晚报'
    >>> read_imprint("2023年8月17日，江海日报记者来到车间。") is None
    True
    """
    if len(text) > _LONGEST or _SENTENCE.search(text) or len(_DAY.findall(text)) != 1:
        return None
    media, people = list[str](), list[str]()
    for kind, value in _fields(_DAY.sub("|", text)):
        if kind == "medium" or (kind is None and _medium().fullmatch(value)):
            media.append(value)
        elif kind == "people" and (names := _names(value)):
            people += names
        elif kind != "other":
            return None
    told = Imprint(media[0] if media else None, tuple(dict.fromkeys(people)))
    return told if len(media) <= 1 and (media or people) else None


def is_medium(text: str) -> bool:
    """Tell whether `text` is surely the name of a newspaper, an agency or a site.

    >>> is_medium("江海日报"), is_medium("江海市总工会"), is_medium("织密服务网")
    (True, False, False)
    """
    return _medium(sure=True).fullmatch(text) is not None


def employs_reporters(text: str) -> bool:
    """Tell whether `text`, which stands before 记者, is the name of a medium.

    >>> employs_reporters("江海劳动网"), employs_reporters("江海市总工会")
    (True, False)
    """
    return _medium().fullmatch(text) is not None


def _fields(text: str) -> Iterator[tuple[str | None, str]]:
    """Yield what each part of a line is by its label, and what it says."""
    for part in re.split(r"[|｜]", _LABEL.sub(r"|\g<0>", text)):
        bare = part.strip(_EDGES)
        field = _FIELD.fullmatch(bare)
        value = field["value"].strip(_EDGES) if field else bare
        if field and value:
            yield (
                field.lastgroup and next(name for name in ("medium", "people", "other") if field[name]),
                value,
            )
        elif bare and not field:
            yield None, bare


def _names(text: str) -> list[str]:
    """Return the names of a list behind a role; a single one may have any surname."""
    return read_names(text) or ([text] if is_name(text) or guess_name(text) else [])


@cache
def _medium(*, sure: bool = False) -> re.Pattern[str]:
    named, endings = pattern(words("media", kind="name")), words("media", kind="suffix") | _OF_UNIONS
    ending = pattern(endings if sure else endings | frozenset("报刊网台社"))
    return re.compile(f"《?(?:{named}|[一-鿿]{{2,10}}{ending})》?(?:客户端)?")
