"""What a query asks for, refuses and says of the enterprise: cases as data."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import kg
from kg.filters import TRAITS
from kg.query import states

ROWS = (Path(__file__).parents[1] / "cases" / "queries.jsonl").read_text(encoding="utf-8").splitlines()
CASES = [json.loads(line) for line in ROWS]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["query"])
def test_a_query_is_read_as_it_is_meant(case):
    query = kg.parse(case["query"])
    got = {
        "text": query.text,
        "refused": [word for refusal in query.refused for word in refusal.words],
        "traits": [*query.traits],
        "themes": [*query.themes],
        "numbers": [*query.numbers],
        "parts": [*query.parts],
        "requests": [*query.requests],
        "bare": query.bare,
    }
    known = {name: value for name, value in case.items() if name in got}
    assert {name: got[name] for name in known} == known


@pytest.mark.parametrize("case", [case for case in CASES if case.get("negative")], ids=lambda c: c["query"])
def test_a_need_that_only_sounds_like_a_refusal_is_left_whole(case):
    query = kg.parse(case["query"])
    assert (query.text, query.refused, query.traits) == (case["query"], (), ())


@given(st.text(alphabet="不用开会的，小企业NOT -钱花除了以外也a1", max_size=30))
def test_any_query_can_be_read_and_only_loses_what_it_refuses(text):
    query = kg.parse(text)
    assert all(said.said in text for said in query.refused)
    if not query.refused:
        assert query.text in (text, query.text)
        assert len(query.text) <= len(text)
    assert all(part in query.text for part in query.parts)


@pytest.mark.parametrize(
    ("text", "trait", "word"),
    [
        ("一家民营企业的工会", "private", "民营企业"),
        ("省属国企", "state", "国企"),
        ("镇党委牵头", "township", "镇党委"),
        ("一家公司", "small", None),
    ],
)
def test_a_text_states_a_trait_by_its_words(text, trait, word):
    assert states(text, trait) == word


def test_a_draft_tells_of_itself_and_refuses_nothing():
    draft = "我们镇上的小企业不用开大会就能让职工提意见，" * 5
    assert kg.parse(draft) == kg.Query(draft, (draft,))


def test_every_trait_that_a_query_can_say_has_words_of_texts():
    assert {trait for case in CASES for trait in case.get("traits", ())} <= set(TRAITS)
    assert all(len(words) >= 2 for words in TRAITS.values())
