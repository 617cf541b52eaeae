"""Whether a number is reported, promised or prescribed: a linear model over cues of its sentence."""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import combinations

from kg.values import Span, Status
from pipeline.extract.indicators.context import Index, Setting, unit_kind
from pipeline.lexicon import table
from pipeline.quantity import Period

_STATUSES: tuple[Status, ...] = ("actual", "standard", "target")
_REACH = 160
_AHEAD = 60
_BY = re.compile(
    r"(?<![年月日截止\d])(?:到|至)(?:\s*20\d\d\s*年|[“\"]?十[三四五六]五|\d{1,2}月底|今?年底|明年|本世纪)"
)
_THOSE = re.compile(
    r"(?:对|凡|只要|如果|符合|按|按照|依据|按规定)[^。；]{2,50}?(?:的，|的、|标准|条件|规定|就)"
    r"|对[^，。；]{4,60}，[^，。；]{0,12}(?:给予|发放|奖励|补贴|补助)"
)
_GRANT = re.compile(r"给予|发放|奖励|补贴|补助|津贴|资助|减免|享受|支取|享有|返还|缴纳|缴费|提取|报销|免费")
_EACH = re.compile(r"每(?:人|户|名|家|月|年|天|次|期|个|位|班|学年|小时)")
_DONE = re.compile(r"已(?!满)|(?<![为除解])了(?!解)|成功|先后|近年来|截至|目前|以来|去年|近日|日前|昨|当天")
_SUM = re.compile(r"累计|共(?![同建享产和])")
_OVER = re.compile(r"已(?!满)|(?<![为除解])了(?!解)|成功|先后|近年来|以来|去年|昨")
_PLAN = re.compile(
    r"《[^》\n]{0,40}(?:方案|规划|办法|通知|意见|计划|行动)[^》\n]{0,8}》|(?:提出|明确|规定|要求)[，：]"
)
_FUTURE = frozenset({"将", "还将", "也将", "即将", "将会", "将要", "将于", "将在"})
_PUT = re.compile(
    r"将[^。；]{1,60}?(?:送到|送至|送往|送给|送去|送上|送达|交到|交给|发到|发放到|分发|纳入|作为|列入|用于|融入|运往|带到|捐|建在|设在|贯穿|缩短|控制|挂钩|结合)"
)
_MUST = re.compile(r"应当|不得|必须|须|不低于|不少于|不超过|不高于|原则上|按规定|要按")
# A rule has no past: of those who (存满300分的，每月增发), for each time again (每人每年免费), by 不得.
_IF = re.compile(
    r"(?:^|[，；：])[^，。；：、是]{3,}(?<!目)的，(?!还?[有是])[^。；]{0,24}$|[^，。；：、]{3}的[再可][^，。；]{0,8}$"
    r"|(?:^|[，；：])(?:凡|每多)[^。；]{4,}$"
)
_AGAIN = re.compile(
    r"每[人户家名位个]?[^，。；]{0,4}每(?:个?月|季度?|学[期年]|年|次)|每个?(?:月|季度?|学[期年]|年)"
)
_GIVEN = re.compile(f"{_GRANT.pattern}|增发|补充")
_MAY = re.compile(r"(?:应当|不得|必须|原则上|要按|最[多高低](?:可|不|给予|补|奖))[^，。；]{0,16}$")
_PAST = re.compile(f"{_DONE.pattern}|{_SUM.pattern}|曾|当年|期间|今[天年日]|举行|即日")
_AIM = re.compile(r"力争|争取|计划|预计|目标|拟(?=由|在|于|[\u4e00-\u9fff])|有望|打算|规划|即将|预期|确保")


def status(odds: Mapping[str, float]) -> tuple[Status, float]:
    """Return the likeliest of `actual`, `target` and `standard`, with its probability.

    >>> status({"actual": 0.2, "target": 0.7, "standard": 0.1})
    ('target', 0.7)
    """
    best = max(_STATUSES, key=lambda one: odds[one])
    return best, odds[best]


def stated(index: Index, setting: Setting, when: Period | None) -> Status | None:
    """Return the status that a construction states beyond doubt, or None.

    A level by a date still to come is a target (到2030年达到…), and so is what will be (将新建…); money or a
    share granted to those who qualify is a standard (对符合条件的，给予…), as is what a rule tells.
    """
    forms, published = set(_forms(index, setting)), index.reading.article.published
    past = when is not None and published is not None and when.end is not None and when.end <= published
    if "by a date" in forms and "over" not in forms and not past:
        return "target"
    if "will" in forms and not forms & {"done here", "grant"}:
        return "target"
    granted = {"for those who", "grant"} <= forms and "done here" not in forms
    if granted and unit_kind(setting.quantity.unit) in ("money", "share"):
        return "standard"
    return "standard" if _ruled(index, setting, when) else None


