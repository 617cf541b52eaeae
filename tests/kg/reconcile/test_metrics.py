"""One wording for what is measured."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.lexicon import table
from kg.reconcile.metrics import Metric, learned, metric, of_subject
from kg.reconcile.units import base

from .conftest import fact, fill, make_case

_FILE = Path(__file__).parents[2] / "cases" / "metrics.jsonl"
CASES = [json.loads(line) for line in _FILE.read_text("utf-8").splitlines()]
WORDS = st.sampled_from([row["word"] for row in table("metrics")] + ["建议", "食堂", "的", "补贴", "率"])


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["phrase"])
def test_a_phrase_has_one_wording(case):
    found = metric(case["phrase"], case["unit"])
    for name in ("name", "modifier", "head"):
        if name in case:
            assert getattr(found, name) == case[name]


@given(st.lists(WORDS, min_size=1, max_size=4).map("".join), st.sampled_from(["%", "人", "元", "个", "天"]))
def test_no_phrase_is_worn_away(phrase, unit):
    found = metric(phrase, unit)
    assert found.name
    assert len(found.name) <= len(phrase) + 4


@given(st.sampled_from(table("metrics")))
def test_the_words_of_the_table_are_for_base_units(row):
    assert row["unit"] == "-" or base(row["unit"])[0] == row["unit"]
    assert row["part"] in {"lead", "tail", "verb", "head", "whole"}
    assert (row["canonical"] == "-") == (row["part"] in {"lead", "tail"})


@pytest.mark.parametrize(
    ("subject", "name"),
    [
        ("合理化建议", "合理化建议采纳率"),
        ("全市", None),
        ("海岭市", None),
        ("我们", None),
        ("“”", None),
        ("公司", None),
    ],
)
def test_a_subject_that_is_no_owner_says_what_the_head_is_of(subject, name):
    found = of_subject(Metric("", "采纳率"), subject)
    assert (found and found.name) == name


def test_a_phrase_that_has_a_modifier_takes_no_other():
    assert of_subject(Metric("合理化建议", "采纳率"), "职工") is None
    assert of_subject(Metric("食堂", ""), "职工") is None


def test_the_data_adds_phrases_that_cases_measure_by_themselves(graph):
    cases = [make_case(f"第{n}篇", [fact("6个", 6, "暖心驿站", "个")]) for n in range(3)]
    assert learned(fill(graph, cases[:2])) == frozenset()
    assert learned(fill(graph, cases)) == {"暖心驿站"}
    assert metric("街区暖心驿站", "个") == Metric("街区暖心驿站", "")
    assert metric("街区暖心驿站", "个", learned(graph)) == Metric("街区", "暖心驿站")
