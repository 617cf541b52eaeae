"""Indicators: what every one keeps to, and what sentences of our own give (cases/indicators.jsonl)."""

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.extract.indicators import indicators

CASES = [
    json.loads(line)
    for line in (Path(__file__).parents[2] / "cases/indicators.jsonl")
    .read_text(encoding="utf-8")
    .splitlines()
]
TEXT = "石桥县总工会开展技能比武12场。全县建成驿站30个、书屋8间。"
NAMES = [["union", "石桥县总工会"]]


def as_param(case):
    marks = (
        [pytest.mark.xfail(strict=True, reason="known failure")] if case["kind"] == "known failure" else []
    )
    return pytest.param(case, id=case["id"], marks=marks)


@pytest.mark.parametrize("case", [as_param(case) for case in CASES])
def test_a_sentence_gives_its_indicators(case, make_reading):
    published = date.fromisoformat(case["published"])
    found = indicators(make_reading(case["text"], case["names"], published))
    assert [one.raw for one in found] == [want["raw"] for want in case["want"]]
    for one, want in zip(found, case["want"], strict=True):
        assert one.metric in want.get("metric", [one.metric])
        assert one.subject in want.get("subject", [one.subject])
        assert one.status == want.get("status", one.status)
        assert one.period == want.get("period", one.period)


@pytest.fixture(scope="module")
def reading(make_reading):
    return make_reading(TEXT, NAMES)


def test_ids_count_the_indicators_in_text_order(reading):
    found = indicators(reading)
    assert [(one.id, one.raw) for one in found] == [("i1", "12场"), ("i2", "30个"), ("i3", "8间")]


def test_raw_is_what_the_span_marks_and_evidence_holds_it(reading):
    for one in indicators(reading):
        assert one.span.of(TEXT) == one.raw
        assert one.evidence.covers(one.span)
        assert one.evidence in reading.sentences


def test_numbers_come_from_the_quantity_as_they_are(reading):
    for one, quantity in zip(indicators(reading), reading.quantities, strict=True):
        assert (one.value, one.unit, one.op) == (quantity.value, quantity.unit, quantity.op)


def test_the_subject_of_an_entity_carries_its_id(reading):
    first = indicators(reading)[0]
    assert (first.subject, first.subject_id) == ("石桥县总工会", "e1")


def test_metric_and_subject_are_words_of_the_text(reading):
    for one in indicators(reading):
        assert one.metric is not None
        assert one.metric in TEXT
        assert one.subject is None or one.subject in TEXT


def test_a_period_brings_its_days(make_reading):
    (one,) = indicators(make_reading("2023年，石桥县总工会开展技能比武12场。", NAMES, date(2024, 1, 5)))
    assert (one.period, one.period_start, one.period_end) == ("2023年", date(2023, 1, 1), date(2023, 12, 31))


def test_an_article_without_numbers_has_no_indicators(make_reading):
    assert indicators(make_reading("没有数字。")) == ()
    assert indicators(make_reading("")) == ()


def test_titles_and_credits_give_no_indicators(make_reading):
    assert indicators(make_reading(TEXT, NAMES, kind="title")) == ()
    assert indicators(make_reading(TEXT, NAMES, kind="credit")) == ()


def test_the_same_reading_gives_the_same_indicators(reading):
    assert indicators(reading) == indicators(reading)


def test_what_follows_in_another_paragraph_changes_nothing_before_it(make_reading):
    alone = indicators(make_reading(TEXT, NAMES))
    longer = indicators(make_reading(TEXT + "\n又建成公园2座。", NAMES))
    keys = [(one.metric, one.period, one.status, one.span) for one in alone]
    assert [(one.metric, one.period, one.status, one.span) for one in longer][: len(keys)] == keys


PIECES = [
    "石桥县总工会",
    "，",
    "。",
    "、",
    "累计",
    "培训",
    "职工",
    "12人次",
    "占87%",
    "3万元",
    "将",
    "的",
    "2023年",
    "“",
    "”",
    "\n",
]


@settings(max_examples=60)
@given(text=st.lists(st.sampled_from(PIECES), max_size=24).map("".join))
def test_any_mixture_of_pieces_keeps_to_the_contract(text, make_reading):
    found = indicators(make_reading(text, NAMES))
    assert [one.id for one in found] == [f"i{n}" for n in range(1, len(found) + 1)]
    for one in found:
        assert one.raw == one.span.of(text)
        assert one.evidence.covers(one.span)
        assert 0.05 <= one.confidence <= 0.99
        assert one.metric is None or one.metric in text


def test_a_long_text_without_full_stops_is_read_in_one_pass(make_reading):
    text = "石桥县总工会发放礼包3份，" * 1500
    found = indicators(make_reading(text, NAMES))
    assert len(found) == 1500
    assert {one.metric for one in found[2:]} <= {"礼包", "发放礼包", "石桥县总工会发放礼包"}
