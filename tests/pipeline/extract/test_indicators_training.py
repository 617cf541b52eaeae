"""The training of the indicator models, and what they reach on the shared gold facts."""

import importlib.util
import json
import runpy
from collections import Counter
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
import yaml

from kg.values import Article, Part, Source, Span
from pipeline.extract.cases import read_words
from pipeline.extract.indicators import indicators
from pipeline.extract.mentions import mentions
from pipeline.extract.names import entities

ROOT = Path(__file__).resolve().parents[3]
LEAST = {"metric": 0.80, "subject": 0.65, "status": 0.85, "unit": 0.93, "value": 0.95}


@pytest.fixture(scope="module")
def choice():
    return runpy.run_path(str(ROOT / "scripts/choice.py"))


@pytest.fixture(scope="module")
def calibration():
    return runpy.run_path(str(ROOT / "scripts/calibrate_confidence.py"))


def test_a_scaled_confidence_says_how_often_it_is_right(calibration):
    sure = np.repeat([0.2, 0.5, 0.8], 100)
    right = np.concatenate([np.arange(100) < share for share in (40, 73, 92)])
    found = calibration["scale"](sure, right).predict_proba(calibration["logits"](sure))[:, 1]
    assert found[[0, 100, 200]] == pytest.approx([0.40, 0.73, 0.92], abs=0.02)
    lines = list(calibration["reliability"](found, right))
    assert [line.split("right ")[1] for line in lines] == ["0.400", "0.730", "0.920"]


def test_scaling_moves_the_odds_and_keeps_the_order(calibration, tmp_path):
    path = tmp_path / "weights.json"
    path.write_text('{"labels":["right"],"bias":[1.0],"weights":{"near":[2.0]}}', encoding="utf-8")
    calibration["rescale"](path, SimpleNamespace(coef_=np.array([[0.5]]), intercept_=np.array([1.5])))
    assert json.loads(path.read_text(encoding="utf-8")) == {
        "labels": ["right"], "bias": [2.0], "weights": {"near": [1.0]},
    }  # fmt: skip


def test_a_feature_that_goes_with_the_right_candidate_gains_weight(choice):
    rows = [choice["Choice"]([("near",), ("far",)], [1.0, 0.0]) for _ in range(9)]
    weights = choice["fit"](rows, strength=0.1)
    assert weights["near"] > 1 > -1 > weights["far"]


def test_rare_features_get_no_weight(choice):
    rows = [choice["Choice"]([("near", f"once {n}"), ("far",)], [1.0, 0.0]) for n in range(9)]
    assert set(choice["fit"](rows, strength=0.1)) == {"near", "far"}


def test_a_choice_without_a_right_candidate_teaches_nothing(choice):
    right = [choice["Choice"]([("near",), ("far",)], [1.0, 0.0]) for _ in range(9)]
    wrong = [choice["Choice"]([("near",), ("far",)], [0.0, 0.0]) for _ in range(9)]
    assert choice["fit"](right + wrong, strength=0.1) == choice["fit"](right, strength=0.1)


def test_the_stronger_the_penalty_the_smaller_the_weights(choice):
    rows = [choice["Choice"]([("near",), ("far",)], [1.0, 0.0]) for _ in range(9)]
    weak, strong = (choice["fit"](rows, strength=strength)["near"] for strength in (0.1, 10.0))
    assert 0 < strong < weak


def read_news(path, nlp):
    text = path.read_text(encoding="utf-8")
    article = Article("a", Source(path.name, "", "text/plain"), text, (Part("body", Span(0, len(text))),))
    reading = read_words(article, nlp(text))
    return replace(reading, entities=entities(article, mentions(article, reading.words)))


def scored_fields(scorer, gold, found):
    """Yield which fields are right of each gold indicator that was found."""
    left = [
        {"raw": one.raw, "value": one.value, "low": one.low, "high": one.high, "op": one.op, "unit": one.unit,
         "metric": one.metric, "subject": one.subject, "status": one.status, "period": one.period,
         "direction": one.direction, "from": one.earlier, "delta": one.delta}
        for one in found
    ]  # fmt: skip
    for want in gold:
        near = [one for one in left if scorer.quantity_match(want, one)]
        if near and not want.get("optional"):
            best = max(near, key=lambda one: sum(scorer.indicator_fields(want, one).values()))
            left.remove(best)
            yield scorer.indicator_fields(want, best)


def test_the_gold_indicators_are_found_with_their_fields(shared, nlp):
    spec = importlib.util.spec_from_file_location("score", shared / "score/score.py")
    scorer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scorer)
    right, wanted, hits = Counter(), 0, 0
    for gold in yaml.safe_load((shared / "gold/news.yaml").read_text(encoding="utf-8"))["articles"]:
        found = indicators(read_news(shared / f"gold/news/{gold['file']}.txt", nlp))
        wanted += sum(not one.get("optional") for one in gold.get("indicators") or [])
        for fields in scored_fields(scorer, gold.get("indicators") or [], found):
            hits += 1
            right.update(name for name, good in fields.items() if good)
    assert hits / wanted >= 0.9
    assert {name: right[name] / hits for name in LEAST if right[name] / hits < LEAST[name]} == {}
