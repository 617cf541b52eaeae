"""What people decided of names: that two mean one thing, or two; it goes before every rule."""

from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass
from itertools import product
from typing import TYPE_CHECKING, Any

from kg.resolve.naming import plain
from kg.resolve.partition import Decisions, Pair
from kg.resolve.profiles import Profile
from kg.rows import Row
from kg.values import EntityType

if TYPE_CHECKING:
    from sqlite_utils import Database


_ON = "SELECT * FROM rulings WHERE type = :type AND :name IN (name, other_name)"


@dataclass(frozen=True, slots=True)
class Ruling:
    """A person's word on two names of one type: `same` thing or not, and for what reason.

    A name is meant everywhere, or in one article if that is given by its id.
    """

    type: EntityType
    name: str
    other_name: str
    same: bool
    reason: str
    article_id: str = ""
    other_article_id: str = ""


def rulings(db: "Database") -> tuple[Ruling, ...]:
    """Return all that is in force."""
    rows = db.query("SELECT * FROM rulings ORDER BY type, name, article_id, other_name, other_article_id")
    return tuple(map(_ruling, rows))


def decisions(found: Sequence[Profile], words: Iterable[Ruling]) -> Decisions:
    """Return what rulings say of these profiles."""
    same: set[Pair] = set()
    apart: set[Pair] = set()
    for ruling in words:
        first = _meant(found, ruling.type, ruling.name, ruling.article_id)
        second = _meant(found, ruling.type, ruling.other_name, ruling.other_article_id)
        pairs = {frozenset((one.id, other.id)) for one, other in product(first, second) if one.id != other.id}
        (same if ruling.same else apart).update(pairs)
    return Decisions(frozenset(same), frozenset(apart))


def _meant(found: Sequence[Profile], kind: str, name: str, article_id: str) -> list[Profile]:
    """Return the profiles that a name means: those it is the main name of, or else those it is a name of."""
    bare = plain(kind, name)
    here = [profile for profile in found if profile.type == kind and article_id in ("", profile.scope)]
    named = [profile for profile in here if bare == plain(kind, profile.name)]
    return named or [profile for profile in here if bare in profile.names]


def rulings_on(db: "Database", names: Iterable[tuple[str, str]]) -> list[Ruling]:
    """Return the rulings on any of these names, pairs of type and plain name, in their order."""
    if db.execute("SELECT 1 FROM rulings LIMIT 1").fetchone() is None:
        return []
    wanted = set(names)
    found = (
        _ruling(row) for kind, name in sorted(wanted) for row in db.query(_ON, {"type": kind, "name": name})
    )
    return sorted(set(found), key=astuple)


def _ruling(row: Row) -> Ruling:
    values: dict[str, Any] = row | {"same": bool(row["same"])}
    return Ruling(**values)
