"""The load script: users who think, on a small library; and the pictures of pages are within their bounds."""

import importlib.util
import json
import os
import random
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from tests.patience import PATIENCE

ROOT = Path(__file__).resolve().parent.parent


def script(name: str):
    spec = importlib.util.spec_from_file_location(name, ROOT / "scripts" / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def load():
    return script("load_web")


def test_a_percentile_is_one_of_the_values(load):
    values = [0.5, 0.1, 0.4, 0.2, 0.3]
    assert [load.percentile(values, part) for part in (0, 0.5, 0.95, 1)] == [0.1, 0.3, 0.5, 0.5]
    assert load.percentile([2.0], 0.95) == 2.0


def test_users_open_every_kind_of_page_as_often_as_is_their_habit(load):
    known = load.Known(["a1"], ["e1"], ["参与率"], ["师带徒让青年"])
    browser = load.Browser("http://127.0.0.1:1", load.httpx2.Limits(), known, random.Random(1))
    seen = [browser.next_page() for _ in range(3000)]
    often = {kind: sum(one[0] == kind for one in seen) / 30 for kind in load.HABITS}
    assert sum(load.HABITS.values()) == 100
    assert all(abs(often[kind] - share) < 4 for kind, share in load.HABITS.items())
    assert {path for kind, path, _ in seen if kind == "case"} == {"/cases/a1"}
    assert all(query["q"] for kind, _, query in seen if kind in ("search", "practices"))


@pytest.mark.parametrize("words", [["--users", "1000"], ["--seconds", "7200"], ["--users", "0"]])
def test_more_than_a_bounded_load_is_refused(load, words, monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["load_web.py", "library.db", *words])
    with pytest.raises(SystemExit):
        load.arguments()
    assert "at most 200 users and 600 seconds" in capsys.readouterr().err


@pytest.mark.long
def test_a_library_is_used_and_measured(tmp_path):
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    path = tmp_path / "small.db"
    make = [sys.executable, ROOT / "scripts/generate_library.py", "graph", path, "--cases", "40"]
    subprocess.run(make, check=True, env=environment, capture_output=True)
    done = subprocess.run(
        [sys.executable, ROOT / "scripts/load_web.py", path,
         "--users", "4", "--seconds", "6", "--think", "0.2"],
        capture_output=True, text=True, env=environment, check=False, timeout=PATIENCE,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert "| search | " in done.stdout
    assert " 0 errors" in done.stdout


def test_every_picture_of_a_page_is_small_and_shown_in_the_docs():
    pictures = sorted((ROOT / "docs/pages").glob("*.png"))
    told = (ROOT / "docs/web.md").read_text("utf-8")
    assert len(pictures) >= 12
    for path in pictures:
        assert path.stat().st_size < script("screenshots").MOST
        assert f"(pages/{path.name})" in told
        with Image.open(path) as image:
            assert image.width in (390, 1280)
    shown = json.dumps((ROOT / "README.md").read_text("utf-8"))
    assert "docs/pages/case.png" in shown
