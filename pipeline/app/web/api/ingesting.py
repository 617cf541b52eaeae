"""Importing by API: files are sent, and what came of them is asked for by the id that each was given."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query, Response

import kg
from pipeline.app.web.api.models import Sent, UploadPage, UploadRecord
from pipeline.app.web.asked import Id
from pipeline.app.web.receiving import FORM, Received
from pipeline.app.web.safety import require
from pipeline.app.web.shelf import TheLibrary, TheTray
from pipeline.app.web.views.importing import AskedUploads, listed

router = APIRouter(prefix="/api/ingest", tags=["ingest"], dependencies=[Depends(require("reviewer"))])


@router.post("", response_model=Sent, status_code=202, openapi_extra=FORM)
def send_files(received: Received, response: Response) -> dict[str, Any]:
    """Send documents or archives; they wait in a queue, and `upload_id` tells what came of each.

    The same content has the same id: to send it twice changes nothing, unless it failed.

    Example: `curl -F file=@report.docx -F file=@articles.zip BASE/api/ingest`
    """
    response.headers["location"] = f"/api/ingest/{received[0].upload_id}"
    return {"uploads": [upload.to_record() for upload in received]}


@router.get("", response_model=UploadPage)
def list_uploads(tray: TheTray, asked: Annotated[AskedUploads, Query()]) -> dict[str, Any]:
    """List what was sent, the newest first, in pages; `tally` counts all by their state.

    Example: `curl 'BASE/api/ingest?state=failed'`
    """
    return listed(tray, asked)


@router.get("/{upload_id}", response_model=UploadRecord)
def show_upload(tray: TheTray, upload_id: Annotated[Id, Path()]) -> dict[str, Any]:
    """Return what came of a file: its cases, repairs by their code, and failures with step and reason.

    Example: `curl BASE/api/ingest/UPLOAD_ID`
    """
    return tray[upload_id].to_record()


@router.post("/{upload_id}/again", response_model=UploadRecord)
def read_again(tray: TheTray, upload_id: Annotated[Id, Path()]) -> dict[str, Any]:
    """Read a file once more, as after a failure or with other models.

    Example: `curl -X POST BASE/api/ingest/UPLOAD_ID/again`
    """
    return tray.again(upload_id).to_record()


@router.delete("/{upload_id}", response_model=UploadRecord)
def remove_upload(library: TheLibrary, tray: TheTray, upload_id: Annotated[Id, Path()]) -> dict[str, Any]:
    """Forget a file and what it gave to the library, and return what it was.

    Example: `curl -X DELETE BASE/api/ingest/UPLOAD_ID`
    """
    upload = tray.remove(upload_id)
    with library.writing() as db:
        kg.forget(db, upload.path)
    return upload.to_record()
