"""The application: routers, files, Datasette, and around all of it what keeps it safe."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import version
from typing import Any

from fastapi import FastAPI
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.staticfiles import StaticFiles

from pipeline.app.uploads import Keeper, Tray, one_core_left
from pipeline.app.web import api, views
from pipeline.app.web.address import Addresses
from pipeline.app.web.answers import HERE
from pipeline.app.web.api.models import Problem
from pipeline.app.web.browse import Browser
from pipeline.app.web.drafts import Drafts
from pipeline.app.web.failing import handle_failures
from pipeline.app.web.library import Library
from pipeline.app.web.options import WebOptions
from pipeline.app.web.safety import Access, Accounts, Bodies, Bucket, Gate, Headers, Origins, Rates
from pipeline.app.web.searchers import Searchers

_PROBLEM = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
_PROBLEMS: dict[int | str, dict[str, Any]] = {
    400: {"description": "A cursor that no list gave", "model": Problem, "content": _PROBLEM},
    404: {"description": "Nothing has this id", "model": Problem, "content": _PROBLEM},
    422: {"description": "A field that is wrong", "model": Problem, "content": _PROBLEM},
}
_TAKES_FILES = ("/drop", "/import", "/api/ingest")
_SENDING = (5.0, 2000.0)  # files that one person may send in a second for long, and at once
_ABOUT = "Cases of reform, their practices, numbers and entities, each with the sentence that says it."


def make_app(options: WebOptions) -> FastAPI:
    """Return the application that serves a library."""
    access = Access(Accounts.load(options.accounts) if options.accounts else None)
    app = FastAPI(
        title="Tashan 他山",
        version=version("tashan"),
        description=_ABOUT,
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
        middleware=_around(options, access),
        responses=_PROBLEMS,
        lifespan=_living,
    )
    app.state.library, app.state.drafts, app.state.access = Library(options.db_path), Drafts(), access
    app.state.searching = (
        Searchers(options.db_path, options.searchers) if options.searchers else app.state.library
    )
    app.state.tray, app.state.sending = Tray(options.db_path), Bucket(*_SENDING)
    app.state.keeper = Keeper(app.state.tray, one_core_left(options.reading)) if options.reading else None
    for router in (*views.ROUTERS, *api.ROUTERS, api.describing.router):
        app.include_router(router)
    app.mount("/static", StaticFiles(directory=HERE / "static"))
    app.state.browser = Browser(options)
    app.mount("/data", app.state.browser)
    handle_failures(app)
    return app


def _around(options: WebOptions, access: Access) -> list[Middleware]:
    """Return what every request goes through, outermost first."""
    return [
        Middleware(Headers),
        Middleware(Origins, hosts=options.hosts),
        Middleware(Rates, rate=options.rate),
        Middleware(Gate, access=access),
        Middleware(
            Bodies,
            most=options.body,
            patience=options.patience,
            larger=dict.fromkeys(_TAKES_FILES, options.upload),
        ),
        Middleware(Addresses),
    ]


@asynccontextmanager
async def _living(app: FastAPI) -> AsyncIterator[None]:
    """Start what the application needs, and end it with the application."""
    if app.state.keeper:
        app.state.keeper.start()
    yield
    if app.state.keeper:
        await run_in_threadpool(app.state.keeper.stop)
    for held in (app.state.browser, app.state.searching, app.state.library):
        held.close()
