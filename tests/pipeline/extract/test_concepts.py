"""Concepts: the vocabulary is sound, and wordings find their practice."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.values import THEMES
from pipeline.extract.concepts import concept_of, concepts, named


@pytest.mark.parametrize(
    ("text", "concept"),
    [
        ("组织名师带徒活动", "师带徒"),
        ("推行技能等级工资制度", "技能津贴"),
        ("签订工资专项集体合同", "集体协商"),
        ("建设户外劳动者服务站30个", "户外劳动者驿站"),
        ("想看点书却没有地方", "职工书屋"),
        ("食堂的饭又贵又难吃", "职工食堂"),
        ("今天天气很好", None),
        ("", None),
    ],
)
def test_wordings_find_their_practice(text, concept):
    assert concept_of(text) == concept


def test_the_longest_name_decides():
    assert named("成立创新工作室") == "创新工作室"
    assert named("成立创新工作室联盟") == "工作室联盟"


def test_every_concept_is_complete():
    for concept in concepts():
        assert concept.definition
        assert len(concept.needs) >= 3
        assert concept.theme in THEMES


def test_ids_and_names_are_unique_and_no_name_means_two_practices():
    names = [name for concept in concepts() for name in {concept.name, *concept.aliases}]
    assert [name for name, count in Counter(names).items() if count > 1] == []
    assert len({concept.id for concept in concepts()}) == len(concepts())


def test_broader_concepts_exist_and_make_no_circle():
    parents = {concept.id: concept.broader for concept in concepts()}
    for start in parents:
        seen, at = set(), start
        while at:
            assert at not in seen
            seen.add(at)
            at = parents[at]


def test_there_are_concepts_for_every_theme():
    assert {concept.theme for concept in concepts()} == set(THEMES)
    assert len(concepts()) >= 120


def test_every_name_and_need_finds_its_own_concept():
    for concept in concepts():
        assert concept_of(concept.name) == concept.name


@given(st.text(max_size=60))
def test_any_text_finds_a_practice_of_the_vocabulary_or_none(text):
    assert concept_of(text) in {None, *(concept.name for concept in concepts())}
