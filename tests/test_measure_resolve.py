"""The script that measures resolving: seeded, and a smallest run of it."""

import runpy
from pathlib import Path

import pytest

SCRIPT = Path(__file__).resolve().parent.parent / "scripts/measure_resolve.py"


@pytest.fixture(scope="module")
def script():
    return runpy.run_path(str(SCRIPT))


def test_the_same_number_gives_the_same_case(script):
    first, again, other = (script["case_of"](number) for number in (3, 3, 4))
    assert first == again
    assert first.entities != other.entities


def test_every_name_of_a_case_stands_in_its_text(script):
    case = script["case_of"](5)
    assert 15 < len(case.entities) <= 20
    assert all(entity.mentions[0].of(case.article.text) == entity.name for entity in case.entities)


def test_a_smallest_run_prints_a_row(script, capsys, monkeypatch):
    import kg.facts
    import kg.store

    monkeypatch.setattr(kg.facts, "admit", kg.facts.admit)
    monkeypatch.setattr(kg.store, "settle", kg.store.settle)
    script["measure"](40)
    cells = capsys.readouterr().out.strip("|\n ").split(" | ")
    assert len(cells) == 6
    assert 30 <= int(cells[0]) <= 40
