"""Requests that another site made a browser send are refused, and names that the server does not go by.

A browser says where a request comes from: `Sec-Fetch-Site`, or `Origin`. A request that changes something
must come from our own pages, or from a program, which sends neither.
Source: OWASP, CSRF Prevention, Fetch Metadata.
The name by which a browser calls us must be ours, or a page of a foreign name that resolves to our
address (DNS rebinding) would count as our own.
"""

from collections.abc import Sequence
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from pipeline.app.web.safety.problems import problem

_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


class Origins:
    """Lets a request through whose host is ours and, if it changes anything, whose sender is ours too."""

    def __init__(self, app: ASGIApp, hosts: Sequence[str]) -> None:
        self._app, self._hosts = app, frozenset(hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand the request on, or refuse it."""
        if scope["type"] == "http" and (reason := self._refusal(scope["method"], Headers(scope=scope))):
            status, detail = reason
            await problem(status, detail)(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    def _refusal(self, method: str, headers: Headers) -> tuple[int, str] | None:
        host = headers.get("host", "")
        name = host.rpartition(":")[0] if host.rpartition(":")[2].isdigit() else host
        if self._hosts and name.lower() not in self._hosts:
            return 421, "this server does not go by that name"
        if method in _SAFE:
            return None
        site, origin = headers.get("sec-fetch-site"), headers.get("origin")
        if site not in (None, "same-origin", "none"):
            return 403, f"a request from another site ({site}) changes nothing here"
        if origin is not None and urlsplit(origin).netloc != host:
            return 403, f"a request from {origin[:100]} changes nothing here"
        return None
