"""The public suites for Chinese numbers, money, units and times, as questions that any reader can be asked.

Suites: Recognizers-Text (microsoft), Duckling (facebook), JioNLP and WeTextProcessing, in the folder
`data/numbers` of the shared material. A case belongs to one of two halves by a hash of its text: the first
was looked at while the reader was written, figures are of the second (of JioNLP's money and time a quarter of
all cases, from the second half, was looked at too). A case out of scope has a reason.
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

SHANGHAI = timezone(timedelta(hours=8))
Answer = tuple[Decimal, Decimal] | tuple[date, date]
LETTERS = (re.compile(r"[A-Za-z^]"), "letters: exponents, k, Mbps")
SPACED = (re.compile(r"[一-鿿] +[一-鿿]|\d +\d+ [一-鿿]"), "characters set apart by spaces")
TRADITIONAL = (re.compile("[個點兩陸萬億佰仟圓]"), "traditional or cheque characters in text")
CANTONESE = (
    re.compile("[個點兩陸萬億佰仟圓參貳壹拾卅廿卌蚊毫仙對雙裏裡吋呎幣負份]|[一二三四\\d十]分[一二三四]|起碼"),
    "traditional, cheque or Cantonese characters",
)
CALENDAR = (
    r"(?:19|20)\d\d年度?|[一二][〇零九][〇零一二三四五六七八九]{2}年|[今去明前]年"
    r"|\d{1,2}月份?|[一二三四五六七八九十]{1,2}月份?"
    r"|\d{1,2}[日号]|[一二三四五六七八九十]{1,3}[日号]|[上下]半年|第?[一二三四1234]季度|年?[初底末](?!十)|[上中下]旬"
    r"|(?:19|20)\d\d(?:[-./]\d{1,2}){2}|[自从到至截起止~—–-]|以来"
)
NO_CALENDAR = (re.compile(rf"^(?!(?:{CALENDAR})+$)"), "told from now, by the week, by feasts or by the moon")
OUT_OF_SCOPE: dict[str, list[tuple[re.Pattern[str], str]]] = {
    "Recognizers-Text numbers": [
        LETTERS,
        (re.compile("打|兆"), "dozens, and 兆, which is a million or a million million"),
        (re.compile(r"\d \d+/|^-?\."), "typesetting of fractions and of a bare point"),
    ],
    "Recognizers-Text percentages": [
        LETTERS, SPACED, TRADITIONAL,
        (re.compile("折"), "a discount is kept as 折"),
        (re.compile("分点"), "a change in points is kept as 个百分点"),
        (re.compile("分位"), "quantiles"),
    ],
    "JioNLP money": [
        (re.compile("[kK]"), "letters for magnitudes"),
        (re.compile("[多余几来]"), "余 and 多 are more than the number, not a range up to the next"),
        (re.compile(r"[万亿\d千百]$"), "no unit: not known to be money"),
        (re.compile("仟|佰|貮|兆|分之|大洋|镑"), "cheque characters in running text"),
    ],
    "JioNLP times": [NO_CALENDAR],
    "Recognizers-Text dates": [],
    "Duckling numerals": [
        LETTERS, CANTONESE,
        (re.compile("打|[零〇0]?个$|[半千百万]$|^-|- |^\\.|^[千万百]|半半"), "dozens, halves, 千一 (1,100)"),
    ],
    "Duckling money": [
        CANTONESE,
        (re.compile("^[二两五\\d]+[十五]*[分角毛]|分$"), "分 and 角 alone are rarely money"),
        (re.compile("块[一二三四五六七八九零]+$"), "speech: 一块二"),
        (re.compile("民[币幣]\\d"), "the currency before the number"),
    ],
    "Duckling quantities": [
        LETTERS, CANTONESE,
        (re.compile("斤.+[两兩半]|[两兩]半|半"), "two units for one weight"),
        (re.compile("[米]九|°"), "speech: 米九; signs of degrees"),
        (re.compile("加侖|匙|公[裏升尺]|华氏|['\"]"), "units that the table of units lacks"),
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
        yield _case("Recognizers-Text numbers", "number", part, value)
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
            if wanted and not NO_CALENDAR[0].search(result["Text"]):
                yield Case(
                    "Recognizers-Text dates", "time", case["Input"], case["Input"], tuple(wanted),
                    date.fromisoformat(day),
                )  # fmt: skip


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
            yield _case("JioNLP money", "money", text, *bounds)
    for line in _lines(folder / "jionlp/test_time_parser.jsonl"):
        wanted, base = line["expected"], line["time_base"]
        if wanted["type"] in ("time_point", "time_span") and isinstance(base, int | float):
            start, end = wanted["time"]
            if start.endswith("00:00:00") and end.endswith("23:59:59"):
                days = date.fromisoformat(start[:10]), date.fromisoformat(end[:10])
                day = datetime.fromtimestamp(base, SHANGHAI).date()
                yield Case("JioNLP times", "time", line["text"], line["text"], (days,), day)


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
        yield _case(suite, kind, line["text"], *numbers)


def _grams(text: str) -> Decimal:
    """Return how many grams the unit as written has: the suite answers in grams."""
    units = {"毫克": "0.001", "公斤": "1000", "千克": "1000", "斤": "500", "两": "50"}
    return Decimal(next((grams for unit, grams in units.items() if unit in text), "1"))


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
            yield _case(suite, kind, spoken, *_scaled(low, high, found[3]))


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
    return list(join(folded, figures(folded)))


def _percent(case: Case) -> list[Answer]:
    found: list[Answer] = []
    for figure in _figures(case.text):
        if figure.share:
            found += [(figure.low * 100, figure.high * 100)]
        elif figure.unit is not None and figure.unit.canonical == "%":
            low, high = figure.low * figure.unit.factor, figure.high * figure.unit.factor
            found += [(low, low), (high, high), (low, high)]
    return found


def _unit(case: Case) -> list[Answer]:
    found = [(figure.low, figure.high) for figure in _figures(case.text) if figure.unit is not None]
    return [*found, *((low, low) for low, _ in found)]


def _money(case: Case) -> list[Answer]:
    found: list[Answer] = []
    for quantity in quantities(case.text):
        low = quantity.low if quantity.value is None else quantity.value
        high = quantity.high if quantity.value is None else quantity.value
        if low is not None and high is not None:
            found.append((_cents(low), _cents(high)))
    return found


def _cents(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.01"))


def _time(case: Case) -> list[Answer]:
    found = periods(case.text, case.day)
    return [(one.start, one.end) for one in found if one.start is not None and one.end is not None]


READERS: dict[str, Callable[[Case], list[Answer]]] = {
    "number": _number, "percent": _percent, "unit": _unit, "currency": _unit, "money": _money, "time": _time,
}  # fmt: skip
