"""Practices that are used again: which most, by whom, and who shares one with mine."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sqlite_utils import Database

_SURE = 0.5  # from this probability a measure counts as one of the concept
_SHOWN = 3
# Editions of a case are one use: what they tell again does not count.
_ONCE = "m.id NOT IN (SELECT measure_id FROM repeated_measures)"
# Who acts is looked up only of the first.
_REUSED = f"""
SELECT c.id, c.name, c.theme, top.cases, top.measures, (
  SELECT count(DISTINCT e.thing_id) FROM measure_concepts r JOIN measures m ON m.id = r.measure_id
  JOIN entities e ON e.id = m.actor_id WHERE r.concept_id = c.id AND r.score >= :sure AND {_ONCE}
) AS actors
FROM (
  SELECT r.concept_id, count(DISTINCT m.article_id) AS cases, count(*) AS measures
  FROM measure_concepts r JOIN measures m ON m.id = r.measure_id
  WHERE {{}} AND r.score >= :sure AND {_ONCE}
  GROUP BY 1 ORDER BY cases DESC, measures DESC, r.concept_id LIMIT :top
) top JOIN concepts c ON c.id = top.concept_id ORDER BY top.cases DESC, top.measures DESC, c.id
"""
# Of each case the surest use.
_USES = f"""
SELECT t.name AS actor, m.text, v.text AS evidence, m.article_id AS case_id, a.title
FROM (
  SELECT id, score, confidence FROM (
    SELECT m.id, r.score, m.confidence, row_number() OVER (
      PARTITION BY m.article_id ORDER BY r.score DESC, m.confidence DESC, m.id
    ) AS place
    FROM measure_concepts r JOIN measures m ON m.id = r.measure_id LEFT JOIN entities e ON e.id = m.actor_id
    WHERE r.concept_id = :concept AND r.score >= :sure AND {_ONCE} {{}}
  ) WHERE place = 1 ORDER BY score DESC, confidence DESC, id LIMIT :top
) chosen JOIN measures m ON m.id = chosen.id JOIN evidence v ON v.id = m.evidence_id
JOIN articles a ON a.id = m.article_id LEFT JOIN entities e ON e.id = m.actor_id
LEFT JOIN things t ON t.id = e.thing_id ORDER BY chosen.score DESC, m.confidence DESC, m.id
"""
_SHARED = """
WITH mine AS (
  SELECT DISTINCT r.concept_id FROM entities e JOIN measures m ON m.actor_id = e.id
  JOIN measure_concepts r ON r.measure_id = m.id WHERE e.thing_id = :thing AND r.score >= :sure
)
SELECT t.id, t.name, t.type, group_concat(DISTINCT r.concept_id) AS concepts,
  count(DISTINCT r.concept_id) AS shared
FROM mine JOIN measure_concepts r ON r.concept_id = mine.concept_id AND r.score >= :sure
JOIN measures m ON m.id = r.measure_id JOIN entities e ON e.id = m.actor_id
JOIN things t ON t.id = e.thing_id
WHERE t.id <> :thing AND t.type = coalesce(:type, t.type)
GROUP BY t.id ORDER BY shared DESC, t.name, t.id LIMIT :top
"""


@dataclass(frozen=True, slots=True)
class Use:
    """A measure that is a use of a practice: who, the clause, and the sentence that says it."""

    actor: str | None
    text: str
    evidence: str
    case_id: str
    title: str | None


@dataclass(frozen=True, slots=True)
class Reuse:
    """A practice and how often it is used: by how many cases and known actors; `uses` are the surest few."""

    concept_id: str
    name: str
    theme: str | None
    cases: int
    actors: int
    measures: int
    uses: tuple[Use, ...]


@dataclass(frozen=True, slots=True)
class Sharing:
    """A thing that does what another does: the practices that both use, each with a use by each of them."""

    thing_id: str
    name: str
    type: str
    concepts: tuple[str, ...]
    uses: tuple[tuple[Use, Use], ...]


def most_reused(db: "Database", *, top: int = 10) -> tuple[Reuse, ...]:
    """Return the practices that most cases use, first the most used."""
    rows = list(db.query(_REUSED.format("1"), {"sure": _SURE, "top": top}))
    return tuple(_reuse(db, row, _SHOWN) for row in rows)


def reused(db: "Database", concept_id: str, *, top: int = 10) -> Reuse | None:
    """Return who else uses a practice, `top` uses, of each case the surest; None if no case surely does."""
    rows = list(
        db.query(_REUSED.format("r.concept_id = :concept"), {"sure": _SURE, "top": 1, "concept": concept_id})
    )
    return _reuse(db, rows[0], top) if rows else None


def _reuse(db: "Database", row: dict[str, Any], top: int) -> Reuse:
    named = {name: row[name] for name in ("name", "theme", "cases", "actors", "measures")}
    return Reuse(concept_id=row["id"], **named, uses=_uses(db, row["id"], top=top))


def sharing(
    db: "Database", thing_id: str, *, kind: str | None = "enterprise", top: int = 10
) -> tuple[Sharing, ...]:
    """Return the things that use most of the practices that a thing uses, of one type or of any.

    Only what a text names as the one who acts is an actor; each practice shows one use of each side.
    """
    told = {"sure": _SURE, "thing": thing_id, "type": kind, "top": top}
    return tuple(
        Sharing(row["id"], row["name"], row["type"], names, uses)
        for row in list(db.query(_SHARED, told))
        for names, uses in [_both(db, thing_id, row["id"], sorted(row["concepts"].split(",")))]
    )


def _both(
    db: "Database", mine: str, other: str, concepts: list[str]
) -> tuple[tuple[str, ...], tuple[tuple[Use, Use], ...]]:
    names, uses = [], []
    for concept in concepts:
        names.append(str(db.execute("SELECT name FROM concepts WHERE id = ?", [concept]).fetchone()[0]))
        uses.append((_uses(db, concept, thing=mine, top=1)[0], _uses(db, concept, thing=other, top=1)[0]))
    return tuple(names), tuple(uses)


def _uses(db: "Database", concept: str, *, thing: str | None = None, top: int) -> tuple[Use, ...]:
    sql = _USES.format("AND e.thing_id = :thing" if thing else "")
    values = {"concept": concept, "sure": _SURE, "thing": thing, "top": top}
    return tuple(Use(**row) for row in db.query(sql, values))
