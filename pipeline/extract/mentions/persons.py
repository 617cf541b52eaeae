"""Persons: how name-like the characters are, and what stands beside them."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from kg.values import Span
from pipeline.extract.mentions.scan import Scan
from pipeline.extract.reading import Mention
from pipeline.extract.shorts import simplified
from pipeline.lexicon import table, words
from pipeline.lexicon.dictionary import occurrences
from pipeline.lexicon.trie import pattern
from pipeline.quantity.matching import matches

_HAN = "[一-龥]"
_HEADS = pattern(words("positions", kind="head"))
_WEAK = pattern(words("positions", kind="weak"))
_MODIFIERS = pattern(words("positions", kind="modifier"))
_POSITION = re.compile(rf"(?:{_MODIFIERS}){{0,3}}{_HEADS}(?:[、兼](?:{_MODIFIERS}){{0,3}}{_HEADS}){{0,4}}")
_ROLE = re.compile(_WEAK)
_BYLINE_FIRST = re.compile("[记通实作文摄图责编供撰一二三]")
_BYLINE = re.compile(
    r"(?:记者|通讯员|实习生|作者|文/图|图/文|文字|摄影|文|图|责任编辑|责编|编辑|供稿|撰稿|编审|[一二三]审)"
    rf"[：:丨｜|/\s]{{0,3}}(?P<names>{_HAN}{{2,4}}(?:[、，\s/]{{1,3}}{_HAN}{{2,4}}){{0,9}})(?=[，。、；：:）)（(\s摄文报/]|{_HAN}{{2,4}}讯|$)"
)
_PICTURED = ("摄", "文/图", "供图")
_PHOTO = re.compile(
    rf"(?P<names>{_HAN}{{2,4}}(?:[、\s]{{1,2}}{_HAN}{{2,4}}){{0,5}})[\s/]{{0,2}}(?:{'|'.join(_PICTURED)})"
)
_BRACKETED = re.compile(rf"[（(](?P<names>{_HAN}{{2,3}}(?:[、\s]{{1,2}}{_HAN}{{2,3}}){{0,5}})[）)]")
_SPELT = re.compile(
    rf"(?P<before>{_HAN}{{1,2}})[（(][a-zāáǎàōóǒòēéěèīíǐìūúǔùǖǘǚǜü ]{{2,24}}[）)](?P<after>{_HAN}{{0,2}})"
)
_GIVEN = re.compile(rf"{_HAN}{{1,2}}")
_LISTED = re.compile(rf"{_HAN}{{2,4}}")
_SAID = re.compile(pattern(words("name_followers", kind="speech")))
_FOLLOWER = re.compile(rf"{pattern(words('name_followers'))}|{_HEADS}|{_WEAK}")
_STUDIO = re.compile(r"(?:劳模|技能大师|大师|工匠|创新|职工|名师){0,6}工作[室站]")
_ADDRESS = re.compile(r"(?:总书记|同志|同学|老师|先生|女士|师傅)(?!们)")
_MARK = re.compile(r"[，。、；：:！？）)（(“”《》/\s\d【】\[\]~～*—-]|$")
_OPENING = re.compile(r"[，。、；：:！？）)（(“”《》/\s\d【】\[\]~～*—▲△-]|^")
_JOINT = re.compile(r"[和与由及给为对请让向把被据是像如了的]")
_POLITE = re.compile(rf"{_HAN}(?:某某?|女士|先生|师傅)(?!们|傅)")
_SOUNDS = (
    "阿艾安奥巴白贝比宾波伯博布查达丹德登迪蒂丁杜多尔伐凡菲费芬弗福夫盖戈格古哈海汗赫霍吉加杰金卡凯科克肯库"
    "拉莱兰劳勒雷里利莉林琳龙卢鲁路伦罗洛马玛迈曼梅米密明莫姆木穆纳奈内尼努诺帕佩皮普奇齐乔切琴热日瑞萨塞桑"
    "森沙山什史斯苏索塔坦汤特提廷图托瓦万威维韦沃乌西希夏谢辛雅亚扬耶伊依英尤于约扎泽詹珠兹佐买迪江孜旦措"
)
_FOREIGN = re.compile(rf"(?P<first>{_HAN}{{1,12}})(?:[·•][{_SOUNDS}]{{1,8}}){{1,3}}")
_THRESHOLD, _LISTED_THRESHOLD, _BYLINE_THRESHOLD = 62, 12, -20
_HOPELESS = -15
_UNSEEN_COMMON, _UNSEEN_RARE, _NO_SURNAME = -40, 5, -45


@dataclass(frozen=True, slots=True)
class _Weights:
    surname: dict[str, int]
    middle: dict[str, int]
    last: dict[str, int]
    start: re.Pattern[str]
    common: frozenset[str]
    excluded: frozenset[str]

    def given(self, table: dict[str, int], char: str) -> int:
        """Return the weight of a character of a given name; a rare one speaks for a name."""
        return table.get(char, _UNSEEN_COMMON if char in self.common else _UNSEEN_RARE)


@cache
def _weights() -> _Weights:
    surname = {row["surname"]: int(row["weight"]) for row in table("surnames")}
    middle = {row["character"]: int(row["middle"]) for row in table("given_characters")}
    last = {row["character"]: int(row["last"]) for row in table("given_characters")}
    common = words("common_characters")
    seen = {char for char in middle if max(middle[char], last[char]) > _HOPELESS}
    unlikely = "".join(sorted((common | set(middle)) - seen))
    old = {row["traditional"] for row in table("traditional") if row["simplified"] in surname}
    start = re.compile(f"(?={pattern(old | set(surname))}(?![{unlikely}]){_HAN})")
    return _Weights(surname, middle, last, start, common, words("not_names"))


@lru_cache(1 << 16)  # what begins like a name stands in many texts
def likeness(name: str) -> int:
    """Return how much `name` looks like a person's name: ten times the log odds against any text.

    >>> likeness("张晓梅") > 50 > likeness("安全感")
    True
    """
    weights = _weights()
    name = simplified(name)
    given = name[2:] if name[:2] in weights.surname else name[1:]
    if not _GIVEN.fullmatch(given) or name in weights.excluded:
        return -100
    surname = weights.surname.get(name[: len(name) - len(given)], _NO_SURNAME)
    middle = weights.given(weights.middle, given[0]) if len(given) == 2 else 0
    return surname + middle + weights.given(weights.last, given[-1])


def persons(scan: Scan) -> Iterator[Mention]:
    """Yield persons by their bylines, the article's authors, and names that their neighbours confirm."""
    for author in scan.article.authors:
        start = scan.text.find(author.name) if author.name else -1
        if start >= 0:
            yield Mention("person", Span(start, start + len(author.name)), "author")
    yield from _listed(scan.text)
    for match in _POLITE.finditer(scan.text):
        if match.group()[0] in _weights().surname and _before(scan.text, match.start()) > 0:
            yield Mention("person", Span(*match.span()), "polite")
    yield from _spelt(scan.text)
    yield from _foreign(scan.text)
    yield from _settled(scan.text, tuple(_weighed(scan)))


