"""Scoring which names are one thing: pairs within families of names, and B-cubed over their members.

A family holds names that could be taken for one thing; the gold says which are. A name that the graph does
not hold is left out and told. B-cubed (Bagga and Baldwin 1998) gives each name the precision and the recall
of the group it was put in.
"""

import hashlib
import json
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import yaml

from kg.errors import BadGold
from pipeline.read.refusal import explain

if TYPE_CHECKING:
    from sqlite_utils import Database

Half = Literal["dev", "test"]


@dataclass(frozen=True, slots=True, order=True)
class Member:
    """A name in an article, the unit that is judged."""

    article: str
    name: str

    def __str__(self) -> str:
        return f"{self.article} {self.name}"


@dataclass(frozen=True, slots=True)
class Family:
    """Names of one type that could be taken for one thing; each tuple of `things` is one thing."""

    type: str
    things: tuple[tuple[Member, ...], ...]

    @property
    def half(self) -> Half:
        """The half it belongs to, by a hash of its names: `dev` was tuned on, `test` was not."""
        names = "/".join(sorted(str(member) for thing in self.things for member in thing))
        return "test" if int(hashlib.sha256(names.encode()).hexdigest(), 16) % 2 else "dev"


@dataclass(frozen=True, slots=True)
class Score:
    """Figures of some families: pairs judged the same and apart by the gold, and how they were met."""

    same: int
    apart: int
    precision: float
    recall: float
    b_cubed: tuple[float, float]
    wrong: tuple[str, ...]
    missing: tuple[Member, ...]

    @property
    def b_cubed_f1(self) -> float:
        """The harmonic mean of B-cubed precision and recall."""
        precision, recall = self.b_cubed
        return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def read_families(path: Path) -> tuple[Family, ...]:
    """Return the families of a gold file (see the head of `corpus/gold/things.yaml`).

    Raises:
        BadGold: the file is no such gold.
    """
    try:
        told = yaml.safe_load(path.read_text(encoding="utf-8"))["families"]
        return tuple(_family(item) for item in told)
    except (OSError, ValueError, KeyError, TypeError, yaml.YAMLError) as error:
        raise BadGold(path, f"not a gold of things: {explain(error)}") from error


def _family(item: Mapping[str, object]) -> Family:
    things = item["things"]
    if not isinstance(things, list) or not all(isinstance(thing, list) for thing in things):
        raise ValueError("things must be lists of lists")
    return Family(str(item["type"]), tuple(tuple(map(_member, thing)) for thing in things))


def _member(words: str) -> Member:
    article, _, name = words.partition(" ")
    if not name:
        raise ValueError(f"wanted an article and a name, got {words!r}")
    return Member(article, name)


def stored_things(db: "Database") -> dict[tuple[str, Member], str]:
    """Return the thing of every name of a graph, by type, and by article (its file's name) and name."""
    sql = (
        "SELECT s.path, e.type, e.name, e.aliases, e.thing_id FROM entities e "
        "JOIN article_sources s ON s.article_id = e.article_id ORDER BY e.id"
    )
    found: dict[tuple[str, Member], str] = {}
    for path, kind, name, aliases, thing in db.execute(sql):
        for form in (name, *json.loads(aliases)):
            found.setdefault((kind, Member(Path(path).stem, form)), thing)
    return found


def score(families: Iterable[Family], things: Mapping[tuple[str, Member], Hashable]) -> Score:
    """Score the things that names were put in against the gold."""
    pairs: list[tuple[bool, bool, str]] = []
    shares: list[tuple[float, float]] = []
    missing: list[Member] = []
    for family in families:
        gold = {member: number for number, thing in enumerate(family.things) for member in thing}
        told = {member: things[family.type, member] for member in gold if (family.type, member) in things}
        missing += [member for member in gold if member not in told]
        members = sorted(told)
        for one, other in combinations(members, 2):
            row = f"{family.type}: {one} | {other}"
            pairs.append((gold[one] == gold[other], told[one] == told[other], row))
        shares += _shares(members, gold, told)
    return _summed(pairs, shares, missing)


def _shares(
    members: Sequence[Member], gold: Mapping[Member, int], told: Mapping[Member, Hashable]
) -> Iterator[tuple[float, float]]:
    for member in members:
        right = {other for other in members if gold[other] == gold[member]}
        found = {other for other in members if told[other] == told[member]}
        yield len(right & found) / len(found), len(right & found) / len(right)


def _summed(
    pairs: Sequence[tuple[bool, bool, str]], shares: Sequence[tuple[float, float]], missing: Sequence[Member]
) -> Score:
    hit = sum(gold and told for gold, told, _ in pairs)
    same = sum(gold for gold, _, _ in pairs)
    found = sum(told for _, told, _ in pairs)
    wrong = tuple(f"{'split' if gold else 'merged'} {row}" for gold, told, row in pairs if gold != told)
    mean = [sum(values) / len(shares) for values in zip(*shares, strict=True)] if shares else [1.0, 1.0]
    return Score(
        same,
        len(pairs) - same,
        hit / found if found else 1.0,
        hit / same if same else 1.0,
        (mean[0], mean[1]),
        wrong,
        tuple(missing),
    )
