"""The public suites for Chinese numbers, money, units and times, over the cases that the contract covers.

A case belongs to one of two halves by a hash of its text: the first was looked at while the reader was
written, the floors hold for the second (of money and time a quarter of all cases, taken from the second
half, was looked at too). A case out of scope has a reason, told in the failure message.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal, InvalidOperation
from hashlib import sha256
from pathlib import Path

import pytest

from pipeline.lexicon import table
from pipeline.quantity import number, periods
from pipeline.quantity.joining import join
from pipeline.quantity.numerals import fold
from pipeline.quantity.scan import Figure, figures

SUITES = Path(__file__).parents[4] / "shared/data/numbers"
SHANGHAI = timezone(timedelta(hours=8))

pytestmark = pytest.mark.skipif(not SUITES.exists(), reason="the number suites are not beside the repository")

SPELLED = (re.compile(r"[A-Za-z^]"), "letters: exponents, k, Mbps")
SPACED = (re.compile(r"[一-鿿] +[一-鿿]|\d +\d+ [一-鿿]"), "characters set apart by spaces")
TRADITIONAL = (re.compile("[個點兩陸萬億佰仟圓]"), "traditional or cheque characters in text")
CALENDAR = (
    r"(?:19|20)\d\d年度?|[一二][〇零九][〇零一二三四五六七八九]{2}年|[今去明前]年"
    r"|\d{1,2}月份?|[一二三四五六七八九十]{1,2}月份?"
    r"|\d{1,2}[日号]|[一二三四五六七八九十]{1,3}[日号]|[上下]半年|第?[一二三四1234]季度|年?[初底末](?!十)|[上中下]旬"
    r"|(?:19|20)\d\d(?:[-./]\d{1,2}){2}|[自从到至截起止~—–-]|以来"
)
OUT_OF_SCOPE = {
    "number": [
        SPELLED,
        (re.compile("打|兆"), "dozens, and 兆, which is a million or a million million"),
        (re.compile(r"\d \d+/|^-?\."), "typesetting of fractions and of a bare point"),
    ],
    "percent": [
        SPELLED, SPACED, TRADITIONAL,
        (re.compile("折"), "a discount is kept as 折"),
        (re.compile("分点"), "a change in points is kept as 个百分点"),
        (re.compile("分位"), "quantiles"),
    ],
    "money": [
        (re.compile("[kK]"), "letters for magnitudes"),
        (re.compile("[多余几来]"), "余 and 多 are more than the number, not a range up to the next"),
        (re.compile(r"[万亿\d千百]$"), "no unit: not known to be money"),
        (re.compile("仟|佰|貮|兆|分之|大洋|镑"), "cheque characters in running text"),
    ],
    "time": [(re.compile(rf"^(?!(?:{CALENDAR})+$)"), "told from now, by the week, by feasts or by the moon")],
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Case:
    """One question of a suite: the text that decides its half, and whether the reader is right."""

    text: str
    right: bool


def score(suite: str, cases: Iterator[Case]) -> tuple[float, str]:
    """Return the share of right answers in the second half, and a report with the first half's misses."""
    right, asked, misses, left = 0, 0, [], 0
    for case in cases:
        if any(pattern.search(case.text) for pattern, _ in OUT_OF_SCOPE.get(suite, ())):
            left += 1
        elif sha256(case.text.encode()).digest()[0] % 2:
            asked, right = asked + 1, right + case.right
        elif not case.right:
            misses.append(case.text)
    reasons = sorted({reason for _, reason in OUT_OF_SCOPE.get(suite, ())})
    return right / asked, f"{suite}: {right} of {asked}, {left} out of scope {reasons}, seen misses {misses}"


def near(value: Decimal | None, wanted: str) -> bool:
    try:
        return value is not None and abs(value - Decimal(wanted)) <= abs(Decimal(wanted)) * Decimal("1e-9")
    except InvalidOperation:
        return False


def read(text: str) -> list[Figure]:
    folded = fold(text)
    return list(join(folded, figures(folded)))


def recognizers(path: str) -> Iterator[tuple[str, str, str]]:
    for case in json.loads((SUITES / f"recognizers_text/{path}.json").read_text(encoding="utf-8-sig")):
        for result in case["Results"]:
            value = (result.get("Resolution") or {}).get("value")
            if value not in (None, "null", "") and re.fullmatch(r"-?[\d.]+%?", value):
                yield case["Input"], result["Text"], value


def jionlp(name: str) -> Iterator[dict]:
    yield from map(json.loads, (SUITES / f"jionlp/{name}.jsonl").read_text(encoding="utf-8").splitlines())


def numerals() -> Iterator[Case]:
    for _, text, value in recognizers("Number/Chinese/NumberModel"):
        yield Case(text, near(number(text), value))


def percentages() -> Iterator[Case]:
    for text, _, value in recognizers("Number/Chinese/PercentModel"):
        signless = value.strip("-%")
        yield Case(text, any(near(bound, signless) for f in read(text) for bound in _shares(f)))


def _shares(figure: Figure) -> list[Decimal]:
    if figure.share:
        return [figure.low * 100]
    if figure.unit is None or figure.unit.canonical != "%":
        return []
    return [figure.low * figure.unit.factor, figure.high * figure.unit.factor]


def with_units(model: str) -> Iterator[Case]:
    known = {row["word"] for row in table("units")}
    for text, part, value in recognizers(f"NumberWithUnit/Chinese/{model}"):
        unit = re.sub(r"^[^一-鿿%]*[负两零一二三四五六七八九十百千万亿.\d点]*", "", fold(part)).strip()
        if unit in known:
            yield Case(text, any(f.unit is not None and near(f.low, value.lstrip("-")) for f in read(text)))


def money() -> Iterator[Case]:
    for line in jionlp("test_money_parser"):
        text, wanted = line["case"][:2]
        if isinstance(wanted, dict):
            bounds = wanted["num"] if isinstance(wanted["num"], list) else [wanted["num"]] * 2
            yield Case(text, _pays(text, bounds))


def _pays(text: str, bounds: list[str]) -> bool:
    from pipeline.quantity.reader import quantities

    low, high = (Decimal(bound).quantize(Decimal("0.01")) for bound in bounds)
    for quantity in quantities(text):
        first, last = quantity.low or quantity.value, quantity.high or quantity.value
        if first is not None and last is not None and abs(first - low) < 1 and abs(last - high) < 1:
            return True
    return False


def times() -> Iterator[Case]:
    for line in jionlp("test_time_parser"):
        wanted = line["expected"]
        if wanted["type"] not in ("time_point", "time_span") or not isinstance(
            line["time_base"], int | float
        ):
            continue
        start, end = wanted["time"]
        if start.endswith("00:00:00") and end.endswith("23:59:59"):
            base = datetime.fromtimestamp(line["time_base"], SHANGHAI).date()
            wanted_days = date.fromisoformat(start[:10]), date.fromisoformat(end[:10])
            found = [(p.start, p.end) for p in periods(line["text"], base)]
            yield Case(line["text"], wanted_days in found)


@pytest.mark.parametrize(
    ("suite", "cases", "floor"),
    [
        ("number", numerals, 0.95),
        ("percent", percentages, 0.95),
        ("currency", lambda: with_units("CurrencyModel"), 0.95),
        ("dimension", lambda: with_units("DimensionModel"), 0.95),
        ("age", lambda: with_units("AgeModel"), 0.95),
        ("money", money, 0.85),
        ("time", times, 0.65),
    ],
)
def test_the_second_half_of_a_suite_is_read_right(suite: str, cases, floor: float) -> None:
    share, report = score(suite, cases())
    assert share >= floor, report
