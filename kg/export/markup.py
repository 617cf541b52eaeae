"""The graph in XML, for Gephi and others: GraphML and GEXF, written row by row.

Source: graphml.graphdrawing.org; GEXF 1.2 draft, gexf.net.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.export.cells import legible
from kg.network import columns, edges, nodes

if TYPE_CHECKING:
    from sqlite_utils import Database

_FLOATS = frozenset({"value", "low", "high", "earlier", "delta", "confidence", "score"})
_INTS = frozenset({"start_offset", "end_offset"})
_GRAPHML = '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n'
_GEXF = '<gexf xmlns="http://www.gexf.net/1.2draft" version="1.2">\n<graph defaultedgetype="directed">\n'
_XML = '<?xml version="1.0" encoding="utf-8"?>\n'


def kind_of(field: str) -> type:
    """Return the type of a field of nodes and edges."""
    return float if field in _FLOATS else int if field in _INTS else str


def write_graphml(db: "Database", path: Path) -> None:
    """Write the graph as GraphML; the key of a field begins with n for nodes, e for edges."""
    for_nodes, for_edges = columns(db)
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write(_XML + _GRAPHML)
        file.writelines(_key("node", name) for name in for_nodes if name != "id")
        file.writelines(_key("edge", name) for name in for_edges if name not in ("source", "target"))
        file.write('<graph edgedefault="directed">\n')
        for node in nodes(db):
            file.write(f"<node id={_quoted(node.pop('id'))}>{_data('n', node)}</node>\n")
        for edge in edges(db):
            ends = f"source={_quoted(edge.pop('source'))} target={_quoted(edge.pop('target'))}"
            file.write(f"<edge {ends}>{_data('e', edge)}</edge>\n")
        file.write("</graph>\n</graphml>\n")


def write_gexf(db: "Database", path: Path) -> None:
    """Write the graph as GEXF; an edge's label is its relation."""
    for_nodes, for_edges = columns(db)
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write(_XML + _GEXF)
        file.write(_attributes("node", (name for name in for_nodes if name not in ("id", "label"))))
        file.write(_attributes("edge", (name for name in for_edges if name not in ("source", "target"))))
        file.write("<nodes>\n")
        for node in nodes(db):
            head = f"id={_quoted(node.pop('id'))} label={_quoted(node.pop('label'))}"
            file.write(f"<node {head}>{_values(node)}</node>\n")
        file.write("</nodes>\n<edges>\n")
        for number, edge in enumerate(edges(db)):
            ends = f"source={_quoted(edge.pop('source'))} target={_quoted(edge.pop('target'))}"
            told = f'id="{number}" {ends} label={_quoted(edge["relation"])}'
            file.write(f"<edge {told}>{_values(edge)}</edge>\n")
        file.write("</edges>\n</graph>\n</gexf>\n")


def _key(what: str, name: str) -> str:
    kind = {int: "long", float: "double", str: "string"}[kind_of(name)]
    return f'<key id="{what[0]}-{name}" for="{what}" attr.name="{name}" attr.type="{kind}"/>\n'


def _data(prefix: str, fields: Mapping[str, Any]) -> str:
    return "".join(f'<data key="{prefix}-{name}">{_text(value)}</data>' for name, value in fields.items())


def _attributes(what: str, names: Iterable[str]) -> str:
    kinds = {int: "long", float: "double", str: "string"}
    told = (f'<attribute id="{name}" title="{name}" type="{kinds[kind_of(name)]}"/>\n' for name in names)
    return f'<attributes class="{what}" mode="static">\n{"".join(told)}</attributes>\n'


def _values(fields: Mapping[str, Any]) -> str:
    told = "".join(f'<attvalue for="{name}" value={_quoted(value)}/>' for name, value in fields.items())
    return f"<attvalues>{told}</attvalues>"


def _text(value: object) -> str:
    from xml.sax.saxutils import escape  # which loads all that speaks HTTP

    return escape(legible(str(value)), {"\r": "&#13;"})


def _quoted(value: object) -> str:
    from xml.sax.saxutils import quoteattr

    return quoteattr(legible(str(value)), {"\r": "&#13;", "\n": "&#10;", "\t": "&#9;"})
