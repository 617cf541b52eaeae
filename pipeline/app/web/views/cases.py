"""One case: its text with every fact in its place, the facts beside it, and cases like it."""

import re
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import Response

import kg
from kg.errors import UnknownCase
from kg.values import Case, Indicator, Measure, Span
from pipeline.app.web.address import form_of
from pipeline.app.web.answers import View, answer
from pipeline.app.web.asked import Id
from pipeline.app.web.finding import row_of
from pipeline.app.web.marking import mark
from pipeline.app.web.shelf import Searching, TheLibrary

if TYPE_CHECKING:
    from sqlite_utils import Database

router = APIRouter()
_LIKE_IT = 6
_NAMED = (
    "actor", "action", "object", "theme", "concept", "metric", "subject", "value", "unit", "period", "status",
)  # fmt: skip
_PLACE = r"^\d{1,9}-\d{1,9}$"


@router.get("/cases/{case_id}", include_in_schema=False)
def show(
    request: Request,
    library: TheLibrary,
    case_id: Annotated[Id, Path()],
    at: Annotated[str | None, Query(pattern=_PLACE)] = None,
) -> Response:
    """Show a case; `at` is a stretch of its text that the reader came for, as START-END."""
    with library.reading() as db:
        case = kg.case(db, case_id)
        row = kg.case_rows(db, [case_id])[case_id]
        things = kg.things_of(db, case_id)
        editions = [asdict(copy) for copy in kg.editions_of(db, case_id)]
        # Finding them costs more than all the rest: the page fetches them when they come into view.
        like_it = kg.similar_to_case(db, case, top=_LIKE_IT) if form_of(request) == "json" else ()
    beside = {"similar": [hit.to_record() for hit in like_it], "things": things, "editions": editions}
    facts = kg.to_record(case) | beside
    extra = _extra(case, at) | {"row": row}
    return answer(request, View(template="case", facts=facts, rows=_table(case), extra=extra))


@router.get("/cases/{case_id}/similar", include_in_schema=False)
def show_similar(
    request: Request, library: TheLibrary, searching: Searching, case_id: Annotated[Id, Path()]
) -> Response:
    """Show the cases most like one, each with why."""
    found = searching.ask(_like_it, case_id)
    with library.reading() as db:
        rows = kg.case_rows(db, [case_id, *(hit.case_id for hit in found)])
    if case_id not in rows:
        raise UnknownCase(case_id)
    like_it = [hit for hit in found if hit.case_id in rows]
    facts = kg.answer(case_id, like_it)
    extra = {"like_it": like_it, "rows": rows, "row": rows[case_id]}
    table = [row_of(hit) for hit in facts["hits"]]
    return answer(request, View(template="similar", facts=facts, rows=table, extra=extra))


def _like_it(db: "Database", case_id: str) -> tuple[kg.Hit, ...]:
    return kg.similar_to(db, case_id, top=_LIKE_IT)


def _extra(case: Case, at: str | None) -> dict[str, Any]:
    sought = Span(*(int(end) for end in re.findall(r"\d+", at))) if at else None
    by_id = {indicator.id: indicator for indicator in case.indicators}
    paragraphs = mark(case, sought)
    return {
        "case": case,
        "paragraphs": paragraphs,
        "titles": [paragraph for paragraph in paragraphs if paragraph.kind == "title"],
        "by_id": by_id,
        "types": sorted({entity.type for entity in case.entities}),
    }


def _table(case: Case) -> list[dict[str, Any]]:
    """Return the facts of a case as a table: what it is, what it says, and its sentence."""
    rows = [_row("measure", measure, case.article.text) for measure in case.measures]
    return rows + [_row("indicator", indicator, case.article.text) for indicator in case.indicators]


def _row(kind: str, fact: Measure | Indicator, text: str) -> dict[str, Any]:
    row: dict[str, Any] = {"fact": kind, "id": fact.id, "text": fact.span.of(text)}
    row |= {name: getattr(fact, name, None) for name in _NAMED}
    place = {"start": fact.span.start, "end": fact.span.end}
    return row | {"confidence": fact.confidence, "evidence": fact.evidence.of(text)} | place
