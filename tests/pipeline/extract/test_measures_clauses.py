"""Clauses: where they end, and what stays whole."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.values import Span
from pipeline.extract.clauses import clauses, is_means


def split(text):
    return [clause.span.of(text) for clause in clauses(text, Span(0, len(text)))]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("举办比武，评选能手；发放奖金。", ["举办比武", "评选能手", "发放奖金"]),
        ("开展“学技术，比贡献”竞赛，成效明显。", ["开展“学技术，比贡献”竞赛", "成效明显"]),
        (
            "印发《关于培训，考核和待遇的意见》，抓好落实。",
            ["印发《关于培训，考核和待遇的意见》", "抓好落实"],
        ),
        ("送去水、毛巾、药品等物品。", ["送去水、毛巾、药品等物品"]),
        ("发放补贴1,200元，惠及30人。", ["发放补贴1,200元", "惠及30人"]),
        ("没有结束的引号“在这里，后面还有，", ["没有结束的引号“在这里", "后面还有"]),
        ("做法有三：建站点", ["做法有三", "建站点"]),
        ("，，，", []),
    ],
)
def test_clauses_end_at_marks_outside_quotes_and_numbers(text, wanted):
    assert split(text) == wanted


def test_a_long_quotation_is_speech_with_clauses_of_its_own():
    text = "他说：“" + "我们天天练，" * 12 + "不怕苦”"
    assert len(split(text)) > 10


def test_a_clause_knows_its_place_and_mark():
    text = "甲厂开会，乙厂开工。"
    assert [(c.index, c.count, c.mark) for c in clauses(text, Span(0, len(text)))] == [
        (0, 2, "，"),
        (1, 2, "。"),
    ]


@pytest.mark.parametrize("text", ["以班组为单位", "通过网上投票等方式", "在车间党支部带领下", "结合职工需求"])
def test_means_lead_on_to_the_next_clause(text):
    assert is_means(text)


@pytest.mark.parametrize("text", ["为职工办了三件实事", "通过了新的章程", "开展培训", "自修设备20台"])
def test_deeds_are_no_means(text):
    assert not is_means(text)


@given(st.text("技能，；“”《》（）1,.\n 。的", max_size=60))
def test_clauses_lie_in_order_within_the_sentence_and_lose_only_marks(text):
    found = [clause.span for clause in clauses(text, Span(0, len(text)))]
    assert found == sorted(found)
    assert all(0 <= span.start < span.end <= len(text) for span in found)
    kept = sum(len(span.of(text)) for span in found)
    assert kept + sum(text.count(mark) for mark in "，；。“”《》（）,\n .") >= len(text.strip())
