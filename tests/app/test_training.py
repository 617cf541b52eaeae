"""The command `train`: it learns from judgements alone, tells what changes, replaces and takes back."""

import json
from contextlib import closing

import pytest
import yaml

import kg
from pipeline.app.settings import extractor
from pipeline.data import models_in
from pipeline.extract.linear import LinearModel
from pipeline.train import lessons, train, write_models

GOLD = [
    {
        "id": "a",
        "file": "mentor",
        "title": "朔屏：师带徒带出技术骨干",
        "measures": [{"anchor": "师带徒", "theme": ["素质提升"]}],
    }
]


@pytest.fixture
def gold(tmp_path, folder):
    path = tmp_path / "gold.yaml"
    path.write_text(yaml.safe_dump(GOLD, allow_unicode=True), encoding="utf-8")
    (tmp_path / "gold").symlink_to(folder)
    return path


@pytest.fixture
def judged(db):
    with closing(kg.open_graph(db, write=True)) as graph:
        items = kg.review_queue(graph, kinds=["indicator", "measure"], top=100)
        words = [kg.Opinion(one.fact, "reject" if one.kind == "measure" else "confirm") for one in items]
        kg.judge_all(graph, words, person="林工")
    return db


def test_without_judgements_there_is_nothing_to_learn(run, db):
    done = run("train", "--db", db)
    assert done.exit_code == 0
    assert done.stdout.count("too few to learn from") == 4
    assert done.stderr.endswith("nothing to replace: judge more facts\n")


def test_what_was_learnt_is_scored_put_in_force_and_taken_back(run, judged, gold, folder):
    models = judged.with_suffix(".models")
    told = run("train", "--db", judged, "--gold", gold, "--json")
    assert told.exit_code == 0, told.stderr + repr(told.exception)
    record = json.loads(told.stdout)
    assert {one["name"] for one in record["models"] if one["learnt"]} >= {"indicators/selection"}
    assert set(record["gold"][str(gold)]) == {"before", "after"}
    assert not models.exists()
    done = run("train", "--db", judged, "--gold", gold, "--apply", "--force")
    assert (done.exit_code, models.is_dir()) == (0, True)
    assert {one["name"] for one in json.loads((models / "card.json").read_text("utf-8"))["models"]}
    assert run("train", "--db", judged, "--undo").exit_code == 0
    assert list(models.iterdir()) == []
    assert run("train", "--db", judged.with_name("other.db"), "--undo").exit_code == 2


def test_a_model_that_makes_a_gold_set_worse_is_not_put_in_force(run, judged, gold, monkeypatch):
    scores = iter([{"measures": {"f1": 0.9}}, {"measures": {"f1": 0.8}}])
    monkeypatch.setattr("pipeline.app.training._score", lambda *_: next(scores))
    done = run("train", "--db", judged, "--gold", gold, "--apply")
    assert done.exit_code == 1
    assert "not replaced: a gold set gets worse" in done.stderr
    assert not judged.with_suffix(".models").exists()


def test_the_graph_s_own_models_read_its_files_again(run, db, folder):
    never = LinearModel(("deed",), (-30.0,), {})
    write_models(db.with_suffix(".models"), {"measures": never}, {})
    assert run("ingest", folder, "--db", db, "--workers", 0).exit_code == 0
    with closing(kg.open_graph(db)) as graph:
        assert kg.stats(graph)["measures"] == 0
        assert kg.stats(graph)["last_run"]["extractor"] != extractor()
    with models_in(db.with_suffix(".models")):
        mine = extractor()
    assert mine != extractor()


def test_lessons_are_of_reviewed_facts_only_and_agree_with_the_verdicts(judged):
    import pipeline.nlp

    with closing(kg.open_graph(judged)) as graph:
        found = lessons(graph, pipeline.nlp.load())
        rejected = [one for one in kg.judgements(graph) if one.verdict == "reject"]
    assert {example.label for example in found["measures"]} == {"Other"}
    assert len(found["measures"]) == len(rejected)
    assert "themes" not in found
    assert {example.label for example in found["indicators/selection"]} == {"indicator"}
    assert {example.label for example in found["indicators/confidence"]} == {"right"}
    assert train(found)[1].model is None
