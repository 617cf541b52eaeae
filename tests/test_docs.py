"""Documentation is a tested artefact: what can be called is described, and what is shown runs."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

import kg
from pipeline.app.cli import tashan
from tests.patience import PATIENCE

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", sorted(tashan.commands))
def test_every_command_has_help_with_an_example_and_stands_in_the_readme(name):
    command = tashan.commands[name]
    assert command.help
    assert f"tashan {name}" in (command.epilog or "")
    assert f"$ tashan {name} --help" in README


@pytest.mark.parametrize("name", sorted(tashan.commands))
def test_every_option_says_what_it_does(name):
    for option in tashan.commands[name].params:
        if option.param_type_name == "option":
            assert option.help, option.name


@pytest.mark.parametrize("name", kg.__all__)
def test_every_public_name_stands_in_the_docs(name):
    assert f"`kg.{name}" in (ROOT / "docs/python.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("code", re.findall(r"```python\n(.*?)```", README, re.DOTALL))
def test_the_python_of_the_readme_runs(code, tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout


def test_the_two_set_up_commands_stand_at_the_top():
    head = README.splitlines()[:8]
    assert any(line.startswith("make demo") for line in head)
    assert any(line.startswith("make test") for line in head)


@pytest.mark.parametrize(
    "page", sorted(ROOT.glob("*.md")) + sorted(ROOT.glob("docs/*.md")), ids=lambda p: p.name
)
def test_links_between_the_pages_lead_somewhere(page):
    for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), target
