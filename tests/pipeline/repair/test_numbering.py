"""Sections in the order that their numbers give, or that the lead announces."""

import pytest

from pipeline.repair import arrange
from pipeline.repair.numbering import ranks

LEAD = "近年来，云栖市总工会突出“搭建平台强技能”“完善机制增动力”“做实服务暖人心”，把车间当课堂。"
SECTIONS = (
    ("搭建平台强技能", "市总工会开办职工夜校，每周三晚上授课，六百名青年工人走进课堂。"),
    ("完善机制增动力", "企业签订技能工资专项协议，职工取得等级证书后按月领取津贴。"),
    ("做实服务暖人心", "各级工会建起户外劳动者驿站，配备饮水机和急救箱。"),
)


def page(*order: int, number: bool = False, lead: str = LEAD) -> tuple[list[str], list[bool]]:
    texts = [lead]
    for index in order:
        heading, body = SECTIONS[index]
        texts += [f"{'一二三'[index]}、{heading}" if number else heading, body]
    return texts, [False] + [True, False] * len(order)


def read(texts: list[str], headings: list[bool]) -> list[str]:
    return [texts[line] for lines in arrange(texts, headings).paragraphs for line in lines]


@pytest.mark.parametrize("order", [(0, 2, 1), (1, 0, 2), (1, 2, 0), (2, 0, 1), (2, 1, 0)])
@pytest.mark.parametrize("number", [True, False])
def test_sections_come_in_the_order_of_their_numbers_or_of_the_lead(order, number):
    assert read(*page(*order, number=number)) == page(0, 1, 2, number=number)[0]


@pytest.mark.parametrize("order", [(0, 2, 1), (2, 1, 0)])
def test_sections_that_nothing_numbers_stay(order):
    texts, headings = page(*order, lead="近年来，云栖市总工会把车间当课堂，把师傅请上台。")
    assert read(texts, headings) == texts


def test_a_line_that_names_but_some_of_the_headings_orders_none():
    texts, headings = page(2, 1, 0, lead="近年来，云栖市总工会搭建平台强技能，做实服务暖人心。")
    assert ranks(texts, headings) == {}


def test_the_first_clause_of_a_heading_is_announced_too():
    texts = [
        "坚持党的领导、坚持整体推进，改革见效。",
        "坚持整体推进，促进提质",
        "好。",
        "坚持党的领导，凝聚合力",
    ]
    assert ranks(texts, [False, True, False, True]) == {1: 2, 3: 1}


def test_deeper_numbers_do_not_count():
    texts = ["二、机制", "（一）津贴", "一、平台", "（三）夜校"]
    assert ranks(texts, [True] * 4) == {0: 2, 2: 1}
