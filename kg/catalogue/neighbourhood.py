"""What lies around some things: other things by relation, the practices they take, and how two are linked.

A node is a thing, by its id, or a practice concept, by `c:` and its name. A link joins all cases that say so,
with one sentence of one of them.
"""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.catalogue.pages import Row
from kg.errors import UnknownEntity
from kg.values import EntityType

if TYPE_CHECKING:
    from sqlite_utils import Database

CONCEPT = "c:"
_SOME = "(SELECT value FROM json_each(:nodes))"
# The bare columns of a group are those of the row that min() takes.
_RELATIONS = f"""
SELECT h.thing_id AS source, t.thing_id AS target, r.type AS relation, count(DISTINCT r.article_id) AS cases,
  min(r.article_id) AS case_id, e.text AS evidence, e.start, e."end"
FROM entities o CROSS JOIN relations r ON r.{{own}} = o.id JOIN entities h ON h.id = r.head
JOIN entities t ON t.id = r.tail JOIN evidence e ON e.id = r.evidence_id
WHERE o.thing_id IN {_SOME} AND h.thing_id <> t.thing_id GROUP BY 1, 2, 3
"""
_PRACTICES = """
SELECT n.thing_id AS source, 'c:' || m.concept AS target, 'practises' AS relation,
  count(DISTINCT m.article_id) AS cases, min(m.article_id) AS case_id, e.text AS evidence, e.start, e."end"
FROM {} JOIN evidence e ON e.id = m.evidence_id WHERE m.concept IS NOT NULL AND {} GROUP BY 1, 2
"""
_QUERIES = (
    _RELATIONS.format(own="head"),
    _RELATIONS.format(own="tail"),
    _PRACTICES.format("entities n JOIN measures m ON m.actor_id = n.id", f"n.thing_id IN {_SOME}"),
    _PRACTICES.format(
        "measures m JOIN entities n ON n.id = m.actor_id",
        f"m.concept IN (SELECT substr(value, 3) FROM json_each(:nodes) WHERE value LIKE '{CONCEPT}%')",
    ),
)
_THINGS = f"SELECT id, name, type, context FROM things WHERE id IN {_SOME}"
_VISITED = 20_000


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """Some nodes with the links between them; `left_out` counts neighbours that did not fit."""

    nodes: tuple[Row, ...]
    links: tuple[Row, ...]
    left_out: int = 0


def neighbourhood(
    db: "Database",
    centres: Sequence[str],
    *,
    types: Collection[EntityType | str] = (),
    relations: Collection[str] = (),
    most: int = 60,
) -> Neighbourhood:
    """Return the neighbours of some nodes, those of most cases first, with all links between them.

    `types` (entity types and `concept`) and `relations` choose, everything if empty. At most `most` nodes.

    Raises:
        UnknownEntity: a centre is none of the graph's.
    """
    around = [link for link in _links(db, centres) if not relations or link["relation"] in relations]
    known = _nodes(db, {*centres, *_ends(around)})
    if missing := [centre for centre in centres if centre not in known]:
        raise UnknownEntity(missing[0])
    chosen = [node for node in _by_weight(around) if node in known and node not in centres]
    chosen = [node for node in chosen if not types or known[node]["type"] in types]
    kept = [*dict.fromkeys(centres), *chosen][:most]
    return Neighbourhood(
        tuple(known[node] for node in kept),
        tuple(_between(db, kept, relations)),
        max(0, len(chosen) + len(set(centres)) - most),
    )


def path_between(db: "Database", start: str, end: str, *, longest: int = 5) -> Neighbourhood | None:
    """Return the nodes and links of a shortest way between two nodes, or nothing if none is so short.

    Raises:
        UnknownEntity: an end is none of the graph's.
    """
    if missing := {start, end} - set(_nodes(db, [start, end])):
        raise UnknownEntity(min(missing))
    came: dict[str, Row | None] = {start: None}
    edge = [start]
    for _ in range(longest):
        if end in came or not edge or len(came) > _VISITED:
            break
        edge = list(_step(db, edge, came))
    if end not in came:
        return None
    nodes, links = _way(came, end)
    known = _nodes(db, nodes)
    return Neighbourhood(tuple(known[node] for node in nodes), tuple(links))


def _step(db: "Database", edge: Sequence[str], came: dict[str, Row | None]) -> Iterator[str]:
    """Yield the nodes one link further than those of `edge`, and keep by which link each was reached."""
    reached = set(edge)
    for link in _links(db, edge):
        for here, there in ((link["source"], link["target"]), (link["target"], link["source"])):
            if here in reached and there not in came:
                came[there] = link
                yield there


def _way(came: Mapping[str, Row | None], end: str) -> tuple[list[str], list[Row]]:
    nodes, links = [end], list[Row]()
    while link := came[nodes[-1]]:
        links.append(link)
        nodes.append(link["source"] if link["target"] == nodes[-1] else link["target"])
    return nodes[::-1], links[::-1]


def _links(db: "Database", nodes: Iterable[str]) -> list[Row]:
    """Return each link that one of some nodes has, once."""
    told = {"nodes": json.dumps(list(nodes), ensure_ascii=False)}
    found = {
        (row["source"], row["target"], row["relation"]): row
        for sql in _QUERIES
        for row in db.query(sql, told)
    }
    return list(found.values())


def _between(db: "Database", nodes: Sequence[str], relations: Collection[str]) -> Iterator[Row]:
    wanted = set(nodes)
    for link in _links(db, nodes):
        inside = link["source"] in wanted and link["target"] in wanted
        if inside and (not relations or link["relation"] in relations):
            yield link


def _by_weight(links: Iterable[Row]) -> list[str]:
    weights: dict[str, int] = {}
    for link in links:
        for node in (link["source"], link["target"]):
            weights[node] = weights.get(node, 0) + link["cases"]
    return sorted(weights, key=lambda node: (-weights[node], node))


def _ends(links: Iterable[Row]) -> set[str]:
    return {link[end] for link in links for end in ("source", "target")}


def _nodes(db: "Database", ids: Iterable[str]) -> dict[str, Row]:
    """Return id, name and type of those of some nodes that the graph has."""
    wanted = sorted(set(ids))
    found = {row["id"]: row for row in db.query(_THINGS, {"nodes": json.dumps(wanted, ensure_ascii=False)})}
    names = [node.removeprefix(CONCEPT) for node in wanted if node.startswith(CONCEPT)]
    sql = f"SELECT DISTINCT concept FROM measures WHERE concept IN ({', '.join('?' * len(names))})"
    for (name,) in db.execute(sql, names):
        found[CONCEPT + name] = {"id": CONCEPT + name, "name": name, "type": "concept", "context": ""}
    return found
