"""Figures of a ranking: by hand, and what must hold of any."""

import math
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.evaluate.ranks import average_precision, estimate, ndcg, recall

GRADES = {"a": 2, "b": 2, "c": 1, "d": 0}
RANKINGS = st.sampled_from([*permutations("abcdef")])
SHARES = st.lists(st.floats(0, 1), min_size=1, max_size=30)


@pytest.mark.parametrize(
    ("ranked", "wanted"),
    [
        ("abc", 1.0),
        ("bac", 1.0),
        ("", 0.0),
        ("dxy", 0.0),
        # 1/log2(2) + 2/log2(3) + 2/log2(4) over 2/log2(2) + 2/log2(3) + 1/log2(4)
        ("cab", (1 + 2 / math.log2(3) + 1) / (2 + 2 / math.log2(3) + 0.5)),
        ("a", 2 / (2 + 2 / math.log2(3) + 0.5)),
    ],
)
def test_ndcg_by_hand(ranked, wanted):
    assert ndcg(ranked, GRADES) == pytest.approx(wanted)


def test_ndcg_looks_at_the_first_answers_only_and_so_does_its_best():
    grades = dict.fromkeys("abcd", 2)
    assert ndcg("ab", grades, at=2) == 1.0
    assert ndcg("xyab", grades, at=2) == 0.0


@pytest.mark.parametrize(
    ("ranked", "wanted"),
    [("ab", 1.0), ("xaxb", (1 / 2 + 2 / 4) / 2), ("a", 1 / 2), ("cd", 0.0), ("", 0.0)],
)
def test_average_precision_by_hand(ranked, wanted):
    assert average_precision(ranked, GRADES, 2) == pytest.approx(wanted)


def test_a_lower_grade_is_sought_where_it_is_wanted():
    assert average_precision("cab", GRADES, 1) == 1.0
    assert recall("ca", GRADES, 1) == pytest.approx(2 / 3)


def test_recall_by_hand():
    assert recall("xa", GRADES, 2) == 0.5
    assert recall("xab", GRADES, 2, at=2) == 0.5
    assert recall("ab", {"c": 1}, 2) == 0.0


def test_nothing_to_find_scores_nothing():
    assert ndcg("ab", {}) == average_precision("ab", {}, 2) == recall("ab", {}, 2) == 0.0


@given(RANKINGS)
def test_figures_are_shares_and_the_best_order_has_the_most(ranked):
    best = sorted(ranked, key=lambda name: -GRADES.get(name, 0))
    for figure in (
        lambda order: ndcg(order, GRADES),
        lambda order: average_precision(order, GRADES, 2),
        lambda order: recall(order, GRADES, 2, at=3),
    ):
        assert 0 <= figure(ranked) <= figure(best) == pytest.approx(1.0)


@given(RANKINGS, st.integers(0, 4))
def test_a_better_document_moved_up_never_costs(ranked, place):
    upper, lower = ranked[place], ranked[place + 1]
    if GRADES.get(lower, 0) > GRADES.get(upper, 0):
        moved = [*ranked[:place], lower, upper, *ranked[place + 2 :]]
        assert ndcg(moved, GRADES) >= ndcg(ranked, GRADES)
        assert average_precision(moved, GRADES, 2) >= average_precision(ranked, GRADES, 2)


@given(SHARES)
def test_the_interval_holds_the_mean_and_is_always_the_same(values):
    found = estimate(values)
    assert found == estimate(values)
    assert min(values) - 1e-9 <= found.low <= found.mean + 1e-9
    assert found.mean - 1e-9 <= found.high <= max(values) + 1e-9


def test_equal_values_have_no_width_and_more_values_a_smaller_one():
    assert str(estimate([0.5] * 9)) == "0.500 [0.50, 0.50]"
    few, many = estimate([0.0, 1.0] * 5), estimate([0.0, 1.0] * 100)
    assert few.high - few.low > many.high - many.low
    assert estimate([]).mean == 0.0
