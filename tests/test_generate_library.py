"""The generated library: the same seed gives the same cases, and they stand every check of the graph."""

import importlib.util
import json
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

import kg

SCRIPT = Path(__file__).resolve().parent.parent / "scripts" / "generate_library.py"


@pytest.fixture(scope="module")
def library():
    spec = importlib.util.spec_from_file_location("generate_library", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def test_the_same_seed_gives_the_same_cases_however_many_there_are(library):
    some = list(library.cases(6, seed=3))
    assert some[:4] == list(library.cases(4, seed=3))
    assert some[4:] == list(library.cases(2, start=4, seed=3))
    assert some != list(library.cases(6, seed=4))
    assert len({case.article.id for case in some}) == len(some)


def test_a_case_has_so_many_measures_and_each_stands_where_it_says(library):
    for case in library.cases(5, measures=4):
        assert len(case.measures) == 4
        for measure in case.measures:
            assert measure.span.of(case.article.text) == measure.text
            assert measure.evidence.covers(measure.span)
        for entity in case.entities:
            assert {mention.of(case.article.text) for mention in entity.mentions} == {entity.name}


def test_its_graph_has_no_fault_and_is_found_in(library, tmp_path):
    made = list(library.cases(12))
    assert library.store(tmp_path / "library.db", iter(made), batch=5) == 12
    with closing(kg.open_graph(tmp_path / "library.db")) as db:
        assert list(kg.check(db)) == []
        assert kg.stats(db)["measures"] == 120
        assert kg.similar(db, made[7].article.title, top=1)[0].case_id == made[7].article.id


@pytest.mark.parametrize("form", ["files", "records"])
def test_it_is_written_as_files_and_as_records(library, tmp_path, form):
    target = tmp_path / "out"
    subprocess.run(
        [sys.executable, SCRIPT, form, target, "--cases", "3", "--measures", "2"],
        check=True, capture_output=True, env={"PYTHONPATH": str(SCRIPT.parent.parent)},
    )  # fmt: skip
    wanted = [case.article.text for case in library.cases(3, measures=2)]
    if form == "files":
        assert [path.read_text(encoding="utf-8") for path in sorted(target.iterdir())] == wanted
    else:
        lines = target.read_text(encoding="utf-8").splitlines()
        assert [kg.from_record(json.loads(line)).article.text for line in lines] == wanted
