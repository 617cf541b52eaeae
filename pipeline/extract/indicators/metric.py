"""What a number measures: the phrase beside it, in the text's own words.

Candidates are runs of words beside the quantity; a linear ranker chooses among them (`ranking`).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from kg.frozen import quick
from kg.values import Span
from pipeline.extract.indicators.context import Index, Setting, unit_kind
from pipeline.extract.indicators.ranking import Weights, agree
from pipeline.extract.reading import Word

_REACH = 14
_ENDINGS = 6
_ROW = 12
_SHARED = frozenset({"", "、", "和", "及", "与", "或", "至", "以及", "，"})
_MARKS = ("的", "、", "“", "（", "了", "等", "和")
_WITHIN = (1 << len(_MARKS)) - 1
_GRAMMAR, _DIGITS, _OPENED, _CLOSED = (1 << len(_MARKS) + place for place in range(4))
_FLAG_OF = {mark: 1 << place for place, mark in enumerate(_MARKS)}
for _mark in "“《（(「『":
    _FLAG_OF[_mark] = _FLAG_OF.get(_mark, 0) | _OPENED
_FLAG_OF |= dict.fromkeys("”》）)」』", _CLOSED)
_CLOSED_BEFORE = frozenset("、，,.的”》）)」』及和与/")
_COUNTING = frozenset(
    {"共", "共有", "共计", "已", "已经", "有", "达", "达到", "前", "后", "内", "以上", "以下", "其中"}
)
# No measure begins with these: 将出资50亿元, 是去年的两倍, 才能入学.
_NEVER_FIRST = frozenset(
    {
        "将",
        "是",
        "为",
        "至",
        "到",
        "才",
        "才能",
        "也",
        "都",
        "就",
        "还",
        "再",
        "又",
        "均",
        "仅",
        "只",
        "则",
        "并",
        "已",
        "未",
        "强",
        "弱",
        "分别",
    }
)
# Nor does one end with these: 宁远县共有, 离职率一度, 津贴分别不低于.
_NEVER_ENDS = re.compile(
    "[共已现]?有|[共已只仅就都达到至为成]|达到|最快|一度|分别|不到|超过|不[低少]于|不[超高][过于]|[增降升]至"
    "|(?:提[升高]|增[加长]|上升|下降|降低|缩短|减少|扩大)[到为]"
)
# What stands behind 由 and before 到 is the change, not what changes: 知晓率由不到四成提升到.
_CHANGED = re.compile(r"(?:到|至|为|成|增至|降至|升至)(?:了|最[快高低多])?$")
_OPEN_AFTER = frozenset("、，,.“《（(「『及和与/")
_NEVER_LAST = frozenset({"p", "c", "u", "uj", "ul", "uz", "ud", "uv", "ug", "y"})
_NEVER_LAST_AFTER = frozenset({"d", "r", "t", "q", "f"})


@quick
@dataclass(frozen=True, slots=True)
class Phrase:
    """A candidate: its text, its place (None where it repeats the number before) and what speaks for it."""

    kind: str
    text: str
    span: Span | None
    parts: tuple[tuple[str, ...], ...]

    @property
    def features(self) -> tuple[str, ...]:
        """Everything that speaks for the phrase, in one row."""
        return tuple(feature for part in self.parts for feature in part)


@dataclass(frozen=True, slots=True)
class _Run:
    """A stretch of words from which phrases are taken, with what stands on either side of it."""

    kind: str
    words: tuple[Word, ...]
    around: tuple[str, ...]


def measured(
    index: Index, setting: Setting, earlier: str | None, weights: Weights
) -> tuple[Phrase | None, float]:
    """Return what the quantity measures, with the probability of that choice; None where no word stands by.

    `earlier` is what the number before it in the sentence measures.
    """
    found = phrases(index, setting, earlier)
    if not found:
        return None, 1.0
    best, probability = agree(weights, [one.parts for one in found], [one.text for one in found])
    return found[best], probability


def phrases(index: Index, setting: Setting, earlier: str | None) -> list[Phrase]:
    """Return the candidates for what the quantity measures; `earlier` is what the number before measures."""
    unit = unit_kind(setting.quantity.unit)
    found = [phrase for run in _runs(index, setting) for phrase in _phrases_of(index, run, unit)]
    if earlier:
        found.append(_repeated(index, setting, earlier, unit))
    return found


def _runs(index: Index, setting: Setting) -> Iterator[_Run]:
    left = _unchanged(tuple(_visible(index.words(setting.left))))
    right = tuple(_visible(index.words(setting.right)))
    around = (f"l={_shape(left[-1]) if left else '-'}", f"r={_shape(right[0]) if right else '-'}")
    if right and right[0].text not in _SHARED:
        yield _Run("after", right[:_REACH], around)
    yield _Run("before", left[-2 * _REACH :], around)
    if setting.right.of(index.text).strip() in _SHARED:
        shared = _shared(index, setting)
        yield _Run("shared", tuple(_visible(index.words(shared)))[:_REACH], around)
    if len(left) <= 3:
        yield _Run(
            "clause", tuple(_visible(index.words(index.clause_before(setting))))[-2 * _REACH :], around
        )


def _unchanged(words: tuple[Word, ...]) -> tuple[Word, ...]:
    """Return the words before a number without the change that leads to it (由…提升到, 一度上涨)."""
    changed = _CHANGED.search("".join(word.text for word in words[-2:]))
    opens = ("由", "从", "一度") if changed else ("一度",)
    return words[: next((at for at, word in enumerate(words) if at and word.text in opens), len(words))]


def _visible(words: list[Word]) -> Iterator[Word]:
    return (word for word in words if not word.text.isspace())


def _shared(index: Index, setting: Setting) -> Span:
    """Return what follows the last of a row of numbers that share a noun (100%、90%、80%的补贴)."""
    for other in index.settings[setting.number + 1 : setting.number + _ROW]:
        if other.sentence_number != setting.sentence_number:
            break
        if other.right.of(index.text).strip() not in _SHARED:
            return other.right
    return Span(setting.quantity.span.end, setting.quantity.span.end)


def _phrases_of(index: Index, run: _Run, unit: str) -> Iterator[Phrase]:
    kind, words, text = run.kind, run.words, index.text
    base = (kind, f"{kind} {unit}", *(f"{kind} {one}" for one in run.around),
            *(f"{kind} {unit} {one}" for one in run.around))  # fmt: skip
    starts, lasts = _bounds(index, run)
    ends = {last: tuple(_end(index, run, last)) for last in lasts}
    for first in starts:
        start, flags, verbs, chars = tuple(_start(index, run, first)), 0, 0, 0
        for last in range(first, min(first + _REACH + 1, len(words))):
            before, word = flags, words[last]
            flags |= _flags(word)
            verbs += word.tag == "v"
            chars += len(word.text)
            if last in ends and bool(flags & _OPENED) == bool(flags & _CLOSED):
                measure = (
                    min(last - first + 1, 8),
                    min(chars, 16) // 2,
                    min(verbs, 3),
                    words[first].tag == "v",
                )
                inside = _inside(kind, before & _WITHIN | flags & ~_WITHIN, measure)
                span = Span(words[first].span.start, word.span.end)
                yield Phrase(kind, span.of(text), span, (base, start, ends[last], inside))


def _bounds(index: Index, run: _Run) -> tuple[list[int], list[int]]:
    """Return the words of a run at which a phrase may start, and those at which it may end."""
    words, count = run.words, len(run.words)
    forward = run.kind in ("after", "shared")
    starts = [at for at, word in enumerate(words) if not _bars(index, word, run.kind)]
    if forward:
        starts = [at for at in starts if at == 0 or (at <= 10 and words[at - 1].text in ("的", "在"))]
    lasts = range(0 if forward else max(0, count - _ENDINGS), count)
    return starts, [last for last in lasts if _may_end(words, last, forward=forward)]


def _may_end(words: Sequence[Word], last: int, *, forward: bool) -> bool:
    """Tell whether a phrase can end at a word: no open mark, no grammar, no verb before its object."""
    word = words[last]
    if word.text in _OPEN_AFTER or word.tag in _NEVER_LAST or _NEVER_ENDS.fullmatch(word.text):
        return False
    if not forward or last + 1 == len(words):
        return True
    return word.tag not in _NEVER_LAST_AFTER and not (word.tag == "v" and words[last + 1].tag[:1] in "nm")


def _bars(index: Index, word: Word, kind: str) -> bool:
    """Tell whether no phrase starts at a word: a mark, a counting word (共有), the inside of a name."""
    if word.text in _CLOSED_BEFORE or word.tag in ("p", "c") or word.text in _NEVER_FIRST:
        return True
    if word.tag == "m" and word.text[0].isdigit() and not index.within(word.span):
        return True
    if kind in ("after", "shared"):
        return False
    return word.text in _COUNTING or index.in_organisation(word.span.start)


def _start(index: Index, run: _Run, at: int) -> Iterator[str]:
    kind, word = run.kind, run.words[at]
    yield f"{kind} s={word.tag}"
    yield f"{kind} s={word.text}"
    yield f"{kind} s~{word.text[-1]}"
    yield f"{kind} s<{_shape(run.words[at - 1]) if at else '^'}"
    yield f"{kind} s<{run.words[at - 1].tag if at else '^'}"
    yield f"{kind} s<{run.words[at - 1].tag if at else '^'} {word.tag}"
    if at < 3:
        yield f"{kind} s{at}"
    if index.begins_name(word.span.start):
        yield f"{kind} s=name"
    if index.ends_name(word.span.start):
        yield f"{kind} s<name"
    elif index.within_name(word.span.start):
        yield f"{kind} s in name"


def _end(index: Index, run: _Run, at: int) -> Iterator[str]:
    kind, word = run.kind, run.words[at]
    following = run.words[at + 1] if at + 1 < len(run.words) else None
    yield f"{kind} e={word.tag}"
    yield f"{kind} e={word.text}"
    yield f"{kind} e~{word.text[-1]}"
    yield f"{kind} e>{_shape(following) if following else '$'}"
    yield f"{kind} e={word.tag}>{following.tag if following else '$'}"
    yield f"{kind} e>{following.text if following else '$'}"
    if kind in ("before", "clause"):
        yield f"{kind} gap={len(run.words) - 1 - at}"
        for skipped in run.words[at + 1 :]:
            yield f"{kind} skip={skipped.tag}"
            yield f"{kind} skip={skipped.text}"
    if not index.ends_name(word.span.end) and index.within_name(word.span.end):
        yield f"{kind} e in name"


def _flags(word: Word) -> int:
    """Return the marks and grammar that a word is, one bit each; the lowest bits are those of `_MARKS`."""
    flags = _FLAG_OF.get(word.text, 0)
    if word.tag in ("p", "d", "c", "r", "y"):
        flags |= _GRAMMAR
    return flags | _DIGITS if word.text[:1].isdigit() else flags


@cache
def _inside(kind: str, flags: int, measure: tuple[int, int, int, bool]) -> tuple[str, ...]:
    """Say what a phrase holds: its length in words and characters, its verbs, its marks and grammar."""
    words, chars, verbs, verb_first = measure
    found = [f"{kind} len={words}", f"{kind} chars={chars}", f"{kind} verbs={verbs}",
             f"{kind} first-verb={verb_first} verbs={verbs}"]  # fmt: skip
    found += [f"{kind} in={mark}" for place, mark in enumerate(_MARKS) if flags >> place & 1]
    if flags & _GRAMMAR:
        found.append(f"{kind} grammar")
    if flags & _DIGITS:
        found.append(f"{kind} digits")
    return tuple(found)


def _repeated(index: Index, setting: Setting, earlier: str, unit: str) -> Phrase:
    left, right = setting.left.of(index.text).strip(), setting.right.of(index.text).strip()
    features = (
        "same",
        f"same {unit}",
        f"same l={left[-2:]}",
        f"same l={left[:2]}",
        f"same r={right[:1]}",
        f"same {unit} llen={min(len(left), 8)}",
        f"same {unit} rlen={min(len(right), 3)}",
        f"same unit={setting.before is not None and setting.before.unit == setting.quantity.unit}",
    )
    return Phrase("same", earlier, None, (features,))


def _shape(word: Word) -> str:
    """Return the word itself where it is grammar, else its tag."""
    return word.text if word.tag[:1] in "pducryfqm" or word.tag == "x" else word.tag
