"""What a shell sees of every command: exit statuses, one line for an error, and no word where none is due."""

import os
import subprocess
import sys
from contextlib import suppress

import click
import pytest
from click.testing import CliRunner

from pipeline.app.cli import tashan
from pipeline.app.lineup import INTERRUPTED, Lineup
from pipeline.app.making import written
from tests.patience import PATIENCE

UNWRITABLE = {
    "no folder": ("none/out", "its folder does not exist"),
    "a folder": ("taken", "is a folder"),
    "below a file": ("file/out", "its folder does not exist"),
}


@pytest.mark.parametrize("command_name", ["indicators", "graph", "review"])
@pytest.mark.parametrize("case", UNWRITABLE)
def test_an_output_that_cannot_be_written_is_one_clear_line(command, db, tmp_path, command_name, case):
    place, reason = UNWRITABLE[case]
    ending = {"indicators": "csv", "graph": "ttl", "review": "xlsx"}[command_name]
    (tmp_path / f"taken.{ending}").mkdir()
    (tmp_path / "file").touch()
    out = tmp_path / f"{place}.{ending}"
    if (command_name, case) == ("graph", "a folder"):  # where it writes the folder of CSVs
        return
    words = ["review", "export"] if command_name == "review" else [command_name]
    done = command(*words, "--db", db, "-o", out)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == f"tashan: {out}: {reason}\n"


def test_what_the_system_says_of_a_file_is_one_clear_line(command, db, tmp_path):
    (tmp_path / "file").touch()
    done = command("graph", "--db", db, "-o", tmp_path / "file")
    assert (done.returncode, done.stderr) == (1, f"tashan: {tmp_path / 'file'}: File exists\n")


def test_an_error_that_nobody_expected_is_shown_whole(command, db):
    program = (
        "import pipeline.app.keeping, kg\n"
        "def fail(_): raise OSError('of no file')\n"
        "kg.stats = fail\n"
        f"import sys; sys.argv = ['tashan', 'stats', '--db', {str(db)!r}]\n"
        "from pipeline.app.cli import main; main()"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr.splitlines()[-1]) == (1, "OSError: of no file")


def test_a_reader_that_leaves_ends_a_command_without_a_word(db):
    words = [sys.executable, "-c", "from pipeline.app.cli import main; main()", "stats", "--db", str(db)]
    source, sink = os.pipe()
    os.close(source)
    try:
        done = subprocess.run(words, stdout=sink, stderr=subprocess.PIPE, timeout=PATIENCE, check=False)
    finally:
        os.close(sink)
    assert (done.returncode, done.stderr) == (0, b"")


def test_ctrl_c_has_a_status_of_its_own():
    def interrupt() -> None:
        raise KeyboardInterrupt

    group = Lineup(name="tashan", commands={"wait": click.Command("wait", callback=interrupt)})
    done = CliRunner().invoke(group, ["wait"])
    assert (done.exit_code, done.stdout, done.stderr) == (INTERRUPTED, "", "\ntashan: stopped\n")


@pytest.mark.parametrize("name", ["similar", "practices"])
@pytest.mark.parametrize("text", ["", "   ", "！？", "。，\n"])
def test_a_text_without_a_word_is_wrong_use(run, db, name, text):
    done = run(name, text, "--db", db)
    assert (done.exit_code, done.stdout) == (2, "")
    assert "there is no word in it to look for" in done.stderr


@pytest.mark.parametrize("output", [None, "-"])
def test_nothing_and_a_dash_are_standard_output(capsys, output):
    with written(output) as out:
        out.write("案例\n")
    assert capsys.readouterr().out == "案例\n"


def test_a_file_appears_only_when_it_is_whole(tmp_path):
    out = tmp_path / "案例.jsonl"
    with suppress(ZeroDivisionError), written(out) as file:
        file.write("half")
        raise ZeroDivisionError
    assert [*tmp_path.iterdir()] == []
    with written(out) as file:
        file.write("案例")
        assert not out.exists()
    assert ([*tmp_path.iterdir()], out.read_text("utf-8")) == ([out], "案例")


def test_a_folder_without_files_is_said_to_have_none(run, tmp_path):
    (tmp_path / "空").mkdir()
    done = run("ingest", tmp_path / "空", "--db", tmp_path / "cases.db")
    assert (done.exit_code, done.stderr) == (0, "tashan: there is no file to read\n")


def test_a_case_that_is_neither_file_nor_stored_is_named(run, db):
    done = run("similar", "--like", "草稿.docx", "--db", db)
    assert str(done.exception) == "草稿.docx: neither a file nor the id of a case"


def test_a_log_without_judgements_says_so(run, db):
    assert run("review", "log", "--db", db).stdout == "no judgements\n"
    assert run("review", "log", "--db", db, "--json").stdout == "[]\n"


def test_the_group_is_what_the_console_script_runs():
    assert isinstance(tashan, Lineup)
