"""The linear models: their arithmetic, their files and their cards."""

import hashlib

import pytest

from kg.values import THEMES
from pipeline.data import data_path
from pipeline.extract.linear import LinearModel, load

MODELS = ("measures", "themes")


def test_two_classes_give_the_probability_of_one():
    model = LinearModel(("deed",), (0.0,), {"a": (1.0,), "b": (-1.0,)})
    assert model.probabilities(["a", "b", "unknown"]) == {"deed": 0.5}
    assert model.probabilities(["a", "a"]) == model.probabilities(["a"])


def test_several_classes_share_one():
    model = LinearModel(("x", "y", "z"), (0.0, 0.0, 0.0), {"a": (3.0, 0.0, 0.0)})
    odds = model.probabilities(["a"])
    assert sum(odds.values()) == pytest.approx(1)
    assert max(odds, key=odds.get) == "x"


def test_extreme_totals_do_not_overflow():
    model = LinearModel(("deed",), (0.0,), {"a": (1e6,), "b": (-1e6,)})
    assert 0 < model.probabilities(["b"])["deed"] < 1e-9 < model.probabilities(["a"])["deed"] <= 1


def test_the_models_have_the_labels_that_the_extractors_ask_for():
    assert load("measures").labels == ("deed",)
    assert set(load("themes").labels) == set(THEMES)


@pytest.mark.parametrize("name", MODELS)
def test_the_card_names_the_file_as_it_is(name):
    weights = data_path(f"models/{name}/weights.json").read_bytes()
    card = data_path(f"models/{name}/README.md").read_text(encoding="utf-8")
    assert hashlib.sha256(weights).hexdigest() in card
    assert len(weights) < 4_000_000


@pytest.mark.parametrize("name", MODELS)
def test_an_unknown_model_is_a_missing_file(name):
    with pytest.raises(FileNotFoundError):
        load(f"{name}-that-is-not")
