"""Parts: every file is in one, each is whole, and what they hold comes back."""

import posixpath
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import UnreadableFile
from pipeline.engines.pages import MOST_PAGES
from pipeline.engines.parts import (
    Partition,
    is_written,
    loaded,
    of_pages,
    partitions,
    read_place,
    read_places,
    write_part,
    written,
)
from pipeline.report import Failure, Report, Result
from pipeline.run import run_file, run_together

TEXT = "师带徒\n\n朔屏市总工会为412名新入职职工配备师傅。\n"


@pytest.fixture
def folder(tmp_path):
    place = tmp_path / "articles"
    place.mkdir()
    for number in range(5):
        (place / f"{number}.txt").write_text(f"第{number}篇\n\n{TEXT}", encoding="utf-8")
    (place / "6.xyz").write_text("?", encoding="utf-8")
    return place


@pytest.fixture
def results(folder, nlp):
    [partition] = partitions([folder], 10)
    lost = {failure.path: Result(failure.path, failure=failure) for failure in partition.lost}
    return partition, [lost.get(place) or run_file(Path(place), nlp) for place in partition.files]


@pytest.mark.parametrize("size", [1, 2, 3, 6, 7])
def test_every_file_is_in_one_partition_in_order(folder, size):
    found = list(partitions([folder], size))
    files = [place for partition in found for place in partition.files]
    assert files == [str(path) for path in sorted(folder.iterdir())]
    assert all(len(partition.files) == size for partition in found[:-1])
    assert [partition.number for partition in found] == list(range(len(found)))
    assert [failure.path for partition in found for failure in partition.lost] == [str(folder / "6.xyz")]


def test_files_by_url_are_those_by_path(folder):
    [by_url], [by_path] = partitions([f"file://{folder}"], 10), partitions([folder], 10)
    assert by_url.files == tuple(f"file://{place}" for place in by_path.files)
    assert [failure.reason for failure in by_url.lost] == ["no reader for the ending .xyz"]


def test_a_url_without_files_is_a_failure(tmp_path):
    [partition] = partitions([f"file://{tmp_path}/none"], 10)
    assert [failure.reason for failure in partition.lost] == ["no file there"]


@given(st.lists(st.text(min_size=1), min_size=1, unique=True), st.integers(0, 9_999_999))
def test_the_name_of_a_part_sorts_by_number_and_tells_its_files(files, number):
    name = Partition(number, tuple(files)).name
    assert name == Partition(number, tuple(files)).name
    assert int(name[5:12]) == number
    assert name != Partition(number, (*files, "another")).name


def test_what_is_written_is_loaded(results, tmp_path):
    partition, found = results
    done = write_part(str(tmp_path / "out"), partition, found, "hand")
    assert [result for result, _ in loaded(str(tmp_path / "out"))] == found
    assert {name for _, name in loaded(str(tmp_path / "out"))} == {"hand"}
    report = Report()
    done.add_to(report)
    assert (report.counts["files"], report.counts["articles"], report.counts["failures"]) == (6, 5, 1)


def test_files_whose_articles_go_on_in_others_are_left_for_later(results, tmp_path):
    partition, found = results
    out, held = str(tmp_path / "out"), replace(found[0], loose=True)
    done = write_part(out, partition, [held, *found[1:]], "hand")
    assert done.loose == written(out, partition).loose == (held.path,)
    assert (done.counts["files"], done.counts["articles"]) == (5, 4)
    assert [result for result, _ in loaded(out)] == found[1:]
    [later] = of_pages(done.loose)
    assert not is_written(out, later)
    last = write_part(out, later, [held], "hand")
    assert (last.counts["files"], last.counts["articles"], last.loose) == (1, 1, ())
    assert [result for result, _ in loaded(out)] == [*found[1:], found[0]]


