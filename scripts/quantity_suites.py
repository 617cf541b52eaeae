"""The public suites for Chinese numbers, money, units and times, as questions that any reader can be asked.

Suites: Recognizers-Text (microsoft), Duckling (facebook), JioNLP and WeTextProcessing, in the folder
`data/numbers` of the shared material. A case belongs to one of two halves by a hash of its text: the first
was looked at while the reader was written, figures are of the second, read only when the reader was
frozen, to draw the scope (docs/quality.md tells both figures). A case out of scope has a reason.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from typing import Any

from pipeline.lexicon import table
from pipeline.quantity import number, periods, quantities
from pipeline.quantity.joining import join
from pipeline.quantity.numerals import fold
from pipeline.quantity.scan import Figure, figures
from pipeline.quantity.spacing import closed, gaps

SHANGHAI = timezone(timedelta(hours=8))
Answer = tuple[Decimal, Decimal] | tuple[date, date]
LETTERS = (re.compile(r"[A-JL-VX-Za-jl-vx-z^]"), "letters: exponents, powers, M, G")
APART = (re.compile(r"(?<!\d)\d +\d(?!\d)"), "single digits set apart by spaces")
# 余, 多, 数, 几 and 上 say more than the number; the upper end that the suite gives is a guess.
OPEN = re.compile("[多余几来数]|上[十百千万亿]")
CANTONESE = (
    re.compile(r"[蚊毫仙份裏吋呎]|起碼|[個兩三]九|[一二三四\d十]分[一二三四]"),
    "Cantonese, or characters only used there",
)
PAIRS = (re.compile("[對雙对双]"), "two of a pair: reported as 对")
MOON = (
    re.compile(
        "农历|农曆|阴历|夏历|大年|正月|腊月|冬月|闰|廿|初[一二三四五六七八九十](?!季)|除夕|元宵|清明|芒种|端午"
        "|七夕|三十$|[春母父感恩中秋][亲恩秋]?[节節]|[暑寒]假|[春夏秋冬](?:[天季]|$)"
    ),
    "by the moon, a feast that moves, a season or holidays",
)
STORY = (
    re.compile("[后後]$|之[后後]|以[后後]|[后後]的|^当|次年|^第.年"),
    "told from a moment of the story (三天后, 当月), which need not be the day of publication",
)
VAGUE = (re.compile("[几数多余]|^最近$|伊始|世纪初"), "a vague count or time has no days")
SPEECH = (
    re.compile("^[前后上]两?\\d?个?[天年周月]|大大|半月前|全天"),
    "前N天: the first N or those before now; speech",
)
REIGNS = (re.compile("民国|雍正|神龙|康熙|乾隆"), "reigns")
EARLY = (re.compile(r"(?<!\d)(?:\d{3}|1[0-5]\d\d)年|三六七年|1[01]世纪"), "before 1600")
FIGURES = (
    re.compile(
        r"(?<!\d)\d{1,2}[-./·]\d{1,2}|^\D{0,3}\d\d年$|\d{4} \d\d \d\d|^\d{8}$|^十一$"
        r"|^(?:19|20)\d\d(?: \D*)?$|\d{4}\.\d\d-\d{4}$"
    ),
    "figures alone: their order, or that they are a date, is not told (3-7-07, 24年, 十一)",
)
TO_COME = 1630480532  # the base of ten cases that take the day to come, even the one of next year
_YEAR = "(?:(?:19|20)\\d\\d|[一二][零〇九][零〇一二三四五六七八九]{2})"
YEARS = re.compile(rf"{_YEAR}\D*[至到与-]\D*{_YEAR}")
OUT_OF_SCOPE: dict[str, list[tuple[re.Pattern[str], str]]] = {
    "Recognizers-Text numbers": [
        LETTERS,
        (re.compile("兆"), "兆, which is a million or a million million"),
    ],
    "Recognizers-Text percentages": [
        LETTERS, APART,
        (re.compile("分位"), "quantiles"),
    ],
    "JioNLP money": [
        (re.compile(r"[万萬亿\d千百kKwW](?:左右|上下)?$"), "no unit: not known to be money"),
        (re.compile("貮|兆|分之|大洋|镑"), "old money, rare characters"),
    ],
    "JioNLP times": [
        MOON, STORY, VAGUE, SPEECH, EARLY, FIGURES,
        (re.compile("月二?十[一二三四五六七八九]?$"), MOON[1]),
    ],
    "Recognizers-Text dates": [MOON, STORY, VAGUE, SPEECH, REIGNS, EARLY, FIGURES],
    "Duckling numerals": [
        LETTERS, CANTONESE, PAIRS,
        (re.compile("半半|[1一]半"), "speech: a half"),
    ],
    "Duckling money": [
        CANTONESE,
        (re.compile("個半"), "speech: 個半"),
        (re.compile("^[\\d二两五十]+分$"), "分 alone, which is rarely money"),
    ],
    "Duckling quantities": [
        (re.compile("[裏]|起碼|[四三]分一"), "Cantonese, or characters only used there"),
        (re.compile("['\"]|匙|inch|mile|feet|foot"), "signs and words of English measures, spoons"),
        (re.compile("^米"), "speech: 米九"),
    ],
    "WeTextProcessing numbers": [],
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Case:
    """One question: what is asked, of which kind, on which day, and the answers that are right.

    `kind` is number (the text is a numeral and no more), percent, unit, currency, money or time; `name`
    decides the half.
    """

    suite: str
    kind: str
    name: str
    text: str
    wanted: tuple[Answer, ...]
    day: date | None = None

    @property
    def seen(self) -> bool:
        """Tell whether the case is of the half that was looked at."""
        return sha256(self.name.encode()).digest()[0] % 2 == 0

    @property
    def out_of_scope(self) -> str | None:
        """Return why the contract does not cover the case, or None where it does."""
        reasons = OUT_OF_SCOPE.get(self.suite, ())
        return next((reason for pattern, reason in reasons if pattern.search(self.name)), None)


def read(case: Case) -> list[Answer]:
    """Return what our reader says to a case."""
    return READERS[case.kind](case)


def right(case: Case, answers: Iterable[Sequence[Any]]) -> bool:
    """Tell whether one of the answers is what the case wants."""
    return any(_same(answer, wanted) for answer in answers for wanted in case.wanted)


def _same(answer: Sequence[Any], wanted: Answer) -> bool:
    if isinstance(wanted[0], date):
        return tuple(answer) == wanted
    return all(map(_near, answer, wanted))


def _near(told: object, wanted: object) -> bool:
    if not isinstance(told, Decimal) or not isinstance(wanted, Decimal):
        return False
    return abs(told - wanted) <= abs(wanted) * Decimal("1e-9")


def cases(folder: Path) -> Iterator[Case]:
    """Yield every case of every suite in `folder`."""
    for suite in (_recognizers, _jionlp, _duckling, _wetext):
        yield from suite(folder)


def _recognizers(folder: Path) -> Iterator[Case]:
    spec = folder / "recognizers_text"
    for _, part, value in _resolved(spec / "Number/Chinese/NumberModel.json"):
        yield _case("Recognizers-Text numbers", "unit" if part.endswith("打") else "number", part, value)
    for text, _, value in _resolved(spec / "Number/Chinese/PercentModel.json"):
        yield _case("Recognizers-Text percentages", "percent", text, value.strip("-%"))
    known = {row["word"] for row in table("units")}
    for model, kind in (("Currency", "currency"), ("Dimension", "unit"), ("Age", "unit")):
        for text, part, value in _resolved(spec / f"NumberWithUnit/Chinese/{model}Model.json"):
            unit = re.sub(r"^[^一-鿿%]*[负两零一二三四五六七八九十百千万亿.\d点]*", "", fold(part)).strip()
            if unit in known:
                yield _case(f"Recognizers-Text {model.lower()}", kind, text, value.lstrip("-"))
    for name in ("DateParser", "DatePeriodParser"):
        yield from _dates(spec / f"DateTime/Chinese/{name}.json")


def _case(suite: str, kind: str, text: str, *values: str, name: str = "") -> Case:
    low, high = Decimal(values[0]), Decimal(values[-1])
    return Case(suite, kind, name or text, text, ((low, high),))


def _resolved(path: Path) -> Iterator[tuple[str, str, str]]:
    for case in json.loads(path.read_text(encoding="utf-8-sig")):
        for result in case["Results"]:
            value = (result.get("Resolution") or {}).get("value")
            if value not in (None, "null", "") and re.fullmatch(r"-?[\d.]+%?", value):
                yield case["Input"], result["Text"], value


def _dates(path: Path) -> Iterator[Case]:
    """Yield the days and spans of days; the end of a range is the day after or the last, past or to come."""
    for case in json.loads(path.read_text(encoding="utf-8-sig")):
        day = (case.get("Context") or {}).get("ReferenceDateTime", "2017-03-22")[:10]
        for result in case["Results"]:
            told = [result["Value"].get(f"{side}Resolution") or {} for side in ("Past", "Future")]
            wanted = [span for one in told for span in _spans(one)]
            wanted += list(_by_contract(case["Input"], wanted, date.fromisoformat(day)))
            if wanted:
                yield Case(
                    "Recognizers-Text dates", "time", case["Input"], case["Input"], tuple(wanted),
                    date.fromisoformat(day),
                )  # fmt: skip


def _by_contract(text: str, wanted: list[tuple[date, date]], day: date) -> Iterator[tuple[date, date]]:
    """Yield what the contract says where the suite leaves out the last year or the day of publication."""
    for first, last in wanted:
        if YEARS.search(text) and last.month == last.day == 1:
            yield first, last.replace(month=12, day=31)
        if last == day:
            yield first + timedelta(days=1), last


def _spans(told: dict[str, str]) -> Iterator[tuple[date, date]]:
    start, end = told.get("date") or told.get("startDate"), told.get("date") or told.get("endDate")
    if start and end and start > "0001-01-01":
        first, last = date.fromisoformat(start), date.fromisoformat(end)
        yield first, last
        if last > first:
            yield first, last - timedelta(days=1)


def _jionlp(folder: Path) -> Iterator[Case]:
    for line in _lines(folder / "jionlp/test_money_parser.jsonl"):
        text, wanted = line["case"][:2]
        if isinstance(wanted, dict):
            bounds = wanted["num"] if isinstance(wanted["num"], list) else [wanted["num"]] * 2
            if OPEN.search(text):
                bounds = bounds[:1]
            yield _case("JioNLP money", "money", text, *bounds)
    for line in _lines(folder / "jionlp/test_time_parser.jsonl"):
        wanted, base = line["expected"], line["time_base"]
        day = _base_day(base)
        if wanted["type"] in ("time_point", "time_span") and day is not None:
            start, end = wanted["time"]
            if start.endswith("00:00:00") and end.endswith("23:59:59"):
                days = date.fromisoformat(start[:10]), date.fromisoformat(end[:10])
                yield Case("JioNLP times", "time", line["text"], line["text"], (days,), day)


def _base_day(base: Any) -> date | None:  # noqa: ANN401
    """Return the day that a case is asked on; of a year alone July, which dates no month to another year."""
    if base == TO_COME or base is None:
        return None
    if isinstance(base, dict):
        return date(base["year"], base.get("month", 7), base.get("day", 1)) if "year" in base else None
    if isinstance(base, list):
        return date(*base[:3]) if len(base) >= 3 else None
    return datetime.fromtimestamp(base, SHANGHAI).date()


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    yield from map(json.loads, path.read_text(encoding="utf-8").splitlines())


def _duckling(folder: Path) -> Iterator[Case]:
    kinds = {
        "Numeral": ("Duckling numerals", "number"), "AmountOfMoney": ("Duckling money", "money"),
        "Quantity": ("Duckling quantities", "unit"), "Distance": ("Duckling quantities", "unit"),
        "Volume": ("Duckling quantities", "unit"), "Temperature": ("Duckling quantities", "unit"),
    }  # fmt: skip
    for line in _lines(folder / "duckling/duckling_zh.jsonl"):
        numbers = re.findall(r"-?\d+(?:\.\d+)?", line["expected_hs"])
        if line["dim"] not in kinds or not numbers:
            continue
        suite, kind = kinds[line["dim"]]
        if line["dim"] == "AmountOfMoney" and "Cent" in line["expected_hs"]:
            numbers = [str(Decimal(value) / 100) for value in numbers]
        if line["dim"] == "Quantity":
            numbers = [str(Decimal(value) / _grams(line["text"])) for value in numbers]
        if kind == "number" and re.search("[个個打]$", line["text"]):
            kind = "unit"
        yield _case(suite, kind, line["text"], *numbers)


def _grams(text: str) -> Decimal:
    """Return how many grams the unit as written has: the suite answers in grams."""
    units = {
        "毫克": "0.001",
        "mg": "0.001",
        "公斤": "1000",
        "千克": "1000",
        "kg": "1000",
        "斤": "500",
        "两": "50",
    }
    found = re.search("|".join(units), re.sub("[两二]+(?=[克千公毫])", "2", fold(text)))
    return Decimal(units[found.group()] if found else "1")


def _wetext(folder: Path) -> Iterator[Case]:
    """Yield the spoken numerals whose written form is one number; the written form is the answer."""
    suite = "WeTextProcessing numbers"
    pairs = [
        *(("number", *pair) for pair in _pairs(folder / "wetext/itn/number.txt")),
        *(("number", right, left) for left, right in _pairs(folder / "wetext/tn/number.txt")),
        *(("money", *pair) for pair in _pairs(folder / "wetext/itn/money.txt")),
        *(("percent", *pair) for pair in _pairs(folder / "wetext/itn/measure.txt") if pair[1].endswith("%")),
        *(("unit", *pair) for pair in _pairs(folder / "wetext/itn/measure.txt") if not pair[1].endswith("%")),
    ]
    for kind, spoken, written in pairs:
        found = re.fullmatch(r"[¥$]?(-?\d+(?:\.\d+)?)(?:~(\d+))?(%|[一-鿿a-z²/]{0,5})", written)
        if found and not re.search("年后|小时|每|码", spoken):
            low, high = found[1], found[2] or found[1]
            bare = kind == "unit" and found[3] in ("", "万", "亿")
            yield _case(suite, "number" if bare else kind, spoken, *_scaled(low, high, found[3]))


def _scaled(low: str, high: str, unit: str) -> tuple[str, str]:
    """Fold the magnitude of `3~4万吨` into its bounds."""
    scale = {"万": 10_000, "亿": 100_000_000}.get(unit[:1], 1)
    return str(Decimal(low) * scale), str(Decimal(high) * scale)


def _pairs(path: Path) -> Iterator[tuple[str, str]]:
    for line in path.read_text(encoding="utf-8").splitlines():
        left, arrow, answer = line.partition("=>")
        if arrow and answer.strip():
            yield left.strip(), answer.strip()


def _number(case: Case) -> list[Answer]:
    value = number(case.text)
    return [] if value is None else [(value, value)]


def _figures(text: str) -> list[Figure]:
    folded = fold(text)
    folded = closed(folded, gaps(folded))
    return list(join(folded, figures(folded)))


PERCENTS = {"%": 1, "个百分点": 1, "折": 10}  # how many hundredths each is


def _percent(case: Case) -> list[Answer]:
    found: list[Answer] = []
    for figure in _figures(case.text):
        if figure.share:
            found += [(figure.low * 100, figure.high * 100)]
        elif figure.unit is not None and figure.unit.canonical in PERCENTS:
            factor = figure.unit.factor * PERCENTS[figure.unit.canonical]
            low, high = figure.low * factor, figure.high * factor
            found += [(low, low), (high, high), (low, high)]
    return found


def _unit(case: Case) -> list[Answer]:
    """Return the figures that have a unit, in it and in the base unit, and each one's lower end alone."""
    counted = [(figure, figure.unit.factor) for figure in _figures(case.text) if figure.unit is not None]
    found = [(figure.low * by, figure.high * by) for figure, factor in counted for by in (Decimal(1), factor)]
    found += _bounds(case.text)
    return [*found, *((low, low) for low, _ in found)]


def _money(case: Case) -> list[Answer]:
    found = _bounds(case.text)
    return [*found, *((_cents(low), _cents(high)) for low, high in found)]


def _bounds(text: str) -> list[tuple[Decimal, Decimal]]:
    found = []
    for quantity in quantities(text):
        low = quantity.low if quantity.value is None else quantity.value
        high = quantity.high if quantity.value is None else quantity.value
        if low is not None and high is not None:
            found.append((low, high))
    return found


def _cents(value: Decimal) -> Decimal:
    """Round as JioNLP does."""
    return value.quantize(Decimal("0.01"))


def _time(case: Case) -> list[Answer]:
    found = periods(case.text, case.day)
    return [(one.start, one.end) for one in found if one.start is not None and one.end is not None]


READERS: dict[str, Callable[[Case], list[Answer]]] = {
    "number": _number, "percent": _percent, "unit": _unit, "currency": _unit, "money": _money, "time": _time,
}  # fmt: skip
