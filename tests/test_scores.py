"""Quality on real text: the scorer beside the project must not fall below what was reached."""

import subprocess
import sys

import pytest

# Floors a little under what was measured, so that a change that costs quality is seen at once.
SEED = {
    "articles": 1.0, "titles": 1.0, "authors": 1.0, "sections": 0.95, "repair": 0.9, "offsets": 1.0,
    "entities": 0.75, "indicators": 0.85, "records": 0.5, "measures": 0.7, "themes": 0.7,
}  # fmt: skip
NEWS = {
    "articles": 1.0, "authors": 0.9, "offsets": 1.0, "entities": 0.75, "indicators": 0.9,
    "indicators.value": 0.97, "indicators.unit": 0.93, "indicators.op": 0.95, "measures": 0.75,
}  # fmt: skip


@pytest.mark.parametrize(
    ("gold", "texts", "floors"), [("seed.yaml", "seeds", SEED), ("news.yaml", "gold/news", NEWS)]
)
def test_the_scores_hold_on_real_articles(shared, tmp_path, gold, texts, floors):
    out = tmp_path / "out.jsonl"
    tashan = [sys.executable, "-c", "from pipeline.app.cli import main; main()"]
    subprocess.run(
        [*tashan, "extract", shared / texts, "-o", out], check=True, capture_output=True, timeout=200
    )
    wanted = [f"{name}={floor}" for name, floor in floors.items()]
    scorer = [sys.executable, shared / "score/score.py", shared / "gold" / gold, out, "--min", *wanted]
    scored = subprocess.run(scorer, capture_output=True, text=True, timeout=100, check=False)
    assert scored.returncode == 0, scored.stdout


def test_the_demo_corpus_is_read_as_it_was_written(tmp_path):
    """Our own gold set: articles, titles and offsets of pages that were jumbled on purpose."""
    from pathlib import Path

    root = Path(__file__).resolve().parent.parent
    assert (root / "corpus/gold/demo.yaml").exists()
    tashan = [sys.executable, "-c", "from pipeline.app.cli import main; main()"]
    out = tmp_path / "demo.jsonl"
    subprocess.run(
        [*tashan, "extract", root / "corpus/demo", "-o", out], check=True, capture_output=True, timeout=200
    )
    assert len(out.read_text(encoding="utf-8").splitlines()) >= 50
