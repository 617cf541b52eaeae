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
_NAMES = f"(SELECT substr(value, 3) FROM json_each(:nodes) WHERE value LIKE '{CONCEPT}%')"
_RELATIONS = f"""
SELECT h.thing_id AS source, t.thing_id AS target, r.type AS relation, {{told}}
FROM entities o CROSS JOIN relations r ON r.{{own}} = o.id JOIN entities h ON h.id = r.head
JOIN entities t ON t.id = r.tail {{evidence}}
WHERE o.thing_id IN {_SOME} AND h.thing_id <> t.thing_id {{inside}} GROUP BY 1, 2, 3
"""
_PRACTICES = f"""
SELECT n.thing_id AS source, 'c:' || m.concept AS target, 'practises' AS relation, {{told}}
FROM entities n JOIN measures m ON m.actor_id = n.id {{evidence}}
WHERE m.concept IS NOT NULL AND n.thing_id IN {_SOME} {{inside}} GROUP BY 1, 2
"""
_PRACTISED = f"""
SELECT n.thing_id AS source, 'c:' || m.concept AS target, 'practises' AS relation, {{told}}
FROM measures m JOIN entities n ON n.id = m.actor_id {{evidence}}
WHERE m.concept IN {_NAMES} GROUP BY 1, 2
"""
_CASES = "count(DISTINCT {0}.article_id) AS cases"
# The bare columns of a group are those of the row that min() takes.
_SAID = _CASES + ', min({0}.article_id) AS case_id, e.text AS evidence, e.start, e."end"'
_EVIDENCE = "JOIN evidence e ON e.id = {0}.evidence_id"


def _queries(told: str, evidence: str) -> tuple[str, ...]:
    """Return the queries of the links that a node has; `told` is what is said of each."""
    of_relation = {"told": told.format("r"), "evidence": evidence.format("r"), "inside": ""}
    of_measure = {"told": told.format("m"), "evidence": evidence.format("m"), "inside": ""}
    return (
        _RELATIONS.format(own="head", **of_relation),
        _RELATIONS.format(own="tail", **of_relation),
        _PRACTICES.format(**of_measure),
        _PRACTISED.format(**of_measure),
    )


_COUNTED = _queries(_CASES, "")
_TOLD = _queries(_SAID, _EVIDENCE)
_OF_RELATION = {"told": _SAID.format("r"), "evidence": _EVIDENCE.format("r")}
_OF_MEASURE = {"told": _SAID.format("m"), "evidence": _EVIDENCE.format("m")}
# What two nodes of the same list link; each of their links has its source in the list.
_INSIDE = (
    _RELATIONS.format(own="head", inside=f"AND t.thing_id IN {_SOME}", **_OF_RELATION),
    _PRACTICES.format(inside=f"AND m.concept IN {_NAMES}", **_OF_MEASURE),
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
    around = [one for one in _links(db, centres, _COUNTED) if not relations or one["relation"] in relations]
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


def _links(db: "Database", nodes: Iterable[str], queries: Sequence[str] = _TOLD) -> list[Row]:
    """Return each link that some queries find of some nodes, once."""
    told = {"nodes": json.dumps(list(nodes), ensure_ascii=False)}
    found = {
        (row["source"], row["target"], row["relation"]): row for sql in queries for row in db.query(sql, told)
    }
    return list(found.values())


def _between(db: "Database", nodes: Sequence[str], relations: Collection[str]) -> list[Row]:
    links = _links(db, nodes, _INSIDE)
    return [link for link in links if not relations or link["relation"] in relations]


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
