"""Needs and measures find their practice."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.values import Concept
from pipeline.concepts import Entry, Vocabulary, matcher, own_vocabulary, query_concepts
from pipeline.concepts.matching import KEPT, SURE, likest, measure_phrases

CONCEPTS = own_vocabulary().concepts


@pytest.mark.parametrize(
    ("action", "thing", "concept"),
    [
        ("组织", "名师带徒活动", "师带徒"),
        ("为环卫工人送上", "矿泉水、毛巾等清凉物资", "送清凉"),
        ("开展", "工资集体协商", "工资集体协商"),
        ("建设", "户外劳动者服务站", "户外劳动者驿站"),
        ("推广", "积分式技能薪酬制度", "薪酬激励"),
        ("", "", None),
        ("x", "yz", None),
    ],
)
def test_a_measure_means_its_practice(action, thing, concept):
    assert matcher().name_of(matcher().measure(action + thing, thing)) == concept


@pytest.mark.parametrize(
    ("need", "concept"),
    [
        ("想看点书却没有地方", "职工书屋"),
        ("食堂的饭又贵又难吃", "职工食堂"),
        ("孩子放暑假没人管", "职工子女托管"),
        ("老板拖着工钱不给", "欠薪治理"),
        ("送外卖的小哥没地方歇脚", "骑手之家"),
        ("老师傅快退休了，新来的不会干", "师带徒"),
        ("把退休老师傅请回来教徒弟", "师带徒"),
        ("退休的老职工没人管", "退休职工关爱"),
    ],
)
def test_a_need_in_everyday_words_asks_for_its_practice(need, concept):
    best = query_concepts(need)[0]
    assert (best.concept.name, best.score > 0.5) == (concept, True)
    entry = next(entry for entry in own_vocabulary().entries if entry.concept == best.concept)
    assert best.matched in (*entry.needs, *entry.names, *entry.wordings)


def test_a_name_that_stands_in_a_need_outweighs_all_else_and_is_what_matched():
    best = query_concepts("别处怎么搞名师带徒")[0]
    assert (best.concept.name, best.matched) == ("师带徒", "名师带徒")
    assert best.score > 0.9


def test_who_does_not_ask_why_is_told_names_alone():
    for need, said in (("想看点书却没有地方", ""), ("别处怎么搞名师带徒", "名师带徒")):
        best, told = query_concepts(need)[0], query_concepts(need, explain=False)[0]
        assert (told.concept, told.score, told.matched) == (best.concept, best.score, said)


def test_every_name_finds_its_own_concept():
    for entry in own_vocabulary().entries:
        assert query_concepts(entry.concept.name, top=1)[0].concept == entry.concept


def test_what_is_not_sure_is_kept_with_its_score_and_named_nowhere():
    meanings = matcher().measure("开展活动", "活动")
    assert all(KEPT <= meaning.score < SURE for meaning in meanings)
    assert matcher().name_of(meanings) is None


def test_a_users_vocabulary_is_matched_by_its_table_alone():
    entries = (
        Entry(Concept("audit", "查房"), ("夜查",), ("逐床查看",), ("夜里病人没人管",)),
        Entry(Concept("triage", "分诊"), (), ("按轻重排队",), ("急诊等太久", "重病人排在后面")),
    )
    found = query_concepts("急诊的队伍太长", of=Vocabulary(entries))
    assert (found[0].concept.id, found[0].matched) == ("triage", "急诊等太久")
    assert query_concepts("想看书", of=Vocabulary(())) == ()


def test_annotated_measures_are_phrases_of_their_concepts():
    some = Vocabulary((Entry(Concept("a", "甲一")), Entry(Concept("b", "乙二", definition="丙三"))))
    assert measure_phrases(some, [("b", "丁四")]) == [("甲一", 0), ("乙二", 1), ("丙三", 1), ("丁四", 1)]


def test_the_likest_phrase_shares_most_characters():
    entry = Entry(Concept("a", "查房"), (), ("逐床查看",), ("夜里没人管",))
    assert [likest(text, entry) for text in ("晚上没有人管", "查看", "")] == [
        "夜里没人管",
        "逐床查看",
        "夜里没人管",
    ]


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


def test_measures_mean_together_what_each_means_alone():
    told = [("开展师带徒活动", "师带徒活动"), ("", ""), ("为职工办起图书角", "图书角"), ("开展活动", "活动")]
    assert matcher().measures(told) == [matcher().measure(clause, thing) for clause, thing in told]
    assert matcher().measures([]) == []
