"""The graph in each format, read back by a reader of that format."""

import csv
import json
from collections import Counter
from dataclasses import replace

import networkx
import pytest

import kg
from kg.errors import UnknownFormat
from kg.export.graphs import GRAPH_ENDINGS
from kg.export.linked import PREFIXES
from kg.network import edges, nodes

# The JSON-LD reader of rdflib warns about itself.
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")


def content(network) -> tuple:
    """Return a graph's nodes and edges as values that compare, whatever the numbers of the edges."""
    told = {node: dict(data) for node, data in network.nodes(data=True)}
    links = Counter(
        (source, target, json.dumps(plain(data), sort_keys=True))
        for source, target, data in network.edges(data=True)
    )
    return told, links


def plain(data: dict) -> dict:
    return {name: value for name, value in data.items() if name not in ("id", "networkx_key", "key")}


def test_graphml_loses_nothing(db, tmp_path):
    kg.export_graph(db, tmp_path / "g.graphml")
    read = networkx.read_graphml(tmp_path / "g.graphml", force_multigraph=True)
    assert content(read) == content(kg.graph(db))


def test_gexf_loses_nothing(db, tmp_path):
    kg.export_graph(db, tmp_path / "g.gexf")
    read = networkx.read_gexf(tmp_path / "g.gexf")
    for _, _, data in read.edges(data=True):
        assert data.pop("label") == data["relation"]  # what Gephi shows
    assert content(read) == content(kg.graph(db))


@pytest.mark.parametrize(("ending", "form"), [(".ttl", "turtle"), (".jsonld", "json-ld")])
def test_linked_data_loses_nothing(db, tmp_path, ending, form):
    from rdflib import RDF, Graph, URIRef

    kg.export_graph(db, tmp_path / f"g{ending}")
    read = Graph().parse(tmp_path / f"g{ending}", format=form)
    tashan, schema = PREFIXES["tashan"], PREFIXES["schema"]
    links = list(edges(db))
    assert len(list(read.subjects(RDF.type, RDF.Statement))) == len(links)
    for link in list(read.subjects(RDF.type, RDF.Statement)):
        head, relation, tail = (
            next(read.objects(link, end)) for end in (RDF.subject, RDF.predicate, RDF.object)
        )
        assert (head, relation, tail) in read
    told = {str(value) for value in read.objects(None, URIRef(tashan + "evidence"))}
    assert told == {item["evidence"] for item in (*links, *nodes(db)) if "evidence" in item}
    names = Counter(str(value) for value in read.objects(None, URIRef(schema + "name")))
    assert names == Counter(node["label"] for node in nodes(db))
    values = sorted(value.toPython() for value in read.objects(None, URIRef(schema + "value")))
    assert values == sorted(node["value"] for node in nodes(db) if "value" in node)


def test_turtle_and_jsonld_say_the_same(db, tmp_path):
    from rdflib import Graph
    from rdflib.compare import isomorphic

    read = []
    for ending, form in ((".ttl", "turtle"), (".jsonld", "json-ld")):
        kg.export_graph(db, tmp_path / f"g{ending}")
        read.append(Graph().parse(tmp_path / f"g{ending}", format=form))
    assert isomorphic(*read)


def test_linked_data_speaks_schema_org_and_prov(db, tmp_path, pump):
    from rdflib import Graph

    kg.export_graph(db, tmp_path / "g.ttl")
    read = Graph().parse(tmp_path / "g.ttl")
    query = """
        SELECT ?done ?who WHERE {
          ?done a schema:Action ; prov:wasQuotedFrom ?case ; prov:wasAssociatedWith ?actor .
          ?case a schema:Article ; schema:headline ?title . ?actor a schema:Corporation ; schema:name ?who .
          FILTER(?title = "%s")
        }"""
    rows = [
        (str(row.done).rpartition("/")[2], str(row.who)) for row in read.query(query % pump.article.title)
    ]
    assert rows == [("m1", "云麓泵业有限公司")]


def test_the_folder_loses_nothing_and_has_the_headers_of_neo4j(db, tmp_path):
    folder = tmp_path / "graph"
    kg.export_graph(db, folder)
    heads = {"id:ID": "id", ":LABEL": "kind", ":START_ID": "source", ":END_ID": "target", ":TYPE": "relation"}
    for name, items in (("nodes.csv", nodes(db)), ("relations.csv", edges(db))):
        with (folder / name).open(encoding="utf-8", newline="") as file:
            rows = [
                {heads.get(head) or head.partition(":")[0]: cell for head, cell in row.items() if cell}
                for row in csv.DictReader(file)
            ]
        assert rows == [{key: str(value) for key, value in item.items()} for item in items]
    header = (folder / "nodes.csv").read_text("utf-8").splitlines()[0]
    assert header.startswith("id:ID,:LABEL,label,")
    assert {"value:float", "start_offset:int"} <= set(header.split(","))


def test_a_folder_is_written_again_in_its_place(db, tmp_path):
    for _ in range(2):
        kg.export_graph(db, tmp_path)
    assert {"nodes.csv", "relations.csv"} <= {file.name for file in tmp_path.iterdir()}


@pytest.mark.parametrize("name", ["g.json", "g.dot", "g.graphml.gz"])
def test_an_unknown_ending_is_refused_with_those_known(db, tmp_path, name):
    with pytest.raises(UnknownFormat, match=r"\.graphml, \.gexf, \.jsonld, \.ttl, a folder"):
        kg.export_graph(db, tmp_path / name)


@pytest.mark.parametrize("ending", [*GRAPH_ENDINGS, ""])
def test_an_empty_library_can_be_written(empty, tmp_path, ending):
    kg.export_graph(empty, tmp_path / f"g{ending}")
    assert (tmp_path / f"g{ending}").exists()


@pytest.mark.parametrize("ending", GRAPH_ENDINGS)
def test_odd_characters_break_no_format(empty, dock, tmp_path, ending):
    odd = 'a"b\\c\u2028<&>\x0b\n；'
    strange = replace(dock, measures=(replace(dock.measures[0], object=odd, concept=odd),))
    kg.add(empty, dock.article.source, [strange], extractor="hand")
    kg.export_graph(empty, tmp_path / f"g{ending}")
    readers = {
        ".graphml": networkx.read_graphml,
        ".gexf": networkx.read_gexf,
        ".ttl": lambda path: _rdf(path, "turtle"),
        ".jsonld": lambda path: _rdf(path, "json-ld"),
    }
    assert len(readers[ending](tmp_path / f"g{ending}")) > 0


def _rdf(path, form):
    from rdflib import Graph

    return Graph().parse(path, format=form)
