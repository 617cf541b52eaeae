"""Refusals as RFC 9457 asks: `application/problem+json`."""

import json
from http import HTTPStatus

from starlette.responses import Response

PROBLEM = "application/problem+json"


def problem(status: int, detail: str, **more: object) -> Response:
    """Return a problem: its status, the status's name as title, and what exactly was wrong."""
    told = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "detail": detail}
    content = json.dumps(told | more, ensure_ascii=False, default=str)
    return Response(content, status, media_type=PROBLEM)
