"""Themes: plain examples of each, and what the classifier promises."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.values import THEMES
from pipeline.extract.themes import features, theme_of
from pipeline.lexicon import table


@pytest.mark.parametrize(
    ("clause", "theme"),
    [
        ("举办劳模事迹宣讲报告会", "思想引领"),
        ("开展党史学习教育主题活动", "思想引领"),
        ("开展技术攻关和劳动竞赛", "建功立业"),
        ("组建创新工作室攻克工艺难题", "建功立业"),
        ("举办电工技能培训班", "素质提升"),
        ("与技师学院合作办订单班", "素质提升"),
        ("推行技能津贴制度，提高技术工人薪酬", "地位提高"),
        ("打通技术工人职业发展通道", "地位提高"),
        ("吸收货车司机集中入会", "队伍壮大"),
        ("为困难职工发放慰问金", "维权服务"),
        ("为户外劳动者建设爱心驿站", "维权服务"),
        ("建立联席会议制度，制定实施方案", "组织保障"),
    ],
)
def test_plain_examples(clause, theme):
    assert theme_of(clause)[0] == theme


@given(st.text(max_size=40), st.text(max_size=40))
def test_any_text_has_a_theme_with_a_probability(clause, context):
    theme, sure = theme_of(clause, context)
    assert theme in THEMES
    assert 1 / len(THEMES) <= sure + 1e-9 <= 1 + 1e-6


def test_the_heading_speaks_where_the_clause_is_silent():
    assert set(features("抓好这项工作", heading="技能培训")) > set(features("抓好这项工作"))


def test_the_lexicon_names_only_themes():
    assert {row["theme"] for row in table("themes")} == set(THEMES)
