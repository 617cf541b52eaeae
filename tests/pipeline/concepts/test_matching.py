"""Needs and measures find their practice."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.concepts import matcher, own_vocabulary, query_concepts

CONCEPTS = own_vocabulary().concepts


@pytest.mark.parametrize(
    ("clause", "thing", "concept"),
    [
        ("组织名师带徒活动", "名师带徒活动", "师带徒"),
        ("推行技能等级工资制度", "技能等级工资制度", "技能津贴"),
        ("签订工资专项集体合同", "工资专项集体合同", "集体协商"),
        ("建设户外劳动者服务站30个", "户外劳动者服务站", "户外劳动者驿站"),
        ("今天天气很好", "", None),
        ("", "", None),
    ],
)
def test_a_measure_means_its_practice(clause, thing, concept):
    assert matcher().name_of(matcher().measure(clause, thing)) == concept


@pytest.mark.parametrize(
    ("need", "concept"),
    [
        ("想看点书却没有地方", "职工书屋"),
        ("食堂的饭又贵又难吃", "职工食堂"),
        ("别处怎么搞名师带徒", "师带徒"),
    ],
)
def test_a_need_asks_for_its_practice(need, concept):
    assert query_concepts(need)[0].concept.name == concept


def test_every_name_finds_its_own_concept():
    for entry in own_vocabulary().entries:
        assert query_concepts(entry.concept.name)[0].concept == entry.concept


@given(st.text(max_size=60))
def test_any_text_finds_practices_of_the_vocabulary_with_falling_scores(text):
    found = query_concepts(text)
    scores = [wanted.score for wanted in found]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1 for score in scores)
    assert len({wanted.concept.id for wanted in found}) == len(found) <= 5
    assert query_concepts(text) == found
    meanings = matcher().measure(text, text)
    assert [m.score for m in meanings] == sorted((m.score for m in meanings), reverse=True)
    assert {m.concept_id for m in meanings} <= set(CONCEPTS)
