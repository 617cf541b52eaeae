"""The whole graph: cases, things, facts, concepts and themes as nodes, every link with its evidence.

Things, concepts and themes are where cases meet. A node's id begins with its kind (`case/…`, `thing/…`), an
edge says its `relation`, the `case_id` it was read in and the sentence that says it; a null is left out.
A fact that editions of a case tell again is one node, to which each of them has its edges.
Only `has_broader`, from a concept to a wider one, comes from the vocabulary and not from a case.
"""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import networkx
    from sqlite_utils import Database

Node = dict[str, Any]
Edge = dict[str, Any]

KINDS = ("case", "thing", "measure", "indicator", "concept", "theme")


def _fact(kind: str, column: str) -> str:
    """Return the SQL of a fact's node: the fact itself, or the one that it tells again."""
    told = f"(SELECT o.first_id FROM repeated_{kind}s o WHERE o.{kind}_id = {column})"
    return f"'{kind}/' || coalesce({told}, {column})"


_MEASURE, _INDICATOR = _fact("measure", "m.id"), _fact("indicator", "i.id")
_PLACE = 'e.text AS evidence, e.start AS start_offset, e."end" AS end_offset'
# What a case is called: its title, or where it has none, the name of its file, which follows the last `/`.
CASE_LABEL = "coalesce(a.title, replace(s.path, rtrim(s.path, replace(s.path, '/', '')), ''))"
CASES = "articles a JOIN article_sources s ON s.article_id = a.id"
_NODES = (
    f"""SELECT 'case/' || a.id AS id, 'case' AS kind, {CASE_LABEL} AS label, a.id AS case_id,
    a.title, a."column", a.publisher, a.published, s.path, s.address
    FROM {CASES} ORDER BY a.id""",
    """SELECT 'thing/' || t.id AS id, 'thing' AS kind, t.name AS label, t.type AS entity_type,
    (SELECT group_concat(name, '；') FROM (SELECT DISTINCT j.value AS name
     FROM entities e, json_each(e.aliases) j WHERE e.thing_id = t.id ORDER BY 1)) AS aliases
    FROM things t ORDER BY t.id""",
    """SELECT 'measure/' || m.id AS id, 'measure' AS kind, m.text AS label, m.article_id AS case_id,
    m.action, m.object, m.actor, m.beneficiary, m.theme, m.concept, m.start AS start_offset,
    m."end" AS end_offset, m.confidence, m.rule, e.text AS evidence
    FROM measures m JOIN evidence e ON e.id = m.evidence_id
    WHERE NOT EXISTS (SELECT 1 FROM repeated_measures o WHERE o.measure_id = m.id)
    ORDER BY m.article_id, m.number""",
    """SELECT 'indicator/' || i.id AS id, 'indicator' AS kind, coalesce(i.metric || ' ', '') || i.raw AS
    label, i.article_id AS case_id, i.metric, i.subject, i.value, i.low, i.high, i.op, i.unit, i.raw,
    i.direction, i.earlier, i.delta, i.delta_unit, i.period, i.period_start, i.period_end, i.status,
    i.start AS start_offset, i."end" AS end_offset, i.confidence, i.rule, e.text AS evidence
    FROM indicators i JOIN evidence e ON e.id = i.evidence_id
    WHERE NOT EXISTS (SELECT 1 FROM repeated_indicators o WHERE o.indicator_id = i.id)
    ORDER BY i.article_id, i.number""",
    """SELECT 'concept/' || id AS id, 'concept' AS kind, name AS label, theme, definition
    FROM concepts ORDER BY concepts.id""",
    """SELECT 'theme/' || theme AS id, 'theme' AS kind, theme AS label FROM
    (SELECT theme FROM measures UNION SELECT theme FROM concepts WHERE theme IS NOT NULL) ORDER BY 1""",
)
# Where each relation comes from: its SQL, and by which columns a node of a kind is its source or its target.
Ends = Mapping[str, str]
Link = tuple[str, Ends, Ends]

