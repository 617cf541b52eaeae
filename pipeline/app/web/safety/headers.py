"""Headers that tell a browser what an answer may do: no script or style but our own files, no other host."""

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

# Source: Content Security Policy Level 3, W3C; OWASP Secure Headers.
STRICT = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
# Datasette's pages carry scripts in themselves. A sandbox gives them an origin of their own, from which
# they reach nothing of ours.
SANDBOX = (
    "sandbox allow-scripts allow-forms allow-downloads allow-top-navigation-by-user-activation; "
    "default-src 'self' 'unsafe-inline' data:; frame-ancestors 'none'; base-uri 'none'"
)
_ALWAYS = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}


class Headers:
    """Adds these headers to every answer, and forbids to keep what is not a file of ours."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand the request on and complete its answer."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        path = scope["path"]

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                _complete(MutableHeaders(scope=message), path)
            await send(message)

        await self._app(scope, receive, send_with_headers)


def _complete(headers: MutableHeaders, path: str) -> None:
    headers["content-security-policy"] = SANDBOX if path.startswith("/data/") else STRICT
    for name, value in _ALWAYS.items():
        headers[name] = value
    lasting = "public, max-age=31536000, immutable"
    headers.setdefault("cache-control", lasting if path.startswith("/static/") else "no-store")
