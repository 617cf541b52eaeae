"""The API under /api: the same questions as the page, answered in JSON, described by OpenAPI."""

from pipeline.app.web.api import asking, describing, leafing

ROUTERS = (asking.router, leafing.router)

__all__ = ["ROUTERS", "describing"]