@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 99)), unique=True))
def test_pages_of_one_folder_are_read_together_but_not_too_many(places):
    files = [f"s3://x/{folder}/{number}.txt" for folder, number in places]
    parts = list(of_pages(files))
    assert sorted(path for part in parts for path in part.files) == sorted(files)
    assert all(part.together and len(part.files) <= MOST_PAGES for part in parts)
    assert all(len({posixpath.dirname(path) for path in part.files}) == 1 for part in parts)
    assert len({part.name for part in parts}) == len(parts)
    for folder in {folder for folder, _ in places}:
        own = [part for part in parts if part.files[0].startswith(f"s3://x/{folder}/")]
        assert len(own) == 1 or all(len(part.files) == 1 for part in own)


@pytest.mark.parametrize("prefix", ["", "file://"])
def test_files_are_read_together_by_path_or_url(folder, nlp, prefix):
    (folder / "p1.txt").write_text(
        "第1版\n夜校开到车间\n市总工会办起夜校，每周三晚上（下转第2版）\n", encoding="utf-8"
    )
    (folder / "p2.txt").write_text("（上接第1版）授课，已有412名职工走进课堂。\n", encoding="utf-8")
    places = [f"{prefix}{folder}/p1.txt", f"{prefix}{folder}/p2.txt"]
    found = read_places(places, lambda paths: run_together(paths, nlp))
    assert [result.path for result in found] == places
    [case] = found[0].cases
    assert "每周三晚上授课" in case.article.text
    assert case.article.source.path == places[0]


def test_files_that_cannot_be_fetched_are_not_read_together(tmp_path):
    with pytest.raises(FileNotFoundError):
        read_places([f"file://{tmp_path}/none.txt"], lambda _: [])


def test_a_part_is_written_once_its_documents_are(results, tmp_path):
    partition, found = results
    out = tmp_path / "out"
    assert not is_written(str(out), partition)
    write_part(str(out), partition, found, "hand")
    assert is_written(str(out), partition)
    assert [failure.path for failure in written(str(out), partition).failures] == [found[-1].path]
    next((out / "documents").iterdir()).unlink()
    assert not is_written(str(out), partition)
    assert not [path for path in out.rglob("*") if path.name.startswith(".")]


def test_cases_alone_can_be_loaded(results, tmp_path):
    partition, found = results
    write_part(str(tmp_path / "out"), partition, found, "hand")
    [part] = (tmp_path / "out" / "cases").iterdir()
    assert [result for result, _ in loaded(str(part))] == found[:-1]


def test_a_folder_of_something_else_is_refused(tmp_path):
    with pytest.raises(UnreadableFile, match="neither a Parquet file"):
        list(loaded(str(tmp_path)))


def test_a_file_by_url_is_named_by_it(folder, nlp):
    here, there = folder / "0.txt", f"file://{folder}/0.txt"
    by_path, by_url = run_file(here, nlp), read_place(there, lambda path: run_file(path, nlp))
    assert by_url.path == by_url.source.path == by_url.cases[0].article.source.path == there
    assert by_url.cases[0].entities == by_path.cases[0].entities
    assert by_url.source.sha256 == by_path.source.sha256


def test_a_url_that_cannot_be_fetched_is_a_failure(tmp_path, nlp):
    result = read_place(f"file://{tmp_path}/none.txt", lambda path: run_file(path, nlp))
    assert isinstance(result.failure, Failure)
    assert "FileNotFoundError" in result.failure.reason


@pytest.mark.parametrize("name", ["cases.parquet", "facts/documents/0.parquet"])
def test_what_holds_no_cases_is_named(tmp_path, name):
    wrong = tmp_path / name
    wrong.parent.mkdir(parents=True, exist_ok=True)
    wrong.write_bytes(b"PK" * 100)
    with pytest.raises(UnreadableFile, match="not a Parquet file") as refused:
        list(loaded(str(tmp_path / name.partition("/")[0])))
    assert refused.value.path == str(wrong)
