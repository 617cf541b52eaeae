"""What `extract` tells of duplicates: equal files, equal texts, editions, and nothing else."""

import pytest

from kg.editions.groups import Copy
from kg.values import Article, Case, Part, Source, Span
from pipeline.app.gathering import Gathering
from pipeline.report import Report

BODY = (
    "市总工会为职工办起夜校，每周三晚上授课，全年开课{}期，六百名青年工人走进课堂，学会了数控编程和设备点检。"
    "夜校请劳模当老师，讲焊接，讲安全，学完就能在车间里用上。各区县工会也照着办了起来，覆盖二十个园区。"
)
OTHER = (
    "户外劳动者驿站开到环卫工人身边，备有饮水机、急救箱和微波炉，累了能歇脚，渴了能喝水，热了能乘凉，冷了能取暖。"
    "骑手送完外卖常来坐坐，工会还把体检、法律咨询和心理疏导送进驿站，三年建成了一百多个这样的地方。"
)


def case(text: str, path: str, digest: str) -> Case:
    source = Source(path, digest, "text/plain")
    parts = (Part("body", Span(0, len(text))),)
    return Case(
        Article(id=f"{hash(text)}", source=source, text=text, parts=parts, title=None), (), (), (), ()
    )


def groups(*cases: Case):
    gathering, report = Gathering(), Report()
    for one in cases:
        gathering.add(one)
    gathering.report(report)
    assert report.counts["duplicates"] == len(report.copies)
    return list(report.copies.values())


def test_one_file_in_two_places_is_a_group_of_files():
    (found,) = groups(case(BODY, "a.txt", "1"), case(BODY, "b.txt", "1"))
    assert (found.kind, [copy.path for copy in found.copies]) == ("file", ["a.txt", "b.txt"])


def test_one_text_in_two_files_is_a_group_of_texts():
    (found,) = groups(case(BODY, "a.txt", "1"), case(BODY, "b.html", "2"))
    assert (found.kind, [copy.path for copy in found.copies]) == ("text", ["a.txt", "b.html"])


def test_a_revised_number_is_told_with_both_values():
    (found,) = groups(case(BODY.format(12), "a.txt", "1"), case(BODY.format(18), "b.txt", "2"))
    first, second = found.copies
    assert (found.kind, first.edition, second.edition) == ("article", "first", "revised")
    assert second.changes == (("12期", "18期"),)
    assert second.share is not None
    assert second.share > 0.6


def test_articles_of_their_own_and_several_of_one_file_are_no_duplicates():
    assert groups(case(BODY, "a.txt", "1"), case(OTHER, "a.txt", "1"), case(OTHER[:20], "b.txt", "2")) == []


@pytest.mark.parametrize("known", [1, 0])
def test_articles_beyond_the_bound_are_not_compared(monkeypatch, known):
    monkeypatch.setattr("pipeline.app.gathering._MOST", known)
    assert groups(case(BODY.format(12), "a.txt", "1"), case(BODY.format(18), "b.txt", "2")) == []


def test_extract_lists_them(run, folder, tmp_path):
    first = sorted(folder.iterdir())[0]
    (folder / "copy.txt").write_bytes(first.read_bytes())
    result = run("extract", folder, "-o", tmp_path / "out.jsonl", "--workers", "0")
    assert "copy.txt" in result.stderr
    assert Copy(str(folder / "copy.txt")).path in result.stderr
    assert "duplicates" in result.stderr
