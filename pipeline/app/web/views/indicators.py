"""The table of indicators: sorted, filtered, in pages, drawn over time, exported as it is shown."""

from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

import kg
from kg.catalogue.pages import Row
from pipeline.app.web.address import form_of
from pipeline.app.web.agreeing import agreement
from pipeline.app.web.answers import View, answer
from pipeline.app.web.asked import AskedIndicators
from pipeline.app.web.charts import timelines
from pipeline.app.web.shelf import TheLibrary

if TYPE_CHECKING:
    from sqlite_utils import Database

router = APIRouter()
_MOST = 100_000  # rows of an export
_DRAWN = 500


@router.get("/indicators", include_in_schema=False)
def table(request: Request, library: TheLibrary, asked: Annotated[AskedIndicators, Query()]) -> Response:
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
        charts = timelines(_drawn(db, asked)) if asked.metric else ()
        beside = agreement(db, page.rows) if limit <= asked.limit else {}
    facts = {"indicators": page.rows, "agreement": beside, "total": page.total, "cursor": page.cursor}
    extra = {"asked_for": asked, "charts": charts}
    return answer(request, View(template="indicators", facts=facts, rows=page.rows, extra=extra))


def _drawn(db: "Database", asked: AskedIndicators) -> tuple[Row, ...]:
    return kg.list_indicators(db, asked.selection(), order="period", limit=_DRAWN).rows
