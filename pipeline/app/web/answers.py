"""One view, many forms: the same facts as a page, as JSON, as CSV or as an Excel table."""

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from pipeline.app.web.address import Form, address, form_of, language_of
from pipeline.app.web.wording import Wording

if TYPE_CHECKING:
    from jinja2 import Environment

Row = Mapping[str, Any]

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What a view shows: `facts` for programs, `rows` as its table, `extra` only for the page."""

    template: str
    facts: Mapping[str, Any]
    rows: Sequence[Row] = ()
    extra: Mapping[str, Any] = field(default_factory=dict)
    status: int = 200


def answer(request: Request, view: View) -> Response:
    """Return a view in the form that the address asks for."""
    form = form_of(request)
    if form == "json":
        return as_json(view.facts, view.status)
    if form == "csv":
        return as_csv(view.rows)
    if form == "xlsx":
        return as_xlsx(view.rows, Wording(language_of(request)))
    return page(request, view)


def page(request: Request, view: View) -> Response:
    """Return a view as a page; a language that was asked for is kept in a cookie."""
    language = language_of(request)
    told = {**view.facts, **view.extra, **_around(request, Wording(language))}
    text = environment().get_template(f"{view.template}.html").render(told)
    response = Response(text, view.status, media_type="text/html; charset=utf-8")
    if getattr(request.state, "asked_language", None):
        response.set_cookie("lang", language, max_age=31_536_000, httponly=True, samesite="lax")
    return response


def as_json(facts: object, status: int = 200) -> Response:
    """Return facts as JSON, Chinese as Chinese."""
    response = JSONResponse(None, status)
    response.body = json.dumps(facts, ensure_ascii=False, indent=1, default=str).encode()
    response.headers["content-length"] = str(len(response.body))
    return response


def as_csv(rows: Iterable[Row]) -> Response:
    """Return a table as CSV that Excel knows for UTF-8 and takes no cell of for a formula."""
    from kg.export.cells import neutralise

    rows, out = list(rows), io.StringIO("\ufeff")
    out.seek(0, io.SEEK_END)
    writer = csv.writer(out)
    writer.writerow(rows[0] if rows else ())
    writer.writerows([neutralise(_cell(value)) for value in row.values()] for row in rows)
    return _file(out.getvalue().encode(), "text/csv; charset=utf-8", "csv")


def as_xlsx(rows: Iterable[Row], wording: Wording) -> Response:
    """Return a table as an Excel file with headings in the reader's language."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell

    from kg.export.cells import legible

    book, out = Workbook(write_only=True), io.BytesIO()
    sheet, rows = book.create_sheet("他山"), list(rows)
    sheet.freeze_panes = "A2"
    sheet.append([wording(f"column.{name}") for name in (rows[0] if rows else ())])
    for row in rows:
        cells = []
        for value in map(_cell, row.values()):
            cells.append(WriteOnlyCell(sheet, legible(value) if isinstance(value, str) else value))
            if isinstance(value, str):
                cells[-1].data_type = "s"  # a text that begins with = stays a text
        sheet.append(cells)
    book.save(out)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return _file(out.getvalue(), kind, "xlsx")


def _file(content: bytes, media_type: str, ending: str) -> Response:
    told = {"content-disposition": f'attachment; filename="tashan.{ending}"'}
    return Response(content, media_type=media_type, headers=told)


def _cell(value: object) -> Any:  # noqa: ANN401
    if isinstance(value, list | tuple | dict):
        return json.dumps(value, ensure_ascii=False, default=str) if value else None
    return value


def _around(request: Request, wording: Wording) -> dict[str, Any]:
    """Return what every page needs: wordings, the way to other addresses and who is reading."""
    return {
        "t": wording,
        "address": partial(_changed, request),
        "asked": dict(request.query_params),
        "path": request.url.path,
        "user": getattr(request.state, "user", None),
        "version": _version(),
    }


def _changed(request: Request, form: Form = "html", **changes: object) -> str:
    return address(request, changes, form=form)


@cache
def environment() -> "Environment":
    """Return the templates; all that they show is escaped, and a name they lack is an error."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    from pipeline.app.web import showing

    made = Environment(
        loader=FileSystemLoader(HERE / "templates"), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True, auto_reload=False,
    )  # fmt: skip
    made.filters |= {name: getattr(showing, name) for name in showing.FILTERS}
    made.globals["codes"] = showing.CODES
    return made


@cache
def _version() -> str:
    """Return a hash of the scripts and styles, so that a browser fetches them once and anew when changed."""
    from hashlib import sha256

    digest = sha256()
    for path in sorted((HERE / "static").iterdir()):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:8]