LINKS: tuple[Link, ...] = (
    ("""SELECT 'case/' || e.article_id AS source, 'thing/' || e.thing_id AS target, 'mentions' AS relation,
    e.article_id AS case_id, m.text AS evidence, m.start AS start_offset, m."end" AS end_offset
    FROM entities e JOIN mentions m ON m.entity_id = e.id WHERE {}
    ORDER BY e.article_id, e.number, m.number""",
     {"case": "e.article_id"}, {"thing": "e.thing_id"}),
    (f"""SELECT 'case/' || m.article_id AS source, {_MEASURE} AS target, 'has_measure' AS relation,
    m.article_id AS case_id, {_PLACE}
    FROM measures m JOIN evidence e ON e.id = m.evidence_id WHERE {{}} ORDER BY m.article_id, m.number""",
     {"case": "m.article_id"}, {"measure": "m.id"}),
    (f"""SELECT 'case/' || i.article_id AS source, {_INDICATOR} AS target,
    'has_indicator' AS relation, i.article_id AS case_id, {_PLACE}
    FROM indicators i JOIN evidence e ON e.id = i.evidence_id WHERE {{}} ORDER BY i.article_id, i.number""",
     {"case": "i.article_id"}, {"indicator": "i.id"}),
    (f"""SELECT {_fact('measure', 'r.measure_id')} AS source,
    {_fact('indicator', 'r.indicator_id')} AS target, 'has_result' AS relation,
    m.article_id AS case_id, {_PLACE} FROM measure_results r JOIN measures m ON m.id = r.measure_id
    JOIN evidence e ON e.id = m.evidence_id
    WHERE {{}} ORDER BY m.article_id, m.number, r.number""",
     {"measure": "r.measure_id"}, {"indicator": "r.indicator_id"}),
    (f"""SELECT {_MEASURE} AS source, 'thing/' || a.thing_id AS target, 'has_actor' AS relation,
    m.article_id AS case_id, {_PLACE}
    FROM measures m JOIN entities a ON a.id = m.actor_id JOIN evidence e ON e.id = m.evidence_id
    WHERE {{}} ORDER BY m.article_id, m.number""",
     {"measure": "m.id"}, {"thing": "a.thing_id"}),
    (f"""SELECT {_MEASURE} AS source, 'concept/' || c.concept_id AS target, 'has_concept' AS relation,
    m.article_id AS case_id, m.text AS evidence, m.start AS start_offset, m."end" AS end_offset, c.score
    FROM measure_concepts c JOIN measures m ON m.id = c.measure_id
    WHERE {{}} ORDER BY m.article_id, m.number, c.number""",
     {"measure": "m.id"}, {"concept": "c.concept_id"}),
    ("""SELECT 'concept/' || c.id AS source, 'concept/' || c.broader AS target, 'has_broader' AS relation
    FROM concepts c WHERE c.broader IS NOT NULL AND {} ORDER BY c.id""",
     {"concept": "c.id"}, {"concept": "c.broader"}),
    (f"""SELECT {_MEASURE} AS source, 'theme/' || m.theme AS target, 'has_theme' AS relation,
    m.article_id AS case_id, m.text AS evidence, m.start AS start_offset, m."end" AS end_offset
    FROM measures m WHERE {{}} ORDER BY m.article_id, m.number""",
     {"measure": "m.id"}, {"theme": "m.theme"}),
    (f"""SELECT {_INDICATOR} AS source, 'thing/' || s.thing_id AS target, 'has_subject' AS relation,
    i.article_id AS case_id, {_PLACE}
    FROM indicators i JOIN entities s ON s.id = i.subject_id JOIN evidence e ON e.id = i.evidence_id
    WHERE {{}} ORDER BY i.article_id, i.number""",
     {"indicator": "i.id"}, {"thing": "s.thing_id"}),
    (f"""SELECT coalesce('thing/' || h.thing_id,
      (SELECT {_fact('measure', 'id')} FROM measures WHERE id = r.head),
      {_fact('indicator', 'r.head')}) AS source,
    coalesce('thing/' || t.thing_id,
      (SELECT {_fact('measure', 'id')} FROM measures WHERE id = r.tail),
      {_fact('indicator', 'r.tail')}) AS target,
    r.type AS relation, r.article_id AS case_id, {_PLACE}, r.rule
    FROM relations r JOIN evidence e ON e.id = r.evidence_id LEFT JOIN entities h ON h.id = r.head
    LEFT JOIN entities t ON t.id = r.tail WHERE {{}} ORDER BY r.article_id, r.number""",
     dict.fromkeys(("measure", "indicator"), "r.head") | {"thing": "h.thing_id"},
     dict.fromkeys(("measure", "indicator"), "r.tail") | {"thing": "t.thing_id"}),
)  # fmt: skip
_EDGES = tuple(sql.format("1") for sql, _, _ in LINKS)


def nodes(db: "Database") -> Iterator[Node]:
    """Yield every node: `id`, `kind`, `label` and the fields of its kind that are not null."""
    return _rows(db, _NODES)


def edges(db: "Database") -> Iterator[Edge]:
    """Yield every edge: `source`, `target`, `relation`; if read, `case_id`, `evidence` and its place."""
    return _rows(db, _EDGES)


def graph(db: "Database") -> "networkx.MultiDiGraph[str]":
    """Return the whole graph, for the algorithms of networkx; edges are numbered in the order of `edges`."""
    from networkx import MultiDiGraph

    network: MultiDiGraph[str] = MultiDiGraph()
    for node in nodes(db):
        network.add_node(node.pop("id"), **node)
    for number, edge in enumerate(edges(db)):
        network.add_edge(edge.pop("source"), edge.pop("target"), key=number, **edge)
    return network


def columns(db: "Database") -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the names of all fields that a node may have, and those of an edge."""
    return _names(db, _NODES), _names(db, _EDGES)


def _names(db: "Database", queries: tuple[str, ...]) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for query in queries:
        cursor = db.execute(f"SELECT * FROM ({query}) LIMIT 0")
        found |= dict.fromkeys(column[0] for column in cursor.description)
    return tuple(found)


def _rows(db: "Database", queries: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    for query in queries:
        for row in db.query(query):
            yield {name: value for name, value in row.items() if value is not None}
