"""Models of one's own are there whole, are used where they are named, and can be taken back."""

from pathlib import Path

import pytest

from pipeline.data import data_path, models_in, own_models
from pipeline.extract.indicators.ranking import load_models
from pipeline.extract.linear import LinearModel, load
from pipeline.train import beside, put_in_force, swap, write_models

MINE = LinearModel(("deed",), (0.5,), {"推行": (1.25,)})


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "cases.models"
    write_models(place, {"measures": MINE}, {"models": []})
    return place


def test_a_written_model_is_read_as_it_was_in_its_folder_only(folder):
    with models_in(folder):
        assert load("measures") == MINE
        assert load("themes").labels == load_themes().labels
    assert own_models() is None
    assert load("measures").weights.keys() > MINE.weights.keys()


def load_themes() -> LinearModel:
    with models_in(None):
        return load("themes")


def test_models_of_indicators_change_with_the_folder(tmp_path):
    mine = LinearModel(("indicator",), (-9.0,), {})
    write_models(tmp_path / "m", {"indicators/selection": mine}, {})
    with models_in(tmp_path / "m"):
        assert load_models().selection == mine
    assert load_models().selection != mine


def test_replacing_keeps_the_old_models_and_swapping_twice_changes_nothing(folder):
    other = LinearModel(("deed",), (-1.0,), {})
    draft = beside(folder, "draft")
    write_models(draft, {"measures": other}, {})
    put_in_force(folder, draft)
    assert not draft.exists()
    assert model_in(folder) == other
    assert swap(folder)
    assert model_in(folder) == MINE
    assert swap(folder)
    assert model_in(folder) == other


def model_in(folder: Path) -> LinearModel:
    with models_in(folder):
        from pipeline.extract.linear import read_model

        return read_model(folder / "measures/weights.json")


def test_before_the_first_replacement_the_shipped_models_come_back(folder, tmp_path):
    fresh = tmp_path / "fresh.models"
    assert not swap(fresh)
    put_in_force(fresh, folder)
    assert swap(fresh)
    assert list(fresh.iterdir()) == []
    assert data_path("models/measures").is_dir()
