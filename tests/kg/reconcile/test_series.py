"""How indicators of one thing went over time."""

from datetime import date

import kg

from .conftest import FIRM, fact, fill, make_case


def year(number: int, value: float, **fields) -> dict:
    days = (date(number, 1, 1), date(number, 12, 31))
    return fact(
        f"{value}%", value, fields.pop("metric", "满意率"), "%", period=f"{number}年", days=days, **fields
    )


def library(graph):
    return fill(
        graph,
        [
            make_case("甲", [year(2021, 90), year(2023, 96), fact("97%", 97, "满意率", "%")]),
            make_case(
                "乙", [year(2022, 93, metric="职工满意度"), year(2023, 91), year(2022, 94, metric="满意度")]
            ),
        ],
    )


def test_a_series_follows_time_and_shows_conflicts_whole(graph):
    lines = kg.series(library(graph), FIRM, "满意度")
    (line,) = lines
    assert (line.subject, line.metric, line.unit, line.status) == (FIRM, "满意率", "%", "actual")
    assert [(point.period_end.year, point.verdict) for point in line.points] == [
        (2021, "single"), (2022, "single"), (2023, "conflict"),
    ]  # fmt: skip
    assert [claim.figure.value for claim in line.points[-1].claims] == [91, 96]


def test_a_thing_is_known_by_its_id_and_by_its_names(graph):
    db = library(graph)
    lines = kg.series(db, FIRM)
    assert [line.metric for line in lines] == ["满意率", "职工满意率"]
    assert kg.series(db, lines[0].thing_id) == lines
    assert kg.series(db, "没有这家公司") == ()
