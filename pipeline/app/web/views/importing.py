"""Importing: files are sent, wait in a queue, and each says what came of it."""

from collections.abc import Mapping
from typing import Annotated, Any, cast

from fastapi import APIRouter, Depends, Path, Query, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import BaseModel, Field

import kg
from pipeline.app.uploads import STATES, State, Tray
from pipeline.app.web.answers import View, answer
from pipeline.app.web.asked import Cursor, Id
from pipeline.app.web.receiving import Received
from pipeline.app.web.safety import require
from pipeline.app.web.shelf import TheLibrary, TheTray

router = APIRouter(include_in_schema=False, dependencies=[Depends(require("reviewer"))])


class AskedUploads(BaseModel):
    """A list of uploads, in pages."""

    state: State | None = Field(None, description="Only uploads in this state.")
    cursor: Cursor | None = Field(None, description="The cursor that the page before ended with.")
    limit: int = Field(50, ge=1, le=200, description="How many rows a page has.")


@router.get("/import")
def leaf(request: Request, tray: TheTray, asked: Annotated[AskedUploads, Query()]) -> Response:
    """Show where to send files, and what came of those that were sent."""
    facts = listed(tray, asked)
    rows = [_row(upload) for upload in facts["uploads"]]
    extra = {"asked_for": asked, "states": STATES, "pending": tray.pending()}
    return answer(request, View(template="import", facts=facts, rows=rows, extra=extra))


@router.post("/import")
def take(received: Received) -> Response:  # noqa: ARG001
    """Take files into the queue, and go where it is shown."""
    return RedirectResponse("/import", 303)


@router.get("/import/{upload_id}")
def show(request: Request, tray: TheTray, upload_id: Annotated[Id, Path()]) -> Response:
    """Show one upload with its cases, repairs and failures."""
    upload = tray[upload_id]
    view = View(
        template="upload",
        facts={"upload": upload.to_record()},
        rows=[dict(case) for case in upload.cases],
        extra={"pending": int(upload.state in ("waiting", "reading")), "held": tray.held()},
    )
    return answer(request, view)


@router.post("/import/{upload_id}/again")
def again(tray: TheTray, upload_id: Annotated[Id, Path()]) -> Response:
    """Read an upload once more."""
    tray.again(upload_id)
    return RedirectResponse(f"/import/{upload_id}", 303)


@router.post("/import/{upload_id}/remove")
def remove(library: TheLibrary, tray: TheTray, upload_id: Annotated[Id, Path()]) -> Response:
    """Forget an upload, its file and what it gave to the library."""
    path = tray.remove(upload_id).path
    with library.writing() as db:
        kg.forget(db, path)
    return RedirectResponse("/import", 303)


def listed(tray: Tray, asked: AskedUploads) -> dict[str, Any]:
    """Return a page of uploads, how many there are in each state, and since when reading is held up."""
    page = tray.page(asked.state, cursor=asked.cursor, limit=asked.limit)
    told = {"uploads": page.rows, "total": page.total, "cursor": page.cursor}
    return told | {"tally": tray.tally(), "held": tray.held()}


def _row(upload: Mapping[str, Any]) -> dict[str, Any]:
    """Return an upload as a row of a table: its counts in a column each, its failures in one cell."""
    row = {name: value for name, value in upload.items() if name not in ("counts", "cases", "failures")}
    counts = cast("Mapping[str, int]", upload["counts"])
    row |= {name: counts.get(name, 0) for name in ("articles", "measures", "indicators", "entities")}
    failures = [
        f"{failure['path']}: {failure['step']}: {failure['reason']}" for failure in upload["failures"]
    ]
    return row | {"failures": "；".join(failures)}
