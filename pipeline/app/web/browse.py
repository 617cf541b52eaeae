"""Datasette under /data: every table, facets and SQL, over connections that only read and end in time."""

import asyncio
from typing import TYPE_CHECKING, Any

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import MutableHeaders

import kg
from pipeline.app.web.options import WebOptions

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

_LANGUAGE = (b"<!DOCTYPE html>\n<html>", b'<!DOCTYPE html>\n<html lang="en">')


class Browser:
    """Datasette as an application that the first request for it makes: importing it takes a second."""

    def __init__(self, options: WebOptions) -> None:
        self._options, self._alone = options, asyncio.Lock()
        self._made: tuple[ASGIApp, Any] | None = None

    async def __call__(self, scope: "Scope", receive: "Receive", send: "Send") -> None:
        """Answer a request, once Datasette is there."""
        async with self._alone:
            self._made = self._made or await self._make()
        await self._made[0](scope, receive, send)

    async def _make(self) -> tuple["ASGIApp", Any]:
        made = await run_in_threadpool(_make_datasette, self._options)  # other pages are answered meanwhile
        await made[1].invoke_startup()
        return made

    def close(self) -> None:
        """Close what was opened."""
        if self._made:
            datasette = self._made[1]
            for database in datasette.databases.values():
                database.close()
            datasette.executor.shutdown(wait=True)


def _make_datasette(options: WebOptions) -> tuple["ASGIApp", Any]:
    """Return Datasette's application for the library, and Datasette itself."""
    from datasette.app import Datasette

    path = options.db_path
    datasette = Datasette(
        [str(path)],
        immutables=(),
        metadata=kg.metadata(path.stem),
        settings={
            "base_url": "/data/",
            "sql_time_limit_ms": options.sql_milliseconds,
            "allow_download": False,
            "max_returned_rows": 1000,
            "allow_csv_stream": True,
            "max_csv_mb": 50,
        },
        inspect_data={},
    )
    return _Told(datasette.app()), datasette


class _Told:
    """Says of Datasette's pages in what language they are, which they leave out: readers aloud need it."""

    def __init__(self, app: "ASGIApp") -> None:
        self._app = app

    async def __call__(self, scope: "Scope", receive: "Receive", send: "Send") -> None:
        """Hand the request on; a page is sent whole, so its beginning is in the first piece of it."""
        page = False

        async def tell(message: "Message") -> None:
            nonlocal page
            if message["type"] == "http.response.start":
                headers = MutableHeaders(raw=[*message["headers"]])
                page = headers.get("content-type", "").startswith("text/html")
                if page:
                    del headers["content-length"]  # the server counts anew
                message = {**message, "headers": headers.raw}
            elif page:
                message = {**message, "body": message.get("body", b"").replace(*_LANGUAGE, 1)}
            await send(message)

        await self._app(scope, receive, tell)
