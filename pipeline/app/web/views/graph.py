"""The graph: what lies around some nodes, chosen by type and relation, and how two of them are linked."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

import kg
from kg.values import EntityType
from pipeline.app.web.address import address, made
from pipeline.app.web.answers import View, answer
from pipeline.app.web.asked import NODE_TYPES, RELATIONS, AskedGraph
from pipeline.app.web.picture import draw
from pipeline.app.web.shelf import Searching, TheLibrary

if TYPE_CHECKING:
    from sqlite_utils import Database

router = APIRouter()
_FEW = 12
_BEGINNINGS: tuple[EntityType, ...] = ("union", "enterprise", "park", "place")


@router.get("/graph", include_in_schema=False)
def show(
    request: Request, library: TheLibrary, searching: Searching, asked: Annotated[AskedGraph, Query()]
) -> Response:
    """Show a picture of a neighbourhood or of a path, or, of nothing yet, where one may begin."""
    found = searching.ask(around, asked) if asked.centres else kg.Neighbourhood((), ())
    with library.reading() as db:
        extra: dict[str, Any] = {"candidates": _candidates(db, asked), "types": NODE_TYPES}
    extra |= {"relations": RELATIONS, "asked_for": asked, "names": _names(found)}
    extra["picture"] = draw(found, asked.centres, _link_to(request, asked)) if found.nodes else None
    return answer(request, View(template="graph", facts=as_facts(found), rows=_rows(found), extra=extra))


def around(db: "Database", asked: AskedGraph) -> kg.Neighbourhood:
    """Return the neighbourhood that is asked for, or the path, which is empty where there is none."""
    if asked.to:
        return kg.path_between(db, asked.centres[0], asked.to) or kg.neighbourhood(
            db, [asked.centres[0], asked.to], most=2
        )
    return kg.neighbourhood(db, asked.centres, types=asked.type, relations=asked.relation, most=asked.most)


def as_facts(found: kg.Neighbourhood) -> dict[str, Any]:
    """Return a neighbourhood as the API tells it."""
    return {"nodes": found.nodes, "links": found.links, "left_out": found.left_out}


def _candidates(db: "Database", asked: AskedGraph) -> list[Mapping[str, Any]]:
    if asked.q:
        return list(kg.list_entities(db, name=asked.q, limit=_FEW).rows)
    if asked.centres:
        return []
    found = [row for kind in _BEGINNINGS for row in kg.list_entities(db, kind=kind, limit=_FEW // 3).rows]
    return [row for row in found if row["cases"] > 1]


def _link_to(request: Request, asked: AskedGraph) -> Callable[[str], str]:
    """Return where a click on a node leads: one more node is opened, an open one goes to its page."""

    def link(node: str) -> str:
        if node in asked.centres or asked.to:
            concept = node.startswith("c:")
            return made("/", [("concept", node[2:])]) if concept else f"/entities/{node}"
        return address(request, {"open": ",".join((*asked.centres, node))})

    return link


def _names(found: kg.Neighbourhood) -> dict[str, str]:
    return {node["id"]: node["name"] for node in found.nodes}


def _rows(found: kg.Neighbourhood) -> list[dict[str, Any]]:
    names = _names(found)
    return [
        {"source_name": names[link["source"]], "target_name": names[link["target"]], **link}
        for link in found.links
    ]
