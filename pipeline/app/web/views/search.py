"""The front page: one box for keywords, needs, texts and dropped files; facets; cases and practices."""

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Form, HTTPException, Query, Request, UploadFile
from fastapi.responses import RedirectResponse, Response

import kg
from pipeline.app.web.address import form_of
from pipeline.app.web.answers import View, answer
from pipeline.app.web.asked import Asked, Leafed
from pipeline.app.web.drafts import Drafts, read_upload
from pipeline.app.web.finding import Findings, find, row_of, shown
from pipeline.app.web.shelf import Searching, TheDrafts, TheLibrary

if TYPE_CHECKING:
    from sqlite_utils import Database

router = APIRouter()
_FEW = 6


@router.get("/", include_in_schema=False)
@router.get("/search", include_in_schema=False)
def search(
    request: Request,
    library: TheLibrary,
    searching: Searching,
    drafts: TheDrafts,
    asked: Annotated[Asked, Query()],
) -> Response:
    """Show what answers a search, or what the library has."""
    if asked.q or asked.like or asked.draft:
        text = _text(asked, drafts)
        found = searching.ask(find, asked, text)
        with library.reading() as db:
            told = _hits(db, found, asked, text)
        # A page shows the hits themselves; to make records of all takes long.
        return answer(request, told if form_of(request) == "html" else _listed(told, found, asked, text))
    if asked.selection():
        with library.reading() as db:
            return answer(request, _leafed(db, asked))
    return answer(request, library.remembered("welcome", _welcome))


@router.get("/cases", include_in_schema=False)
def leaf(request: Request, library: TheLibrary, asked: Annotated[Leafed, Query()]) -> Response:
    """Show all cases, in pages."""
    with library.reading() as db:
        page = kg.list_cases(db, asked.selection(), order=asked.order, cursor=asked.cursor, limit=asked.limit)
    facts = {"cases": page.rows, "total": page.total, "cursor": page.cursor}
    return answer(request, View(template="cases", facts=facts, rows=page.rows, extra={"order": asked.order}))


@router.post("/drop", include_in_schema=False)
def drop(
    drafts: TheDrafts,
    file: UploadFile | None = None,
    q: Annotated[str | None, Form(max_length=100_000)] = None,
) -> Response:
    """Take a file or a long text, and go to the cases like it."""
    if file is not None and file.filename:
        name, text = file.filename, read_upload(file.filename, file.file.read())
    else:
        name, text = "", q or ""
    if not text.strip():
        raise HTTPException(422, "the file has no text")
    return RedirectResponse(f"/?draft={drafts.keep(name, text).id}", 303)


def _text(asked: Asked, drafts: Drafts) -> str | None:
    if asked.draft is None:
        return asked.q
    try:
        return drafts[asked.draft].text
    except KeyError:
        raise HTTPException(404, "the dropped file is no longer here; drop it once more") from None


def _listed(view: View, found: Findings, asked: Asked, text: str | None) -> View:
    """Return the view of what was found with every hit as a record and as a row."""
    told = kg.answer(text or asked.like or "", found.hits)
    return replace(view, facts={**told, **view.facts}, rows=[row_of(hit) for hit in told["hits"]])


def _hits(db: "Database", found: Findings, asked: Asked, text: str | None) -> View:
    told = {"tab": asked.tab, "total": found.total, "facets": found.facets}
    extra: dict[str, Any] = {"found": shown(db, found.hits), "asked_for": asked, "text": text}
    if asked.like:
        extra["liked"] = kg.case_rows(db, [asked.like])[asked.like]
    return View(template="hits", facts=told, extra={"liked": None} | extra)


def _leafed(db: "Database", asked: Asked) -> View:
    page = kg.list_cases(db, asked.selection(), order="facts", limit=asked.top)
    ids = [row["case_id"] for row in page.rows]
    facts = {"cases": page.rows, "total": page.total, "facets": kg.facets(db, ids)}
    return View(template="chosen", facts=facts, rows=page.rows, extra={"asked_for": asked})


def _welcome(db: "Database") -> View:
    newest = kg.list_cases(db, order="newest", limit=_FEW)
    facts = {
        "stats": kg.stats(db),
        "facets": kg.facets(db, most=18),
        "cases": newest.rows,
        "total": newest.total,
    }
    return View(template="welcome", facts=facts, rows=newest.rows)
