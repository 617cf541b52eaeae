"""Reports of one event are grouped."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.duplicates import alike, group, sketch, sketches

STORY = "青禾县总工会昨天在云麓泵业开设职工书屋，藏书三千册，夜班工人下了班也能借书，半年来借出一千二百册。"
OTHER = "海晏港务集团与职工代表谈定今年的工资，涨幅为百分之五，集体合同覆盖三万二千人，满意率超过九成五。"


def test_reports_of_one_event_are_one_group_in_the_order_of_the_first():
    retold = "本报讯 记者林望舒报道：" + STORY + "县里计划明年再开五家。"
    assert group([STORY, OTHER, retold], 10) == [[0, 2], [1]]


def test_no_more_groups_are_begun_than_asked_for_but_the_begun_are_filled():
    assert group([STORY, OTHER, STORY], 1) == [[0, 2]]
    assert group([STORY], 0) == []


def test_texts_of_one_owner_do_not_repeat_each_other():
    assert group([STORY, STORY, STORY], 5, owners=["a", "a", "b"]) == [[0, 2], [1]]


@pytest.mark.parametrize("text", ["", "工会", "，。！"])
def test_short_texts_are_like_nothing(text):
    assert alike(sketch(text), sketch(STORY)) == 0.0


@given(st.text(max_size=60), st.text(max_size=60))
def test_likeness_is_the_same_from_both_sides_and_whole_with_itself(left, right):
    one, other = sketch(left), sketch(right)
    assert alike(one, other) == alike(other, one)
    assert 0 <= alike(one, other) <= 1
    assert alike(one, one) == (1.0 if one else 0.0)


WORDS = ["工会", "职工", "书屋", "师徒", "技能", "津贴", "竞赛", "协商", "食堂", "安全", "班组", "工匠"]
TEXTS = st.lists(st.sampled_from(WORDS), min_size=0, max_size=30).map("".join)


@given(st.lists(TEXTS, max_size=12), st.integers(0, 12), st.booleans())
def test_groups_are_those_that_comparing_each_with_each_finds(texts, top, owned):
    owners = [str(len(text) % 3) for text in texts] if owned else []
    found = []
    for number, text in enumerate(texts):
        for members in found:
            own = owned and owners[members[0]] == owners[number]
            if not own and alike(sketch(texts[members[0]]), sketch(text)) >= 0.5:
                members.append(number)
                break
        else:
            if len(found) < top:
                found.append([number])
    assert group(texts, top, owners=owners) == found


@given(st.lists(st.text("工会职工书屋，。 a", max_size=40), max_size=8))
def test_texts_are_sketched_together_as_one_by_one(texts):
    assert sketches(texts) == [sketch(text) for text in texts]
