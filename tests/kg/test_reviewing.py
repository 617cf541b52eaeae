"""Reviewing in pages: the same facts as the queue, each once, and a log that nobody overtakes unseen."""

import pytest

import kg
from kg import Opinion
from kg.errors import BadCursor, BadJudgement, Overtaken


def leafed(listing, **asked):
    """Return all rows of a list, page by page, and how many it said they were."""
    found, cursor = [], None
    while True:
        page = listing(cursor=cursor, limit=2, **asked)
        found += page.rows
        cursor = page.cursor
        if cursor is None:
            return found, page.total


@pytest.mark.parametrize(
    "kinds", [["indicator"], ["measure"], ["entity"], ["relation"], ["indicator", "measure"]]
)
def test_pages_hold_what_the_queue_holds(db, pump, kinds):
    kg.judge(db, Opinion(f"{pump.article.id}/i1", "confirm"), person="林工")
    kg.judge(db, Opinion(f"{pump.article.id}/e2", "reject"), person="林工")
    queue = kg.review_queue(db, kinds=kinds, top=1000)
    found, total = leafed(lambda **asked: kg.list_uncertain(db, kinds=kinds, **asked))
    assert {row["fact"] for row in found} == {item.fact for item in queue}
    assert len(found) == len({row["fact"] for row in found}) == total
    sure = [row["confidence"] for row in found if row["confidence"] is not None]
    assert sure == sorted(sure)


def test_only_what_is_less_sure(db):
    found = kg.list_uncertain(db, kinds=["indicator", "measure"], limit=100).rows
    bound = max(row["confidence"] for row in found)
    fewer = kg.list_uncertain(db, kinds=["indicator", "measure"], below=bound, limit=100).rows
    assert [row["fact"] for row in fewer] == [row["fact"] for row in found if row["confidence"] < bound]


def test_conflicts_are_those_of_the_queue(db, dock):
    from dataclasses import replace

    from kg.values import Entity

    park = Entity("e3", "park", "青禾县", (), dock.entities[1].mentions, "hand")
    kg.add(db, dock.article.source, [replace(dock, entities=(*dock.entities, park))], extractor="hand")
    kinds = ["indicator", "entity"]
    queue = kg.review_queue(db, kinds=kinds, conflicts=True, top=100)
    found = kg.list_uncertain(db, kinds=kinds, conflicts=True, limit=100).rows
    assert {row["fact"]: row["conflict"] for row in found} == {item.fact: item.conflict for item in queue}
    assert len(found) == 3
    plain = {row["fact"]: row["conflict"] for row in kg.list_uncertain(db, kinds=kinds, limit=100).rows}
    assert {fact for fact, words in plain.items() if words} == {row["fact"] for row in found}


def test_wrong_kinds_and_cursors_are_refused(db):
    with pytest.raises(BadJudgement):
        kg.list_uncertain(db, kinds=["number"])
    with pytest.raises(BadCursor):
        kg.list_uncertain(db, cursor="x")
    with pytest.raises(BadCursor):
        kg.list_judgements(db, cursor="x")


def test_the_log_in_pages_newest_first(db, pump):
    own = pump.article.id
    made = [
        kg.judge(db, Opinion(f"{own}/{fact}", "confirm"), person="林工").id for fact in ("i1", "i2", "m1")
    ]
    undone = kg.undo(db, made[1], person="吴工")
    found, total = leafed(lambda **asked: kg.list_judgements(db, **asked))
    assert [row["id"] for row in found] == [undone.id, *made[::-1]]
    assert total == 4
    assert {row["id"]: row["status"] for row in found} == {
        undone.id: None,
        made[2]: "confirmed",
        made[1]: "undone",
        made[0]: "confirmed",
    }
    assert [row["id"] for row in kg.list_judgements(db, person="吴工").rows] == [undone.id]
    assert kg.list_judgements(db, kind="measure", case_id=own).total == 1


def test_who_has_not_seen_the_latest_judgement_is_told_of_it(db, pump):
    fact = f"{pump.article.id}/i1"
    first = kg.judge(db, Opinion(fact, "confirm", after=0), person="林工")
    with pytest.raises(Overtaken) as caught:
        kg.judge(db, Opinion(fact, "reject", after=0), person="吴工")
    assert (caught.value.judgement_id, caught.value.person, caught.value.verdict) == (
        first.id,
        "林工",
        "confirm",
    )
    item = next(item for item in kg.review_case(db, pump.article.id) if item.id == fact)
    assert item.latest == first.id
    kg.judge(db, Opinion(fact, "reject", after=item.latest), person="吴工")
    kg.judge(db, Opinion(item.fact, "confirm"), person="吴工")  # who does not say what was seen is not asked
    assert [one.verdict for one in kg.judgements(db)] == ["confirm", "reject", "confirm"]


def test_an_undone_fact_waits_again_with_what_was_said_of_it(db, pump):
    fact = f"{pump.article.id}/i1"
    made = kg.judge(db, Opinion(fact, "confirm"), person="林工")
    undone = kg.undo(db, made.id, person="林工")
    item = next(
        row for row in kg.list_uncertain(db, kinds=["indicator"], limit=100).rows if row["id"] == fact
    )
    assert item["latest"] == undone.id
