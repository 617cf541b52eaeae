"""The graph as a file of its own: graphml, gexf, jsonld, ttl, or a folder of CSVs for a graph database."""

import csv
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.errors import UnknownFormat
from kg.export.files import whole
from kg.export.linked import write_jsonld, write_turtle
from kg.export.markup import kind_of, write_gexf, write_graphml
from kg.network import columns, edges, nodes

if TYPE_CHECKING:
    from sqlite_utils import Database


def export_graph(db: "Database", path: Path | str) -> None:
    """Write the whole graph; the ending of `path` chooses the format, none makes a folder of CSVs.

    Every form is written row by row: memory does not grow with the graph. The folder holds `nodes.csv` and
    `relations.csv`, headed as `neo4j-admin database import` wants them.

    Raises:
        UnknownFormat: the ending is none of `GRAPH_ENDINGS`.
        UnwritableFile: it cannot be written there.
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


def _write_folder(db: "Database", folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for_nodes, for_edges = columns(db)
    heads = {"id": "id:ID", "kind": ":LABEL"}
    _write_rows(folder / "nodes.csv", nodes(db), for_nodes, heads)
    heads = {"source": ":START_ID", "target": ":END_ID", "relation": ":TYPE"}
    _write_rows(folder / "relations.csv", edges(db), for_edges, heads)


def _write_rows(
    path: Path, rows: Iterable[Mapping[str, Any]], names: Iterable[str], heads: Mapping[str, str]
) -> None:
    columns = tuple(dict.fromkeys([*heads, *names]))
    with whole(path) as part, part.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([heads.get(name) or name + _TYPED[kind_of(name)] for name in columns])
        writer.writerows([row.get(name) for name in columns] for row in rows)


_TYPED: Mapping[type, str] = {int: ":int", float: ":float", str: ""}
_WRITERS: Mapping[str, Callable[["Database", Path], None]] = {
    ".graphml": write_graphml,
    ".gexf": write_gexf,
    ".jsonld": write_jsonld,
    ".ttl": write_turtle,
}
GRAPH_ENDINGS = tuple(_WRITERS)
