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
    facets = _Facets(db, asked)
    hits = _found(db, asked, text, facets)
    return Findings(hits, len(facets.cases), kg.facets(db, list(set(facets.cases))))


class _Facets:
    """Picks what a search shows of what it found: the best that the facets let through."""

    def __init__(self, db: "Database", asked: Asked) -> None:
        self._db, self._asked = db, asked
        self.cases: list[str] = []  # of all that are let through

    def __call__(self, found: Sequence[Mapping[str, Any]]) -> list[int]:
        wanted = kg.select(self._db, self._asked.selection(), list({row["case_id"] for row in found}))
        kept = [at for at, row in enumerate(found) if row["case_id"] in wanted and _fits(row, self._asked)]
        self.cases = [found[at]["case_id"] for at in kept]
        return kept[: self._asked.top]


def _found(db: "Database", asked: Asked, text: str | None, pick: _Facets) -> Sequence[Found]:
    """Return the cases or practices that answer a text, or those of other cases that are like a case."""
    filters = asked.filters()
    if asked.tab == "practices" and asked.like:
        whole = kg.case(db, asked.like).article.text
        return kg.practices(db, whole, top=_CONSIDERED, filters=filters, pick=pick)
    if asked.like:
        return kg.similar_to(db, asked.like, top=_CONSIDERED, filters=filters, pick=pick)
    if not text:
        return ()
    look = kg.practices if asked.tab == "practices" else kg.similar
    return look(db, text, top=_CONSIDERED, concepts=meant(text), filters=filters, pick=pick)


def _fits(row: Mapping[str, Any], asked: Asked) -> bool:
    """Tell whether what was found is not of the case asked with, and, a practice, itself fits the facets."""
    if "theme" not in row:
        return True
    return (
        row["case_id"] != asked.like
        and asked.theme in (None, row["theme"])
        and asked.concept in (None, row["concept"])
        and (bool(row["has_results"]) or not asked.results)
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
