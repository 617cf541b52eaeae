"""Numbers of several enterprises, or of several places, side by side."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

import kg
from kg.values import Relation


@pytest.fixture
def db(empty, pump, dock):
    """Two enterprises in two counties that both tell how many pairs of masters and learners they have."""
    pairs = {"metric": "师徒结对", "unit": "对", "op": "="}
    told = replace(
        dock.indicators[0], **pairs, value=Decimal(80), subject="海晏港务集团", subject_id="e1",
        period_end=date(2022, 12, 31),
    )  # fmt: skip
    newer = replace(dock.indicators[1], **pairs, value=Decimal(95), subject="海晏港务集团", subject_id="e1",
                    period_end=date(2023, 12, 31))  # fmt: skip
    there = replace(dock.entities[1], name="海晏县", mentions=dock.entities[1].mentions)
    dock = replace(dock, indicators=(told, newer, dock.indicators[2]), entities=(dock.entities[0], there))
    lies = Relation("e1", "located_in", "e2", pump.measures[0].evidence, "in")
    pump = replace(pump, relations=(*pump.relations, lies))
    for case in (pump, dock):
        kg.add(empty, replace(case.article.source, page=None), [case], extractor="hand")
    return empty


def test_enterprises_stand_side_by_side_with_their_newest_number(db):
    (one,) = kg.compare(db, kg.IndicatorSelection(metric="师徒结对"), by="enterprise")
    assert one.unit == "对"
    assert [(side.name, [row["value"] for row in side.rows]) for side in one.sides] == [
        ("云麓泵业有限公司", [120]),
        ("海晏港务集团", [95]),
    ]
    assert one.sides[0].thing_id == one.sides[0].rows[0]["entity_id"]


def test_a_number_is_of_the_place_where_its_subject_lies(db):
    (one,) = kg.compare(db, kg.IndicatorSelection(metric="师徒结对"), by="place")
    assert [(side.name, side.rows[0]["subject"]) for side in one.sides] == [
        ("青禾县", "云麓泵业"),
        ("海晏县", "海晏港务集团"),
    ]


def test_rows_are_those_of_the_list(db):
    (one,) = kg.compare(db, kg.IndicatorSelection(metric="师徒结对"), by="enterprise")
    listed = {row["indicator_id"]: row for row in kg.list_indicators(db, limit=100).rows}
    assert all(listed[row["indicator_id"]] == row for side in one.sides for row in side.rows)


@pytest.mark.parametrize(
    "wanted",
    [
        kg.IndicatorSelection(metric="满意率"),
        kg.IndicatorSelection(metric="补贴"),
        kg.IndicatorSelection(metric="师徒结对", year=2022),
        kg.IndicatorSelection(metric="师徒结对", status="target"),
    ],
)
def test_what_one_alone_tells_is_no_comparison(db, wanted):
    assert kg.compare(db, wanted, by="enterprise") == ()


def test_numbers_of_one_time_all_stay(empty, pump, dock):
    first = replace(pump.indicators[0], value=Decimal(120))
    again = replace(pump.indicators[1], metric="师徒结对", unit="对", value=Decimal(121), subject_id="e1")
    pump = replace(pump, indicators=(first, again, pump.indicators[2]))
    told = replace(dock.indicators[0], metric="师徒结对", unit="对", value=Decimal(8), subject_id="e1")
    dock = replace(dock, indicators=(told, *dock.indicators[1:]))
    for case in (pump, dock):
        kg.add(empty, replace(case.article.source, page=None), [case], extractor="hand")
    (one,) = kg.compare(empty, by="enterprise")
    assert sorted(row["value"] for row in one.sides[0].rows) == [120, 121]


def test_a_number_is_the_greater_end_of_a_range():
    assert kg.value_of({"value": None, "low": 3, "high": 5}) == 5.0
    assert kg.value_of({"value": 4, "low": 3, "high": 5}) == 4.0
