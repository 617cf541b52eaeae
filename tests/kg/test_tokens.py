"""The words of the index."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.tokens import pairs, phrase, terms, tokens


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("", ""),
        (None, ""),
        ("工", "工"),
        ("工会", "工会 会"),
        ("AI质检", "ai 质检 检"),
        ("占比43.2%", "占比 比 43 2"),
        ("一、工会\n二、企业", "一 工会 会 二 企业 业"),
        ("〇五年", "〇五 五年 年"),
        ("𠮷野", "𠮷野 野"),
    ],
)
def test_chinese_becomes_pairs_and_the_rest_words(text, wanted):
    assert tokens(text) == wanted


@pytest.mark.parametrize(
    ("term", "wanted"),
    [("工会", '"工会"'), ("工", '"工"*'), ("5G工厂", '"5g 工厂"'), ("A石", '"a 石"*'), ("%", '""')],
)
def test_a_term_becomes_a_phrase(term, wanted):
    assert phrase(term) == wanted


def test_terms_stand_between_spaces_and_punctuation():
    assert terms("师带徒，技能津贴 师带徒、“工匠”_x") == ("师带徒", "技能津贴", "工匠", "x")


@given(st.text(alphabet="工会企业师徒 ab12，。\n"))
def test_every_pair_is_a_token(text):
    assert set(pairs(text)) <= set(tokens(text).split())


@given(st.text())
def test_tokens_are_free_of_what_the_index_reads_as_syntax(text):
    assert not set('"*()^-+:') & set(tokens(text))
