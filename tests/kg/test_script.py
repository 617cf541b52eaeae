"""A question in either script finds texts in both."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

import kg
from kg.lexical import Terms, grams
from kg.lexicon import table
from kg.script import forms, plain, simplified, traditional
from kg.values import Case

TRADITIONAL = "青禾縣水泵廠工會推行師帶徒制度，簽訂師徒協議120對，技師佔比提高了。"


@pytest.fixture
def both(db, pump):
    """A graph that has a case in traditional characters too."""
    article = replace(pump.article, id="old", text=TRADITIONAL, title=None, parts=())
    source = replace(pump.article.source, path="old.txt")
    kg.add(db, source, [Case(replace(article, source=source))], extractor="hand")
    return db


@pytest.mark.parametrize("query", ["师带徒协议", "師帶徒協議"])
@pytest.mark.parametrize("few", [1500, 0])
def test_either_script_finds_both(both, monkeypatch, query, few):
    monkeypatch.setattr("kg.candidates.FEW", few)
    hits = {hit.case_id: hit for hit in kg.similar(both, query)}
    assert "old" in hits
    assert len(hits) > 1
    (why,) = [why for why in hits["old"].reasons if why.signal == "words"]
    assert simplified(TRADITIONAL[why.start : why.end]) in why.detail
    assert hits["old"].snippet == TRADITIONAL


@pytest.mark.parametrize("query", ["师带徒 协议", "師帶徒 協議"])
def test_keywords_in_either_script_find_both(both, query):
    (hit,) = [hit for hit in kg.search(both, query) if hit.case_id == "old"]
    assert [TRADITIONAL[why.start : why.end] for why in hit.reasons] == ["師帶徒", "協議"]


def test_terms_are_counted_in_both_scripts():
    texts = ["师带徒，师傅", "師帶徒，師傅", "徒劳"]
    counts = Terms(dict.fromkeys(["师带", "师", "徒"], 1.0)).counts(texts)
    assert counts.tolist() == [[1, 2, 1], [1, 2, 1], [0, 0, 1]]
    assert grams("師帶") == grams("师带")


def test_a_character_has_one_simplified_form_and_no_form_twice():
    every = [old for row in table("characters") for old in row["traditional"]]
    assert len(set(every)) == len(every)
    assert all(forms(row["simplified"]) == row["traditional"] for row in table("characters"))


@given(st.text())
def test_places_stay_places(text):
    for told in (plain(text), simplified(text), traditional(text)):
        assert len(told) == len(text)
    assert simplified(simplified(text)) == simplified(text)


@given(st.text(st.sampled_from("工會師帶徒AΣİ。 5"), max_size=12))
def test_what_is_only_simplified_where_it_must_be_is_as_if_it_always_were(text):
    assert simplified(text) == "".join(map(simplified, text))
    assert simplified(simplified(text)) == simplified(text)
