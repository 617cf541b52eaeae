"""The whole graph."""

from dataclasses import replace

import networkx
import pytest

import kg
from kg.network import KINDS, edges, nodes
from kg.values import Case, Concept, Entity, Meaning, Span


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


@pytest.fixture
def mill(db, dock):
    """The graph with a second enterprise that also mentors, in a text of its own."""
    words = "推行师带徒制度"
    text = f"石笕造纸有限公司{words}。\n"
    firm, clause, line = Span(0, 8), Span(8, 8 + len(words)), Span(0, len(text) - 1)
    article = replace(
        dock.article, id="mill", text=text, parts=(), title="造纸厂里的师徒",
        source=replace(dock.article.source, path="造纸.txt"),
    )  # fmt: skip
    measure = replace(
        dock.measures[0], text=words, action="推行", object="师带徒制度", concept="师带徒",
        actor="石笕造纸有限公司",
        concepts=(Meaning("mentoring", 0.9),), results=(), span=clause, evidence=line,
    )  # fmt: skip
    entity = Entity("e1", "enterprise", "石笕造纸有限公司", (), (firm,), "hand")
    meaning = "师傅与新人签约结对，手把手教技能"
    concepts = (
        Concept("training", "技能培训", "素质提升"),
        Concept("mentoring", "师带徒", "素质提升", "training", meaning),
    )
    kg.add(db, article.source, [Case(article, (entity,), (), (measure,), (), concepts)], extractor="hand")
    return db


def test_the_neighbours_of_a_node_are_its_edges_both_ways(mill):
    network = kg.graph(mill)
    for node in network:
        steps = list(kg.neighbours(mill, node))
        ends = sorted(
            (step.source, step.target) if step.forward else (step.target, step.source) for step in steps
        )
        assert ends == sorted([*network.in_edges(node), *network.out_edges(node)])
        assert all(step.source == node for step in steps)


def test_a_step_shows_its_sentence(mill, pump):
    steps = kg.neighbours(mill, kg.find_node(mill, "云麓泵业"))
    (step,) = [step for step in steps if step.relation == "has_actor"]
    assert (step.forward, step.target_label, step.case_id) == (False, "推行师带徒制度", pump.article.id)
    assert pump.article.text[step.start : step.end] == step.evidence
    assert len(list(kg.neighbours(mill, "concept/mentoring", top=1))) == 2  # of each relation


@pytest.mark.parametrize(
    ("first", "last", "labels"),
    [("云麓泵业有限公司", "石笕造纸有限公司",
      ["推行师带徒制度", "师带徒", "推行师带徒制度", "石笕造纸有限公司"]),
     ("技能津贴", "师带徒", ["设立技能津贴", "以师带徒补齐技能短板", "推行师带徒制度", "师带徒"]),
     ("师带徒", "技能培训", ["技能培训"]), ("师带徒", "师带徒", [])],
)  # fmt: skip
def test_a_path_is_the_shortest_and_joins_up(mill, first, last, labels):
    start, end = (kg.find_node(mill, name) for name in (first, last))
    steps = kg.path(mill, start, end)
    assert [step.target_label for step in steps] == labels
    assert [step.target for step in steps[:-1]] == [step.source for step in steps[1:]]
    bare = kg.graph(mill).to_undirected()
    bare.remove_nodes_from([node for node in list(bare) if node.startswith("theme/")])
    assert len(steps) == networkx.shortest_path_length(bare, start, end)
    assert all(step.evidence for step in steps if step.relation != "has_broader")


def test_where_there_is_no_way_there_is_no_path(mill):
    mill.execute("INSERT INTO concepts(id, name) VALUES ('lone', '无人做过')")
    assert kg.path(mill, "concept/mentoring", "concept/lone") == ()


@pytest.mark.parametrize(
    ("text", "node"),
    [("云麓泵业", "云麓泵业有限公司"), ("师带徒", "师带徒"), ("码头上的议薪会", "码头上的议薪会"),
     ("concept/mentoring", "师带徒"), ("没有", None), ("thing/没有", None)],
)  # fmt: skip
def test_a_node_is_found_by_name_or_id(mill, text, node):
    found = kg.find_node(mill, text)
    assert (found and kg.graph(mill).nodes[found]["label"]) == node


def test_the_most_reused_practice_shows_its_uses(mill):
    first, *others = kg.most_reused(mill)
    assert (first.name, first.cases, first.actors, first.measures) == ("师带徒", 2, 2, 2)
    assert {use.actor for use in first.uses} == {"云麓泵业有限公司", "石笕造纸有限公司"}
    assert all(use.text in use.evidence for use in first.uses)
    assert [one.cases for one in others] == [1] * len(others)
    assert len(kg.most_reused(mill, top=1)) == 1


