"""The API under /api: the same questions as the page, answered in JSON, described by OpenAPI."""

from pipeline.app.web.api import asking, describing, ingesting, leafing, reviewing

ROUTERS = (asking.router, leafing.router, ingesting.router, reviewing.router)

__all__ = ["ROUTERS", "describing"]
