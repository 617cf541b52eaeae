"""The commands `serve` and `account`."""

import json
import socket
import urllib.request

import pytest

from pipeline.app.serving import _hosts
from tests.app.served import served
from tests.patience import PATIENCE, until


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
    assert first.stdout.startswith("tashan_")
    assert second.stdout != first.stdout
    assert first.stderr.startswith("lin may come in as reviewer;")
    assert second.stderr.startswith("lin may come in as reader;")
    told = json.loads(path.read_text("utf-8"))["lin"]
    assert (told["role"], told["password"]) == ("reader", None)
    assert run("account", "lin", "--accounts", path, "--remove").stderr == "lin is removed\n"
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
    with served(db) as (server, address):
        assert _ask(f"{address}/api/overview")["stats"]["articles"] == 3
        server.terminate()
        assert server.wait(PATIENCE) in (0, -15)


def test_a_port_that_is_taken_is_one_line_and_status_1(run, db):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        done = run("serve", "--db", db, "--port", taken.getsockname()[1])
    assert done.exit_code == 1
    assert done.stderr.startswith("tashan: 127.0.0.1: port ")
    assert done.stderr.endswith(" is taken: choose another by --port\n")


@pytest.mark.long  # the short form: tests/app/uploads/test_clerk.py
def test_what_was_sent_outlives_a_killed_server(db):
    article = "朔屏工会办班\n\n2023年，朔屏市总工会举办技能培训班12期，培训1200人次，职工参与率达到93%。\n"
    form = (
        f'--b\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\n{article}\r\n--b--\r\n'
    )
    with served(db) as (server, address):
        headers = {"content-type": "multipart/form-data; boundary=b"}
        wanted = urllib.request.Request(f"{address}/api/ingest", form.encode(), headers)
        with urllib.request.urlopen(wanted, timeout=PATIENCE) as answered:
            assert answered.status == 202
        until(lambda: _upload(address)["state"] != "waiting")
        server.kill()
        server.wait(PATIENCE)
    with served(db) as (_, address):
        until(lambda: _upload(address)["state"] not in ("waiting", "reading"))
        upload = _upload(address)
        assert (upload["state"], upload["counts"]["articles"]) == ("stored", 1)
        assert _ask(f"{address}/api/overview")["stats"]["articles"] == 4


def _upload(address):
    return _ask(f"{address}/api/ingest")["uploads"][0]


def _ask(address):
    with urllib.request.urlopen(address, timeout=PATIENCE) as answered:
        return json.load(answered)
