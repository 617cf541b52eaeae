"""Spells: periods that are told from the day of publication or by a name (近三年, 十四五期间, 目前)."""

import re
from datetime import date, timedelta

from kg.values import Span
from pipeline.quantity.days import Point, ahead_of, make_day, shift_years
from pipeline.quantity.eras import eras
from pipeline.quantity.matching import matches
from pipeline.quantity.numerals import number
from pipeline.quantity.values import Period
from pipeline.quantity.weeks import WEEKDAY, WEEKS, Days, weekday

_COUNT = r"(?P<count>\d{1,3}|[一二两三四五六七八九十]{1,3}|半|几|数)(?:[余多])?"
_UNIT = r"(?P<unit>年|个?月|周|个?星期|天|日|载)"
_PAST = re.compile(
    rf"(?P<near>近|最近|过去|过去的|这)\s?{_COUNT}\s?{_UNIT}(?:多|余)?(?:时间|以来|来|间|里|内)?(?!级)"
    rf"|(?<![\d第]){_COUNT.replace('count', 'count2')}\s?{_UNIT.replace('unit', 'unit2')}"
    r"(?:多|余)?(?:以来|来|间)(?![自到])"
)
_COMING = re.compile(
    rf"(?:今后|未来|接下来|此后)的?\s?{_COUNT}\s?{_UNIT}(?:时间|内|里|间)?"
    rf"|(?<![\d第.]){_COUNT.replace('count', 'count2')}\s?(?P<unit2>年)(?:之内|以内|内)"
)
_PAST_FIRST = re.compile(r"[近最过这\d一二两三四五六七八九十半几数]")
_COMING_FIRST = re.compile(r"[今未接此\d一二两三四五六七八九十半几数]")
_NAMED_FIRST = re.compile(
    "[截迄至目当如眼现近多历连日自即今昨前明次同本这上下去年全月每大活比竞会培暑寒假春国节疫专慰入后周星礼](?:(?<!后)|天)"
)
_SINCE_FIRST = re.compile("[自党十二改成实启运开创设建投组上试推]")
_PLAN_FIRST = re.compile(r"[“\"十]")
_PLAN = re.compile(
    r"[“\"]?十(?P<which>[一二三四五六])五[”\"]?(?P<part>时期|期间|期末|末期|末|以来|规划期间|规划期|开局之年|收官之年)?"
)
_NAMED = re.compile(
    r"截[至止](?:到)?(?:目前|今|现在|当前|去年底|今年底|年底|记者发稿时?|发稿时?)|(?:迄|至)今(?!年)|目前|当前|如今|眼下|现阶段|现在"
    r"|近年来|近几年来?|近些年来?|多年来|历年来?|连日来|近期|近日|日前|(?<!\d)日内"
    r"|今[天日晚]|昨[天日晚]|大?前天|(?<![今此以之随先])大?后天(?![下性的])|明[天日]|当[天日晚年月](?![度级])|次日|同日"
    r"|(?:上上|下下|[本这上下])(?:一?个|一)?(?:周|星期|礼拜)(?![一二三四五六日天末年边星周])"
    rf"|(?<![一二两三四五六七八九十\d每半几多前后])(?<![日号][（(]){WEEKDAY}(?:\s?[至到~—-]\s?{WEEKDAY})?"
    r"|[去上]年同期|同期|年内|全年|(?:截至)?年[底末]前?|(?<!大)年初|月底|年均|今明两年"
    r"|(?:目前)?每(?:个)?(?:年|月|天|日|周|星期|季度|学期|学年|晚|半年)|每两[年月周]"
    r"|自?即日起(?!至)|本日|(?:大会|活动|大赛|比赛|竞赛|会议|培训|暑假|暑期|寒假|假期|春节|国庆|节日|疫情|专项行动|慰问)期间"
    r"|(?:今年|去年|每年)?(?:暑期|暑假|寒假)|今夏|(?:入夏|入伏)以来"
)
_WEEK = re.compile("^(?!每)[^至]*(?:周|星期|礼拜)")
_SINCE = re.compile(
    r"自[^，。；、：！？\s“”（）自]{2,24}以来|(?:党的)?(?:十八大|十九大|二十大|改革开放)以来"
    r"|(?:成立|实施|启动|运行|开展|创建|设立|建立|开业|投用|组建|开通|上线|开馆|建成|推行|试点)以来"
)
_AWAY = {"昨": -1, "前": -2, "大前": -3, "明": 1, "后": 2, "大后": 3}
_PRESENT = ("目前", "当前", "如今", "眼下", "现在", "今天", "今日", "本日", "现阶段")


