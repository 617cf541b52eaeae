"""The measures that may answer: what is left out could not have been among the best."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

import kg
from kg.asked import Asked, asked_by_text
from kg.lexical import Terms
from kg.measures import WEIGHTS, _promising, _Told, _worth, measures
from kg.query import parse

SHARES = st.sampled_from([0.0, 0.1, 0.35, 0.6, 1.0])
ROWS = st.lists(
    st.tuples(
        st.builds(_Told, SHARES, SHARES, SHARES),
        st.fixed_dictionaries({"has_results": st.booleans(), "confidence": SHARES}),
        SHARES,
        st.booleans(),
        st.booleans(),
    ),
    max_size=30,
)
QUERIES = ["食堂的饭又贵又难吃", "民企的食堂", "不用开大会的办法", "县里的国企，不花钱"]


def final(told, row, case, actor, refused):
    """Return the score of a row after all else was looked up."""
    score = told.relevance + WEIGHTS["case"] * case + WEIGHTS["actor"] * actor + WEIGHTS["refused"] * refused
    return score + max(score, 0.0) * (_worth(row) - 1)


def everything_that_says_something(_asked, _rows, told, _best):
    return [at for at, one in enumerate(told) if one.relevance]


@given(ROWS, st.integers(1, 8), st.sampled_from(QUERIES))
def test_a_row_left_out_would_not_be_among_the_best(drawn, best, text):
    asked = Asked(parse(text), Terms({}))
    rows = [row for _, row, *_ in drawn]
    kept = _promising(asked, rows, [told for told, *_ in drawn], best)
    scores = [final(*one[:4], one[4] and bool(asked.query.refused)) for one in drawn]
    bar = sorted((scores[at] for at in kept), reverse=True)[best - 1 : best]
    for at, (told, *_) in enumerate(drawn):
        assert at in kept or not told.relevance or (bar and scores[at] <= bar[0] + 1e-9)
    assert len(set(kept)) == len(kept)


@pytest.mark.parametrize("text", ["师带徒", "年轻人留不住", "协商涨工资，不花钱", "青禾县总工会"])
def test_looking_up_less_finds_the_same(db, text, monkeypatch):
    asked = asked_by_text(db, text, ["师带徒", "集体协商"])
    found = [(one.row["id"], one.score) for one in measures(db, asked, None, best=2)]
    monkeypatch.setattr("kg.measures._promising", everything_that_says_something)
    assert found == [(one.row["id"], one.score) for one in measures(db, asked, None, best=2)]


def test_a_score_is_the_weighted_sum_of_its_signals(db):
    found = measures(db, asked_by_text(db, "云麓泵业推行师带徒制度，不搞竞赛", ["师带徒"]), None, best=9)
    assert found
    for one in found:
        assert one.score == pytest.approx(
            sum(WEIGHTS[name] * value for name, value in one.values.items()), abs=1e-4
        )
        assert one.found.keys() <= one.values.keys()


def test_nothing_is_found_where_nothing_may_be(db):
    only = kg.Filters(place="没有这个地方")
    assert kg.practices(db, "师带徒", filters=only) == ()
