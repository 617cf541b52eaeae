"""Practices for a need."""

from dataclasses import replace

import pytest

import kg
from kg.measures import WEIGHTS, Scored, _order
from kg.values import Span


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
    assert kg.practices(db, "多会几手") == ()
    (best,) = kg.practices(db, "多会几手", concepts=["技能津贴"])
    assert best.text == "设立技能津贴"
    assert {why.signal for why in best.reasons[:3]} == {"concept", "wording", "case"}
    case = next(why for why in best.reasons if why.signal == "case")
    assert "津贴" in case.detail  # what tells of the concept, not the one character that need and case share


def test_results_make_a_practice_worth_more_but_never_answer_alone(db):
    practice = kg.practices(db, "师带徒")[0]
    weights = {why.signal: why.weight for why in practice.reasons}
    gained = weights.pop("results")
    weights.pop("doubt")
    assert gained == pytest.approx(WEIGHTS["results"] * sum(weights.values()), abs=0.001)
    assert kg.practices(db, "太空旅行") == ()


def test_a_measure_that_may_be_none_counts_less(db):
    practice = kg.practices(db, "师带徒")[0]
    (doubt,) = (why for why in practice.reasons if why.signal == "doubt")
    sure = practice.score - doubt.weight
    confidence = float(doubt.detail)
    assert doubt.weight == pytest.approx(WEIGHTS["doubt"] * (1 - confidence) * sure, abs=0.005)
    assert doubt.weight < 0


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


def test_of_equal_measures_each_case_has_one_before_a_second_of_any():
    rows = [{"article_id": case, "id": f"{case}/{own}", "confidence": 0.9} for case in "ab" for own in "12"]
    ordered = _order([Scored(row, {"words": 0.5}, {}, 0.2) for row in rows])
    assert [one.row["id"] for one in ordered] == ["a/1", "b/1", "a/2", "b/2"]


def test_measures_of_reports_of_one_event_are_one_hit_that_names_the_others(db, dock):
    source = replace(dock.article.source, path="again.txt")
    article = replace(dock.article, id="again", text=f"{dock.article.text}（转载）", source=source)
    kg.add(db, source, [replace(dock, article=article)], extractor="hand")
    found = kg.practices(db, "发放慰问金")
    named = {(one.case_id, *(twin.case_id for twin in one.duplicates)) for one in found[:1]}
    assert {frozenset(ids) for ids in named} == {frozenset({dock.article.id, "again"})}
    assert found[0].to_record()["duplicates"][0]["path"] in {"again.txt", dock.article.source.path}


@pytest.mark.parametrize(
    ("filters", "wanted"),
    [
        (kg.Filters(theme="维权服务"), {"开展工资集体协商", "发放慰问金"}),
        (kg.Filters(results=True), {"推行师带徒制度", "开展工资集体协商", "发放慰问金"}),
        (kg.Filters(place="青禾", theme="素质提升"), {"推行师带徒制度"}),
        (kg.Filters(industry="港务"), {"开展工资集体协商", "发放慰问金"}),
        (kg.Filters(confidence=0.99), set()),
    ],
)
def test_only_measures_within_the_filters_are_found(db, filters, wanted):
    found = {one.text for one in kg.practices(db, "师带徒 津贴 协商 慰问", filters=filters)}
    assert found <= wanted
    assert bool(found) == bool(wanted)


def test_what_a_need_refuses_counts_against_a_measure_and_is_told(db):
    (plain,) = [one for one in kg.practices(db, "帮困难职工的办法") if one.text == "发放慰问金"]
    (less,) = [one for one in kg.practices(db, "不花钱帮困难职工的办法") if one.text == "发放慰问金"]
    assert less.score < plain.score
    (why,) = [why for why in less.reasons if why.signal == "refused"]
    assert (why.detail, why.weight < 0) == ("不花钱", True)


def test_of_what_was_found_only_what_is_picked_is_explained_as_it_would_be_anyway(db):
    whole, told = kg.practices(db, "职工 技能"), []
    assert len(whole) > 1
    assert kg.practices(db, "职工 技能", pick=lambda found: told.extend(found) or [1]) == whole[1:2]
    assert told == [
        {"case_id": one.case_id, "theme": one.theme, "concept": one.concept, "has_results": bool(one.results)}
        for one in whole
    ]


def test_measures_of_one_sentence_are_one_hit_that_tells_the_others(empty, dock):
    first = next(one for one in dock.measures if one.text == "发放慰问金")
    other = replace(first, id="m9", text="慰问金", span=Span(first.span.start + 2, first.span.end))
    kg.add(empty, dock.article.source, [replace(dock, measures=(*dock.measures, other))], extractor="hand")
    (found,) = kg.practices(empty, "发放慰问金")
    assert {found.text, *found.also} == {"发放慰问金", "慰问金"}
    assert set(found.to_record()["also"]) == set(found.also)


def test_a_report_that_tells_an_event_twice_is_named_once(db, dock):
    text, behind = dock.article.text, len(dock.article.text) + 1
    first = next(one for one in dock.measures if one.text == "发放慰问金")
    moved = {"span": first.span.shifted(behind), "evidence": first.evidence.shifted(behind)}
    twice = replace(
        dock.article,
        id="twice",
        text=f"{text}\n{text}\n{'天气晴好。' * 99}",
        source=replace(dock.article.source, path="2.txt"),
    )
    measures = (*dock.measures, replace(first, id="m9", **moved))
    kg.add(db, twice.source, [replace(dock, article=twice, measures=measures)], extractor="hand")
    (found,) = [one for one in kg.practices(db, "发放慰问金") if one.duplicates]
    assert len(found.duplicates) == 1
