"""Search as the page and the API both do it: hits, the facets of all that was found, and words to show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

import kg
from pipeline.app.asking import meant
from pipeline.app.web.asked import Asked
from pipeline.app.web.excerpts import Piece, excerpt

if TYPE_CHECKING:
    from sqlite_utils import Database

Found = kg.Hit | kg.Practice
_Hit = TypeVar("_Hit", kg.Hit, kg.Practice)

# Facets count the best so many, and a facet chooses among them.
_CONSIDERED = 200


@dataclass(frozen=True, slots=True)
class Findings:
    """What a search found: the hits that the facets let through, how many they are, and how all divide."""

    hits: Sequence[Found]
    total: int
    facets: Mapping[str, Mapping[str, int]]


def find(db: "Database", asked: Asked, text: str | None) -> Findings:
    """Return what answers a search for a text, or for what is like a stored case.

    Raises:
        UnknownCase: no case has the id that others should be like.
    """
    found = _found(db, asked, text)
    ids = list(dict.fromkeys(hit.case_id for hit in found))
    wanted = kg.select(db, asked.selection(), ids)
    kept = [hit for hit in found if hit.case_id in wanted and _fits(hit, asked)]
    return Findings(kept[: asked.top], len(kept), kg.facets(db, ids))


def _found(db: "Database", asked: Asked, text: str | None) -> Sequence[Found]:
    if asked.tab == "practices":
        return _practices(db, asked.like, text)
    if asked.like:
        return kg.similar_to(db, asked.like, top=_CONSIDERED)
    return kg.similar(db, text, top=_CONSIDERED, concepts=meant(text)) if text else ()


def _practices(db: "Database", like: str | None, text: str | None) -> Sequence[Found]:
    """Return the practices that answer a text, or that other cases have which are like those of a case."""
    if like:
        whole = kg.case(db, like).article.text
        return [hit for hit in kg.practices(db, whole, top=_CONSIDERED) if hit.case_id != like]
    return kg.practices(db, text, top=_CONSIDERED, concepts=meant(text)) if text else ()


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
        {"hit": hit, "case": rows[hit.case_id], "excerpt": _excerpt(hit, rows[hit.case_id])} for hit in hits
    ]


def _excerpt(hit: Found, row: Mapping[str, Any]) -> tuple[Piece, ...]:
    return excerpt(row["text"], hit.reasons)
