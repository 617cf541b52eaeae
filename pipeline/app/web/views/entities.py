"""Entities: all of them in pages, and each with its names, cases, numbers, practices and neighbours."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import Response

import kg
from pipeline.app.web.agreeing import agreement
from pipeline.app.web.answers import View, answer
from pipeline.app.web.asked import AskedEntities, Id, Name, Number
from pipeline.app.web.charts import timelines
from pipeline.app.web.shelf import TheLibrary

router = APIRouter()
_MOST, _FEW = 200, 20


@router.get("/entities", include_in_schema=False)
def leaf(request: Request, library: TheLibrary, asked: Annotated[AskedEntities, Query()]) -> Response:
    """Show entities, those of most cases first."""
    with library.reading() as db:
        page = kg.list_entities(db, kind=asked.type, name=asked.q, cursor=asked.cursor, limit=asked.limit)
    facts = {"entities": page.rows, "total": page.total, "cursor": page.cursor}
    return answer(request, View(template="entities", facts=facts, rows=page.rows, extra={"asked_for": asked}))


@router.get("/entities/{entity_id}", include_in_schema=False)
def show(
    request: Request,
    library: TheLibrary,
    entity_id: Annotated[Id, Path()],
    find: Annotated[Name | None, Query()] = None,
    judged: Annotated[Number | None, Query()] = None,
) -> Response:
    """Show one entity; `find` looks for others of a name to merge it with, `judged` is what was just said."""
    with library.reading() as db:
        told = kg.entity(db, entity_id)
        wanted = kg.IndicatorSelection(entity=entity_id)
        indicators = kg.list_indicators(db, wanted, order="period", descending=True, limit=_MOST)
        others = kg.list_entities(db, kind=told["type"], name=find, limit=_FEW).rows if find else ()
        beside = agreement(db, indicators.rows)
    facts = told | {"indicators": indicators.rows, "agreement": beside}
    extra = {
        "charts": timelines(indicators.rows),
        "find": find,
        "judged": judged,
        "others": [row for row in others if row["entity_id"] != entity_id],
    }
    return answer(request, View(template="entity", facts=facts, rows=indicators.rows, extra=extra))
