"""The table of indicators: sorted, filtered, in pages, drawn over time, exported as it is shown."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

import kg
from kg.catalogue.pages import Row
from pipeline.app.web.address import form_of
from pipeline.app.web.agreeing import agreement
from pipeline.app.web.answers import View, answer
from pipeline.app.web.asked import DrawnIndicators
from pipeline.app.web.charts import Chart, timelines
from pipeline.app.web.comparing import comparisons
from pipeline.app.web.shelf import TheLibrary

if TYPE_CHECKING:
    from sqlite_utils import Database

router = APIRouter()
_MOST = 100_000  # rows of an export
_DRAWN = 500


@router.get("/indicators", include_in_schema=False)
def table(request: Request, library: TheLibrary, asked: Annotated[DrawnIndicators, Query()]) -> Response:
    """Show indicators; as CSV or Excel all that the filters want, in the same order."""
    limit = _MOST if form_of(request) in ("csv", "xlsx") else asked.limit
    with library.reading() as db:
        page = kg.list_indicators(
            db,
            asked.selection(),
            order=asked.order,
            descending=asked.descending,
            cursor=asked.cursor,
            limit=limit,
        )
        sides = _sides(db, asked)
        charts = _charts(db, asked, sides)
        beside = agreement(db, page.rows) if limit <= asked.limit else {}
    facts = {"indicators": page.rows, "agreement": beside, "total": page.total, "cursor": page.cursor}
    facts["comparison"] = [asdict(one) for one in sides]
    extra = {"asked_for": asked, "charts": charts}
    return answer(request, View(template="indicators", facts=facts, rows=page.rows, extra=extra))


def _sides(db: "Database", asked: DrawnIndicators) -> tuple[kg.Comparison, ...]:
    """Return what is asked for side by side; of everything there is nothing to compare."""
    if asked.chart == "time" or not (asked.metric or asked.q):
        return ()
    return kg.compare(db, asked.selection(), by=asked.chart)


def _charts(db: "Database", asked: DrawnIndicators, sides: Sequence[kg.Comparison]) -> tuple[Chart, ...]:
    if asked.chart == "time":
        return timelines(_drawn(db, asked)) if asked.metric or asked.q else ()
    return comparisons(sides, asked.metric or asked.q or "")


def _drawn(db: "Database", asked: DrawnIndicators) -> tuple[Row, ...]:
    return kg.list_indicators(db, asked.selection(), order="period", limit=_DRAWN).rows
