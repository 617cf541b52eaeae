"""The measure of disguised articles runs, and its disguises are what they say."""

import json
import os
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
TEXT = "近日，海岭市总工会在白河船厂开办职工夜校12期，培训职工1200人次，满意率98.6%。" * 2


@pytest.fixture(scope="module")
def script():
    sys.path.insert(0, str(ROOT / "scripts"))
    try:
        yield import_module("benchmark_disguises")
    finally:
        sys.path.remove(str(ROOT / "scripts"))


def test_every_disguise_differs_from_the_text(script):
    plain = TEXT.encode()
    assert all(disguise(TEXT) != plain for disguise in script.DISGUISES.values())


@pytest.mark.parametrize("name", ["traditional", "spaced", "full width", "GB 18030 read as Latin-1"])
def test_a_disguised_article_tells_the_same_facts(script, name, tmp_path, nlp):
    (tmp_path / "plain.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "other.txt").write_bytes(script.DISGUISES[name](TEXT))
    plain, other = (
        script.facts(script.run_file(tmp_path / f"{each}.txt", nlp)) for each in ("plain", "other")
    )
    assert any(fact[0] == "indicator" for fact in plain)
    assert other == plain


@pytest.mark.long
def test_the_benchmark_prints_a_row_for_each_disguise(script, tmp_path):
    rows = [json.dumps({"id": f"n0000{number}", "text": TEXT}) for number in range(4)]
    (tmp_path / "news.jsonl").write_text("\n".join(rows), encoding="utf-8")
    told = subprocess.run(
        [sys.executable, ROOT / "scripts/benchmark_disguises.py", tmp_path / "news.jsonl"],
        capture_output=True, text=True, cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)}, check=True,
    )  # fmt: skip
    assert [row.split("\t")[0] for row in told.stdout.splitlines()] == list(script.DISGUISES)
