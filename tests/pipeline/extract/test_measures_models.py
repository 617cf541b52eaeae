"""The linear models: their arithmetic, their files and their cards."""

import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.values import THEMES
from pipeline.data import data_path
from pipeline.extract.linear import LinearModel, load, read_folder, read_model, write_model

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


@st.composite
def models(draw) -> LinearModel:
    """Models as they are kept: weights of three decimals, features of any character but the separator."""
    labels = draw(st.lists(st.text("abc做", min_size=1), min_size=1, max_size=3, unique=True))
    feature = st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1)
    weight = st.integers(-30_000, 30_000).map(lambda whole: whole / 1000)
    rows = st.tuples(*[weight] * len(labels))
    bias = st.tuples(*[st.integers(-50_000, 50_000).map(lambda whole: whole / 10_000)] * len(labels))
    return LinearModel(tuple(labels), draw(bias), draw(st.dictionaries(feature, rows, max_size=5)))


@pytest.mark.parametrize("ending", ["json", "npz"])
@given(model=models())
@settings(max_examples=50)
def test_a_model_is_read_as_it_was_written(ending, model, tmp_path_factory):
    path = tmp_path_factory.mktemp("model") / f"weights.{ending}"
    write_model(path, model)
    found = read_model(path)
    assert found == model
    assert [*found.weights] == [*model.weights]
    assert read_folder(path.parent) == model


def test_weights_are_kept_to_three_decimals_in_both_forms(tmp_path):
    model = LinearModel(("a", "b"), (0.12345, -1.0), {"x": (0.1236, -0.0004), "y": (2.0, 7.77777)})
    for ending in ("json", "npz"):
        write_model(tmp_path / f"w.{ending}", model)
    found = read_model(tmp_path / "w.npz")
    assert found == read_model(tmp_path / "w.json")
    assert found.weights["y"] == (2.0, 7.778)


def test_arrays_go_before_text_where_a_folder_has_both(tmp_path):
    first, second = (LinearModel(("a",), (bias,), {}) for bias in (1.0, 2.0))
    write_model(tmp_path / "weights.json", first)
    assert read_folder(tmp_path) == first
    write_model(tmp_path / "weights.npz", second)
    assert read_folder(tmp_path) == second


def test_the_models_have_the_labels_that_the_extractors_ask_for():
    assert load("measures").labels == ("deed",)
    assert set(load("themes").labels) == set(THEMES)


@pytest.mark.parametrize("name", MODELS)
def test_the_card_names_the_file_as_it_is(name):
    weights = data_path(f"models/{name}/weights.npz").read_bytes()
    card = data_path(f"models/{name}/README.md").read_text(encoding="utf-8")
    assert hashlib.sha256(weights).hexdigest() in card
    assert len(weights) < 1_000_000


@pytest.mark.parametrize("name", MODELS)
def test_an_unknown_model_is_a_missing_file(name):
    with pytest.raises(FileNotFoundError):
        load(f"{name}-that-is-not")
