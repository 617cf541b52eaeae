"""What a need says in everyday words is found as texts write it, and never counts before its own words."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

import kg
from kg.asked import asked_by_text
from kg.everyday import written
from kg.lexical import Terms
from kg.lexicon import table
from kg.signals import lexical, words_in
from kg.values import Case

ROWS = table("everyday")
CLINIC = "县医院的医务人员每月到砖厂，为职工量血糖、讲用药。"


@pytest.fixture
def clinic(db, pump):
    """A graph that has a case of a clinic, which says no word of 娃 or 大夫."""
    article = replace(pump.article, id="clinic", text=CLINIC, title=None, parts=())
    source = replace(pump.article.source, path="clinic.txt")
    kg.add(db, source, [Case(replace(article, source=source))], extractor="hand")
    return db


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("大夫", ("医生", "医务", "专家")),
        ("想请大夫或者医生", ("医务", "专家")),  # what the text says itself is no news
        ("泥瓦匠", ("建筑工人",)),  # the longest word, not one within it
        ("技能竞赛", ()),
        ("", ()),
    ],
)
def test_everyday_words_are_read_as_texts_write_them(text, words):
    assert written(text) == words


@given(st.lists(st.sampled_from([row["said"] for row in ROWS]), max_size=4))
def test_what_is_written_is_of_the_table_and_not_said(said):
    text = "，".join(said)
    known = {word for row in ROWS for word in row["written"].split("|")}
    found = written(text)
    assert len(found) == len({*found})
    assert all(word in known and word not in text for word in found)


def test_the_table_says_each_word_once_and_never_writes_it_as_itself():
    said = [row["said"] for row in ROWS]
    assert len(said) == len({*said})
    for row in ROWS:
        words = row["written"].split("|")
        assert len(words) == len({*words})
        assert not any(word in row["said"] for word in words), row
        assert all(len(word) > 1 for word in words), row


def test_every_word_of_the_table_is_said_in_a_need():
    needs = "\n".join(row["need"] for row in table("needs", "pipeline.lexicon"))
    assert [row["said"] for row in ROWS if row["said"] not in needs] == []


@pytest.mark.parametrize("few", [1500, 0])
def test_a_text_is_found_that_says_it_otherwise(clinic, monkeypatch, few):
    monkeypatch.setattr("kg.candidates.FEW", few)
    hit = kg.similar(clinic, "哪里有大夫")[0]
    assert hit.case_id == "clinic"
    (why,) = [why for why in hit.reasons if why.signal == "words"]
    assert why.detail == "医务"
    assert CLINIC[why.start : why.end] == "医务"
    assert sum(why.weight for why in hit.reasons) == pytest.approx(hit.score, abs=2e-4)


def test_own_words_count_for_more_and_leave_less_to_those_near(clinic):
    asked = asked_by_text(clinic, "大夫到砖厂", ())
    words, _, unsaid = lexical(asked, ["到砖厂", "医务", "泵"], 20.0)
    assert words[0] > words[1] > words[2] == 0
    _, _, alone = lexical(asked, ["医务", "泵"], 20.0)
    assert unsaid < alone == 1


def test_a_draft_is_written_already(clinic):
    assert asked_by_text(clinic, "大夫" * 41, ()).near == Terms({})
    assert asked_by_text(clinic, "大夫", ()).written == ("医生", "医务", "专家")


def test_a_reason_names_own_words_first(clinic):
    asked = asked_by_text(clinic, "大夫到砖厂", ())
    assert words_in(asked, CLINIC)[0] == "砖厂, 医务"
    assert words_in(asked, "甲乙丙") is None
