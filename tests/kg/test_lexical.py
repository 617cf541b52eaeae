"""Counting terms in texts, and BM25 over the counts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.lexical import K, Terms, grams, is_single, repeated, saturate, without_asking

TEXTS = st.lists(st.text(alphabet="工会培训书屋aB1，\n𠀀", max_size=20), min_size=1, max_size=5)


@given(TEXTS, st.text(alphabet="工会培训书屋ab1，𠀀", min_size=1, max_size=10))
def test_terms_are_counted_as_str_counts_them_but_for_overlaps(texts, query):
    wanted = Terms(dict.fromkeys(grams(query), 1.0))
    found = wanted.counts(texts)
    for row, text in zip(found, texts, strict=True):
        for count, term in zip(row, wanted.weights, strict=True):
            lowered = text.lower()
            if len(term) <= 2:
                assert count == sum(lowered.startswith(term, at) for at in range(len(lowered)))
            else:
                assert count == lowered.count(term)


@given(TEXTS, st.text(alphabet="工会培训书屋", min_size=2, max_size=8))
def test_a_share_is_between_nothing_and_all(texts, query):
    shares = Terms({term: 1.0 + len(term) for term in grams(query)}).shares(texts, 10)
    assert all(0 <= share <= 1 for share in shares)
    holds = [any(character in text for character in query) for text in texts]
    assert [share > 0 for share in shares] == holds


def test_more_says_less_and_long_texts_say_less():
    wanted = Terms({"书屋": 1.0})
    once, twice, long = wanted.shares(["书屋", "书屋书屋", "书屋" + "工会" * 50], 10)
    assert long < once < twice < 2 * once


def test_counts_saturate_below_their_limit():
    import numpy as np

    found = saturate(np.array([[0.0, 1.0, 1000.0]], np.float32), [10], 10)
    assert found[0][0] == 0
    assert found[0][1] == pytest.approx(1.0)
    assert 2.9 < found[0][2] < K + 1


def test_no_term_and_no_text_give_nothing():
    assert Terms({}).shares(["工会"], 1).tolist() == [0.0]
    assert Terms({"工会": 1.0}).shares([""], 1).tolist() == [0.0]


@pytest.mark.parametrize(
    ("text", "left"),
    [("怎么管好班组呢", " 管好班组 "), ("别人是怎样做的", " 是 做的"), ("书屋", "书屋"), ("为什么", " ")],
)
def test_words_of_asking_are_blanked(text, left):
    assert without_asking(text) == left


def test_a_term_that_is_repeated_weighs_more_but_not_as_often():
    assert repeated(1) == 1 < repeated(2) < 2
    assert [is_single(term) for term in ("书", "书屋", "a", "5g")] == [True, False, False, False]
