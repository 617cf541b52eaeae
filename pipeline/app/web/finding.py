"""Search as the page and the API both do it: hits, the facets of all that was found, and words to show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import kg
from pipeline.app.asking import meant
from pipeline.app.web.asked import Asked
from pipeline.app.web.excerpts import Piece, excerpt

if TYPE_CHECKING:
    from sqlite_utils import Database

Found = kg.Hit | kg.Practice
# Facets count the best so many; explaining more than these takes long.
_CONSIDERED = 60


@dataclass(frozen=True, slots=True)
class Findings:
    """What a search found: the hits that the facets let through, how many they are, and how they divide."""

    hits: Sequence[Found]
    total: int
    facets: Mapping[str, Mapping[str, int]]


def find(db: "Database", asked: Asked, text: str | None) -> Findings:
    """Return what answers a search for a text, or for what is like a stored case.

    Raises:
        UnknownCase: no case has the id that others should be like.
    """
    found = _found(db, asked, text)
    wanted = kg.select(db, asked.selection(), list({hit.case_id for hit in found}))
    kept = [hit for hit in found if hit.case_id in wanted and _fits(hit, asked)]
    return Findings(kept[: asked.top], len(kept), kg.facets(db, list({hit.case_id for hit in kept})))


def _found(db: "Database", asked: Asked, text: str | None) -> Sequence[Found]:
    filters = asked.filters()
    if asked.tab == "practices":
        return _practices(db, asked, text)
    if asked.like:
        return kg.similar_to(db, asked.like, top=_CONSIDERED, filters=filters)
    return kg.similar(db, text, top=_CONSIDERED, concepts=meant(text), filters=filters) if text else ()


def _practices(db: "Database", asked: Asked, text: str | None) -> Sequence[Found]:
    """Return the practices that answer a text, or that other cases have which are like those of a case."""
    filters = asked.filters()
    if asked.like:
        whole = kg.case(db, asked.like).article.text
        found = kg.practices(db, whole, top=_CONSIDERED, filters=filters)
        return [hit for hit in found if hit.case_id != asked.like]
    return kg.practices(db, text, top=_CONSIDERED, concepts=meant(text), filters=filters) if text else ()


def _fits(hit: Found, asked: Asked) -> bool:
    """Tell whether a practice itself, and not only its case, is what the facets ask for."""
    if isinstance(hit, kg.Hit):
        return True
    return (
        asked.theme in (None, hit.theme)
        and asked.concept in (None, hit.concept)
        and (bool(hit.results) or not asked.results)
    )


def shown(db: "Database", hits: Sequence[Found]) -> list[dict[str, Any]]:
    """Return of each hit its case's row and an excerpt around what matched, for the page."""
    rows = kg.case_rows(db, [hit.case_id for hit in hits])
    return [
        {"hit": hit, "case": rows[hit.case_id], "excerpt": _excerpt(hit, rows[hit.case_id])}
        for hit in hits
        if hit.case_id in rows  # else it was forgotten meanwhile
    ]


def _excerpt(hit: Found, row: Mapping[str, Any]) -> tuple[Piece, ...]:
    said = hit.snippet if isinstance(hit, kg.Hit) else hit.evidence
    return excerpt(row["text"], hit.reasons, said=said)


def row_of(hit: Mapping[str, Any]) -> dict[str, Any]:
    """Return a hit as a row of a table: why it matched, and what came of it, in one cell each."""
    row = {name: value for name, value in hit.items() if name not in ("reasons", "results")}
    row["reasons"] = "；".join(f"{reason['signal']}: {reason['detail']}" for reason in hit["reasons"])
    if "results" in hit:
        row["results"] = "；".join(result["raw"] for result in hit["results"])
    return row
