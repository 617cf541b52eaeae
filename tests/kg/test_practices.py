"""Practices for a need."""

from dataclasses import replace

import pytest

import kg
from kg.practices import WEIGHTS
from kg.values import Case


def test_the_measure_that_answers_comes_first(db, pump):
    best = kg.practices(db, "怎么推行师带徒")[0]
    assert (best.case_id, best.text, best.actor) == (pump.article.id, "推行师带徒制度", "云麓泵业")
    assert [result.raw for result in best.results] == ["由21.5%提高到30%", "120对"]
    assert best.measure_id == f"{pump.article.id}/m1"
    assert best.text in best.evidence


def test_every_practice_is_where_it_says(db):
    found = kg.practices(db, "职工 技能 协商 慰问")
    assert len(found) >= 3
    for practice in found:
        text = kg.case(db, practice.case_id).article.text
        assert text[practice.start : practice.end] == practice.text
        assert practice.evidence in text
        assert practice.reasons
        for why in practice.reasons:
            assert text[why.start : why.end]


def test_a_concept_of_the_need_finds_what_its_words_do_not(db):
    assert kg.practices(db, "让年轻人愿意学手艺") == ()
    (best,) = kg.practices(db, "让年轻人愿意学手艺", concepts=["技能津贴"])
    assert (best.text, best.reasons[0].signal, best.score) == ("设立技能津贴", "concept", WEIGHTS["concept"])


def test_results_make_a_practice_worth_more_but_never_answer_alone(db):
    practice = kg.practices(db, "师带徒")[0]
    weights = {why.signal: why.weight for why in practice.reasons}
    gained = weights.pop("results")
    assert gained == pytest.approx(WEIGHTS["results"] * sum(weights.values()), abs=0.001)
    assert kg.practices(db, "太空旅行") == ()


def test_an_actor_named_in_the_need_counts(db):
    signals = {why.signal for why in kg.practices(db, "海晏港务集团的工资协商")[0].reasons}
    assert {"words", "actor", "results"} <= signals


def test_a_practice_as_json_has_the_keys_of_the_contract(db):
    record = kg.practices(db, "师带徒")[0].to_record()
    assert {
        "rank", "case_id", "title", "path", "score", "reasons", "measure_id", "text", "action", "object",
        "actor", "theme", "concept", "results", "evidence",
    } <= set(record)  # fmt: skip
    assert record["results"][0]["raw"] == "由21.5%提高到30%"
    assert record["results"][0]["from"] == 21.5
    assert kg.answer("师带徒", kg.practices(db, "师带徒"))["hits"][0] == record


@pytest.mark.parametrize("top", [0, 1, 2])
def test_no_more_practices_than_asked_for(db, top):
    assert [p.rank for p in kg.practices(db, "职工 技能 协商", top=top)] == list(range(1, top + 1))


def test_a_concept_is_known_by_its_name_in_the_need(db):
    best = kg.practices(db, "我想了解困难帮扶")[0]
    assert (best.text, {why.signal for why in best.reasons} >= {"concept"}) == ("发放慰问金", True)


def test_of_equal_measures_each_case_has_one_before_a_second_of_any(db, dock):
    text = dock.article.text
    for name in ("a", "b"):
        source = replace(dock.article.source, path=f"{name}.txt")
        twice = [replace(dock.measures[1], id=own, concept="走访", results=()) for own in ("m1", "m2")]
        case = Case(
            replace(dock.article, id=f"{name}{dock.article.id}", text=text, source=source),
            measures=twice,
            concepts=dock.concepts,
        )
        kg.add(db, source, [case], extractor="hand")
    found = kg.practices(db, "谁来上门", concepts=["走访"])
    assert [practice.case_id[0] + practice.measure_id[-1] for practice in found] == ["a1", "b1", "a2", "b2"]
