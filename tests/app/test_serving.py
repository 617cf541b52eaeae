"""The commands `serve` and `account`."""

import json
import socket
import subprocess
import sys
import time
import urllib.request

import pytest

from pipeline.app.serving import _hosts


def test_other_addresses_demand_accounts(run, db, tmp_path):
    refused = run("serve", "--db", db, "--host", "0.0.0.0")
    assert refused.exit_code == 2
    assert "demands --accounts" in refused.output
    nobody = run("serve", "--db", db, "--host", "0.0.0.0", "--accounts", tmp_path / "none.json")
    assert nobody.exit_code == 2
    assert "no account yet" in nobody.output


def test_a_library_that_is_none_is_refused(run, tmp_path):
    from kg.errors import StoreError

    assert isinstance(run("serve", "--db", tmp_path / "none.db").exception, StoreError)


def test_an_account_is_made_changed_and_removed(run, tmp_path):
    path = tmp_path / "accounts.json"
    first = run("account", "lin", "--role", "reviewer", "--accounts", path, "--password", "a long word")
    second = run("account", "lin", "--accounts", path, "--token-only")
    assert first.output.startswith("tashan_")
    assert second.output != first.output
    told = json.loads(path.read_text("utf-8"))["lin"]
    assert (told["role"], told["password"]) == ("reader", None)
    assert run("account", "lin", "--accounts", path, "--remove").exit_code == 0
    assert json.loads(path.read_text("utf-8")) == {}
    assert run("account", "lin", "--accounts", path, "--remove").exit_code == 2


def test_a_password_is_asked_for_twice(run, tmp_path):
    from click.testing import CliRunner

    from pipeline.app.cli import tashan

    words = ["account", "wu", "--accounts", str(tmp_path / "a.json")]
    assert CliRunner().invoke(tashan, words, input="one\none\n").exit_code == 0
    assert CliRunner().invoke(tashan, words, input="one\ntwo\n").exit_code == 1


@pytest.mark.parametrize(
    ("host", "names", "known"),
    [
        ("127.0.0.1", (), ("127.0.0.1", "localhost", "[::1]")),
        ("0.0.0.0", (), ()),
        ("0.0.0.0", ("Tashan.example",), ("tashan.example", "127.0.0.1", "localhost", "[::1]")),
    ],
)
def test_the_names_of_the_server(host, names, known):
    assert _hosts(host, names) == known


def test_a_served_library_answers_and_ends_in_order(db):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    code = "from pipeline.app.cli import main; main()"
    words = [sys.executable, "-c", code, "serve", "--db", str(db), "--port", str(port)]
    with subprocess.Popen(words, stderr=subprocess.PIPE, text=True) as server:
        try:
            told = _ask(f"http://127.0.0.1:{port}/api/overview", server)
            assert json.loads(told)["stats"]["articles"] == 3
        finally:
            server.terminate()
        assert server.wait(30) in (0, -15)


def _ask(address, server):
    for _ in range(600):
        assert server.poll() is None, server.stderr.read()
        try:
            with urllib.request.urlopen(address, timeout=10) as answered:
                return answered.read()
        except OSError:
            time.sleep(0.1)
    raise AssertionError("no answer")
