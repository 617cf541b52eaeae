"""Reading order: lines joined and moved where that is clearly better, and left alone where it is not."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.repair import Joints, arrange, is_broken, is_unfinished, opening, read_number, starts_inside
from pipeline.repair.blocks import Page, Scores
from pipeline.repair.joints import breaks_off, lacks_beginning

TABLE = Path(__file__).parents[2] / "cases" / "repair.jsonl"
CASES = [json.loads(line) for line in TABLE.read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_a_case_comes_out_in_the_order_it_says(case):
    texts = [line.lstrip("#") for line in case["lines"]]
    order = arrange(texts, [line.startswith("#") for line in case["lines"]])
    found = ["".join(texts[index] for index in paragraph) for paragraph in order.paragraphs]
    assert found == [line.lstrip("#") for line in case["paragraphs"]]
    assert len(order.cut) == case["cut"]
    assert bool(order.moved) == ("".join(found) != "".join(texts))


@settings(max_examples=150)
@given(st.lists(st.tuples(st.text(min_size=1, max_size=30), st.booleans()), max_size=16))
def test_every_line_comes_out_once(lines):
    order = arrange([text for text, _ in lines], [heading for _, heading in lines])
    assert sorted(index for paragraph in order.paragraphs for index in paragraph) == list(range(len(lines)))
    assert order.moved <= set(range(len(lines)))


@settings(max_examples=100)
@given(st.lists(st.integers(0, 3), max_size=12))
def test_whole_sentences_are_never_moved(kinds):
    sentences = ["工会办起了夜校。", "职工都来听课。", "大家学得认真，记了满满一本。", "“学了就能用。”他说。"]
    texts = [sentences[kind] for kind in kinds]
    assert arrange(texts, [False] * len(texts)).paragraphs == tuple((index,) for index in range(len(texts)))


def test_a_true_joint_is_likelier_than_a_false_one():
    joints = Joints(["产业工人", "职工"])
    assert joints.score("推动产业工", "人队伍建设") > joints.score("推动产业工", "近年来，工会")


def test_a_closing_mark_wants_its_opening_mark():
    joints = Joints([])
    assert joints.score("打破“隔", "层”，实现共享") > joints.score("打破隔", "层”，实现共享")


def test_words_of_the_document_speak_for_a_joint():
    plain, own = Joints([]), Joints(["焊花奖"])
    assert own.score("获得焊", "花奖的人") > plain.score("获得焊", "花奖的人")


def test_an_opening_of_a_report_opens_and_a_rest_of_a_word_does_not():
    assert opening("近年来，") > 0 > opening("能培训，")


@pytest.mark.parametrize(
    "text", ["成效明显。", "他说：“好。”", "包括：", "如下；", "来了……", "（记者 李大明）"]
)
def test_a_finished_line_is_not_unfinished(text):
    assert not is_unfinished(text)


@pytest.mark.parametrize(
    "text", ["特此通知", "云栖市总工会", "来源：江海晨报客户端，编辑李大明，下载客户端看更多新闻"]
)
def test_a_short_line_or_a_margin_is_not_broken(text):
    assert not is_broken(text)


def test_a_bracket_that_nothing_opens_is_a_start_inside():
    assert starts_inside("办法》，津贴按月发放")
    assert not starts_inside("《办法》规定，津贴按月发放")


@pytest.mark.parametrize(
    ("text", "number"),
    [("十、总结", 10), ("十二、总结", 12), ("二十一、", 21), ("3.总结", 3), ("总结", None)],
)
def test_a_heading_tells_its_number(text, number):
    assert read_number(text) == number


def test_the_row_of_a_table_is_not_broken():
    assert not is_broken("细纱挡车\t64\t周文\t青禾纺织有限公司，二车间\t96.5\t41")


@pytest.mark.parametrize(
    "end",
    [
        "李大明",
        "江海晚报综合报道",
        "《江海日报》（2021年3月4日 04版）",
        "详情见https://example.org/news",
        "获奖名单：白河船厂，青禾公司，江海机械公司，临江化工公司",
        "本文来源江海晚报，转载时注明作者和出处，谢谢大家的支持",
        "青禾公司  白河船厂  江海机械公司  临江化工公司",
        "（完）（江海社特稿）",
    ],
)
def test_what_stands_behind_the_last_sentence_is_no_sentence_that_breaks_off(end):
    assert not breaks_off(f"工会办起了夜校，职工都来听课。{end}")


def test_a_clause_behind_the_last_sentence_breaks_off():
    assert breaks_off("工会办起了夜校。职工下了班就来，学会了焊接，回到车间里能")


@pytest.mark.parametrize(
    "text", ["开展”学技能“活动。", "(通讯员 李大明）工会办起了夜校。", "O’Neill’s说：好。"]
)
def test_marks_of_the_wrong_kind_or_way_round_lack_no_beginning(text):
    assert not lacks_beginning(text)


def test_speech_that_runs_over_paragraphs_is_whole():
    texts = ["“工会办起了夜校，职工都来听课。", "大家学得认真，记了满满一本。", "学了就能用。”他说。"]
    order = arrange(texts, [False] * 3)
    assert order.paragraphs == ((0,), (1,), (2,))
    assert order.cut | order.headless | order.moved == frozenset()


@pytest.mark.parametrize(
    "tail", ["更多精彩内容请进入财经频道", "李大明", "https://example.org/news", "（完）"]
)
def test_a_line_behind_a_sound_text_moves_nothing(tail):
    texts = [
        "市总工会开办职工夜校，每周三晚上授课，六百名青年工人走进课堂。",
        "近年来，云栖市总工会把车间当课堂，把师傅请上台。",
        "日前，夜校开到工地。大家学得认真，记了满满一本。",
        tail,
    ]
    order = arrange(texts, [False] * len(texts))
    assert order.paragraphs == ((0,), (1,), (2,), (3,))
    assert order.cut | order.moved == frozenset()


def test_lines_in_a_known_order_are_joined_and_never_moved():
    texts = [
        "层”打破了，大家都来上课，学技能的劲头一天比一天足。",
        "班组之间有一道看不见的墙，夜校打破了各班组之间的“隔",
    ]
    moved = arrange(texts, [False, False])
    stays = arrange(texts, [False, False], ordered=True)
    assert moved.paragraphs == ((1, 0),)
    assert stays.paragraphs == ((0,), (1,))
    assert not stays.moved


class Told:
    """Joints whose scores are told by the numbers that the two lines bear."""

    def __init__(self, scores):
        self.scores = scores

    def score(self, tail, head):
        return self.scores.get((tail[-1], head[0]), -20.0)


@pytest.mark.parametrize(
    ("gain", "joints", "rival", "cut", "better"),
    [
        (6.0, (-1.0, -20.0), -50.0, True, True),  # clear, and one joint is fair
        (6.0, (-2.0, -2.0), -50.0, True, False),
        (3.0, (1.5, 1.5), -50.0, True, True),  # small, but every joint is plausible
        (3.0, (1.5, 0.5), -50.0, True, False),
        (1.9, (9.0, 9.0), -50.0, True, False),
        (13.0, (5.0, -9.0), -0.1, True, True),  # large, though another order is near
        (13.0, (5.0, -9.0), -0.1, False, False),  # but whole lines are parted
        (11.0, (5.0, -9.0), -0.1, True, False),
        (13.0, (5.0, -9.0), 0.9, True, False),
    ],
)
def test_an_order_must_be_better_by_so_much(gain, joints, rival, cut, better):
    told = Told(dict(zip((("1", "3"), ("3", "2")), joints, strict=True)))
    page = Page(["1甲1", "2乙2", "3丙3"], [False] * 3, [True, True, cut], told, {})
    scores = Scores([0.0, rival, -50.0], [[0.0, 0.0, gain], [0.0] * 3, [0.0] * 3], [0.0] * 3)
    assert page.is_better(scores, [range(1), range(1, 2), range(2, 3)], (0, 2, 1)) is better
