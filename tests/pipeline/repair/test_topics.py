"""Topics: lines fall to the text that they share words with."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.repair.topics import Topics, pairs

SCHOOL = ("船厂为焊工开办夜校，每周三晚上授课，六百名青年工人学会了数控编程。", "夜校请劳模当老师。")
SHELTER = ("环卫工人在驿站里歇脚，驿站备有饮水机和急救箱。", "骑手送完外卖也来驿站喝水。")
LINES = st.lists(st.text(st.sampled_from("夜校船厂焊工驿站饮水，。3a"), max_size=12), max_size=4)


@pytest.mark.parametrize(
    ("line", "sign"),
    [("下一步，夜校的数控编程课要开到更多船厂。", 1), ("骑手把驿站的饮水机和急救箱说给同伴听。", -1)],
)
def test_a_line_belongs_to_the_text_that_shares_its_words(line, sign):
    assert Topics.of(SCHOOL, SHELTER).odds(line) * sign > 3


def test_a_line_that_shares_nothing_says_hardly_anything():
    assert abs(Topics.of(SCHOOL, SHELTER).odds("2023年8月")) < 1


def test_pairs_do_not_cross_marks_and_digits():
    assert pairs("夜校，3次课") == {"夜校", "次课"}


@given(LINES, LINES, st.text(max_size=30))
def test_odds_are_bounded_and_what_both_share_does_not_count(one, other, line):
    topics = Topics.of(one, other)
    assert not topics.one & topics.other
    assert -6.0 <= topics.odds(line) <= 6.0
    assert Topics.of(one, one).odds(line) == Topics.of([], []).odds(line)
