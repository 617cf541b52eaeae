"""Things in pages, and one thing with all that the library says of it."""

import json
from typing import TYPE_CHECKING

from kg.catalogue.pages import Clause, Listing, Page, Row
from kg.errors import UnknownEntity
from kg.values import EntityType

if TYPE_CHECKING:
    from sqlite_utils import Database

_CASES = "(SELECT count(DISTINCT e.article_id) FROM entities e WHERE e.thing_id = t.id)"
_THING = """
SELECT t.id AS entity_id, t.name, t.type, t.context,
  (SELECT min(e.id) FROM entities e WHERE e.thing_id = t.id) AS fact
FROM things t WHERE t.id = ?
"""
_NAMES = """
SELECT e.name, e.aliases, count(*) AS cases FROM entities e WHERE e.thing_id = ?
GROUP BY 1, 2 ORDER BY 3 DESC, 1
"""
_IN_CASES = """
SELECT a.id AS case_id, a.title, a.published, substr(a.text, 1, 80) AS opening, e.name,
  (SELECT count(*) FROM mentions m WHERE m.entity_id = e.id) AS mentions,
  (SELECT m.start FROM mentions m WHERE m.entity_id = e.id ORDER BY m.number LIMIT 1) AS start
FROM entities e JOIN articles a ON a.id = e.article_id WHERE e.thing_id = ?
ORDER BY a.published DESC, a.id LIMIT ?
"""
# Beside one min() or max() SQLite gives the columns of its row: the sentence is of the case that is named.
_PRACTICES = """
SELECT m.id AS measure_id, m.article_id AS case_id, a.title, m.text, m.actor, m.theme, m.concept,
  m.start, m."end", max(m.confidence) AS confidence, e.text AS evidence, e.start AS evidence_start,
  count(DISTINCT m.article_id) AS cases
FROM measures m JOIN entities n ON n.id = m.actor_id JOIN articles a ON a.id = m.article_id
JOIN evidence e ON e.id = m.evidence_id WHERE n.thing_id = ?
GROUP BY m.text ORDER BY 10 DESC, m.id LIMIT ?
"""
_NEIGHBOURS = """
SELECT r.type AS relation, {way} AS way, t.id AS entity_id, t.name, t.type,
  count(DISTINCT r.article_id) AS cases, e.text AS evidence, min(r.article_id) AS case_id
FROM entities n JOIN relations r ON r.{own} = n.id JOIN entities o ON o.id = r.{other}
JOIN things t ON t.id = o.thing_id JOIN evidence e ON e.id = r.evidence_id
WHERE n.thing_id = ? AND t.id <> ? GROUP BY 1, 3 ORDER BY 6 DESC, 4 LIMIT ?
"""
_MERGES = """
SELECT m.rule, m.score, m.evidence, p.name, l.name AS leader,
  (SELECT min(e.id) FROM entities e WHERE e.profile_id = m.profile_id) AS fact,
  (SELECT min(e.id) FROM entities e WHERE e.profile_id = m.leader_id) AS leader_fact
FROM merges m JOIN profiles p ON p.id = m.profile_id JOIN profiles l ON l.id = m.leader_id
WHERE p.thing_id = ? ORDER BY m.score, p.name
"""


def list_entities(
    db: "Database",
    *,
    kind: EntityType | None = None,
    name: str | None = None,
    cursor: str | None = None,
    limit: int = 50,
) -> Page:
    """Return a page of things, those of most cases first: `entity_id`, name, type, context and cases.

    `kind` is their type, `name` a part of one of their names.

    Raises:
        BadCursor: the cursor is none that this list gave.
    """
    clauses: list[Clause] = []
    if kind is not None:
        clauses.append(("t.type = ?", (kind,)))
    if name:
        told = "SELECT thing_id FROM profiles p JOIN profile_names n ON n.profile_id = p.id"
        clauses.append((f"(instr(t.name, ?) OR t.id IN ({told} WHERE instr(n.name, ?)))", (name, name)))
    listing = Listing(
        columns=f"t.id AS entity_id, t.name, t.type, t.context, {_CASES} AS cases",
        tables="things t", id="t.id", key=_CASES, clauses=clauses, descending=True,
    )  # fmt: skip
    return listing.page(db, cursor, limit)


def entity(db: "Database", entity_id: str, *, most: int = 100) -> Row:
    """Return a thing: names, cases, practices, neighbours and why its names were joined, `most` of each.

    A practice that several cases tell in the same words is there once, with how many they are.
    `fact` is an entity of a case that is this thing, as `Opinion.fact` wants it; so are the `fact` and the
    `leader_fact` of each of its `merges`.

    Raises:
        UnknownEntity: no thing has this id.
    """
    row = next(db.query(_THING, [entity_id]), None)
    if row is None:
        raise UnknownEntity(entity_id)
    return row | {
        "names": _names(db, entity_id),
        "cases": list(db.query(_IN_CASES, [entity_id, most])),
        "practices": list(db.query(_PRACTICES, [entity_id, most])),
        "neighbours": _neighbours(db, entity_id, most),
        "merges": list(db.query(_MERGES, [entity_id])),
    }


def things_of(db: "Database", case_id: str) -> dict[str, str]:
    """Return the thing that each entity of a case is, by the entity's own id (`e1`)."""
    rows = db.execute("SELECT id, thing_id FROM entities WHERE article_id = ?", [case_id])
    return {own.rpartition("/")[2]: thing_id for own, thing_id in rows}


def _names(db: "Database", entity_id: str) -> list[Row]:
    """Return every name that stands for a thing, with the number of cases, the commonest first."""
    counts: dict[str, int] = {}
    for name, aliases, cases in db.execute(_NAMES, [entity_id]):
        for told in {name, *json.loads(aliases)}:
            counts[told] = counts.get(told, 0) + cases
    return [{"name": name, "cases": counts[name]} for name in sorted(counts, key=lambda n: (-counts[n], n))]


def _neighbours(db: "Database", entity_id: str, most: int) -> list[Row]:
    out = _NEIGHBOURS.format(way="'out'", own="head", other="tail")
    back = _NEIGHBOURS.format(way="'in'", own="tail", other="head")
    rows = [row for sql in (out, back) for row in db.query(sql, [entity_id, entity_id, most])]
    return sorted(rows, key=lambda row: (-row["cases"], row["relation"], row["name"]))[:most]
