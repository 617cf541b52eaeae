"""Groups follow from the articles alone; facts told again count once, everywhere."""

import json
from contextlib import closing
from datetime import date
from itertools import permutations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import kg
from kg.editions import settling
from kg.editions.buckets import rank_of

from .conftest import APART, CUT, FIRST, OTHER, REPRINT, REVISED, STORY, add, editions, make_case

GROUPED = {
    "first.txt": ("first.txt", "first"),
    "reprint.txt": ("first.txt", "same"),
    "revised.txt": ("first.txt", "revised"),
    "cut.txt": ("first.txt", "revised"),
}
ALL = (FIRST, REPRINT, REVISED, CUT, APART)
TABLES = ("fingerprints", "bands", "editions", "repeated_indicators", "repeated_measures")


def kept(db) -> dict[str, list[tuple]]:
    return {table: sorted(db.execute(f"SELECT * FROM {table}").fetchall()) for table in TABLES}


def test_editions_are_grouped_under_the_first_published(library):
    assert editions(library) == GROUPED
    assert list(kg.check(library)) == []


def test_a_number_that_differs_in_the_titles_alone_makes_a_revision(empty):
    old, new = (
        make_case(*STORY, title=f"师带徒带出{number}个好手", path=f"{number}.txt", day=date(2023, 5, day))
        for day, number in ((1, 30), (2, 50))
    )
    add(empty, old, new)
    list(kg.settle_editions(empty))
    assert editions(empty) == {"30.txt": ("30.txt", "first"), "50.txt": ("30.txt", "revised")}
    (told,) = empty.execute("SELECT changes FROM editions WHERE edition = 'revised'").fetchone()
    assert json.loads(told) == [["30个", "50个"]]
    assert list(kg.check(empty)) == []


def test_settling_says_which_groups_changed_and_then_none(empty):
    add(empty, FIRST, APART)
    assert list(kg.settle_editions(empty)) == []
    add(empty, REPRINT)
    assert list(kg.settle_editions(empty)) == [FIRST.article.id]
    assert list(kg.settle_editions(empty)) == []


@pytest.mark.parametrize("order", list(permutations(range(4)))[::8])
def test_the_order_of_coming_makes_no_difference(library, opened, tmp_path, order):
    db = opened(tmp_path / "other.db", write=True)
    for number in (*order, 4):
        add(db, ALL[number])
        list(kg.settle_editions(db))
    assert kept(db) == kept(library)


