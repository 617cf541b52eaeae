"""Columns of neighbours on a page: each article gets its own parts back, and whole articles keep theirs."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.values import Document, Source
from pipeline.split import split

ONE = (
    "近年来，云栖市总工会围绕产业工人队伍建设改革，把车间当课堂，把师傅请上台。",
    "云栖市总工会联合职业院校开办夜校，每周三晚上授课，已有六百名青年工",
    "人走进课堂，学会了数控编程和设备点检。",
    "市总工会还推动企业签订技能工资专项协议。",
)
OTHER = (
    "日前，白河船厂为一线职工建起书屋12个，藏书3万册，职工下班就能来读书。",
    "书屋由职工自己管理，大家把家里的书带来，互相推荐，还办起了读书",
    "会，每月一次，请劳模讲自己读过的书。",
    "下一步，船厂要把书屋办到每一个班组。",
)
HEADS = (["夜校开到车间里", "云栖市总工会 李明远"], ["船厂建起职工书屋", "白河船厂工会 周文"])


def read(lines):
    return split(Document(Source("x.txt", "", "text/plain"), "\n\n".join(lines)))


def bodies(articles) -> list[list[str]]:
    return [[span.of(article.text) for span in article.spans("body")] for article in articles]


def whole(parts) -> list[str]:
    return [parts[0], parts[1] + parts[2], parts[3]]


def test_columns_of_two_articles_in_turn_go_back_to_their_own():
    lines = [*HEADS[0], *ONE[:2], *HEADS[1], *OTHER[:2], *ONE[2:], *OTHER[2:]]
    one, other = articles = read(lines)
    assert bodies(articles) == [whole(ONE), whole(OTHER)]
    moved = [note.span.of(one.text) for note in one.notices if note.code == "reordered"]
    assert any(text.endswith(ONE[3]) or ONE[2] in text for text in moved)
    assert not [note for note in other.notices if note.code == "truncated"]


def test_what_stands_behind_a_short_article_goes_back_to_the_one_before():
    cut, rest = "夜校打破了各班组之间看不见的墙，大家不再有“隔", "层”，学技能的劲头一天比一天足。"
    lines = [*HEADS[0], ONE[0], cut, *HEADS[1], OTHER[0], OTHER[3], rest, ONE[3]]
    assert bodies(read(lines)) == [[ONE[0], cut + rest, ONE[3]], [OTHER[0], OTHER[3]]]


def test_the_topic_tells_where_a_part_ends_that_broke_another_article_in_a_word():
    lines = [*HEADS[0], *ONE[:2], *HEADS[1], OTHER[0], "书屋里还有读书", *ONE[2:]]
    one, other = bodies(read([*lines, OTHER[2], OTHER[3]]))
    assert one == whole(ONE)
    assert "".join(other) == "".join([OTHER[0], "书屋里还有读书", *OTHER[2:]])


def test_a_part_goes_home_behind_a_whole_line_where_it_broke_another_article():
    rest = ["云栖市总工会把夜校开到产业工人身边。", "青年工人走进课堂，签订技能工资协议的企业增加到30家。"]
    cut = f"船厂的书屋藏书3万册，下班就能来读书。{OTHER[1]}"
    one, other = bodies(read([*HEADS[0], *whole(ONE), *HEADS[1], OTHER[0], cut, *rest, *OTHER[2:]]))
    assert one == [*whole(ONE), *rest]
    assert other == [OTHER[0], cut + OTHER[2], OTHER[3]]


@pytest.mark.parametrize(
    "lines",
    [
        [*HEADS[0], *whole(ONE), *HEADS[1], *whole(OTHER)],
        [*HEADS[0], *ONE[:2], *HEADS[1], *whole(OTHER)],  # cut off for good
        [*HEADS[0], *whole(ONE), *HEADS[1], *OTHER[:2]],
    ],
)
def test_nothing_moves_where_nothing_goes_on(lines):
    articles = read(lines)
    assert ["".join(body) for body in bodies(articles)] == [
        "".join(line for line in lines[: lines.index(HEADS[1][0])] if line not in HEADS[0]),
        "".join(lines[lines.index(HEADS[1][0]) + 2 :]),
    ]


@settings(max_examples=40)
@given(st.permutations([*ONE, *OTHER]), st.integers(1, 7))
def test_every_line_is_in_one_article(lines, at):
    articles = read([*HEADS[0], *lines[:at], *HEADS[1], *lines[at:]])
    told = sorted("".join("".join(article.text.split()) for article in articles))
    assert told == sorted("".join("".join([*HEADS[0], *HEADS[1], *lines]).split()))
