"""Addresses: an ending or `format` chooses JSON, CSV or Excel, `lang` the language; empty fields go."""

from collections.abc import Iterable, Mapping
from typing import Literal, get_args
from urllib.parse import parse_qsl, urlencode

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from pipeline.app.web.wording import Language

Form = Literal["html", "json", "csv", "xlsx"]
FORMS: tuple[Form, ...] = get_args(Form)
_OWN_ENDINGS = ("/static/", "/data/", "/api/")
_PAGE = "/api/docs"  # it has languages as every page has


class Addresses:
    """Reads form and language off an address before the routes see it."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand the request on, its form and language in its state."""
        if scope["type"] == "http":
            # The server leaves out the body of an answer to HEAD by what it asked itself.
            scope = {**scope, "method": "GET"} if scope["method"] == "HEAD" else scope
            if scope["path"] == _PAGE or not scope["path"].startswith(_OWN_ENDINGS):
                _read(scope)
        await self._app(scope, receive, send)


def _read(scope: Scope) -> None:
    pairs = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=False)
    told = dict(pairs)
    path, dot, ending = scope["path"].rpartition(".")
    form = told.get("format", "html")
    if dot and ending in FORMS:
        form, scope["path"] = ending, path
    scope["query_string"] = urlencode([pair for pair in pairs if pair[0] not in ("format", "lang")]).encode()
    scope.setdefault("state", {})
    scope["state"]["form"] = form if form in FORMS else "html"
    scope["state"]["asked_language"] = told.get("lang")


def language_of(request: Request) -> Language:
    """Return the language that the address or the cookie asks for, Chinese otherwise."""
    asked = getattr(request.state, "asked_language", None) or request.cookies.get("lang")
    return "en" if asked == "en" else "zh"


def form_of(request: Request) -> Form:
    """Return the form that the address asks for."""
    form: Form = getattr(request.state, "form", "html")
    return form


def address(request: Request, changes: Mapping[str, object], *, form: Form = "html") -> str:
    """Return the address of the same view with some fields changed; a field that becomes None is left out."""
    kept = [(name, value) for name, value in request.query_params.multi_items() if name not in changes]
    path = request.url.path
    if form != "html":
        path = f"{'/search' if path == '/' else path}.{form}"
    return made(path, [*kept, *changes.items()])


def made(path: str, fields: Iterable[tuple[str, object]]) -> str:
    """Return an address made of a path and those of some fields that say anything."""
    told = [(name, str(value)) for name, value in fields if value not in (None, "", False)]
    return f"{path}?{urlencode(told)}" if told else path
