import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

from kg.errors import UnreadableFile
from pipeline.read import files, read
from pipeline.read.limits import VARIABLE

JUNK = bytes(range(256)) * 40


def refuse(path: Path) -> str:
    with pytest.raises(UnreadableFile) as caught:
        read(path)
    assert caught.value.path == str(path)
    assert "\n" not in str(caught.value)
    return caught.value.reason


@pytest.mark.parametrize(
    ("name", "media_type"),
    [("a.txt", "text/plain"), ("a.TXT", "text/plain"), ("a.md", "text/markdown"), ("a.htm", "text/html")],
)
def test_the_source_says_where_the_text_came_from(read_bytes, tmp_path, text, name, media_type):
    source = read_bytes(name, text.encode()).source
    assert (source.path, source.media_type, source.page) == (str(tmp_path / name), media_type, None)
    assert source.sha256 == hashlib.sha256(text.encode()).hexdigest()


def test_every_media_type_has_a_reader():
    known = {*files._SINGLE, *files._PARTED, *files._TABLES, *files._BUNDLES, ".eml"}
    assert set(files.MEDIA_TYPES) == known


def test_every_reader_is_where_the_table_says():
    tables = (files._SINGLE, files._PARTED, files._TABLES, files._BUNDLES)
    places = {place for table in tables for place in table.values()} | {"mail:read_mail"}
    for place in places:
        module, name = place.split(":")
        reader = files._reader(place)
        assert callable(reader)
        assert (reader.__module__, reader.__name__) == (f"pipeline.read.{module}", name)


def test_a_plain_text_loads_no_reader_of_another_format(tmp_path, text):
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    others = {"email", "pipeline.read.pdf", "pipeline.read.web"}
    code = f"""
import pathlib, sys
from pipeline.read import open_file
open_file(pathlib.Path({str(tmp_path)!r}, "a.txt"))
print(sorted({others!r} & set(sys.modules)))
"""
    assert subprocess.check_output([sys.executable, "-c", code], text=True) == "[]\n"


@pytest.mark.parametrize("ending", [".txt", ".md", ".html", ".htm", ".docx", ".pdf"])
def test_an_empty_file_is_refused(tmp_path, ending):
    path = tmp_path / f"empty{ending}"
    path.touch()
    assert refuse(path) == "the file is empty"


@pytest.mark.parametrize("ending", [".txt", ".md", ".html", ".docx", ".pdf"])
def test_binary_junk_is_refused_whatever_its_name(tmp_path, ending):
    path = tmp_path / f"junk{ending}"
    path.write_bytes(JUNK)
    assert refuse(path)


def test_a_file_of_white_space_is_refused(tmp_path):
    path = tmp_path / "blank.txt"
    path.write_text("\n \u3000\n\n", encoding="utf-8")
    assert refuse(path) == "the file holds no text"


def test_a_folder_is_refused(tmp_path):
    assert refuse(tmp_path) == "a folder, not a file"


def test_a_path_that_does_not_exist_is_refused(tmp_path):
    assert refuse(tmp_path / "no.txt") == "the file cannot be opened (No such file or directory)"


def test_a_pipe_is_refused_and_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe.txt")
    assert refuse(tmp_path / "pipe.txt") == "not a regular file"


def test_an_unreadable_file_is_refused(tmp_path, monkeypatch):
    path = tmp_path / "shut.txt"
    path.write_text("正文", encoding="utf-8")

    def deny(_path: Path, _flags: int) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "open", deny)
    assert refuse(path) == "the file cannot be opened (Permission denied)"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_the_right_to_read_is_refused(tmp_path):
    path = tmp_path / "shut.txt"
    path.write_text("正文", encoding="utf-8")
    path.chmod(0)
    assert "Permission denied" in refuse(path)


def test_an_unknown_ending_is_refused_by_name(tmp_path):
    path = tmp_path / "table.dbf"
    path.write_text("甲,乙", encoding="utf-8")
    assert refuse(path).startswith("no reader for the ending .dbf; known: .txt")


def test_a_file_above_the_limit_is_refused_unread(tmp_path, monkeypatch):
    path = tmp_path / "long.txt"
    path.write_bytes(b"x" * 1_000_001)
    monkeypatch.setenv(VARIABLE, "file=1")
    assert refuse(path) == "1,000,001 bytes, more than the limit of 1,000,000 (file)"


def test_the_error_comes_with_the_call_and_not_with_the_first_document(tmp_path):
    with pytest.raises(UnreadableFile):
        read(tmp_path / "no.txt")
