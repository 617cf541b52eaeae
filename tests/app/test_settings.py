"""Under which name documents are stored: another one where anything is read otherwise."""

import shutil
from importlib.resources import files
from pathlib import Path

import pytest

from pipeline.app import settings


@pytest.fixture
def copied(tmp_path, monkeypatch):
    """Return a copy of the package `kg`, which the name is told from."""
    shutil.copytree(str(files("kg")), tmp_path / "kg", ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(settings, "files", lambda name: tmp_path / "kg" if name == "kg" else files(name))
    return tmp_path / "kg"


def named() -> str:
    return settings._extractor.__wrapped__(None, None)


@pytest.mark.parametrize("part", ["resolve/naming.py", "lexicon/places.tsv"])
def test_documents_are_read_again_where_a_thing_is_known_by_other_names(copied: Path, part: str):
    before = named()
    with (copied / part).open("a", encoding="utf-8") as file:
        file.write("\n")
    assert named() != before


def test_how_a_library_is_asked_changes_no_document(copied: Path):
    before = named()
    (copied / "similar.py").unlink()
    assert named() == before == settings.extractor()


def test_an_extractor_that_leaves_texts_alone_says_so():
    assert settings.extractor(repair=False) == settings.extractor() + " --no-repair"
