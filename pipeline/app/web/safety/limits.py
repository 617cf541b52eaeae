"""How much one address may ask, and how much and how long a request may send."""

import asyncio
import time
from collections import OrderedDict
from collections.abc import Mapping

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pipeline.app.web.safety.problems import problem

_BURST = 5.0  # seconds of requests that may come at once
_REMEMBERED = 10_000
_SLOWEST = 50_000.0  # bytes a second that a large file must bring to be waited for


class Bucket:
    """Who has asked how often: each asker may ask `rate` times a second for long, `burst` times at once."""

    def __init__(self, rate: float, burst: float) -> None:
        self.rate, self.burst = rate, burst
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def wait(self, asker: str, now: float | None = None) -> float:
        """Count one more and return 0, or return how many seconds the asker has to wait."""
        now = time.monotonic() if now is None else now
        left, at = self._left.pop(asker, (self.burst, now))
        left = min(self.burst, left + (now - at) * self.rate)
        allowed = left >= 1
        self._left[asker] = (left - allowed, now)
        while len(self._left) > _REMEMBERED:
            self._left.popitem(last=False)
        return 0.0 if allowed else (1 - left) / self.rate


class Rates:
    """Refuses an address that asks too often; `rate` 0 refuses none."""

    def __init__(self, app: ASGIApp, rate: float) -> None:
        self._app = app
        self._bucket = Bucket(rate, max(1.0, rate * _BURST)) if rate else None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand the request on, or refuse it."""
        if scope["type"] == "http" and self._bucket and not scope["path"].startswith("/static/"):
            asker = scope["client"][0] if scope.get("client") else ""
            if wait := self._bucket.wait(asker):
                response = problem(429, f"too many requests: try again in {wait:.1f} seconds")
                response.headers["retry-after"] = str(int(wait) + 1)
                await response(scope, receive, send)
                return
        await self._app(scope, receive, send)


class Bodies:
    """Refuses a request that sends too much or too slowly; `larger` names addresses that take more."""

    def __init__(self, app: ASGIApp, most: int, patience: float, larger: Mapping[str, int]) -> None:
        self._app, self._most, self._patience, self._larger = app, most, patience, larger

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand the request on and count what it sends; once over the limit it is refused."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        most = self._larger.get(scope["path"], self._most)
        if _promised(scope) > most:
            await _refuse(413, most, scope, receive, send)
            return
        counted = _Counted(receive, most, self._patience)
        refused = False

        async def send_unless_over(message: Message) -> None:
            nonlocal refused
            if counted.over and message["type"] == "http.response.start":
                refused = True  # whatever the application made of what it could not read
                await _refuse(counted.over, most, scope, receive, send)
            elif not refused:
                await send(message)

        await self._app(scope, counted.receive, send_unless_over)


class _Over(Exception):
    """A request sent too much or too slowly."""


class _Counted:
    """What a request sends, until it is too much or takes too long."""

    def __init__(self, receive: Receive, most: int, patience: float) -> None:
        self._receive, self._most = receive, most
        self._until, self._seen, self._whole = time.monotonic() + patience, 0, False
        self.over = 0  # the status of the refusal

    async def receive(self) -> Message:
        """Return the next message; after the body is whole there is no hurry."""
        if self._whole:
            return await self._receive()
        try:
            until = self._until + self._seen / _SLOWEST
            message = await asyncio.wait_for(self._receive(), max(0.0, until - time.monotonic()))
        except TimeoutError:
            self.over = 408
            raise _Over from None
        self._seen += len(message.get("body", b""))
        self._whole = not message.get("more_body", False)
        if self._seen > self._most:
            self.over = 413
            raise _Over
        return message


def _promised(scope: Scope) -> int:
    for name, value in scope["headers"]:
        if name == b"content-length" and value.isdigit():
            return int(value)
    return 0


async def _refuse(status: int, most: int, scope: Scope, receive: Receive, send: Send) -> None:
    told = {413: f"a request here may send {most:,} bytes", 408: "the request came too slowly"}
    response = problem(status, told[status])
    response.headers["connection"] = "close"
    await response(scope, receive, send)
