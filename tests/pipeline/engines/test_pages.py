"""Pages of a newspaper as files of their own: held back, read together, and never lost."""

from pathlib import Path

import pytest

from pipeline.engines import run_here, run_in_workers
from pipeline.engines.pages import join_pages
from pipeline.report import Failure, Result

FIRST = (
    "夜校开课\n\n本报记者 李明远\n\n"
    "近年来，云栖市总工会开办夜校，每周三晚上授课，培训职工12期，已有六百名青年工（下转第3版）\n"
)
THIRD = "（上接第1版）人走进课堂，学会了数控编程和设备点检，培训1200人次。\n"


@pytest.fixture
def newspaper(tmp_path: Path) -> list[Path]:
    for name, text in (("报01.txt", FIRST), ("报02.txt", "夜校真好。\n"), ("报03.txt", THIRD)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    return sorted(tmp_path.glob("*.txt"))


def told(results) -> dict[str, list[str]]:
    return {Path(result.path).name: [case.article.text for case in result.cases] for result in results}


@pytest.mark.parametrize("run", [run_here, pytest.param(run_in_workers, marks=pytest.mark.long)])
def test_an_article_over_two_files_is_one_case(newspaper, run):
    found = told(run(newspaper, "rjieba"))
    assert set(found) == {"报01.txt", "报02.txt", "报03.txt"}
    assert "青年工人走进课堂" in found["报01.txt"][0]
    assert found["报03.txt"] == []
    assert next(iter(found)) == "报02.txt"


def test_without_repair_each_file_is_itself(newspaper):
    found = told(run_here(newspaper, "rjieba", repair=False))
    assert "（下转第3版）" in found["报01.txt"][0]
    assert "（上接第1版）" in found["报03.txt"][0]


def loose(path: str) -> Result:
    return Result(path, loose=True)


def test_only_files_of_one_folder_are_read_together():
    asked = []
    results = [loose("甲/1.txt"), Result("甲/2.txt"), loose("乙/1.txt"), loose("甲/3.txt")]

    def together(paths):
        asked.append(paths)
        return [Result(str(path)) for path in paths]

    found = [result.path for result in join_pages(results, together)]
    assert asked == [(Path("甲/1.txt"), Path("甲/3.txt"))]
    assert sorted(found) == ["乙/1.txt", "甲/1.txt", "甲/2.txt", "甲/3.txt"]
    assert found[0] == "甲/2.txt"


def test_what_cannot_be_read_together_keeps_what_it_gave():
    results = [loose("甲/1.txt"), loose("甲/2.txt")]
    failed = [Result(one.path, failure=Failure(one.path, "read", "lost")) for one in results]
    assert list(join_pages(results, lambda _: failed)) == results


def test_too_many_files_and_those_from_elsewhere_stay():
    results = [loose(f"甲/{number}.txt") for number in range(100)] + [loose("s3://a/1.txt")]
    assert sorted(one.path for one in join_pages(results, lambda _: [])) == sorted(
        one.path for one in results
    )
