"""The graph as a file of its own: graphml, gexf, jsonld, ttl, or a folder of CSVs for a graph database."""

import csv
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.errors import UnknownFormat
from kg.export.cells import legible
from kg.export.files import whole
from kg.export.linked import write_jsonld, write_turtle
from kg.network import edges, graph, nodes

if TYPE_CHECKING:
    import networkx
    from sqlite_utils import Database


def export_graph(db: "Database", path: Path | str) -> None:
    """Write the whole graph; the ending of `path` chooses the format, none makes a folder of CSVs.

    The folder holds `nodes.csv` and `relations.csv`, headed as `neo4j-admin database import` wants them.

    Raises:
        UnknownFormat: the ending is none of `GRAPH_ENDINGS`.
    """
    path = Path(path)
    if path.is_dir() or not path.suffix:
        _write_folder(db, path)
        return
    write = _WRITERS.get(path.suffix.lower())
    if write is None:
        raise UnknownFormat(path, (*GRAPH_ENDINGS, "a folder"))
    with whole(path) as part:
        write(db, part)


def _write_graphml(db: "Database", path: Path) -> None:
    from networkx import write_graphml

    write_graphml(_legible(db), path, encoding="utf-8", named_key_ids=True)


def _write_gexf(db: "Database", path: Path) -> None:
    from networkx import write_gexf

    write_gexf(_legible(db), path, encoding="utf-8")


def _legible(db: "Database") -> "networkx.MultiDiGraph[str]":
    """Return the graph with nothing in it that XML cannot hold."""
    from networkx import relabel_nodes

    network: networkx.MultiDiGraph[str] = relabel_nodes(graph(db), legible)
    for data in [*network.nodes.values(), *network.edges.values()]:
        data.update({name: legible(value) for name, value in data.items() if isinstance(value, str)})
    return network


def _write_folder(db: "Database", folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    names = {"id": "id:ID", "kind": ":LABEL"}
    _write_rows(folder / "nodes.csv", list(nodes(db)), names)
    names = {"source": ":START_ID", "target": ":END_ID", "relation": ":TYPE"}
    _write_rows(folder / "relations.csv", list(edges(db)), names)


def _write_rows(path: Path, rows: list[dict[str, Any]], names: Mapping[str, str]) -> None:
    columns = dict.fromkeys([*names, *(name for row in rows for name in row)])
    kinds = {name: type(value) for row in rows for name, value in row.items()}
    with whole(path) as part, part.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([names.get(name) or name + _TYPED.get(kinds.get(name, str), "") for name in columns])
        writer.writerows([row.get(name) for name in columns] for row in rows)


_TYPED: Mapping[type, str] = {int: ":int", float: ":float", str: ""}
_WRITERS: Mapping[str, Callable[["Database", Path], None]] = {
    ".graphml": _write_graphml,
    ".gexf": _write_gexf,
    ".jsonld": write_jsonld,
    ".ttl": write_turtle,
}
GRAPH_ENDINGS = tuple(_WRITERS)
