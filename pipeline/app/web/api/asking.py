"""Search by API: cases like a text or a case, and practices for a need."""

from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

import kg
from pipeline.app.web.api.models import CaseHits, PracticeHits
from pipeline.app.web.asked import Asked, Id, Tab, Text, Wanted
from pipeline.app.web.finding import find
from pipeline.app.web.shelf import Searching

router = APIRouter(prefix="/api", tags=["search"])


class AskedText(Wanted):
    """A text to find answers for."""

    q: Text = Field(min_length=1, description="Keywords, or a need in everyday words.")
    top: int = Field(20, ge=1, le=100, description="How many answers.")


class AskedCase(Wanted):
    """A stored case to find others like."""

    case: Id = Field(description="The id of the case.")
    top: int = Field(20, ge=1, le=100, description="How many answers.")


class Pasted(BaseModel):
    """A text too long for an address."""

    text: Text = Field(min_length=1, description="The text, up to 20,000 characters.")
    top: int = Field(20, ge=1, le=100, description="How many answers.")


@router.get("/search", response_model=CaseHits)
def search(searching: Searching, asked: Annotated[AskedText, Query()]) -> dict[str, Any]:
    """Find the cases that answer keywords or a need, best first, with the facets of all that were found.

    Example: `curl 'BASE/api/search?q=师带徒&theme=素质提升'`
    """
    return _answered(searching, asked, "cases")


@router.get("/practices", response_model=PracticeHits)
def practices(searching: Searching, asked: Annotated[AskedText, Query()]) -> dict[str, Any]:
    """Find the practices that answer a need, best first, with actor, results and evidence.

    Example: `curl 'BASE/api/practices?q=年轻工人留不住&results=true'`
    """
    return _answered(searching, asked, "practices")


@router.get("/similar", response_model=CaseHits)
def similar(searching: Searching, asked: Annotated[AskedCase, Query()]) -> dict[str, Any]:
    """Find the cases most like a stored one, itself left out.

    Example: `curl 'BASE/api/similar?case=CASE_ID&top=5'`
    """
    whole = Asked.model_validate(asked.model_dump() | {"like": asked.case})
    return _found(searching, whole, None)


@router.post("/similar", response_model=CaseHits)
def similar_to_text(searching: Searching, pasted: Pasted) -> dict[str, Any]:
    """Find the cases most like a text of any length.

    Example: `curl -X POST BASE/api/similar -H 'content-type: application/json' -d '{"text": "…"}'`
    """
    return _found(searching, Asked.model_validate({"top": pasted.top}), pasted.text)


def _answered(searching: Searching, asked: AskedText, tab: Tab) -> dict[str, Any]:
    return _found(searching, Asked.model_validate(asked.model_dump() | {"tab": tab}), asked.q)


def _found(searching: Searching, asked: Asked, text: str | None) -> dict[str, Any]:
    found = searching.ask(find, asked, text)
    told = kg.answer(text or asked.like or "", found.hits)
    return told | {"total": found.total, "facets": found.facets}
