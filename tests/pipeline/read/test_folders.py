import os
from pathlib import Path

import pytest

from pipeline.read import walk
from pipeline.report import Failure


def make(root: Path, *names: str) -> None:
    for name in names:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text("正文", encoding="utf-8")


def reasons(found: list[Path | Failure]) -> list[str]:
    return [item.reason for item in found if isinstance(item, Failure)]


def test_a_folder_gives_all_its_files_sorted_by_name(tmp_path):
    make(tmp_path, "b.txt", "a/2.md", "a/1.PDF", "c.docx", "a/z/deep.htm")
    names = [str(path.relative_to(tmp_path)) for path in walk([tmp_path])]
    assert names == ["a/1.PDF", "a/2.md", "a/z/deep.htm", "b.txt", "c.docx"]


def test_files_come_as_given_whatever_their_ending(tmp_path):
    make(tmp_path, "notes", ".hidden.txt")
    given = [tmp_path / "notes", tmp_path / ".hidden.txt"]
    assert list(walk(given)) == given


def test_hidden_files_and_lock_files_are_skipped(tmp_path):
    make(tmp_path, ".a.txt", "~$b.docx", ".git/c.txt", "d.txt")
    assert list(walk([tmp_path])) == [tmp_path / "d.txt"]


def test_an_ending_without_a_reader_is_named(tmp_path):
    make(tmp_path, "a.xyz", "b.rar", "c")
    assert [reason[:40] for reason in reasons(list(walk([tmp_path])))] == [
        "no reader for the ending .xyz; known: .t",
        "a rar archive: unpack it, or pack it as ",
        "no reader for the ending (none); known: ",
    ]


def test_a_path_that_does_not_exist_is_a_failure_and_the_rest_goes_on(tmp_path):
    make(tmp_path, "a.txt")
    missing, there = tmp_path / "no.txt", tmp_path / "a.txt"
    assert list(walk([missing, there])) == [Failure(str(missing), "read", "no such file or folder"), there]


def test_a_link_that_leads_nowhere_is_a_failure(tmp_path):
    (tmp_path / "a.txt").symlink_to(tmp_path / "gone.txt")
    assert reasons(list(walk([tmp_path]))) == ["the link leads nowhere"]


def test_a_link_to_itself_is_a_failure(tmp_path):
    (tmp_path / "a.txt").symlink_to(tmp_path / "a.txt")
    assert reasons(list(walk([tmp_path]))) == ["Too many levels of symbolic links"]


def test_a_loop_of_folders_is_a_failure_and_ends(tmp_path):
    make(tmp_path, "in/a.txt")
    (tmp_path / "in/up").symlink_to(tmp_path, target_is_directory=True)
    found = list(walk([tmp_path]))
    assert found[0] == tmp_path / "in/a.txt"
    assert reasons(found) == ["a loop: the link leads back to a folder it lies in"]


def test_a_folder_reached_twice_is_walked_once(tmp_path):
    make(tmp_path, "in/a.txt")
    (tmp_path / "same").symlink_to(tmp_path / "in", target_is_directory=True)
    assert list(walk([tmp_path, tmp_path / "in"])) == [tmp_path / "in/a.txt"]


def test_a_pipe_is_no_file(tmp_path):
    os.mkfifo(tmp_path / "pipe.txt")
    assert reasons(list(walk([tmp_path]))) == ["not a regular file"]


def test_a_folder_that_may_not_be_opened_is_a_failure(tmp_path, monkeypatch):
    make(tmp_path, "shut/a.txt", "z.txt")
    opened = Path.iterdir

    def refuse(path: Path):
        if path.name == "shut":
            raise PermissionError(13, "Permission denied")
        return opened(path)

    monkeypatch.setattr(Path, "iterdir", refuse)
    found = list(walk([tmp_path]))
    assert found == [Failure(str(tmp_path / "shut"), "read", "Permission denied"), tmp_path / "z.txt"]


def test_folders_within_folders_need_no_deep_stack(tmp_path):
    deep = tmp_path
    for _ in range(150):
        deep /= "d"
    make(deep, "a.txt")
    assert list(walk([tmp_path])) == [deep / "a.txt"]


def test_a_name_that_is_no_utf8_is_shown_escaped(tmp_path):
    try:
        (tmp_path / os.fsdecode(b"\xb9\xa4.xyz")).write_bytes(b"x")
    except OSError:
        pytest.skip("this file system takes UTF-8 names only")
    (failure,) = walk([tmp_path])
    assert isinstance(failure, Failure)
    assert failure.path.endswith("\\xb9\\xa4.xyz")
    assert failure.path.encode("utf-8")
