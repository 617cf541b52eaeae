"""The tray: what is sent stays, once, in order, under names of our making."""

import io
import string
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import BadCursor
from pipeline.app.uploads import Tray, TrayFull, UnknownUpload, UploadBusy
from pipeline.app.uploads.values import Outcome, ending_of, harmless, outcome_of, refused
from pipeline.read.files import MEDIA_TYPES
from pipeline.report import Failure, Result

STORED = Outcome(
    state="stored", counts={"articles": 1}, warnings={"truncated": 2}, failures=(),
    cases=({"case_id": "ab", "title": "题"},),
)  # fmt: skip


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../../etc/passwd.txt", "passwd.txt"), ("..\\..\\boot.ini.txt", "boot.ini.txt"),
        ("/etc/年报.docx", "年报.docx"), ("C:\\Users\\林\\a.txt", "a.txt"), ("a\0b.txt", "ab.txt"),
        ("\u202etxt.exe", "txt.exe"), ("a\nb\r.txt", "ab.txt"), ("..", "file"), ("", "file"), ("/", "file"),
        ("e\u0301.txt", "é.txt"), ("报告 一.txt", "报告 一.txt"), ("\ud800.txt", ".txt"),
    ],
)  # fmt: skip
def test_a_name_keeps_what_is_harmless(name, shown):
    assert harmless(name) == shown


@given(st.text(max_size=130), st.sampled_from(["", *MEDIA_TYPES]))
def test_no_name_leads_anywhere(text, ending):
    name = harmless(text + ending)
    assert 0 < len(name) <= 120
    assert not set(name) & set("/\\\0\n")
    assert name.strip(".")
    assert harmless(name) == name
    assert set(ending_of(name)) <= set(string.ascii_lowercase + ".")


def test_what_is_sent_waits_under_a_name_of_our_making(tray, send):
    upload = send("../../../tmp/年报.txt", b"x")
    assert (upload.name, upload.state, upload.person, upload.size) == ("年报.txt", "waiting", "林望舒", 1)
    assert upload.path == f"upload:{upload.upload_id}/年报.txt"
    files = {path.name for path in tray.folder.iterdir() if not path.name.startswith("queue.db")}
    assert files == {f"{upload.upload_id}.txt"}
    assert tray.file_of(upload).read_bytes() == b"x"
    assert tray.file_of(upload).stat().st_mode & 0o077 == 0
    assert tray.folder.stat().st_mode & 0o077 == 0
    assert tray.bell.is_set()


def test_the_same_content_is_one_upload(tray, send):
    first, second, other = send("a.txt", b"x"), send("b.txt", b"x"), send("a.md", b"x")
    assert first.upload_id == second.upload_id != other.upload_id
    assert second.name == "a.txt"
    assert tray.tally() == {"waiting": 2}


def test_what_failed_may_be_sent_again_and_what_is_stored_stays(tray, send):
    upload = send("a.txt", b"x")
    tray.claim()
    tray.finish(upload.upload_id, refused(upload.path, "no text"))
    assert send("a.txt", b"x").state == "waiting"
    tray.claim()
    tray.finish(upload.upload_id, STORED)
    again = send("a.txt", b"x")
    assert (again.state, again.counts, again.warnings) == ("stored", {"articles": 1}, {"truncated": 2})


def test_a_file_without_a_reader_is_named_and_not_kept(tray, send):
    upload = send("setup.exe", b"MZ")
    assert upload.state == "failed"
    assert upload.failures[0]["reason"].startswith("no reader for this ending; known: .txt")
    assert not list(tray.folder.glob(f"{upload.upload_id}*"))
    assert tray.claim() is None


def test_they_are_read_in_the_order_in_which_they_came(tray, send):
    sent = [send(f"{number}.txt", str(number).encode()).upload_id for number in range(4)]
    assert [tray.claim().upload_id for _ in sent] == sent
    assert tray.claim() is None


def test_two_who_claim_never_get_the_same(tray, send):
    for number in range(12):
        send(f"{number}.txt", str(number).encode())
    with ThreadPoolExecutor(6) as pool:
        claimed = list(pool.map(lambda _: Tray(tray.db_path).claim().upload_id, range(12)))
    assert len(set(claimed)) == 12


def test_a_list_in_pages_newest_first(tray, send):
    sent = [send(f"{number}.txt", str(number).encode()).upload_id for number in range(5)][::-1]
    found, cursor = [], None
    while True:
        page = tray.page(cursor=cursor, limit=2)
        found += [row["upload_id"] for row in page.rows]
        cursor = page.cursor
        if cursor is None:
            break
    assert found == sent
    assert tray.page("failed").total == 0
    with pytest.raises(BadCursor):
        tray.page(cursor="x")


def test_what_was_being_read_waits_again(tray, send):
    send("a.txt", b"x")
    assert tray.claim().tries == 1
    tray.put_back(killed=False)
    assert tray.claim().tries == 1
    tray.put_back(killed=True)
    assert tray.claim().tries == 2


def test_a_file_that_kills_its_reader_is_given_up(tray, send):
    upload = send("a.txt", b"x")
    for _ in range(5):
        tray.claim()
        tray.put_back(killed=True)
    assert tray[upload.upload_id].state == "failed"
    assert "killed 5 times" in tray[upload.upload_id].failures[0]["reason"]


def test_an_upload_is_removed_with_its_file_unless_it_is_being_read(tray, send):
    upload = send("a.txt", b"x")
    tray.claim()
    for change in (tray.remove, tray.again):
        with pytest.raises(UploadBusy):
            change(upload.upload_id)
    tray.finish(upload.upload_id, STORED)
    assert tray.again(upload.upload_id).state == "waiting"
    assert tray.remove(upload.upload_id).name == "a.txt"
    assert not tray.file_of(upload).exists()
    with pytest.raises(UnknownUpload):
        tray[upload.upload_id]


def test_a_full_tray_takes_no_more(tray, monkeypatch):
    small = Tray(tray.db_path, most_waiting=2)
    for number in range(2):
        small.take(f"{number}.txt", io.BytesIO(bytes([number])), person="x")
    with pytest.raises(TrayFull, match="2 files wait already"):
        small.take("c.txt", io.BytesIO(b"c"), person="x")
    monkeypatch.setattr("shutil.disk_usage", lambda _: type("Usage", (), {"free": 1})())
    with pytest.raises(TrayFull, match="nearly full"):
        tray.take("c.txt", io.BytesIO(b"c"), person="x")


def test_a_sender_that_breaks_off_leaves_nothing(tray):
    class Broken(io.BytesIO):
        def read(self, size=-1):
            raise ConnectionError

    with pytest.raises(ConnectionError):
        tray.take("a.txt", Broken(), person="x")
    assert [path for path in tray.folder.glob("*") if "part" in path.name] == []
    assert tray.tally() == {}


def test_a_library_to_which_nothing_was_sent_gets_no_folder(tray):
    assert (tray.tally(), tray.pending(), tray.held(), tray.page().total) == ({}, 0, None, 0)
    with pytest.raises(UnknownUpload):
        tray["ab"]
    assert not tray.folder.exists()


def test_an_outcome_says_what_failed_and_where():
    lost = Failure("a.zip!/b.docx", "read", "not a whole .docx")
    assert outcome_of(Result("a.zip", lost=(lost,)), (lost,)).state == "failed"
    told = outcome_of(Result("a.zip"), ())
    assert (told.state, told.counts["articles"]) == ("stored", 0)
