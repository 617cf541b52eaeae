"""Reviewing by API: what is uncertain, what is said of it, and the log with its undo."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query
from pydantic import BaseModel, Field

import kg
from pipeline.app.web.api.models import JudgementPage, JudgementRecord, ReviewPage
from pipeline.app.web.asked import Bound, Number
from pipeline.app.web.safety import require
from pipeline.app.web.shelf import Reviewer, TheLibrary
from pipeline.app.web.views.reviewing import AskedLog, AskedReview, FactName, Said, Words, listed, logged

router = APIRouter(prefix="/api", tags=["review"], dependencies=[Depends(require("reviewer"))])


class Judging(BaseModel):
    """What a person says of a fact."""

    fact: FactName = Field(description="Its name, as `fact` of an item of the queue.")
    verdict: Said = Field(description="confirm, correct or reject.")
    changes: dict[str, Words | Bound | None] = Field(
        {}, max_length=30, description="For correct: fields with their right values."
    )
    reason: Words | None = Field(None, description="Why.")
    after: int | None = Field(
        None, ge=0, lt=2**63,
        description="`latest` of the item that was seen: refused if somebody judged the fact after that.",
    )  # fmt: skip


class Undoing(BaseModel):
    """Why something is taken back."""

    reason: Words | None = Field(None, description="Why.")


@router.get("/review", response_model=ReviewPage)
def list_review(library: TheLibrary, asked: Annotated[AskedReview, Query()]) -> dict[str, Any]:
    """List facts that nobody judged, the least sure first, or all facts of a case.

    Example: `curl 'BASE/api/review?kind=indicator&below=0.7&limit=20'`
    """
    with library.reading() as db:
        return listed(db, asked)


@router.post("/judgements", response_model=JudgementRecord)
def judge(library: TheLibrary, user: Reviewer, judging: Judging) -> dict[str, Any]:
    """Confirm, correct or reject a fact; it is in force at once, and outlives new extractions.

    Example: `curl BASE/api/judgements --json '{"fact": "FACT", "verdict": "confirm"}'`
    """
    word = kg.Opinion(judging.fact, judging.verdict, judging.changes, judging.reason, after=judging.after)
    with library.writing() as db:
        return kg.judge(db, word, person=user.name).to_record()


@router.get("/judgements", response_model=JudgementPage)
def list_judgements(library: TheLibrary, asked: Annotated[AskedLog, Query()]) -> dict[str, Any]:
    """List what was judged, by whom and when, the newest first, each with what became of its fact.

    Example: `curl 'BASE/api/judgements?kind=indicator'`
    """
    with library.reading() as db:
        return logged(db, asked)


@router.post("/judgements/{judgement_id}/undo", response_model=JudgementRecord)
def undo(
    library: TheLibrary,
    user: Reviewer,
    judgement_id: Annotated[Number, Path()],
    undoing: Undoing | None = None,
) -> dict[str, Any]:
    """Take a judgement back; an undo can be undone too.

    Example: `curl -X POST BASE/api/judgements/JUDGEMENT_ID/undo`
    """
    with library.writing() as db:
        reason = undoing.reason if undoing else None
        return kg.undo(db, judgement_id, person=user.name, reason=reason).to_record()
