"""Ask another reader of Chinese quantities; benchmark_quantities.py runs this with the peer's own Python.

    PEER/bin/python scripts/quantity_peers.py recognizers|jionlp < questions.jsonl > answers.jsonl

A question is {"kind", "text", "day"}; its kinds are those of quantity_suites.py, and `all` and `dates`. The
answer is a list of what was found ({"start", "end"} with {"low", "high", "unit", "op"} or the days {"first",
"last"}), null where the peer has no reader of the kind. Only the standard library and the peer are needed.
"""

import contextlib
import io
import json
import os
import sys
import time
import warnings
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

Found = dict[str, Any]
UNITS = {
    "Chinese yuan": "元", "Renminbi yuan": "元", "Kilogram": "公斤", "Gram": "克", "Ton": "吨",
    "Metric ton": "吨", "Meter": "米", "Centimeter": "厘米", "Kilometer": "公里", "Square meter": "平方米",
    "Square kilometer": "平方公里", "Mu": "亩", "Hectare": "公顷", "Liter": "升", "Year": "岁",
    "United States dollar": "美元", "Euro": "欧元", "Hong Kong dollar": "港元", "Degree": "度",
    "Kilometer per hour": "公里/小时",
}  # fmt: skip
DEFINITIONS = {"accurate": "=", "blur": "~", "blur+": ">", "blur-": "<"}


def recognizers(kind: str, text: str, day: str) -> list[Found]:
    """Return what Recognizers-Text says; of all its numbers the longest, and none within its dates."""
    if kind in ("time", "dates"):
        return list(_days(text, day))
    found = [one for read in _readers(kind) for one in map(_number, read(text, "zh-cn")) if one]
    if kind != "all":
        return found
    kept = [one for one in _days(text, day) if "first" in one]
    for one in sorted(found, key=lambda one: one["start"] - one["end"]):
        if all(one["end"] <= other["start"] or other["end"] <= one["start"] for other in kept):
            kept.append(one)
    return [one for one in kept if "low" in one]


def _readers(kind: str) -> tuple[Any, ...]:
    from recognizers_number import recognize_number, recognize_percentage
    from recognizers_number_with_unit import (
        recognize_age,
        recognize_currency,
        recognize_dimension,
        recognize_temperature,
    )

    units = (recognize_currency, recognize_dimension, recognize_age, recognize_temperature)
    return {
        "number": (recognize_number,), "percent": (recognize_percentage,), "unit": units,
        "currency": (recognize_currency,), "money": (recognize_currency,),
        "all": (recognize_percentage, *units, recognize_number),
    }[kind]  # fmt: skip


def _number(found: Any) -> Found | None:  # noqa: ANN401
    value = (found.resolution or {}).get("value")
    if not value or value == "null":
        return None
    unit = "%" if value.endswith("%") else found.resolution.get("unit")
    number = value.rstrip("%")
    return _place(found) | {"low": number, "high": number, "unit": UNITS.get(unit, unit), "op": "="}


def _days(text: str, day: str) -> Iterator[Found]:
    from recognizers_date_time import recognize_datetime

    for found in recognize_datetime(text, "zh-cn", reference=datetime.fromisoformat(day)):
        yield _place(found)
        for one in (found.resolution or {}).get("values", ()):
            first, last = one.get("value") or one.get("start"), one.get("value") or one.get("end")
            if one["type"] in ("date", "daterange") and first and last and len(first) == len(last) == 10:
                end = date.fromisoformat(last) - timedelta(days=one["type"] == "daterange")
                yield _place(found) | {"first": first, "last": end.isoformat()}


def _place(found: Any) -> Found:  # noqa: ANN401
    return {"start": found.start, "end": found.end + 1}


def jionlp(kind: str, text: str, day: str) -> list[Found] | None:
    """Return what JioNLP says; it reads money and times."""
    import jionlp

    base = time.mktime(date.fromisoformat(day).timetuple())
    if kind == "money":
        return [_money(jionlp.parse_money(text), 0, len(text))]
    if kind in ("currency", "all"):
        found = jionlp.ner.extract_money(text, with_parsing=True)
        return [_money(one["detail"], *one["offset"]) for one in found]
    if kind == "time":
        return [_span(jionlp.parse_time(text, time_base=base), 0, len(text))]
    if kind == "dates":
        found = jionlp.ner.extract_time(text, time_base=base, with_parsing=True)
        return [_span(one["detail"], *one["offset"]) for one in found]
    return None


def _money(told: Found, start: int, end: int) -> Found:
    low, high = told["num"] if isinstance(told["num"], list) else [told["num"]] * 2
    op = "range" if low != high else DEFINITIONS.get(told["definition"], "=")
    return {"start": start, "end": end, "low": low, "high": high, "unit": told["case"], "op": op}


def _span(told: Found, start: int, end: int) -> Found:
    found = {"start": start, "end": end}
    if told["type"] in ("time_point", "time_span"):
        found |= {"first": told["time"][0][:10], "last": told["time"][1][:10]}
    return found


def main() -> None:
    """Answer each line of standard input with a line; a question that breaks the peer has no answer."""
    os.environ["TZ"] = "Asia/Shanghai"
    time.tzset()
    warnings.simplefilter("ignore")
    ask = {"recognizers": recognizers, "jionlp": jionlp}[sys.argv[1]]
    for line in sys.stdin:
        question = json.loads(line)
        told: list[Found] | None = []
        # JioNLP greets, and prints what it cannot parse.
        sink = io.StringIO()
        with (
            contextlib.redirect_stdout(sink),
            contextlib.redirect_stderr(sink),
            contextlib.suppress(Exception),
        ):
            told = ask(question["kind"], question["text"], question["day"])
        sys.stdout.write(json.dumps(told, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