def _ruled(index: Index, setting: Setting, when: Period | None) -> bool:
    """Tell whether a rule gives the number: nothing is past or aimed at, and its words are those of rules."""
    start = setting.quantity.span.start
    said = Span(max(setting.sentence.start, start - _REACH), start).of(index.text)
    if _PAST.search(said) or _AIM.search(said) or _BY.search(said):
        return False
    raw = setting.quantity.span.of(index.text)
    if _IF.search(said) or _MAY.search(said) or raw.startswith("不得"):
        return True
    here = Span(setting.clause.start, setting.clause.end).of(index.text)[-_REACH:]
    again = when is None or when.span.of(index.text).startswith("每")
    return again and bool(_AGAIN.search(here) and _GIVEN.search(here))


def clues(index: Index, setting: Setting, when: Period | None, earlier: Status | None) -> Iterator[str]:
    """Yield what speaks for or against each status.

    `when` is the number's period, `earlier` the status of the number before it in the sentence.
    """
    start, end = setting.quantity.span.start, setting.quantity.span.end
    unit = unit_kind(setting.quantity.unit)
    yield from (f"unit={setting.quantity.unit}", f"kind={unit}", f"op={setting.quantity.op} {unit}")
    yield f"earlier={earlier}"
    for word in index.words(Span(setting.clause.start, start)):
        if word.tag[:1] in "vd":
            yield f"clause {word.text}"
    before, after = index.word_before(start), index.word_after(end)
    yield f"<{before.text if before else '^'}"
    yield f">{after.text if after else '$'}"
    yield from _cues(index, setting)
    forms = sorted(_forms(index, setting))
    yield from forms
    yield f"forms {'+'.join(forms)}"
    yield from (f"{one} & {unit}" for one in forms)
    yield from (f"{one} & {two}" for one, two in combinations(forms, 2))
    yield from _time(index, when)


def _forms(index: Index, setting: Setting) -> tuple[str, ...]:
    """Return the names of the constructions that mark a promise, a rule or a report."""
    if setting.number not in index.forms:
        index.forms[setting.number] = tuple(_formed(index, setting))
    return index.forms[setting.number]


def _formed(index: Index, setting: Setting) -> Iterator[str]:
    start = setting.quantity.span.start
    said = Span(max(setting.sentence.start, start - _REACH), start).of(index.text)
    clause = Span(setting.clause.start, setting.clause.end).of(index.text)[-_REACH:]
    earlier = Span(max(0, setting.sentence.start - _REACH), setting.sentence.start).of(index.text)
    tests = (
        ("by a date", _BY, said), ("for those who", _THOSE, said + clause), ("grant", _GRANT, clause),
        ("each", _EACH, clause), ("done", _DONE, said), ("over", _OVER, said), ("sum", _SUM, clause),
        ("done here", _DONE, clause), ("plan", _PLAN, said), ("plan before", _PLAN, earlier),
        ("must", _MUST, said[-40:] + clause), ("aim", _AIM, said),
    )  # fmt: skip
    yield from (name for name, shape, stretch in tests if shape.search(stretch))
    if _will(index, setting):
        yield "will"


def _will(index: Index, setting: Setting) -> bool:
    """Tell whether 将 before the number means the future and not an object put in front (将…送到).

    >>> bool(_PUT.search("将200箱水送到工地")), bool(_PUT.search("将新建驿站20座"))
    (True, False)
    """
    start = setting.quantity.span.start
    words = index.words(Span(max(setting.sentence.start, start - _AHEAD), start))
    places = [word.span.start for word in words if word.text in _FUTURE]
    end = max(setting.clause.end, setting.quantity.span.end)
    return any(
        not _PUT.match(index.text, place, min(end, place + _REACH))
        and not _OVER.search(index.text, place, start)
        for place in places
    )


def _cues(index: Index, setting: Setting) -> Iterator[str]:
    said = Span(setting.sentence.start, setting.quantity.span.start).of(index.text)
    clause = Span(setting.clause.start, setting.clause.end).of(index.text)
    both = said + clause
    for word, state, here in _told_status():
        if word in (clause if here else both):
            near = " near" if word in clause else ""
            yield f"cue {state}{near}"
            yield f"cue {word}{near}"


@cache
def _told_status() -> tuple[tuple[str, str, bool], ...]:
    """Return words that tell a status, with it, and whether they do so only in the number's clause."""
    rows = table("indicator_status")
    return tuple((row["word"], row["status"], row["scope"] == "clause") for row in rows)


def _time(index: Index, when: Period | None) -> Iterator[str]:
    if when is None:
        yield "no time"
        return
    published = index.reading.article.published
    if when.end and published:
        yield f"future={when.end > published} started={when.start is not None and when.start <= published}"
    text = when.span.of(index.text)
    yield f"time={text[:1] if not text[:1].isdigit() else '9'}"
    yield f"time={text[:2]}" if not text[:1].isdigit() else "time dated"
    yield f"time ends {text[-1:]}"
