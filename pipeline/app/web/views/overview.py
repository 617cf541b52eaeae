"""The library at a glance: what is in it, how it grew, what it covers, what is missing, what was imported."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

import kg
from kg.values import THEMES
from pipeline.app.web.address import language_of
from pipeline.app.web.answers import View, answer
from pipeline.app.web.charts import bars
from pipeline.app.web.shelf import TheLibrary
from pipeline.app.web.wording import Wording

router = APIRouter()


@router.get("/overview", include_in_schema=False)
def show(request: Request, library: TheLibrary) -> Response:
    """Show the library at a glance."""
    told = library.remembered("overview", kg.overview)
    wording = Wording(language_of(request))
    strongest = max((max(row["themes"].values()) for row in told["themes_by_place"]), default=0)
    extra = {
        "themes": THEMES,
        "strongest": strongest,
        "growth_chart": bars(
            [(row["month"], row["cases"]) for row in told["growth"]], wording("overview.growth")
        ),
    }
    return answer(request, View(template="overview", facts=told, rows=told["practices"], extra=extra))
