"""Where a cheap look goes before a slow expression, what is found is what the expression alone finds."""

import re
from importlib import import_module

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.values import Span
from pipeline.extract.mentions.honors import _TITLED, _TITLES
from pipeline.extract.predicates import _COUNT, _without_count
from pipeline.quantity.missing import _MISSING, missing_numbers

CONTINUED = import_module("pipeline.repair.continued")
PERSONS = import_module("pipeline.extract.mentions.persons")

PIECES = [
    "下转", "续接", "上接", "接上", "紧接", "转", "接", "至", "到", "上", "第", "3", "十二", "A 1", "封二",
    "版", "页", "未完，", " ", "（", "【", "）", "。", "\n", "买买提", "阿依古丽", "·", "•", "克",
    "张晓梅", "李文博", "、", "摄", "文/图", "供图", "供", "图", "/", "记者", "通讯员：", "责编", "三审",
    "称号", "奖章", "奖项", "“", "”", "‘", "’", "先锋", "岗位", "等", "荣誉", "和", "余", "家", "人次",
    "%", "率", "达", "了", "共", "约", "底", "1.2", "万", "多", "5", "基地", "人", "，", "超过", "x",
]  # fmt: skip
texts = st.lists(st.sampled_from(PIECES), max_size=14).map("".join)


@given(text=texts)
def test_a_text_is_marked_where_the_marks_stand(text):
    assert CONTINUED.is_marked(text) == (CONTINUED._ANY.search(text) is not None)


@given(text=texts)
def test_a_lost_number_is_found_wherever_it_was(text):
    assert missing_numbers(text) == [Span(*match.span()) for match in _MISSING.finditer(text)]


@given(text=texts, start=st.integers(0, 6))
def test_a_count_that_closes_a_phrase_is_cut_off(text, start):
    for end in range(start, len(text) + 1):
        found = _COUNT.search(text, start, end)
        slow = found.start() if found and found.start() - start >= 2 else end
        assert _without_count(text, start, end) == slow


@given(text=texts)
def test_names_in_lists_and_foreign_names_are_those_that_their_expressions_find(text):
    listed = [
        (Span(*one.span()), rule)
        for rule, shape, least in (
            ("byline", PERSONS._BYLINE, PERSONS._BYLINE_THRESHOLD),
            ("photo", PERSONS._PHOTO, PERSONS._BYLINE_THRESHOLD),
            ("bracketed", PERSONS._BRACKETED, PERSONS._LISTED_THRESHOLD),
        )
        for match in shape.finditer(text)
        for one in PERSONS._LISTED.finditer(text, *match.span("names"))
        if PERSONS.likeness(one.group()) > least
    ]
    assert [(one.span, one.rule) for one in PERSONS._listed(text)] == listed
    assert bool(PERSONS._FOREIGN.search(text)) <= ("·" in text or "•" in text)


@given(text=texts)
def test_a_title_is_there_only_with_the_word_that_ends_it(text):
    assert bool(_TITLED.search(text)) <= any(map(text.__contains__, _TITLES))


@pytest.mark.parametrize(
    "mark", ["（下转第3版）", "上接 A1", "【转 封二】", "（未完，下转至第 十二 版）", "接上第二版"]
)
def test_every_kind_of_mark_has_the_turn_that_is_looked_for_first(mark):
    assert CONTINUED._ANY.search(mark)
    assert CONTINUED._TURN.search(mark)


def test_the_shortcuts_begin_with_a_character_that_is_skipped_to():
    for pattern in (CONTINUED._TURN, PERSONS._BYLINE_FIRST):
        assert re.match(r"\[[^]]+\]", pattern.pattern)
