"""Reviewing: what is uncertain, each with its sentence; what people say of it, and the log with its undo."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Annotated, Any, Literal

from fastapi import APIRouter, Depends, Form, Query, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

import kg
from kg.errors import BadJudgement, Overtaken, UnknownFact
from kg.judgements.fields import CODES, FIELDS
from kg.judgements.values import FACT_KINDS, FactKind
from pipeline.app.web.address import form_of, made
from pipeline.app.web.answers import View, answer, as_json
from pipeline.app.web.asked import Cursor, Id, Name, Number
from pipeline.app.web.evidence import shown
from pipeline.app.web.safety import require
from pipeline.app.web.shelf import Reviewer, TheLibrary
from pipeline.app.web.views.entering import own

if TYPE_CHECKING:
    from sqlite_utils import Database

router = APIRouter(include_in_schema=False, dependencies=[Depends(require("reviewer"))])

Said = Literal["confirm", "correct", "reject"]
FactName = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{1,64}/[\w:@>-]{1,200}$")]
Words = Annotated[str, StringConstraints(max_length=1000)]
_FIELD = "is."  # what begins the names of the fields of a form


class AskedReview(BaseModel):
    """What to review, in pages: the facts of a case, or what nobody judged."""

    kind: FactKind | None = Field(None, description="Only facts of this kind.")
    conflicts: bool = Field(
        False, description="Only facts that something else in the library speaks against."
    )
    below: float = Field(1.0, gt=0, le=1, description="Only facts less sure than this.")
    case: Id | None = Field(None, description="The id of a case: all its facts, judged ones too.")
    cursor: Cursor | None = Field(None, description="The cursor that the page before ended with.")
    limit: int = Field(10, ge=1, le=100, description="How many facts a page has.")

    @property
    def kinds(self) -> tuple[FactKind, ...]:
        """Return the kinds: those of which a confidence, or a conflict, is told, unless one is chosen."""
        if self.kind:
            return (self.kind,)
        return (
            FACT_KINDS
            if self.case
            else ("indicator", "entity")
            if self.conflicts
            else ("indicator", "measure")
        )


class AskedLog(BaseModel):
    """The log of judgements, in pages."""

    case: Id | None = Field(None, description="Only judgements of facts of this case.")
    kind: FactKind | None = Field(None, description="Only judgements of facts of this kind.")
    person: Name | None = Field(None, description="Only what this person said.")
    cursor: Cursor | None = Field(None, description="The cursor that the page before ended with.")
    limit: int = Field(50, ge=1, le=200, description="How many rows a page has.")


class Judged(BaseModel):
    """A form in which a person says something of a fact; its fields come as `is.NAME`."""

    model_config = ConfigDict(extra="allow")

    fact: FactName
    verdict: Said
    after: Annotated[int, Field(ge=0, lt=2**63)] = 0
    reason: Words = ""

    def fields(self) -> dict[str, str]:
        """Return the fields that the form gives."""
        return {
            name.removeprefix(_FIELD): str(value)
            for name, value in (self.model_extra or {}).items()
            if name.startswith(_FIELD)
        }


@router.get("/review")
def queue(
    request: Request,
    library: TheLibrary,
    asked: Annotated[AskedReview, Query()],
    judged: Annotated[Number | None, Query()] = None,
    overtaken: Annotated[Number | None, Query()] = None,
) -> Response:
    """Show what to review; `judged` is what was just said, `overtaken` what somebody said before."""
    with library.reading() as db:
        facts = listed(db, asked)
        extra = _beside(db, facts["items"])
        extra["title"] = kg.case_rows(db, [asked.case])[asked.case] if asked.case else None
    extra |= {"asked_for": asked, "judged": judged, "overtaken": overtaken, "kinds": FACT_KINDS}
    extra |= {"fields": FIELDS, "choices": CODES}
    rows = [_row(item) for item in facts["items"]]
    return answer(request, View(template="review", facts=facts, rows=rows, extra=extra))


@router.post("/review/judge")
def say(
    request: Request,
    library: TheLibrary,
    user: Reviewer,
    asked: Annotated[AskedReview, Query()],
    judged: Annotated[Judged, Form()],
) -> Response:
    """Record what a person says of a fact, and go on with the rest of the queue."""
    told: dict[str, object] = asked.model_dump(exclude_defaults=True)
    try:
        with library.writing() as db:
            word = kg.Opinion(
                judged.fact, judged.verdict, _changes(db, judged), judged.reason, after=judged.after
            )
            entry = kg.judge(db, word, person=user.name)
    except Overtaken as error:
        if form_of(request) == "json":
            raise
        return RedirectResponse(made("/review", (told | {"overtaken": error.judgement_id}).items()), 303)
    if form_of(request) == "json":
        return as_json(entry.to_record())
    return RedirectResponse(made("/review", (told | {"judged": entry.id}).items()), 303)


@router.post("/review/undo")
def take_back(
    request: Request,
    library: TheLibrary,
    user: Reviewer,
    judgement: Annotated[Number, Form()],
    back: Annotated[str, Form(max_length=2000)] = "/review",
) -> Response:
    """Take a judgement back, and return to where that was asked."""
    with library.writing() as db:
        entry = kg.undo(db, judgement, person=user.name)
    return as_json(entry.to_record()) if form_of(request) == "json" else RedirectResponse(own(back), 303)


@router.get("/review/log")
def log(request: Request, library: TheLibrary, asked: Annotated[AskedLog, Query()]) -> Response:
    """Show what was judged, by whom and when, the newest first."""
    with library.reading() as db:
        facts = logged(db, asked)
    extra = {"asked_for": asked, "kinds": FACT_KINDS}
    return answer(request, View(template="log", facts=facts, rows=facts["judgements"], extra=extra))


def listed(db: "Database", asked: AskedReview) -> dict[str, Any]:
    """Return a page of what is asked for: the facts of a case all at once.

    Raises:
        UnknownCase: no case has the id.
    """
    if asked.case:
        found = [item for item in kg.review_case(db, asked.case) if item.kind in asked.kinds]
        return {"items": [item.to_record() for item in found], "total": len(found), "cursor": None}
    page = kg.list_uncertain(
        db, kinds=asked.kinds, below=asked.below, conflicts=asked.conflicts, cursor=asked.cursor,
        limit=asked.limit,
    )  # fmt: skip
    return {"items": list(page.rows), "total": page.total, "cursor": page.cursor}


def logged(db: "Database", asked: AskedLog) -> dict[str, Any]:
    """Return a page of the log."""
    page = kg.list_judgements(
        db, case_id=asked.case, kind=asked.kind, person=asked.person, cursor=asked.cursor, limit=asked.limit
    )
    return {"judgements": list(page.rows), "total": page.total, "cursor": page.cursor}


def _changes(db: "Database", judged: Judged) -> dict[str, str]:
    """Return the fields of a form that differ from what is shown, for a correction."""
    if judged.verdict != "correct":
        return {}
    case_id = judged.fact.partition("/")[0]
    item = next((one for one in kg.review_case(db, case_id) if one.fact == judged.fact), None)
    if item is None:
        raise UnknownFact(judged.fact, "the case has no such fact now")
    changes = {
        name: value
        for name, value in judged.fields().items()
        if value.strip() != (item.values.get(name) or "")
    }
    if not changes and item.status != "rejected":
        raise BadJudgement("nothing is changed: confirm it instead")
    return changes or judged.fields()


def _beside(db: "Database", items: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Return what the page shows beside facts: sentences, cases, and what was said of each before."""
    items = list(items)
    cases = list(dict.fromkeys(item["case_id"] for item in items))
    rows = kg.case_rows(db, cases)
    history: dict[str, list[dict[str, Any]]] = {}
    for case_id in cases:
        for entry in kg.judgements(db, case_id=case_id):
            history.setdefault(f"{case_id}/{entry.fact}", []).append(entry.to_record())
    sentences = {item["fact"]: shown(item, rows[item["case_id"]]["text"]) for item in items}
    return {"cases": rows, "history": history, "sentences": sentences}


def _row(item: Mapping[str, Any]) -> dict[str, Any]:
    """Return a fact as a row of a table, its fields in one cell."""
    told = "；".join(f"{name}={value}" for name, value in item["values"].items() if value is not None)
    names = (
        "fact",
        "kind",
        "case_id",
        "title",
        "path",
        "quote",
        "evidence",
        "confidence",
        "status",
        "conflict",
    )
    return {name: item[name] for name in names} | {"fields": told}
