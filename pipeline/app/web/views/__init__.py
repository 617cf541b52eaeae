"""The views, a router each."""

from pipeline.app.web.views import (
    cases,
    entering,
    entities,
    graph,
    importing,
    indicators,
    merging,
    overview,
    reviewing,
    search,
)

ROUTERS = (
    search.router,
    cases.router,
    entities.router,
    merging.router,
    graph.router,
    indicators.router,
    overview.router,
    importing.router,
    reviewing.router,
    entering.router,
)