@settings(max_examples=5, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_what_came_and_went_leaves_no_trace(opened, tmp_path_factory, data):
    parts = (*STORY, *OTHER)
    chosen = data.draw(
        st.lists(st.sets(st.sampled_from(range(8)), min_size=3, max_size=7), min_size=2, max_size=6)
    )
    cases = [make_case(*(parts[n] for n in sorted(one)), path=f"{at}.txt") for at, one in enumerate(chosen)]
    gone = data.draw(st.sets(st.sampled_from(range(len(cases)))))
    folder = tmp_path_factory.mktemp("graphs")
    with (
        closing(kg.open_graph(folder / "a.db", write=True)) as db,
        closing(kg.open_graph(folder / "b.db", write=True)) as other,
    ):
        for case in cases:
            add(db, case)
            list(kg.settle_editions(db))
        for number in sorted(gone):
            kg.forget(db, cases[number].article.source.path)
        list(kg.settle_editions(db))
        add(other, *(case for number, case in reversed([*enumerate(cases)]) if number not in gone))
        list(kg.settle_editions(other))
        assert kept(db) == kept(other)
        assert list(kg.check(db)) == []


def test_many_articles_are_settled_in_several_transactions(empty, library, opened, tmp_path, monkeypatch):
    monkeypatch.setattr(settling, "_BATCH", 2)
    db = opened(tmp_path / "other.db", write=True)
    add(db, *ALL)
    list(kg.settle_editions(db))
    assert kept(db) == kept(library)


def test_a_group_whose_first_is_forgotten_gets_another(library):
    kg.forget(library, "first.txt")
    assert {first for first, _ in editions(library).values()} == {None}
    list(kg.settle_editions(library))
    assert {first for first, _ in editions(library).values()} == {"reprint.txt"}
    assert list(kg.check(library)) == []


def test_what_is_left_alone_is_no_edition(library):
    for path in ("first.txt", "revised.txt", "cut.txt"):
        kg.forget(library, path)
    list(kg.settle_editions(library))
    assert editions(library) == {}
    assert kept(library)["repeated_indicators"] == []


def test_a_fact_of_all_editions_counts_once_and_another_number_stands_beside(library):
    told = kg.stats(library)
    assert (told["articles"], told["indicators"], told["measures"]) == (5, 12, 8)
    assert told["distinct"] == {"articles": 2, "indicators": 4, "measures": 2}
    rows = {row["raw"]: row for row in kg.indicator_rows(library)}
    assert set(rows) == {"120对", "130对", "500元", "86条"}
    assert rows["500元"]["path"] == "first.txt"
    assert rows["500元"]["other_paths"] == "cut.txt；reprint.txt；revised.txt"
    assert rows["130对"]["other_paths"] is None


def test_the_graph_has_a_fact_once_with_an_edge_from_every_source(library):
    network = kg.graph(library)
    nodes = [node for node, kind in network.nodes(data="kind") if kind == "indicator"]
    assert len(nodes) == 4
    told = f"indicator/{FIRST.article.id}/i2"
    sources = [
        source for source, _, name in network.in_edges(told, data="relation") if name == "has_indicator"
    ]
    assert sorted(sources) == sorted(f"case/{case.article.id}" for case in (FIRST, REPRINT, REVISED, CUT))
    assert len([step for step in kg.neighbours(library, told) if step.relation == "has_indicator"]) == 4


def test_copies_are_one_observation_of_one_voice(library):
    found = [one for one in kg.observations(library) if one.claims[0].reports[0].row["raw"] == "500元"]
    assert len(found) == 1
    assert (len(found[0].cases), found[0].claims[0].voices, found[0].verdict) == (4, 1, "single")


def test_lists_and_practices_name_a_fact_once(library):
    assert kg.list_indicators(library).total == 4
    assert kg.list_indicators(library, kg.IndicatorSelection(case_id=REPRINT.article.id)).total == 3
    assert len([hit for hit in kg.practices(library, "推行师带徒制度") if hit.text == "推行师带徒制度"]) == 1


def test_judging_a_fact_keeps_the_repeats_right(library):
    kg.judge(library, kg.Opinion(f"{REPRINT.article.id}/i2", "reject"), person="林望舒")
    assert list(kg.check(library)) == []
    rows = {row["raw"]: row for row in kg.indicator_rows(library)}
    assert rows["500元"]["other_paths"] == "cut.txt；revised.txt"


DAMAGES = {
    "UPDATE fingerprints SET rank = 7 WHERE article_id = '{r}'": "fingerprints",
    "DELETE FROM bands WHERE rank = {rank} AND band < 0": "bands",
    "UPDATE editions SET edition = 'same'": "editions",
    "DELETE FROM editions WHERE article_id = '{r}'": "editions",
    "INSERT INTO editions VALUES ('{a}', '{a}', 'first', 1.0, '[]')": "editions",
    "DELETE FROM repeated_measures": "repeated_measures",
    "UPDATE repeated_indicators SET first_id = '{a}/i9'": "repeated_indicators",
}


@pytest.mark.parametrize(("sql", "table"), DAMAGES.items(), ids=DAMAGES.values())
def test_every_damage_is_named(library, sql, table):
    own = {"r": REPRINT.article.id, "a": APART.article.id, "rank": rank_of(REPRINT.article.id)}
    library.execute("PRAGMA foreign_keys = OFF")
    library.execute(sql.format(**own))
    assert table in {fault.table for fault in kg.check(library)}
