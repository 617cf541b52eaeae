"""Which cases and measures may be found."""

from contextlib import closing
from datetime import date

import pytest

import kg
from kg.filters import cases_within, measures_within
from kg.index import Within, allowed


def titles(db, filters):
    within = cases_within(db, filters)
    found = dict(db.execute("SELECT docid, title FROM articles"))
    assert {*allowed(db, found, within)} == {*within.few}
    return {found[docid] for docid in within.few}


BOTH = {"以师带徒补齐技能短板", "码头上的议薪会"}


@pytest.mark.parametrize(
    ("filters", "wanted"),
    [
        (kg.Filters(theme="素质提升"), {"以师带徒补齐技能短板"}),
        (kg.Filters(theme="思想引领"), set()),
        (kg.Filters(place="青禾"), BOTH),
        (kg.Filters(place="海晏"), {"码头上的议薪会"}),
        (kg.Filters(place="禾县"), set()),
        (kg.Filters(industry="泵业"), {"以师带徒补齐技能短板"}),
        (kg.Filters(size="large"), set()),
        (kg.Filters(ownership="private"), set()),
        (kg.Filters(results=True), BOTH),
        (kg.Filters(confidence=0.0), BOTH),
        (kg.Filters(confidence=1.0), set()),
        (kg.Filters(since=date(1990, 1, 1), until=date(2000, 1, 1)), set()),
        (kg.Filters(place="青禾", industry="集团", results=True), {"码头上的议薪会"}),
    ],
)
def test_a_case_must_be_all_that_is_asked(db, filters, wanted):
    assert titles(db, filters) == wanted
    assert len(cases_within(db, filters).few) == len(wanted)
    assert {hit.title for hit in kg.similar(db, "青禾县 师带徒 协商", filters=filters)} == wanted


def test_days_of_publication_are_both_included(db, pump):
    day = pump.article.published
    assert titles(db, kg.Filters(since=day, until=day)) == {pump.article.title}


@pytest.mark.parametrize(
    ("words", "filters"),
    [
        ("这家民营企业", kg.Filters(ownership="private")),
        ("一批小微企业", kg.Filters(size="small")),
        ("省属国企", kg.Filters(ownership="state")),
        ("中外合资的车间", kg.Filters(ownership="foreign")),
        ("集团公司", kg.Filters(size="large")),
    ],
)
def test_size_and_ownership_are_known_where_the_text_states_them(db, empty, pump, words, filters):
    from dataclasses import replace

    from kg.values import Case

    article = replace(pump.article, id="stated", text=f"{words}开展培训", parts=())
    kg.add(db, replace(pump.article.source, path="stated.txt"), [Case(article)], extractor="hand")
    assert [hit.case_id for hit in kg.similar(db, "培训", filters=filters)] == ["stated"]


def test_measures_are_narrowed_by_themselves_and_by_their_case(db):
    within = measures_within(db, kg.Filters(theme="维权服务", place="海晏"))
    assert len(within.few) == 2
    assert measures_within(db, kg.Filters()) is cases_within(db, None) is None


def test_no_filter_is_false_and_any_is_true():
    assert not kg.Filters()
    assert kg.Filters(results=True)
    assert kg.Filters(confidence=0.0)


def test_what_a_filter_leaves_is_kept_until_a_commit(db, path, dock):
    wanted = kg.Filters(place="青禾")
    assert cases_within(db, wanted).few is cases_within(db, wanted).few
    before = len(cases_within(db, wanted).few)
    with closing(kg.open_graph(path, write=True)) as other:
        kg.forget(other, dock.article.source.path)
    assert len(cases_within(db, wanted).few) == before - 1


def test_others_of_a_few_are_read_where_the_index_finds_little():
    within = Within("", (), tuple(range(500)))
    assert within.complete([7, 3, 7], 10) == [7, 3, *range(499, 301, -1)]
    assert within.complete(range(400), 10) == [*range(400)]
    assert Within("", (), None).complete([7, 3, 7], 10) == [7, 3]


def test_a_filter_finds_the_same_in_a_large_library(db, monkeypatch):
    wanted = kg.Filters(place="青禾", results=True)
    found = kg.similar(db, "青禾县 师带徒 协商", filters=wanted)
    monkeypatch.setattr(kg.candidates, "FEW", 0)
    assert kg.similar(db, "青禾县 师带徒 协商", filters=wanted) == found
