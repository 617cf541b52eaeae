"""Which rows a filter lets through."""

from datetime import date

import pytest

import kg
from kg.errors import BadPeriod
from kg.reconcile.rows import FIELDS, IndicatorFilter, days, rows_by_subject

WANTED = [
    ({}, ["120对", "由21.5%提高到30%", "500元", "3.2万人", "超过95%", "180余万元"]),
    ({"metric": "满意率"}, ["超过95%"]),
    ({"metric": "满意度"}, ["超过95%"]),
    ({"metric": "慰问"}, ["180余万元"]),
    ({"status": "standard"}, ["500元"]),
    ({"period": "2023"}, ["120对", "由21.5%提高到30%"]),
    ({"period": "2023-08..2024"}, ["120对", "由21.5%提高到30%"]),
    ({"period": "2023-09-01"}, []),
    ({"enterprise": "云麓"}, ["120对"]),
    ({"enterprise": "云麓泵业有限公司"}, ["120对"]),
    ({"theme": "维权服务"}, ["3.2万人", "超过95%", "180余万元"]),
    ({"place": "青禾", "metric": "覆盖"}, ["3.2万人"]),
    ({"place": "青%"}, []),
    ({"confidence": 0.95}, []),
    ({"confidence": 0.5, "status": "actual", "theme": "素质提升"}, ["120对", "由21.5%提高到30%"]),
]  # fmt: skip


@pytest.mark.parametrize(("asked", "raws"), WANTED, ids=[str(asked) for asked, _ in WANTED])
def test_a_filter_lets_through_what_is_asked_for(db, asked, raws):
    found = [row["raw"] for row in kg.indicator_rows(db, IndicatorFilter(**asked))]
    assert sorted(found) == sorted(raws)
    assert sorted(row["raw"] for row in rows_by_subject(db, IndicatorFilter(**asked))) == sorted(raws)


def test_a_row_has_the_fields_in_their_order(db):
    assert all(tuple(row) == (*FIELDS, "other_paths") for row in kg.indicator_rows(db))


def test_the_rows_of_one_thing_stand_together(db):
    things = [row["thing_id"] for row in rows_by_subject(db)]
    (firm,) = set(things) - {None}
    assert things == [firm] + [None] * 5
    assert [row["raw"] for row in rows_by_subject(db, thing_id=firm)] == ["120对"]


@pytest.mark.parametrize(
    ("period", "first", "last"),
    [("2023", date(2023, 1, 1), date(2023, 12, 31)), ("2024-2", date(2024, 2, 1), date(2024, 2, 29)),
     ("2023-06-30", date(2023, 6, 30), date(2023, 6, 30)),
     ("2022..2023-06", date(2022, 1, 1), date(2023, 6, 30))],
)  # fmt: skip
def test_a_period_is_its_days(period, first, last):
    assert days(period) == (first, last)


@pytest.mark.parametrize("period", ["", "去年", "2023-13", "2023-02-30", "2024..2023", "2023..", "20230601"])
def test_a_period_that_is_none_is_refused(db, period):
    with pytest.raises(BadPeriod, match="wanted a year, month or day"):
        kg.indicator_rows(db, IndicatorFilter(period=period))
