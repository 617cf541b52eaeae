"""Cases, entities, indicators and the whole library by API."""

from typing import Annotated, Any

from fastapi import APIRouter, HTTPException, Path, Query

import kg
from pipeline.app.web.api.models import (
    CasePage,
    CaseRecord,
    EntityPage,
    EntityRecord,
    Graph,
    IndicatorPage,
    Overview,
)
from pipeline.app.web.asked import AskedEntities, AskedGraph, AskedIndicators, Id, Leafed
from pipeline.app.web.shelf import Searching, TheLibrary
from pipeline.app.web.views.graph import around, as_facts

router = APIRouter(prefix="/api", tags=["library"])


@router.get("/cases", response_model=CasePage)
def list_cases(library: TheLibrary, asked: Annotated[Leafed, Query()]) -> dict[str, Any]:
    """List cases in pages.

    Example: `curl 'BASE/api/cases?theme=素质提升&limit=20'`
    """
    with library.reading() as db:
        page = kg.list_cases(db, asked.selection(), order=asked.order, cursor=asked.cursor, limit=asked.limit)
    return {"cases": page.rows, "total": page.total, "cursor": page.cursor}


@router.get("/cases/{case_id}", response_model=CaseRecord)
def show_case(library: TheLibrary, case_id: Annotated[Id, Path()]) -> dict[str, Any]:
    """Return a case with all its facts.

    Example: `curl BASE/api/cases/CASE_ID`
    """
    with library.reading() as db:
        return kg.to_record(kg.case(db, case_id)) | {"things": kg.things_of(db, case_id)}


@router.get("/entities", response_model=EntityPage)
def list_entities(library: TheLibrary, asked: Annotated[AskedEntities, Query()]) -> dict[str, Any]:
    """List entities in pages, those of most cases first.

    Example: `curl 'BASE/api/entities?type=enterprise&q=集团'`
    """
    with library.reading() as db:
        page = kg.list_entities(db, kind=asked.type, name=asked.q, cursor=asked.cursor, limit=asked.limit)
    return {"entities": page.rows, "total": page.total, "cursor": page.cursor}


@router.get("/entities/{entity_id}", response_model=EntityRecord)
def show_entity(library: TheLibrary, entity_id: Annotated[Id, Path()]) -> dict[str, Any]:
    """Return an entity with its names, cases, practices and neighbours.

    Example: `curl BASE/api/entities/ENTITY_ID`
    """
    with library.reading() as db:
        return kg.entity(db, entity_id)


@router.get("/indicators", response_model=IndicatorPage)
def list_indicators(library: TheLibrary, asked: Annotated[AskedIndicators, Query()]) -> dict[str, Any]:
    """List indicators in pages, filtered and sorted.

    Example: `curl 'BASE/api/indicators?unit=人&least=1000&sort=-value'`
    """
    with library.reading() as db:
        page = kg.list_indicators(
            db, asked.selection(), order=asked.order, descending=asked.descending, cursor=asked.cursor,
            limit=asked.limit,
        )  # fmt: skip
    return {"indicators": page.rows, "total": page.total, "cursor": page.cursor}


@router.get("/graph", response_model=Graph)
def show_graph(searching: Searching, asked: Annotated[AskedGraph, Query()]) -> dict[str, Any]:
    """Return what lies around some nodes, or the shortest way from one to another.

    Example: `curl 'BASE/api/graph?open=ENTITY_ID&type=person&type=concept&most=50'`
    """
    if not asked.centres:
        raise HTTPException(422, "open: name at least one node")
    return as_facts(searching.ask(around, asked))


@router.get("/overview", response_model=Overview)
def show_overview(library: TheLibrary) -> dict[str, Any]:
    """Return the library at a glance.

    Example: `curl BASE/api/overview`
    """
    return library.remembered("overview", kg.overview)
