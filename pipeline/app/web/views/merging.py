"""Merging and splitting entities by judgement: a person says what is one thing, and may take it back."""

from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Form, Path
from fastapi.responses import RedirectResponse, Response

import kg
from pipeline.app.web.asked import Fact, Id, Number
from pipeline.app.web.safety import User
from pipeline.app.web.shelf import Reviewer, TheLibrary

if TYPE_CHECKING:
    from sqlite_utils import Database

router = APIRouter(include_in_schema=False)


@router.post("/entities/{entity_id}/merge")
def merge(
    library: TheLibrary, user: Reviewer, entity_id: Annotated[Id, Path()], other: Annotated[Id, Form()]
) -> Response:
    """Judge two entities to be one."""
    with library.writing() as db:
        facts = [kg.entity(db, one, most=1)["fact"] for one in (entity_id, other)]
        return _judged(db, kg.Opinion(facts[0], "merge", other=facts[1]), user)


@router.post("/entities/{entity_id}/split")
def split(
    library: TheLibrary, user: Reviewer, fact: Annotated[Fact, Form()], other: Annotated[Fact, Form()]
) -> Response:
    """Judge two names of an entity to mean different things."""
    with library.writing() as db:
        return _judged(db, kg.Opinion(fact, "split", other=other), user)


@router.post("/entities/{entity_id}/undo")
def take_back(
    library: TheLibrary, user: Reviewer, fact: Annotated[Fact, Form()], judgement: Annotated[Number, Form()]
) -> Response:
    """Take a judgement back, and show the entity that a fact then is."""
    with library.writing() as db:
        kg.undo(db, judgement, person=user.name)
        return RedirectResponse(f"/entities/{_entity_of(db, fact)}", 303)


def _judged(db: "Database", word: kg.Opinion, user: User) -> Response:
    entry = kg.judge(db, word, person=user.name)
    return RedirectResponse(f"/entities/{_entity_of(db, word.fact)}?judged={entry.id}", 303)


def _entity_of(db: "Database", fact: str) -> str:
    case_id, _, own = fact.partition("/")
    return kg.things_of(db, case_id)[own]