def test_who_uses_a_practice_is_told_once_a_case_the_surest_use_first(mill):
    told = kg.reused(mill, "mentoring")
    assert (told.name, told.cases, len({use.case_id for use in told.uses})) == ("师带徒", 2, len(told.uses))
    assert len(kg.reused(mill, "mentoring", top=1).uses) == 1
    assert kg.reused(mill, "mentoring") == replace(kg.most_reused(mill)[0], uses=told.uses)
    assert kg.reused(mill, "nothing") is None


def test_a_practice_is_meant_before_a_campaign_of_its_name(mill, dock):
    campaign = Entity("e9", "program", "师带徒", (), (Span(0, 2),), "test")
    article = replace(dock.article, id="campaign", source=replace(dock.article.source, path="又.txt"))
    named = replace(dock, article=article, entities=(*dock.entities, campaign))
    kg.add(mill, article.source, [named], extractor="hand")
    assert kg.find_node(mill, "师带徒") == "concept/mentoring"


@pytest.mark.parametrize(
    ("text", "like"),
    [("云麓泵", {"云麓泵业有限公司"}), ("云麓泵车间", {"云麓泵业有限公司"}), ("太空", set()), ("", None)],
)
def test_names_like_one_that_is_not_there_are_offered(mill, text, like):
    found = kg.nodes_like(mill, text)
    assert set(found) == like if like is not None else len(found) <= 5


def test_who_shares_a_practice_with_mine_shows_both_uses(mill):
    mine = kg.find_node(mill, "云麓泵业").removeprefix("thing/")
    (other,) = kg.sharing(mill, mine)
    assert (other.name, other.concepts) == ("石笕造纸有限公司", ("师带徒",))
    ((own, theirs),) = other.uses
    assert (own.actor, theirs.actor) == ("云麓泵业有限公司", "石笕造纸有限公司")
    assert kg.sharing(mill, mine, kind="union") == ()


def test_a_view_links_like_to_like_with_a_telling(mill, pump):
    practices = kg.view(mill, "practices")
    assert practices.edges["mentoring", "skill-allowance"]["weight"] == 1
    assert practices.nodes["mentoring"]["label"] == "师带徒"
    entities = kg.view(mill, "entities")
    assert all(data["evidence"] for _, _, data in entities.edges(data=True))
    assert len(kg.view(mill, "practices", least=2)) == 0
    assert len(kg.view(mill, "cases")) == 0


def test_cases_are_linked_by_the_things_they_share(mill, dock):
    twin = replace(
        dock, article=replace(dock.article, id="twin", source=replace(dock.article.source, path="又.txt"))
    )
    kg.add(mill, twin.article.source, [twin], extractor="hand")
    ((source, target, data),) = kg.view(mill, "cases").edges(data=True)
    assert {source, target} == {"twin", dock.article.id}
    assert data["evidence"] == "海晏港务集团"


def test_communities_are_the_same_each_time_and_name_their_links(mill):
    found = kg.communities(mill, "practices")
    assert found == kg.communities(mill, "practices")
    assert {name for one in found for name in one.members} == {
        "师带徒",
        "技能津贴",
        "工资集体协商",
        "困难帮扶",
    }
    assert all(len(one.links) == 1 for one in found)
    assert kg.communities(mill, "cases") == ()


def test_a_case_without_a_title_is_called_as_its_file(db, dock):
    article = replace(
        dock.article, id="draft", title=None, source=replace(dock.article.source, path="收/稿.txt")
    )
    kg.add(db, article.source, [replace(dock, article=article)], extractor="hand")
    assert next(node["label"] for node in nodes(db) if node["id"] == "case/draft") == "稿.txt"
    assert {step.target_label for step in kg.neighbours(db, "thing/x")} == set()
    steps = kg.path(db, "case/draft", f"case/{dock.article.id}")
    assert (steps[0].source_label, steps[-1].target_label) == ("稿.txt", dock.article.title)


def test_the_evidence_of_a_link_is_of_the_case_that_it_names(db, dock):
    other = replace(
        dock.article, id="zzz", text="一：" + dock.article.text, parts=(),
        source=replace(dock.article.source, path="别.txt"),
    )  # fmt: skip

    def later(span):
        return Span(span.start + 2, span.end + 2)

    entities = tuple(replace(one, mentions=tuple(map(later, one.mentions))) for one in dock.entities)
    relations = tuple(
        replace(one, evidence=Span(0, later(one.evidence).end))  # 一 is before what others tell
        for one in dock.relations
        if {one.head, one.tail} <= {entity.id for entity in entities}
    )
    kg.add(db, other.source, [Case(other, entities, (), (), relations)], extractor="hand")
    links = kg.network.view(db, "entities").edges(data=True)
    assert links
    for _, _, link in links:
        assert link["evidence"] in kg.case(db, link["case_id"]).article.text
    for thing in kg.list_entities(db).rows:
        for near in kg.entity(db, thing["entity_id"])["neighbours"]:
            assert near["evidence"] in kg.case(db, near["case_id"]).article.text
