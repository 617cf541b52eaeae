"""The whole graph."""

import networkx
import pytest

import kg
from kg.network import KINDS, edges, nodes


def test_every_fact_is_a_node_or_an_edge(db):
    counts = kg.stats(db)
    kinds = [node["kind"] for node in nodes(db)]
    assert set(kinds) == set(KINDS)
    assert (kinds.count("case"), kinds.count("thing")) == (2, counts["things"])
    assert (kinds.count("measure"), kinds.count("indicator")) == (counts["measures"], counts["indicators"])
    assert (kinds.count("concept"), kinds.count("theme")) == (5, 3)


@pytest.mark.parametrize(
    ("relation", "count"),
    [("mentions", 7), ("has_measure", 4), ("has_indicator", 6), ("has_result", 3), ("has_actor", 2),
     ("has_subject", 1), ("has_concept", 5), ("has_broader", 1),
     ("has_theme", 4), ("works_for", 1), ("achieves", 1),
     ("implements", 1), ("located_in", 1)],
)  # fmt: skip
def test_every_link_is_an_edge(db, relation, count):
    assert sum(edge["relation"] == relation for edge in edges(db)) == count


def test_every_edge_joins_two_nodes_and_shows_its_evidence(db):
    known = {node["id"] for node in nodes(db)}
    for edge in edges(db):
        assert {edge["source"], edge["target"]} <= known
        if edge["relation"] == "has_broader":
            assert "case_id" not in edge
            continue
        text = kg.case(db, edge["case_id"]).article.text
        assert text[edge["start_offset"] : edge["end_offset"]] == edge["evidence"]


def test_cases_meet_in_the_things_they_share(db, pump, dock):
    network = kg.graph(db).to_undirected()
    path = networkx.shortest_path(network, f"case/{pump.article.id}", f"case/{dock.article.id}")
    assert [network.nodes[node]["label"] for node in path] == [
        pump.article.title,
        "青禾县",
        dock.article.title,
    ]


def test_who_else_did_this_is_one_hop(db, pump):
    network = kg.graph(db)
    (measure,) = network.predecessors("concept/skill-allowance")
    assert (network.nodes[measure]["label"], network.nodes[measure]["case_id"]) == (
        "设立技能津贴",
        pump.article.id,
    )
    assert list(network.successors("concept/mentoring")) == ["concept/training"]
    assert network.nodes["concept/mentoring"] == {
        "kind": "concept", "label": "师带徒", "theme": "素质提升",
        "definition": "师傅与新人签约结对，手把手教技能",
    }  # fmt: skip


def test_a_thing_has_the_names_of_all_its_entities(db):
    (thing,) = (node for node in nodes(db) if node["label"] == "云麓泵业有限公司")
    assert (thing["aliases"], thing["entity_type"]) == ("云麓泵业", "enterprise")


def test_nothing_in_the_graph_is_null(db):
    assert all(value is not None for item in (*nodes(db), *edges(db)) for value in item.values())