def _listed(text: str) -> Iterator[Mention]:
    """Yield names that stand in a list where only names stand."""
    # The expression tries every character of the text, and one in six has such a name.
    photo = any(map(text.__contains__, _PICTURED))
    for rule, least, found in (
        ("byline", _BYLINE_THRESHOLD, matches(_BYLINE_FIRST, _BYLINE, text)),
        ("photo", _BYLINE_THRESHOLD, _PHOTO.finditer(text) if photo else ()),
        ("bracketed", _LISTED_THRESHOLD, _BRACKETED.finditer(text)),
    ):
        for match in found:
            for one in _LISTED.finditer(text, *match.span("names")):
                if likeness(one.group()) > least:
                    yield Mention("person", Span(*one.span()), rule)


def cut_behind(scan: Scan, people: Iterable[Mention]) -> Scan:
    """Return the scan with a cut behind every person whose studio does not follow: no name reaches across."""
    ends = {one.span.end for one in people if not _STUDIO.match(scan.text, one.span.end)}
    return replace(scan, cuts=tuple(sorted({*scan.cuts, *ends})), hard=tuple(sorted({*scan.hard, *ends})))


def _spelt(text: str) -> Iterator[Mention]:
    """Yield names with a pronunciation in brackets: 宋(sòng)明明."""
    for match in _SPELT.finditer(text):
        heads = [match["before"][-size:] for size in (1, 2) if len(match["before"]) >= size]
        tails = [match["after"][:size] for size in (2, 1, 0)]
        score, head, tail = max((likeness(head + tail), head, tail) for head in heads for tail in tails)
        if score > _LISTED_THRESHOLD:
            start = match.end("before") - len(head)
            yield Mention("person", Span(start, match.start("after") + len(tail)), "spelt")


