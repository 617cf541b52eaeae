"""Quality on real text: what the scorer beside the project says must not fall, and must be what we say."""

import json
import subprocess
import sys

import pytest
from click.testing import CliRunner

from pipeline.app.cli import tashan
from pipeline.evaluate import evaluate, read_gold
from tests.patience import PATIENCE

# Floors a little under what was measured, so that a change that costs quality is seen at once.
SEED = {
    "articles": 1.0, "titles": 1.0, "authors": 1.0, "sections": 0.95, "repair": 0.9, "offsets": 1.0,
    "entities": 0.75, "indicators": 0.85, "records": 0.5, "measures": 0.7, "themes": 0.7,
}  # fmt: skip
NEWS = {
    "articles": 1.0, "authors": 0.9, "offsets": 1.0, "entities": 0.75, "indicators": 0.9,
    "indicators.value": 0.97, "indicators.unit": 0.93, "indicators.op": 0.95, "measures": 0.75,
}  # fmt: skip


SETS = {"seed.yaml": "seeds", "news.yaml": "gold/news"}


@pytest.fixture(scope="module", params=SETS)
def told(request, shared, tmp_path_factory):
    """Return a gold set, and what is extracted from its texts."""
    out = tmp_path_factory.mktemp("scores") / "out.jsonl"
    done = CliRunner().invoke(tashan, ["extract", str(shared / SETS[request.param]), "-o", str(out)])
    assert done.exit_code == 0, done.output
    return shared / "gold" / request.param, out


def score(shared, *words):
    scorer = [sys.executable, shared / "score/score.py", *words]
    return subprocess.run(scorer, capture_output=True, text=True, timeout=PATIENCE, check=False)


def test_the_scores_hold_on_real_articles(shared, told):
    gold, out = told
    floors = SEED if gold.name == "seed.yaml" else NEWS
    scored = score(shared, gold, out, "--min", *(f"{name}={floor}" for name, floor in floors.items()))
    assert scored.returncode == 0, scored.stdout


def test_our_figures_are_those_of_the_scorer(shared, told):
    gold, out = told
    wanted = json.loads(score(shared, gold, out, "--json").stdout)
    records = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    tallies = evaluate(read_gold(gold), records).tallies
    assert {name: round(tally.f1, 4) for name, tally in tallies.items()} == {
        name: one["f1"] for name, one in wanted.items()
    }
