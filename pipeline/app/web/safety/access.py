"""Who is asking: by cookie, by token, or the owner at this machine; and what each role may do."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote

from itsdangerous import BadSignature, TimestampSigner
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.requests import HTTPConnection, Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from pipeline.app.web.safety.accounts import ROLES, Account, Accounts, Role
from pipeline.app.web.safety.limits import Bucket
from pipeline.app.web.safety.problems import problem

COOKIE = "tashan"
_SECONDS = 12 * 3600
_OPEN = ("/login", "/static/")
_ATTEMPTS = (1 / 12, 5.0)  # a name or an address may try five times at once, then every twelve seconds


@dataclass(frozen=True, slots=True)
class User:
    """Who is asking; `owner` is whoever reaches a server that has no accounts."""

    name: str
    role: Role
    owner: bool = False

    def may(self, role: Role) -> bool:
        """Tell whether the user may do what a role may."""
        return ROLES.index(self.role) >= ROLES.index(role)


OWNER = User("local", "admin", owner=True)


class Access:
    """Lets people in: checks passwords, tokens and cookies. Its key lives as long as the server."""

    def __init__(self, accounts: Accounts | None) -> None:
        self._accounts = accounts
        self._signer = TimestampSigner(secrets.token_bytes(32))
        self._attempts = Bucket(*_ATTEMPTS)

    def user(self, connection: HTTPConnection) -> User | None:
        """Return who is asking, or nobody."""
        if self._accounts is None:
            return OWNER
        scheme, _, token = connection.headers.get("authorization", "").partition(" ")
        if scheme.lower() == "bearer":
            return _user(self._accounts.by_token(token.strip()))
        return self._by_cookie(connection.cookies.get(COOKIE, ""))

    def enter(self, name: str, password: str, address: str) -> tuple[User | None, float]:
        """Return the user of a name and password, and how many seconds to wait before the next try."""
        if self._accounts is None:
            return OWNER, 0.0
        wait = max(self._attempts.wait(f"name {name}"), self._attempts.wait(f"address {address}"))
        return (None, wait) if wait else (_user(self._accounts.by_password(name, password)), 0.0)

    def let_in(self, response: Response, user: User, *, secure: bool) -> None:
        """Give a browser the cookie of a user."""
        signed = self._signer.sign(user.name.encode("utf-8").hex()).decode("ascii")
        response.set_cookie(
            COOKIE, signed, max_age=_SECONDS, httponly=True, samesite="strict", secure=secure, path="/"
        )

    def _by_cookie(self, cookie: str) -> User | None:
        try:
            name = bytes.fromhex(self._signer.unsign(cookie, max_age=_SECONDS).decode("ascii")).decode(
                "utf-8"
            )
        except (BadSignature, ValueError):
            return None
        return _user(self._accounts.by_name(name)) if self._accounts else None


class Gate:
    """Lets a request through whose user is known; a browser is sent to the page where one enters."""

    def __init__(self, app: ASGIApp, access: Access) -> None:
        self._app, self._access = app, access

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand the request on with its user in its state, or refuse it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        user = self._access.user(HTTPConnection(scope))
        scope.setdefault("state", {})["user"] = user
        if user is None and not scope["path"].startswith(_OPEN):
            await _refused(scope)(scope, receive, send)
        else:
            await self._app(scope, receive, send)


def require(role: Role) -> Callable[[Request], User]:
    """Return a dependency that gives the user, and refuses one whose role may not do this."""

    def allowed(request: Request) -> User:
        user: User | None = request.state.user
        if user is None or not user.may(role):
            raise HTTPException(403, f"this needs the role {role}")
        return user

    return allowed


def _user(account: Account | None) -> User | None:
    return User(account.name, account.role) if account else None


def _refused(scope: Scope) -> Response:
    accepts = Headers(scope=scope).get("accept", "")
    if scope["path"].startswith("/api/") or "text/html" not in accepts:
        response = problem(401, "give a token: Authorization: Bearer TOKEN")
        response.headers["www-authenticate"] = "Bearer"
        return response
    query = scope["query_string"].decode("latin-1")
    wanted = scope["path"] + (f"?{query}" if query else "")
    return RedirectResponse(f"/login?next={quote(wanted, safe='')}", 303)