def _foreign(text: str) -> Iterator[Mention]:
    """Yield transliterated names, whose parts a dot joins (阿依古丽·买买提), without a title before."""
    for match in _FOREIGN.finditer(text) if "·" in text or "•" in text else ():
        offsets = range(match.end("first") - 1, match.start(), -1)
        start = next((offset for offset in offsets if _title(text, offset) is not None), match.start())
        sounds = [char in _SOUNDS for char in text[start : match.end()] if char not in "·•"]
        if sum(sounds) >= 0.6 * len(sounds):
            yield Mention("person", Span(start, match.end()), "foreign")


def _settled(text: str, found: tuple[Mention, ...]) -> Iterator[Mention]:
    """Where a name was read both with and without its last character, keep the reading that explains more."""
    times = occurrences(text, {mention.span.of(text) for mention in found})
    dropped = {name for name in times if times[name[:-1]] > times[name]}
    dropped |= {name[:-1] for name in times if times[name[:-1]] == times[name]}
    return (mention for mention in found if mention.span.of(text) not in dropped)


def _weighed(scan: Scan) -> Iterator[Mention]:
    tagged = {word.span for word in scan.words if word.tag == "nr"}
    held, held_score = Span(0, 0), 0
    for match in _weights().start.finditer(scan.text):
        start = match.start()
        if scan.placed[start]:
            continue
        sizes = (2, 3, 4) if scan.text[start : start + 2] in _weights().surname else (2, 3)
        score, end = max(_weigh(scan, start, size, tagged) for size in sizes)
        if score < max(_THRESHOLD, held_score if start < held.end else 0):
            continue
        if held_score and start >= held.end:
            yield Mention("person", held, "weighed")
        held, held_score = Span(start, end), score
    if held_score:
        yield Mention("person", held, "weighed")


def _weigh(scan: Scan, start: int, size: int, tagged: set[Span]) -> tuple[int, int]:
    """Return the score of the name of `size` characters at `start`, and its end."""
    end = start + size
    score = likeness(scan.text[start:end]) if end <= len(scan.text) else -1
    if score < 0:
        return score, end
    score += _before(scan.text, start) + _after(scan.text, end)
    if Span(start, end) in tagged:
        score += 20
    else:
        score -= 4 * (scan.within[start] + scan.within[end])
    return score, end


def _before(text: str, start: int) -> int:
    title = _title(text, start)
    if title is not None:
        return 40 if _POSITION.fullmatch(text, title, start) else 25
    if _OPENING.match(text, start - 1) if start else True:
        return 8
    return 4 if _JOINT.match(text, start - 1) else -12


def _after(text: str, end: int) -> int:
    if _SAID.match(text, end) or _STUDIO.match(text, end) or _ADDRESS.match(text, end):
        return 25
    if _MARK.match(text, end):
        return 10
    return 6 if _FOLLOWER.match(text, end) else -12


@cache
def _title_words() -> frozenset[str]:
    return words("positions", kind="head") | words("positions", kind="weak")


def _title(text: str, end: int) -> int | None:
    """Return where the position or role begins that ends at `end`, or None."""
    if not any(text[max(0, end - size) : end] in _title_words() for size in range(1, 8)):
        return None
    for start in range(max(0, end - 24), end - 1):
        if _POSITION.fullmatch(text, start, end) or _ROLE.fullmatch(text, start, end):
            owned = text[max(0, start - 1) : start + 2] == "总工会"
            return start + 2 if owned else start
    return None


def positions(scan: Scan, people: Iterable[Mention]) -> Iterator[Mention]:
    """Yield the positions that stand right before the given persons, each of an enumeration by itself."""
    for person in people:
        first = _title(scan.text, person.span.start)
        if first is not None and _POSITION.fullmatch(scan.text, first, person.span.start):
            for one in re.finditer(r"[^、兼]+", scan.text[first : person.span.start]):
                yield Mention("position", Span(first + one.start(), first + one.end()), "titled")
