"""What lies around a node, and the way between two."""

import pytest

import kg
from kg.errors import UnknownEntity


@pytest.fixture
def id_of(db):
    return {row["name"]: row["entity_id"] for row in kg.list_entities(db).rows}


def links(found):
    names = {node["id"]: node["name"] for node in found.nodes}
    return {(names[link["source"]], link["relation"], names[link["target"]]) for link in found.links}


def test_around_a_thing_lie_things_and_practices(db, id_of):
    found = kg.neighbourhood(db, [id_of["海晏港务集团"]])
    assert links(found) == {
        ("海晏港务集团", "located_in", "青禾县"),
        ("海晏港务集团", "practises", "工资集体协商"),
    }
    assert found.left_out == 0
    assert found.nodes[0]["name"] == "海晏港务集团"


def test_around_a_practice_lies_who_takes_it(db):
    found = kg.neighbourhood(db, ["c:师带徒"])
    assert links(found) == {("云麓泵业有限公司", "practises", "师带徒")}
    assert found.nodes[0] == {"id": "c:师带徒", "name": "师带徒", "type": "concept", "context": ""}


def test_every_link_is_told_by_a_sentence_of_a_case(db, id_of):
    for link in kg.neighbourhood(db, list(id_of.values())).links:
        text = kg.case(db, link["case_id"]).article.text
        assert text[link["start"] : link["end"]] == link["evidence"]


def test_the_links_between_nodes_are_all_that_any_of_them_has(db, id_of):
    nodes = [*id_of.values(), "c:师带徒", "c:工资集体协商"]
    whole = kg.neighbourhood(db, nodes)
    alone = {
        (link["source"], link["relation"], link["target"], link["cases"], link["evidence"])
        for node in nodes
        for link in kg.neighbourhood(db, [node]).links
    }
    told = {
        (one["source"], one["relation"], one["target"], one["cases"], one["evidence"]) for one in whole.links
    }
    assert told >= alone
    assert {end for one in told for end in (one[0], one[2])} <= set(nodes)


def test_types_and_relations_choose(db, id_of):
    centre = [id_of["海晏港务集团"]]
    assert links(kg.neighbourhood(db, centre, types=["place"])) == {("海晏港务集团", "located_in", "青禾县")}
    chosen = kg.neighbourhood(db, centre, relations=["practises"])
    assert links(chosen) == {("海晏港务集团", "practises", "工资集体协商")}
    assert len(chosen.nodes) == 2


def test_what_does_not_fit_is_counted(db, id_of):
    found = kg.neighbourhood(db, [id_of["海晏港务集团"]], most=2)
    assert len(found.nodes) == 2
    assert found.left_out == 1
    assert len(found.links) == 1


def test_a_way_leads_from_end_to_end(db, id_of):
    found = kg.path_between(db, id_of["青禾县"], "c:工资集体协商")
    assert [node["name"] for node in found.nodes] == ["青禾县", "海晏港务集团", "工资集体协商"]
    assert [link["relation"] for link in found.links] == ["located_in", "practises"]
    same = kg.path_between(db, id_of["青禾县"], id_of["青禾县"])
    assert [node["name"] for node in same.nodes] == ["青禾县"]


def test_where_there_is_no_way_there_is_none(db, id_of):
    assert kg.path_between(db, id_of["青禾县"], "c:师带徒") is None
    assert kg.path_between(db, id_of["青禾县"], "c:工资集体协商", longest=1) is None


@pytest.mark.parametrize("node", ["abc", "c:没有这种做法", "c:", "' OR 1=1"])
def test_a_node_that_is_none_is_refused(db, id_of, node):
    with pytest.raises(UnknownEntity):
        kg.neighbourhood(db, [node])
    with pytest.raises(UnknownEntity):
        kg.path_between(db, id_of["青禾县"], node)