def spells(text: str, published: date | None) -> list[Period]:
    """Return the periods of `text` that name no point of the calendar; they may overlap each other."""
    found = [_past(match, published) for match in matches(_PAST_FIRST, _PAST, text)]
    found += [_coming(match, published) for match in matches(_COMING_FIRST, _COMING, text)]
    found += [_plan(match, published) for match in matches(_PLAN_FIRST, _PLAN, text)]
    found += eras(text, published)
    found += [
        Period(Span(*match.span()), *_named(match.group(), published))
        for match in matches(_NAMED_FIRST, _NAMED, text)
    ]
    found += [Period(Span(*match.span()), None, published) for match in matches(_SINCE_FIRST, _SINCE, text)]
    return found


def _past(match: re.Match[str], published: date | None) -> Period:
    first = _away(match, published, -1)
    days: Days = (first + timedelta(days=1), published) if first else (None, None)
    return Period(Span(*match.span()), *days)


def _coming(match: re.Match[str], published: date | None) -> Period:
    """Resolve 今后三年, which begins on the day after publication, and 三年内, which begins on the day."""
    last = _away(match, published, 1)
    if published is None or last is None:
        return Period(Span(*match.span()), None, None)
    return Period(Span(*match.span()), published + timedelta(days=match["unit"] is not None), last)


def _away(match: re.Match[str], published: date | None, direction: int) -> date | None:
    """Return the day so many years or months before or after publication."""
    count = number(match["count"] or match["count2"])
    unit = (match["unit"] or match["unit2"]).removeprefix("个")
    if published is None or count is None:
        return None
    if count == number("半"):
        return ahead_of(published, 6 * direction, "月") if unit == "年" else None
    named = {"载": "年", "月": "月", "年": "年", "周": "周", "星期": "周"}.get(unit, "日")
    return ahead_of(published, int(count) * direction, named)


def _plan(match: re.Match[str], published: date | None) -> Period:
    """Resolve a five-year plan: the eleventh began in 2006, each next one five years later."""
    which = "一二三四五六".index(match["which"]) + 11
    first = 2006 + 5 * (which - 11)
    start, end = make_day(first, 1, 1), make_day(first + 4, 12, 31)
    part = match["part"] or ""
    if part == "以来":
        end = published
    elif part in ("末", "期末", "末期", "收官之年"):
        start = make_day(first + 4, 1, 1)
    elif part == "开局之年":
        end = make_day(first, 12, 31)
    return Period(Span(*match.span()), start, end)


def _named(word: str, published: date | None) -> Days:
    if published is None:
        return None, None
    if word in _PRESENT:
        return published, published
    if word.startswith("截") or word in ("至今", "迄今"):
        return None, _until(word, published)
    if word[:-1] in _AWAY:
        day = published + timedelta(days=_AWAY[word[:-1]])
        return day, day
    if _WEEK.search(word):
        return _week(word, published)
    return _rest(word, published)


def _week(word: str, published: date) -> Days:
    if not word.endswith(("周", "星期", "礼拜")):
        return weekday(word, published)
    monday = published + timedelta(days=7 * WEEKS.get(word.rstrip("一个周星期礼拜"), 0) - published.weekday())
    return monday, monday + timedelta(days=6)


def _until(word: str, published: date) -> date | None:
    if word.endswith("去年底"):
        return make_day(published.year - 1, 12, 31)
    return make_day(published.year, 12, 31) if word.endswith("年底") else published


def _rest(word: str, published: date) -> Days:
    if word in ("年底", "年末", "年初"):
        return Point(published.year, word).days()
    if word == "今明两年":
        return make_day(published.year, 1, 1), make_day(published.year + 1, 12, 31)
    if word == "全年":
        return make_day(published.year, 1, 1), make_day(published.year, 12, 31)
    if word.startswith(("即日起", "自即日起")):
        return published, None
    if word in ("年内", "年底前", "年末前"):
        return published, make_day(published.year, 12, 31)
    if word in ("去年同期", "上年同期"):
        return make_day(published.year - 1, 1, 1), shift_years(published, -1)
    return None, None
