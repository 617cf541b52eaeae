"""Entering with a name and a password, where the server demands it, and leaving."""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from pipeline.app.web.answers import View, answer
from pipeline.app.web.safety.access import COOKIE
from pipeline.app.web.shelf import TheAccess

router = APIRouter()


@router.get("/login", include_in_schema=False)
def ask(request: Request, next: str = "/") -> Response:  # noqa: A002
    """Ask for name and password."""
    return answer(request, View(template="login", facts={"wanted": own(next), "refused": None}))


@router.post("/login", include_in_schema=False)
def enter(
    request: Request,
    access: TheAccess,
    name: Annotated[str, Form(max_length=200)],
    password: Annotated[str, Form(max_length=1000)],
    next: Annotated[str, Form(max_length=2000)] = "/",  # noqa: A002
) -> Response:
    """Let a user in who gives the right password, or say that it is wrong or was tried too often."""
    address = request.client.host if request.client else ""
    user, wait = access.enter(name, password, address)
    if user is None:
        told = {"wanted": own(next), "refused": "wait" if wait else "wrong"}
        return answer(request, View(template="login", facts=told, status=429 if wait else 403))
    response = RedirectResponse(own(next), 303)
    access.let_in(response, user, secure=request.url.scheme == "https")
    return response


@router.post("/logout", include_in_schema=False)
def leave() -> Response:
    """Forget who it was."""
    response = RedirectResponse("/login", 303)
    response.delete_cookie(COOKIE)
    return response


def own(target: str) -> str:
    r"""Return an address if it is one of ours, else the front page.

    >>> own("/cases?order=title"), own("//elsewhere"), own("https://elsewhere"), own("/\\elsewhere")
    ('/cases?order=title', '/', '/', '/')
    """
    ours = target.startswith("/") and not target.startswith(("//", "/\\"))
    return target if ours and target.isprintable() else "/"
