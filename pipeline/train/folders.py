"""Folders of a user's own models: written whole, put in force by one step, and taken back by another."""

import json
import shutil
from collections.abc import Mapping
from pathlib import Path

from pipeline.extract.linear import LinearModel, write_model

_SMALL = 10_000  # features of a model that is read as JSON in no time


def write_models(folder: Path, models: Mapping[str, LinearModel], card: Mapping[str, object]) -> None:
    """Write models and the card that says what they learnt from, in the place of what the folder held."""
    shutil.rmtree(folder, ignore_errors=True)
    for name, model in models.items():
        write_model(folder / name / f"weights.{'npz' if len(model.weights) > _SMALL else 'json'}", model)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "card.json").write_text(json.dumps(card, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def beside(folder: Path, word: str) -> Path:
    """Return the folder beside one that is named after it.

    >>> beside(Path("cases.models"), "before").name
    'cases.models.before'
    """
    return folder.with_name(f"{folder.name}.{word}")


def put_in_force(folder: Path, draft: Path) -> None:
    """Put a draft in the place of the models in force, which are kept for `swap`."""
    old = beside(folder, "before")
    shutil.rmtree(old, ignore_errors=True)
    if folder.exists():
        folder.rename(old)
    else:
        old.mkdir()
    draft.rename(folder)


def swap(folder: Path) -> bool:
    """Put the models before the last replacement in force again; tell whether there were any.

    Swapping twice changes nothing: an empty folder means the models that were shipped.
    """
    old = beside(folder, "before")
    if not old.exists():
        return False
    aside = beside(folder, "aside")
    shutil.rmtree(aside, ignore_errors=True)
    if folder.exists():
        folder.rename(aside)
    else:
        aside.mkdir()
    old.rename(folder)
    aside.rename(old)
    return True
