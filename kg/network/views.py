"""Views of the graph that fit in memory, for the algorithms of networkx, and the communities in them."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

from kg.network.whole import CASE_LABEL, CASES

if TYPE_CHECKING:
    import networkx
    from sqlite_utils import Database

View = Literal["entities", "practices", "cases"]
VIEWS: tuple[View, ...] = get_args(View)

_SHOWN = 10
# Each link is kept once, with how often it is told (by editions of a case once) and one case that tells it:
# beside one min() SQLite gives the other columns of the row that has it (https://sqlite.org/lang_select.html).
# What more than fifty cases share (a province, a theme) brings none of them together.
_COPIES = "(SELECT article_id FROM editions WHERE edition = 'same')"
_LINKS: dict[View, str] = {
    "entities": f"""
SELECT min(h.thing_id, t.thing_id) AS source, max(h.thing_id, t.thing_id) AS target, count(*) AS weight,
  r.type AS relation, min(r.article_id) AS case_id, v.text AS evidence
FROM relations r JOIN entities h ON h.id = r.head JOIN entities t ON t.id = r.tail
JOIN evidence v ON v.id = r.evidence_id
WHERE h.thing_id <> t.thing_id AND r.article_id NOT IN {_COPIES} GROUP BY 1, 2""",
    "practices": """
WITH used AS (
  SELECT DISTINCT m.article_id, r.concept_id FROM measure_concepts r JOIN measures m ON m.id = r.measure_id
  WHERE r.score >= 0.5 AND m.id NOT IN (SELECT measure_id FROM repeated_measures)
)
SELECT a.concept_id AS source, b.concept_id AS target, count(*) AS weight, 'used_together' AS relation,
  min(a.article_id) AS case_id, NULL AS evidence
FROM used a JOIN used b ON b.article_id = a.article_id AND a.concept_id < b.concept_id GROUP BY 1, 2""",
    "cases": f"""
WITH rare AS (
  SELECT thing_id FROM entities WHERE type <> 'place' GROUP BY thing_id
  HAVING count(DISTINCT article_id) BETWEEN 2 AND 50
), spoken AS (
  SELECT DISTINCT e.article_id, e.thing_id FROM entities e JOIN rare USING (thing_id)
  WHERE e.article_id NOT IN {_COPIES}
)
SELECT a.article_id AS source, b.article_id AS target, count(*) AS weight, 'share' AS relation,
  a.article_id AS case_id, min(t.name) AS evidence
FROM spoken a JOIN spoken b ON b.thing_id = a.thing_id AND a.article_id < b.article_id
JOIN things t ON t.id = a.thing_id GROUP BY 1, 2""",
}
_NODES: dict[View, str] = {
    "entities": "SELECT id, name AS label, type AS kind FROM things",
    "practices": "SELECT id, name AS label, theme AS kind FROM concepts",
    "cases": f'SELECT a.id, {CASE_LABEL} AS label, a."column" AS kind FROM {CASES}',
}


@dataclass(frozen=True, slots=True)
class Community:
    """Nodes that are linked among each other more than to the rest, the best linked first; their links.

    A link names its two ends, how often it is told, a case that tells it and what that shows.
    """

    size: int
    members: tuple[str, ...]
    links: tuple[tuple[str, str, int, str, str | None], ...]


def view(db: "Database", kind: View, *, least: int = 1) -> "networkx.Graph[str]":
    """Return a view of the graph: entities, practices or cases, each linked to its like, without loops.

    Things are linked by what relates them, concepts by the cases that use both, cases by the things (no
    places) that they share. An edge has `weight`, how often it is told, `relation`, and `case_id` and
    `evidence` of one telling; those told less than `least` times and nodes without an edge are left out.
    """
    from networkx import Graph

    network: Graph[str] = Graph()
    for row in db.query(f"SELECT * FROM ({_LINKS[kind]}) WHERE weight >= ?", [least]):
        network.add_edge(row.pop("source"), row.pop("target"), **row)
    for row in db.query(_NODES[kind]):
        if row["id"] in network:
            network.nodes[row.pop("id")].update(row)
    return network


def communities(
    db: "Database", kind: View = "practices", *, least: int = 1, top: int = 10
) -> tuple[Community, ...]:
    """Return the largest communities of a view, by the method of Louvain with a fixed seed.

    Source: Blondel et al., Fast unfolding of communities in large networks, 2008.
    """
    from networkx.algorithms.community import louvain_communities

    network = view(db, kind, least=least)
    found = louvain_communities(network, weight="weight", seed=1) if network else []
    ordered = sorted((sorted(one) for one in found), key=lambda one: (-len(one), one))
    return tuple(_community(network, members) for members in ordered[:top])


def _community(network: "networkx.Graph[str]", members: list[str]) -> Community:
    inner = network.subgraph(members)
    best = sorted(members, key=lambda node: (-inner.degree(node, weight="weight"), node))
    names = network.nodes(data="label")
    links = sorted(inner.edges(data=True), key=lambda link: (-link[2]["weight"], link[0], link[1]))
    return Community(
        len(members),
        tuple(str(names[node]) for node in best[:_SHOWN]),
        tuple(
            (str(names[a]), str(names[b]), data["weight"], data["case_id"], data["evidence"])
            for a, b, data in links[:_SHOWN]
        ),
    )
