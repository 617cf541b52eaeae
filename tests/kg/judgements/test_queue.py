"""What to look at first."""

from dataclasses import replace
from decimal import Decimal

import pytest

import kg
from kg import Opinion
from kg.errors import BadJudgement
from kg.values import Entity, Indicator


def test_the_least_sure_come_first_and_facts_of_no_confidence_last(db):
    found = kg.review_queue(db, top=100)
    told = [item.confidence for item in found]
    sure = [one for one in told if one is not None]
    assert sure == sorted(sure)
    assert told == sure + [None] * (len(told) - len(sure))
    assert {item.kind for item in found} == {"entity", "indicator", "measure", "relation"}


def test_every_item_can_be_judged_by_its_name_and_then_is_gone(db):
    for item in kg.review_queue(db, top=100):
        kg.judge(db, Opinion(item.fact, "confirm"), person="林工")
    assert kg.review_queue(db, top=100) == ()
    statuses = {item.status for case_id in kg.case_ids(db) for item in kg.review_case(db, case_id)}
    assert statuses == {"confirmed"}
    assert list(kg.check(db)) == []


def test_the_queue_is_filtered_by_kind_confidence_and_number(db):
    assert {item.kind for item in kg.review_queue(db, kinds=["measure"], top=9)} == {"measure"}
    assert {item.confidence for item in kg.review_queue(db, kinds=["measure", "indicator"], below=0.85)} == {
        0.8
    }
    assert len(kg.review_queue(db, top=3)) == 3
    assert kg.review_queue(db, kinds=[]) == ()
    with pytest.raises(BadJudgement, match="article"):
        kg.review_queue(db, kinds=["article"])


def test_an_item_shows_its_sentence_its_place_and_its_fields(db, pump):
    item = next(one for one in kg.review_queue(db, top=99) if one.id == f"{pump.article.id}/i3")
    assert item.evidence.rstrip() == "公司工会设立技能津贴，高级工每月补贴500元。"
    assert pump.article.text[item.start : item.end] == item.quote == "500元"
    assert (item.values["unit"], item.title) == ("元/月", pump.article.title)
    assert item.to_record()["values"] == item.extracted
    person = next(one for one in kg.review_queue(db, kinds=["entity"], top=99) if one.quote == "林望舒")
    assert person.evidence == "青禾县总工会主席 林望舒\n"


def test_numbers_that_another_article_tells_otherwise_are_conflicts(db, pump, dock):
    text = dock.article.text
    at = text.index("海晏港务集团")
    owner = Entity(
        "e1", "enterprise", "海晏港务集团", ("云麓泵业有限公司",), dock.entities[0].mentions, "hand"
    )
    mine = pump.indicators[0]
    other = replace(dock.indicators[0], subject="海晏港务集团", subject_id="e1", metric="覆盖")
    theirs: Indicator = replace(
        other, metric=mine.metric, unit=mine.unit, value=Decimal(90),
        period_start=mine.period_start, period_end=mine.period_end,
    )  # fmt: skip
    named = replace(dock, entities=(owner, dock.entities[1]), indicators=(theirs,), measures=(), relations=())
    assert at >= 0
    kg.add(db, dock.article.source, [replace(named, concepts=())], extractor="hand")
    kg.judge(
        db,
        Opinion(f"{pump.article.id}/e1", "merge", other=f"{dock.article.id}/e1"),
        person="林工",
    )
    found = kg.review_queue(db, kinds=["indicator"], conflicts=True)
    assert {item.id: item.conflict for item in found} == {
        f"{pump.article.id}/i1": "《码头上的议薪会》的数值为 90",
        f"{dock.article.id}/i1": "《以师带徒补齐技能短板》的数值为 120",
    }


def test_one_name_of_two_types_is_a_conflict(db, dock):
    park = Entity("e3", "park", "青禾县", (), dock.entities[1].mentions, "hand")
    kg.add(db, dock.article.source, [replace(dock, entities=(*dock.entities, park))], extractor="hand")
    found = kg.review_queue(db, kinds=["entity"], conflicts=True)
    assert {(item.values["type"], item.conflict) for item in found} == {
        ("park", "库中同名者另有类型 place"),
        ("place", "库中同名者另有类型 park"),
    }


def test_all_facts_of_a_case_are_shown_with_what_was_judged_of_them(db, pump):
    p = pump.article.id
    kg.judge(db, Opinion(f"{p}/e2", "reject"), person="林工")
    found = {item.fact: item for item in kg.review_case(db, p)}
    assert len(found) == 4 + 3 + 2 + 3
    rejected = [item for item in found.values() if item.status]
    assert [(item.id, item.quote, item.status) for item in rejected] == [(None, "青禾县", "rejected")]
    assert [item.kind for item in found.values()] == sorted(item.kind for item in found.values())
