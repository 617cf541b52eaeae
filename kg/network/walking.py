"""Walking along the links of the graph without loading it: neighbours, and the shortest path."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kg.network.whole import CASE_LABEL, CASES, LINKS, Edge
from kg.resolve import named
from kg.values import ENTITY_TYPES

if TYPE_CHECKING:
    from sqlite_utils import Database

_FANOUT = 2_000  # links that a search follows from one node: what everything touches explains nothing
_VISITED = 50_000  # nodes that a search looks at
# A fact is also what editions of its case tell again.
_TOLD = {
    kind: f"IN (SELECT ?1 UNION ALL SELECT {kind}_id FROM repeated_{kind}s WHERE first_id = ?1)"
    for kind in ("measure", "indicator")
}
_LABELS = {
    "case": f"SELECT {CASE_LABEL} FROM {CASES} WHERE a.id = ?",
    "thing": "SELECT name FROM things WHERE id = ?",
    "measure": "SELECT text FROM measures WHERE id = ?",
    "indicator": "SELECT coalesce(metric || ' ', '') || raw FROM indicators WHERE id = ?",
    "concept": "SELECT name FROM concepts WHERE id = ?",
    "theme": "SELECT theme FROM measures WHERE theme = ? LIMIT 1",
}


@dataclass(frozen=True, slots=True)
class Step:
    """One link as it is walked, from `source` to `target`; `forward` if the graph has it in this direction.

    `evidence` is the sentence that says it, at `start` to `end` of the text of `case_id`; the vocabulary's
    own links (`has_broader`) have none.
    """

    source: str
    source_label: str
    relation: str
    forward: bool
    target: str
    target_label: str
    case_id: str | None = None
    evidence: str | None = None
    start: int | None = None
    end: int | None = None


def find_node(db: "Database", text: str) -> str | None:
    """Return the id of the node that `text` names: an id, a concept's name, a thing's, or a case's title.

    A campaign may be named after the practice that many share: the practice is meant.
    """
    kind = text.partition("/")[0]
    if kind in _LABELS and label(db, text) is not None:
        return text
    if row := db.execute("SELECT id FROM concepts WHERE name = ?", [text]).fetchone():
        return f"concept/{row[0]}"
    if things := sorted(named(db, ((kind, text) for kind in ENTITY_TYPES))):
        return f"thing/{things[0]}"
    for prefix, sql in (
        ("case", "SELECT id FROM articles WHERE id = :text OR title = :text"),
        ("thing", "SELECT id FROM things WHERE id = :text"),
    ):
        if row := db.execute(sql, {"text": text}).fetchone():
            return f"{prefix}/{row[0]}"
    return None


def nodes_like(db: "Database", text: str, *, top: int = 5) -> tuple[str, ...]:
    """Return names of things and concepts that hold `text` or the most of its beginning, shortest first."""
    sql = """
SELECT name FROM (SELECT name FROM things UNION SELECT name FROM concepts)
WHERE instr(name, ?) ORDER BY length(name), name LIMIT ?"""
    for end in range(len(text), min(2, len(text)) - 1, -1):
        if found := db.execute(sql, [text[:end], top]).fetchall():
            return tuple(name for (name,) in found)
    return ()


def label(db: "Database", node_id: str) -> str | None:
    """Return what a node is called, or nothing if there is no such node."""
    kind, _, own = node_id.partition("/")
    row = db.execute(_LABELS[kind], [own]).fetchone()
    return None if row is None else str(row[0])


def neighbours(db: "Database", node_id: str, *, top: int | None = None) -> Iterator[Step]:
    """Yield the links of a node, relation by relation, at most `top` of each, each with its evidence."""
    for edge, forward in _links(db, node_id, top):
        yield _step(db, edge, forward)


def path(db: "Database", first: str, last: str) -> tuple[Step, ...]:
    """Return the fewest steps from one node to another; empty if there is no way or it is too far.

    Walked from both ends, by the smaller side first. Themes are no way: all is of one of seven. Of a node
    with more than two thousand links of one relation only the first are followed.
    """
    came: dict[str, dict[str, tuple[str, Edge, bool] | None]] = {"first": {first: None}, "last": {last: None}}
    edges = {"first": [first], "last": [last]}
    if first == last:
        return ()
    while edges["first"] and edges["last"] and sum(map(len, came.values())) < _VISITED:
        side, other = sorted(edges, key=lambda name: len(edges[name]))
        edges[side], met = _spread(db, edges[side], came[side], came[other])
        if met is not None:
            return tuple(_walk(db, came, met))
    return ()


def _spread(
    db: "Database",
    border: list[str],
    came: dict[str, tuple[str, Edge, bool] | None],
    other: dict[str, tuple[str, Edge, bool] | None],
) -> tuple[list[str], str | None]:
    """Take one more step from every node of the border; also return where the other side was met."""
    reached: list[str] = []
    for node in border:
        for edge, forward in _links(db, node, _FANOUT):
            beyond = edge["target" if forward else "source"]
            if beyond in came or beyond.startswith("theme/"):
                continue
            came[beyond] = (node, edge, forward)
            if beyond in other:
                return reached, beyond
            reached.append(beyond)
    return reached, None


def _walk(
    db: "Database", came: dict[str, dict[str, tuple[str, Edge, bool] | None]], met: str
) -> Iterator[Step]:
    before = []
    at = came["first"][met]
    while at is not None:
        before.append(_step(db, at[1], at[2]))
        at = came["first"][at[0]]
    yield from reversed(before)
    at = came["last"][met]
    while at is not None:
        yield _step(db, at[1], not at[2])
        at = came["last"][at[0]]


def _links(db: "Database", node_id: str, top: int | None) -> Iterator[tuple[Edge, bool]]:
    kind, _, own = node_id.partition("/")
    for sql, source, target in LINKS:
        for ends, forward in ((source, True), (target, False)):
            if kind in ends:
                meant = f"{ends[kind]} {_TOLD.get(kind, '= ?')}"
                query = sql.format(meant) + f" LIMIT {-1 if top is None else top}"
                yield from ((edge, forward) for edge in db.query(query, [own]))


def _step(db: "Database", edge: Edge, forward: bool) -> Step:
    ends = ("source", "target") if forward else ("target", "source")
    source, target = (str(edge[end]) for end in ends)
    told: dict[str, Any] = {
        name: edge.get(field)
        for name, field in (("case_id", "case_id"), ("evidence", "evidence"), ("start", "start_offset"),
                            ("end", "end_offset"))
    }  # fmt: skip
    return Step(
        source, label(db, source) or source, edge["relation"], forward, target, label(db, target) or target,
        **told,
    )  # fmt: skip
