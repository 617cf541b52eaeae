"""The commands `serve` and `account`."""

import json
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager

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
    with _serving(db) as (server, address):
        told = _ask(f"{address}/api/overview", server)
        assert json.loads(told)["stats"]["articles"] == 3
        server.terminate()
        assert server.wait(30) in (0, -15)


@pytest.mark.long  # the short form: tests/app/uploads/test_clerk.py
def test_what_was_sent_outlives_a_killed_server(db):
    article = "朔屏工会办班\n\n2023年，朔屏市总工会举办技能培训班12期，培训1200人次，职工参与率达到93%。\n"
    form = (
        f'--b\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\n{article}\r\n--b--\r\n'
    )
    with _serving(db) as (server, address):
        _ask(f"{address}/api/ingest", server)
        headers = {"content-type": "multipart/form-data; boundary=b"}
        wanted = urllib.request.Request(f"{address}/api/ingest", form.encode(), headers)
        with urllib.request.urlopen(wanted, timeout=30) as answered:
            assert answered.status == 202
        while _upload(address, server)["state"] == "waiting":
            time.sleep(0.05)
        server.kill()
        server.wait(30)
    with _serving(db) as (server, address):
        while (upload := _upload(address, server))["state"] in ("waiting", "reading"):
            time.sleep(0.05)
        assert (upload["state"], upload["counts"]["articles"]) == ("stored", 1)
        assert json.loads(_ask(f"{address}/api/overview", server))["stats"]["articles"] == 4
        server.terminate()
        server.wait(30)


@contextmanager
def _serving(db):
    """Serve a library by a process of its own; give it and its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    code = "from pipeline.app.cli import main; main()"
    words = [sys.executable, "-c", code, "serve", "--db", str(db), "--port", str(port)]
    with subprocess.Popen(words, stderr=subprocess.PIPE, text=True) as server:
        try:
            yield server, f"http://127.0.0.1:{port}"
        finally:
            server.terminate()


def _upload(address, server):
    return json.loads(_ask(f"{address}/api/ingest", server))["uploads"][0]


def _ask(address, server):
    for _ in range(600):
        assert server.poll() is None, server.stderr.read()
        try:
            with urllib.request.urlopen(address, timeout=10) as answered:
                return answered.read()
        except OSError:
            time.sleep(0.1)
    raise AssertionError("no answer")
