"""Parts: every file is in one, each is whole, and what they hold comes back."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import UnreadableFile
from pipeline.engines.parts import (
    Partition,
    is_written,
    loaded,
    partitions,
    read_place,
    write_part,
    written,
)
from pipeline.report import Failure, Report, Result
from pipeline.run import run_file

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


def test_files_whose_articles_go_on_in_others_are_counted(results, tmp_path):
    partition, found = results
    loose = [replace(found[0], loose=True), *found[1:]]
    assert write_part(str(tmp_path / "one"), partition, loose, "hand").counts["not joined"] == 1
    assert "not joined" not in write_part(str(tmp_path / "two"), partition, found, "hand").counts


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
