"""Archives: every file inside is read or named, and none of them can hurt."""

import gzip
import io
import tarfile
import zipfile
from pathlib import Path

import pytest

from kg.errors import UnreadableFile
from pipeline.read import open_file, read
from pipeline.read.limits import VARIABLE, Bounds

TEXT = "厂里的夜校\n\n两年来六十多人考取了证书。\n"


def zipped(members, **kwargs):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, **kwargs) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return file.getvalue()


def tarred(members, mode="w:gz"):
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode=mode) as archive:
        for name, data in members.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))
    return file.getvalue()


@pytest.fixture
def put(tmp_path):
    def write(name: str, data: bytes) -> Path:
        (tmp_path / name).write_bytes(data)
        return tmp_path / name

    return write


@pytest.mark.parametrize(
    ("name", "pack"),
    [
        ("a.zip", zipped),
        ("a.tar", lambda members: tarred(members, "w")),
        ("a.tar.gz", tarred),
        ("a.tgz", tarred),
    ],
)
def test_members_are_documents_named_by_archive_and_member(put, name, pack):
    path = put(name, pack({"群文件/夜校.txt": TEXT.encode(), "b.txt": TEXT.encode("gb18030")}))
    found = list(read(path))
    assert {document.source.path for document in found} == {f"{path}!/b.txt", f"{path}!/群文件/夜校.txt"}
    assert {document.text for document in found} == {TEXT}


def test_one_bad_member_is_named_and_the_rest_is_read(put):
    path = put("a.zip", zipped({"a.txt": TEXT, "b.docx": b"PK\x03\x04", "c.xyz": b"?", "d.txt": b""}))
    opened = open_file(path)
    assert [document.source.path for document in opened.documents] == [f"{path}!/a.txt"]
    lost = {failure.path.rpartition("!/")[2]: failure.reason for failure in opened.lost}
    assert lost.keys() == {"b.docx", "c.xyz", "d.txt"}
    assert lost["d.txt"] == "the file is empty"
    assert lost["c.xyz"].startswith("no reader for the ending .xyz")


def test_archives_within_archives(put):
    path = put("a.zip", zipped({"in.tgz": tarred({"in.zip": zipped({"a.txt": TEXT})})}))
    [document] = read(path)
    assert document.source.path == f"{path}!/in.tgz!/in.zip!/a.txt"


def test_archives_too_deep_are_named(put):
    data = zipped({"a.txt": TEXT})
    for _ in range(Bounds().depth + 1):
        data = zipped({"a.zip": data})
    opened = open_file(put("a.zip", data))
    assert opened.documents == ()
    assert [failure.reason for failure in opened.lost] == [
        "archives within archives, deeper than the limit of 4 (depth)"
    ]


def test_names_that_windows_wrote_are_read(put):
    gbk = "夜校.txt".encode("gb18030")
    raw = zipped({"x" * (len(gbk) - 4) + ".txt": TEXT}).replace(b"xxxx.txt", gbk)
    path = put("a.zip", raw)
    assert [document.source.path for document in read(path)] == [f"{path}!/夜校.txt"]


def test_a_name_never_becomes_a_path(put, tmp_path):
    path = put("a.zip", zipped({"../../escaped.txt": TEXT, "/etc/absolute.txt": TEXT}))
    assert len(list(read(path))) == 2
    assert [item.name for item in tmp_path.rglob("*")] == ["a.zip"]


def test_links_and_devices_in_a_tar_are_left_out(put):
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w") as archive:
        for kind, name in (
            (tarfile.SYMTYPE, "l.txt"),
            (tarfile.CHRTYPE, "d.txt"),
            (tarfile.FIFOTYPE, "f.txt"),
        ):
            entry = tarfile.TarInfo(name)
            entry.type, entry.linkname = kind, "/etc/passwd"
            archive.addfile(entry)
        entry = tarfile.TarInfo("a.txt")
        entry.size = len(TEXT.encode())
        archive.addfile(entry, io.BytesIO(TEXT.encode()))
    assert len(list(read(put("a.tar", file.getvalue())))) == 1


def test_what_systems_put_beside_the_files_is_left_out(put):
    members = {
        "__MACOSX/._a.txt": b"\0",
        ".DS_Store": b"\0",
        "~$a.docx": b"\0",
        "b/Thumbs.db": b"\0",
        "desktop.ini": b"\0",
        "a.txt": TEXT,
    }
    opened = open_file(put("a.zip", zipped(members)))
    assert (len(opened.documents), opened.lost) == (1, ())


def test_a_gzip_of_one_file(put):
    [document] = read(put("a.txt.gz", gzip.compress(TEXT.encode())))
    assert document.source.path.endswith("a.txt.gz!/a.txt")


def test_a_bomb_is_refused(put, monkeypatch):
    monkeypatch.setenv(VARIABLE, "unpacked=1")
    for name, pack in (("a.zip", zipped), ("a.tgz", tarred)):
        with pytest.raises(UnreadableFile, match="unpacks to more than"):
            open_file(put(name, pack({"a.txt": bytes(3_000_000)})))


def test_too_many_members_are_refused(put, monkeypatch):
    monkeypatch.setenv(VARIABLE, "members=3")
    with pytest.raises(UnreadableFile, match="files in one archive"):
        open_file(put("a.zip", zipped({f"{number}.txt": TEXT for number in range(4)})))


@pytest.mark.parametrize("name", ["a.zip", "a.tar", "a.tgz", "a.gz"])
@pytest.mark.parametrize("data", [b"PK\x03\x04", b"\x1f\x8b\x08", b"no archive", b"\0" * 600])
def test_what_is_no_archive_is_refused_or_empty(put, name, data):
    with pytest.raises(UnreadableFile):
        open_file(put(name, data))


def test_an_empty_archive_holds_no_text(put):
    with pytest.raises(UnreadableFile, match="holds no text"):
        open_file(put("a.zip", zipped({})))


def test_a_locked_member_is_named(put):
    data = bytearray(zipped({"a.txt": TEXT}))
    for mark in (b"PK\x03\x04", b"PK\x01\x02"):
        at = data.index(mark) + (6 if mark.endswith(b"\x04") else 8)
        data[at] |= 1
    assert [failure.reason for failure in open_file(put("a.zip", bytes(data))).lost] == [
        "locked with a password"
    ]
