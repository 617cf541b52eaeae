"""The best path through all places, beside all paths tried one by one."""

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.repair.paths import best_path, certainty, worth

VALUES = st.integers(-9, 9)
SCORES = st.integers(1, 5).flatmap(lambda size: st.tuples(
    st.lists(VALUES, min_size=size, max_size=size),
    st.lists(st.lists(VALUES, min_size=size, max_size=size), min_size=size, max_size=size),
    st.lists(VALUES, min_size=size, max_size=size),
))  # fmt: skip


@given(SCORES)
def test_no_path_is_worth_more_than_the_best(scores):
    best = best_path(*scores)
    assert sorted(best) == list(range(len(scores[0])))
    assert worth(best, *scores) == max(worth(order, *scores) for order in orders(scores))


def orders(scores):
    return permutations(range(len(scores[0])))


def test_no_place_has_no_path():
    assert best_path([], [], []) == ()


def test_of_equals_the_order_as_it_stands_is_best():
    assert best_path([0] * 4, [[0] * 4] * 4, [0] * 4) == (0, 1, 2, 3)


@given(SCORES)
def test_certainties_of_all_orders_add_up_to_one(scores):
    assert sum(certainty(order, *scores) for order in orders(scores)) == pytest.approx(1.0)


@given(SCORES)
def test_no_order_is_surer_than_the_best(scores):
    best = certainty(best_path(*scores), *scores)
    assert all(certainty(order, *scores) <= best + 1e-9 for order in orders(scores))


def test_of_equals_none_is_sure():
    assert certainty((0, 1, 2), [0] * 3, [[0] * 3] * 3, [0] * 3) == pytest.approx(1 / 6)
