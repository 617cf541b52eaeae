"""N-grams in arrays weigh what the same n-grams weigh as names of features."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.extract.grams import Grams, character_grams
from pipeline.extract.linear import LinearModel

BODIES = st.lists(st.text(alphabet="送水站工会^$ 🙂", max_size=8), max_size=5)
WEIGHTS = st.dictionaries(
    st.text(alphabet="送水站工会^$🙂", min_size=1, max_size=4),
    st.tuples(st.floats(-5, 5), st.floats(-5, 5)),
    max_size=30,
)


@given(BODIES, WEIGHTS)
def test_each_n_gram_of_a_stretch_counts_once(bodies, weights):
    model = LinearModel(("a", "b"), (0.0, 0.0), weights)
    totals = Grams(model).totals(bodies)
    assert totals.shape == (len(bodies), 2)
    for body, row in zip(bodies, totals, strict=True):
        known = [weights[gram] for gram in set(character_grams(body)) if gram in weights]
        wanted = [sum(column) for column in zip((0.0, 0.0), *known, strict=True)]
        assert row == pytest.approx(wanted, abs=1e-9)


@given(BODIES, WEIGHTS)
def test_a_model_says_the_same_of_n_grams_by_name_and_in_arrays(bodies, weights):
    model = LinearModel(("a", "b"), (0.3, -0.2), weights)
    for body, row in zip(bodies, Grams(model).totals(bodies).tolist(), strict=True):
        beside = ["x=1", "送水站工"]
        assert model.probabilities(beside, row) == pytest.approx(
            model.probabilities([*character_grams(body), *beside])
        )


def test_a_model_of_one_label_takes_more_too():
    model = LinearModel(("deed",), (0.1,), {"送": (1.0,), "x=1": (0.5,)})
    total = Grams(model).totals(["送水"])[0].tolist()
    assert model.probabilities(["x=1"], total) == model.probabilities(["送", "x=1"])
    assert Grams(LinearModel(("deed",), (0.1,), {})).totals(["送水"]).tolist() == [[0.0]]
