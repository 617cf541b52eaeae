"""Taking files from a form: only from those who may import, before anything else of the request is read."""

from collections.abc import AsyncIterator
from typing import Annotated, Any, cast

from fastapi import Depends, HTTPException, Request
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile

from pipeline.app.uploads import Tray, Upload
from pipeline.app.web.safety import Bucket
from pipeline.app.web.shelf import Reviewer, TheTray

_MOST_FILES = 500  # in one form

# What OpenAPI tells of such a form; that it is read by hand is why FastAPI cannot say so itself.
FORM: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["file"],
                    "properties": {
                        "file": {
                            "type": "array",
                            "items": {"type": "string", "format": "binary"},
                            "description": "One or several: documents or archives, as `tashan ingest` reads.",
                        }
                    },
                }
            }
        },
    }
}


async def _received(request: Request, user: Reviewer, tray: TheTray) -> AsyncIterator[list[Upload]]:
    try:
        form = await request.form(max_files=_MOST_FILES, max_fields=20)
    except HTTPException:
        raise
    except Exception as error:  # too much, too slow, or the sender is gone
        raise HTTPException(400, "the form cannot be read") from error
    async with request.form():
        files = [item for _, item in form.multi_items() if isinstance(item, UploadFile) and item.filename]
        if not files:
            raise HTTPException(422, "file: send at least one")
        yield await run_in_threadpool(_take, tray, files, user.name, request.app.state.sending)


def _take(tray: Tray, files: list[UploadFile], person: str, sending: Bucket) -> list[Upload]:
    uploads = []
    for item in files:
        if wait := sending.wait(person):
            told = {"retry-after": str(int(wait) + 1)}
            raise HTTPException(429, "too many files at once: send the rest later", told)
        uploads.append(tray.take(cast("str", item.filename), item.file, person=person))
    return uploads


Received = Annotated[list[Upload], Depends(_received)]
