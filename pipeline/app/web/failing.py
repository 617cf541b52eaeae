"""What a reader or a program sees when something is wrong: a page, or a problem, with its status."""

from collections.abc import Mapping

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from kg.errors import (
    BadCursor,
    BadJudgement,
    StoreError,
    TashanError,
    UnknownCase,
    UnknownEntity,
    UnknownFact,
    UnknownJudgement,
    UnreadableFile,
)
from pipeline.app.uploads import TrayFull, UnknownUpload, UploadBusy
from pipeline.app.web.address import form_of
from pipeline.app.web.answers import View, page
from pipeline.app.web.safety.problems import problem

_STATUS: Mapping[type[TashanError], int] = {
    UnknownCase: 404,
    UnknownEntity: 404,
    UnknownFact: 404,
    UnknownJudgement: 404,
    BadJudgement: 409,
    BadCursor: 400,
    UnreadableFile: 422,
    UnknownUpload: 404,
    UploadBusy: 409,
    TrayFull: 507,
    StoreError: 503,
}


def handle_failures(app: FastAPI) -> None:
    """Have an application answer every error that is known with its status and one line of text."""

    @app.exception_handler(TashanError)
    def known(request: Request, error: TashanError) -> Response:
        status = next((status for kind, status in _STATUS.items() if isinstance(error, kind)), 500)
        # What is wrong with the file of the library is for its owner's eyes, on the server.
        detail = "the library cannot be read just now" if status == 503 else str(error)
        return failed(request, status, detail)

    @app.exception_handler(HTTPException)
    def refused(request: Request, error: HTTPException) -> Response:
        response = failed(request, error.status_code, str(error.detail))
        response.headers.update(error.headers or {})
        return response

    @app.exception_handler(RequestValidationError)
    def wrong(request: Request, error: RequestValidationError) -> Response:
        errors = [{"field": ".".join(map(str, e["loc"][1:])), "reason": e["msg"]} for e in error.errors()]
        told = "; ".join(f"{e['field']}: {e['reason']}" for e in errors)
        if _wants_problem(request):
            return problem(422, told, errors=errors)
        return failed(request, 422, told)

    @app.exception_handler(Exception)
    def unknown(request: Request, error: Exception) -> Response:  # noqa: ARG001
        return failed(request, 500, "something went wrong here; the server's log says what")


def failed(request: Request, status: int, detail: str) -> Response:
    """Return a failure in the form that was asked for."""
    if _wants_problem(request):
        return problem(status, detail)
    return page(request, View(template="failed", facts={"status": status, "detail": detail}, status=status))


def _wants_problem(request: Request) -> bool:
    return request.url.path.startswith("/api/") or form_of(request) != "html"
