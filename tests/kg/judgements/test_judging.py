"""What a person says holds: everywhere, over every new extraction, and until it is taken back."""

from dataclasses import replace
from decimal import Decimal

import pytest

import kg
from kg import Addition, Opinion
from kg.errors import BadJudgement, ReadOnlyDatabase, UnknownCase, UnknownFact, UnknownJudgement
from kg.values import Concept, Entity, Span

LIN = "林工"


@pytest.fixture
def p(pump):
    """The id of the first case."""
    return pump.article.id


def put(db, case, extractor="hand"):
    kg.add(db, replace(case.article.source, page=None), [case], extractor=extractor)


def span_of(text, words):
    return Span(text.index(words), text.index(words) + len(words))


def facts_of(db, case_id):
    case = kg.case(db, case_id)
    return {fact.id: fact for fact in (*case.entities, *case.indicators, *case.measures)}


def correct(db, fact, **changes):
    return kg.judge(db, Opinion(fact, "correct", changes), person=LIN)


def test_a_correction_shows_the_right_value_and_keeps_the_extracted_one_beside_it(db, p):
    made = correct(db, f"{p}/i3", metric="技能津贴", value="550.50", period_start="2023-01-01")
    shown = facts_of(db, p)["i3"]
    assert (shown.metric, shown.value, shown.confidence) == ("技能津贴", Decimal("550.50"), 1.0)
    assert str(shown.period_start) == "2023-01-01"
    assert {c.field: (c.old, c.new) for c in made.changes} == {
        "metric": ("补贴", "技能津贴"), "value": ("500", "550.50"), "period_start": (None, "2023-01-01"),
    }  # fmt: skip
    before = {fact.id: fact for fact in kg.extracted(db, p).indicators}["i3"]
    assert (before.metric, before.value) == ("补贴", Decimal(500))
    item = next(item for item in kg.review_case(db, p) if item.id == f"{p}/i3")
    assert (item.values["metric"], item.extracted["metric"]) == ("技能津贴", "补贴")
    assert item.status == "corrected"


def test_a_correction_reaches_search_and_exports(db, p):
    correct(db, f"{p}/m1", object="名师带高徒制度", concept="青蓝工程")
    assert kg.practices(db, "青蓝工程")[0].object == "名师带高徒制度"
    correct(db, f"{p}/i3", unit="元/年")
    assert {row["unit"] for row in kg.indicator_rows(db)} >= {"元/年"}
    assert "青蓝工程" in {data["label"] for _, data in kg.graph(db).nodes(data=True)}


def test_a_rejected_fact_disappears_with_what_links_to_it(db, p, pump):
    kg.judge(db, Opinion(f"{p}/e1", "reject", reason="不是企业"), person=LIN)
    kg.judge(db, Opinion(f"{p}/i1", "reject"), person=LIN)
    shown = kg.case(db, p)
    assert {entity.id for entity in shown.entities} == {"e2", "e3", "e4"}
    assert {relation.type for relation in shown.relations} == {"works_for"}
    assert [measure.results for measure in shown.measures] == [("i2",), ()]
    assert [measure.actor_id for measure in shown.measures] == [None, None]
    assert "云麓泵业有限公司" not in {data["label"] for _, data in kg.graph(db).nodes(data=True)}
    assert "120对" not in {row["raw"] for row in kg.indicator_rows(db)}
    assert kg.extracted(db, p) == pump


def test_a_rejected_measure_is_found_no_more(db, p):
    assert {hit.case_id for hit in kg.practices(db, "推行师带徒制度")} == {p}
    kg.judge(db, Opinion(f"{p}/m1", "reject"), person=LIN)
    assert "推行师带徒制度" not in {hit.text for hit in kg.practices(db, "推行师带徒制度")}
    assert list(kg.check(db)) == []


def test_judgements_outlive_a_new_reading_that_numbers_anew_and_finds_less(db, p, pump):
    correct(db, f"{p}/i3", metric="技能津贴")
    kg.judge(db, Opinion(f"{p}/e2", "reject"), person=LIN)
    kg.judge(db, Opinion(f"{p}/m2", "confirm"), person=LIN)
    newer = replace(
        pump,
        entities=(replace(pump.entities[1], id="e1"), replace(pump.entities[0], id="e2")),
        indicators=(replace(pump.indicators[2], id="i1", metric="每月补贴", unit="元"),),
        measures=(),
        relations=(),
    )
    newer = replace(newer, concepts=())
    put(db, newer, extractor="newer")
    shown = kg.case(db, p)
    assert [entity.name for entity in shown.entities] == ["云麓泵业有限公司"]
    assert [(one.metric, one.unit) for one in shown.indicators] == [("技能津贴", "元/月")]
    assert {one.kind: one.status for one in kg.judgements(db)} == {
        "indicator": "corrected", "entity": "rejected", "measure": "unmatched",
    }  # fmt: skip
    put(db, pump, extractor="old again")
    assert {one.status for one in kg.judgements(db, kind="measure")} == {"confirmed"}
    assert list(kg.check(db)) == []


def test_judgements_outlive_their_article(db, p, pump):
    correct(db, f"{p}/i3", metric="技能津贴")
    kg.forget(db, pump.article.source.path)
    assert [one.status for one in kg.judgements(db)] == ["unmatched"]
    put(db, pump)
    assert facts_of(db, p)["i3"].metric == "技能津贴"
    assert [one.status for one in kg.judgements(db)] == ["corrected"]


def test_what_was_confirmed_stays_as_it_was_seen(db, p, pump):
    kg.judge(db, Opinion(f"{p}/i1", "confirm"), person=LIN)
    changed = replace(pump.indicators[0], metric="结对", status="target", confidence=0.1)
    put(db, replace(pump, indicators=(changed, *pump.indicators[1:])), extractor="newer")
    shown = facts_of(db, p)["i1"]
    assert (shown.metric, shown.status, shown.confidence) == ("师徒结对", "actual", 1.0)


def test_undo_gives_back_every_row_and_can_be_undone(db, p, dump):
    before = dump(db)
    made = [
        correct(db, f"{p}/i3", metric="技能津贴"),
        kg.judge(db, Opinion(f"{p}/e1", "reject"), person=LIN),
        correct(db, f"{p}/m2", theme="维权服务", concept=None),
    ]
    after = dump(db)
    undos = [kg.undo(db, entry.id, person=LIN, reason="看错了") for entry in made]
    assert {name: rows for name, rows in dump(db).items() if name != "judgements"} == {
        name: rows for name, rows in before.items() if name != "judgements"
    }
    assert [one.status for one in kg.judgements(db)] == ["undone"] * 3 + [None] * 3
    for entry in undos:
        kg.undo(db, entry.id, person=LIN)
    assert without_log(dump(db)) == without_log(after)
    with pytest.raises(BadJudgement, match="already"):
        kg.undo(db, undos[0].id, person=LIN)


def without_log(rows):
    return {name: items for name, items in rows.items() if name != "judgements"}


def test_undoing_the_first_of_two_corrections_leaves_the_second(db, p):
    first = correct(db, f"{p}/i3", metric="技能津贴")
    correct(db, f"{p}/i3", status="actual")
    kg.undo(db, first.id, person=LIN)
    shown = facts_of(db, p)["i3"]
    assert (shown.metric, shown.status) == ("补贴", "actual")


def test_a_fact_that_extraction_missed_can_be_added_with_its_evidence(db, p, pump):
    text = pump.article.text
    added = Addition(
        p, "indicator", {"metric": "技师占比", "value": 30, "unit": "%", "subject": "云麓泵业"},
        evidence=pump.indicators[1].evidence, span=span_of(text, "30%"),
    )  # fmt: skip
    made = kg.judge(db, added, person=LIN)
    shown = facts_of(db, p)["i4"]
    assert (shown.raw, shown.subject_id, shown.value, shown.rule) == ("30%", "e1", Decimal(30), "person")
    assert shown.evidence.of(text) == made.evidence.of(text)
    put(db, pump, extractor="newer")
    assert "i4" in facts_of(db, p)
    assert [one.status for one in kg.judgements(db)] == ["added"]
    correct(db, f"{p}/i4", metric="技师比例")
    assert facts_of(db, p)["i4"].metric == "技师比例"
    assert list(kg.check(db)) == []
    kg.undo(db, made.id, person=LIN)
    assert "i4" not in facts_of(db, p)


def test_entities_measures_and_relations_can_be_added_and_linked(db, p, pump):
    text = pump.article.text
    line = pump.measures[1].evidence
    kg.judge_all(
        db,
        [
            Addition(p, "entity", {"type": "union"}, line, span_of(text, "公司工会")),
            Addition(
                p, "measure", {"action": "补贴", "object": "高级工", "theme": "地位提高", "actor": "公司工会",
                               "concept": [Concept("pay", "薪酬"), Concept("bonus", "奖金", broader="pay")]},
                line, span_of(text, "高级工每月补贴"),
            ),
            Addition(p, "relation", {"type": "implements"}, line, head=f"{p}/e5", tail=f"{p}/m3"),
        ],
        person=LIN,
    )  # fmt: skip
    shown = kg.case(db, p)
    assert (shown.entities[-1].name, shown.measures[-1].actor_id) == ("公司工会", "e5")
    assert (shown.relations[-1].head, shown.relations[-1].tail) == ("e5", "m3")
    assert [concept.id for concept in shown.concepts][-2:] == ["pay", "bonus"]
    assert "奖金" in {hit.concept for hit in kg.practices(db, "奖金")}
    assert list(kg.check(db)) == []


def test_an_entity_changes_its_type_and_takes_another_of_its_names(db, p):
    correct(db, f"{p}/e1", type="park", name="云麓泵业")
    shown = facts_of(db, p)["e1"]
    assert (shown.type, shown.name, shown.aliases) == ("park", "云麓泵业", ("云麓泵业有限公司",))
    assert ("park", "云麓泵业") in set(db.execute("SELECT type, name FROM things"))
    assert list(kg.check(db)) == []


def test_a_corrected_subject_is_linked_to_the_entity_of_that_name(db, p):
    correct(db, f"{p}/i1", subject="青禾县总工会")
    assert facts_of(db, p)["i1"].subject_id == "e3"
    correct(db, f"{p}/i1", subject="全县")
    assert facts_of(db, p)["i1"].subject_id is None


def test_a_rejected_fact_can_be_taken_in_again_by_its_name(db, p):
    made = kg.judge(db, Opinion(f"{p}/i1", "reject"), person=LIN)
    assert "i1" not in facts_of(db, p)
    kg.judge(db, Opinion(f"{p}/{made.fact}", "confirm"), person=LIN)
    assert facts_of(db, p)["i1"].metric == "师徒结对"


REFUSED = {
    "an unknown case": (Opinion("none/i1", "confirm"), UnknownCase, "none"),
    "an unknown fact": (Opinion("{p}/i9", "confirm"), UnknownFact, "no such fact"),
    "no case": (Opinion("i1", "confirm"), UnknownFact, "CASE/FACT"),
    "no name": (Opinion("{p}/indicator:x", "confirm"), UnknownFact, "named so"),
    "an unknown verdict": (Opinion("{p}/i1", "praise"), BadJudgement, "praise"),
    "no change": (Opinion("{p}/i1", "correct"), BadJudgement, "changes"),
    "changes to confirm": (Opinion("{p}/i1", "confirm", {"unit": "人"}), BadJudgement, "changes"),
    "the same value": (Opinion("{p}/i1", "correct", {"unit": "对"}), BadJudgement, "nothing"),
    "an unknown field": (Opinion("{p}/i1", "correct", {"raw": "1"}), BadJudgement, "no field raw"),
    "an unknown code": (Opinion("{p}/m1", "correct", {"theme": "其他"}), BadJudgement, "theme must be"),
    "no number": (Opinion("{p}/i1", "correct", {"value": "许多"}), BadJudgement, "not a number"),
    "infinity": (Opinion("{p}/i1", "correct", {"value": "Infinity"}), BadJudgement, "not a number"),
    "no day": (Opinion("{p}/i1", "correct", {"period_end": "2023-02-30"}), BadJudgement, "not a day"),
    "half a range": (Opinion("{p}/i1", "correct", {"op": "range", "low": 1}), BadJudgement, "range"),
    "a period backwards": (
        Opinion("{p}/i1", "correct", {"period_start": "2024-01-01"}), BadJudgement, "before it starts",
    ),
    "nothing left": (Opinion("{p}/m1", "correct", {"action": " "}), BadJudgement, "empty"),
    "a name that is not read": (Opinion("{p}/e1", "correct", {"name": "云麓"}), BadJudgement, "mentions"),
    "too long": (Opinion("{p}/m1", "correct", {"object": "长" * 501}), BadJudgement, "longer"),
    "a merge of one": (Opinion("{p}/e1", "merge"), BadJudgement, "two entities"),
    "a merge with itself": (Opinion("{p}/e1", "merge", other="{p}/e1"), BadJudgement, "one entity"),
    "a merge of types": (Opinion("{p}/e1", "merge", other="{p}/e2"), BadJudgement, "types differ"),
    "a merge with a number": (Opinion("{p}/e1", "merge", other="{p}/i1"), BadJudgement, "two entities"),
    "no evidence": (
        Addition("{p}", "indicator", {}, Span(0, 0), Span(3, 4)), BadJudgement, "no stretch",
    ),
    "evidence elsewhere": (
        Addition("{p}", "measure", {"action": "推", "object": "行"}, Span(0, 3), Span(8, 9)),
        BadJudgement, "does not hold",
    ),
    "a place beyond the text": (
        Addition("{p}", "indicator", {}, Span(0, 5), Span(9000, 9001)), BadJudgement, "no stretch",
    ),
    "one end": (
        Addition("{p}", "relation", {"type": "leads"}, Span(0, 5), head="{p}/e1"),
        BadJudgement, "head and a tail",
    ),
    "no kind": (Addition("{p}", "article", {}, Span(0, 5), Span(1, 2)), BadJudgement, "kind"),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_judged_is_refused_with_its_reason_and_changes_nothing(db, p, dump, case):
    word, error, reason = REFUSED[case]
    given = {
        name: value.format(p=p) for name in word.__slots__ if isinstance(value := getattr(word, name), str)
    }
    before = dump(db)
    with pytest.raises(error, match=reason):
        kg.judge(db, replace(word, **given), person=LIN)
    assert dump(db) == before


def test_who_judges_must_be_named_and_what_is_undone_must_be_there(db, p):
    with pytest.raises(BadJudgement, match="named"):
        kg.judge(db, Opinion(f"{p}/i1", "confirm"), person="  ")
    with pytest.raises(UnknownJudgement) as caught:
        kg.undo(db, 7, person=LIN)
    assert caught.value.judgement_id == 7


def test_of_several_words_all_are_kept_or_none(db, p):
    words = [Opinion(f"{p}/i1", "confirm"), Opinion(f"{p}/i99", "confirm")]
    with pytest.raises(UnknownFact):
        kg.judge_all(db, words, person=LIN)
    assert list(kg.judgements(db)) == []
    assert facts_of(db, p)["i1"].confidence == 0.9


def test_a_later_word_in_one_batch_sees_the_earlier(db, p):
    words = [
        Opinion(f"{p}/i1", "correct", {"metric": "结对"}),
        Opinion(f"{p}/i1", "correct", {"metric": "师徒对数"}),
    ]
    made = kg.judge_all(db, words, person=LIN)
    assert made[1].changes[0].old == "结对"
    assert facts_of(db, p)["i1"].metric == "师徒对数"


def test_nothing_is_judged_in_a_graph_opened_for_reading(db, p, path, opened):
    with pytest.raises(ReadOnlyDatabase):
        kg.judge(opened(path), Opinion(f"{p}/i1", "confirm"), person=LIN)


@pytest.mark.parametrize("sql", ["UPDATE judgements SET person = '他人'", "DELETE FROM judgements"])
def test_the_log_only_grows(db, p, sql):
    import sqlite3

    kg.judge(db, Opinion(f"{p}/i1", "confirm"), person=LIN)
    with pytest.raises(sqlite3.IntegrityError, match="undo it"):
        db.execute(sql)


def test_the_log_can_be_asked_by_case_fact_kind_and_person(db, p, dock):
    kg.judge(db, Opinion(f"{p}/i1", "confirm"), person=LIN)
    kg.judge(db, Opinion(f"{dock.article.id}/m1", "reject"), person="周工")
    assert [one.kind for one in kg.judgements(db, case_id=p)] == ["indicator"]
    assert [one.verdict for one in kg.judgements(db, person="周工")] == ["reject"]
    made = next(kg.judgements(db, kind="measure"))
    assert next(kg.judgements(db, case_id=made.case_id, fact=made.fact)) == made
    assert made.to_record()["status"] == "rejected"


def test_a_backup_holds_the_judgements(db, p, path, opened):
    correct(db, f"{p}/i3", metric="技能津贴")
    kg.backup(db, path.with_name("copy.db"))
    copy = opened(path.with_name("copy.db"))
    assert list(kg.judgements(copy)) == list(kg.judgements(db))
    assert facts_of(copy, p)["i3"].metric == "技能津贴"


def test_merging_and_splitting_things_and_taking_it_back(db, p, pump, dock):
    text = dock.article.text
    named = (*dock.entities, Entity("e3", "union", "集团工会", (), (span_of(text, "集团工会"),), "hand"))
    put(db, replace(dock, entities=named))
    things = "SELECT count(*) FROM things WHERE type = 'union'"
    assert db.execute(things).fetchone() == (2,)
    word = Opinion(f"{p}/e3", "merge", other=f"{dock.article.id}/e3", reason="同一工会")
    made = kg.judge(db, word, person=LIN)
    assert db.execute(things).fetchone() == (1,)
    put(db, replace(dock, entities=named), extractor="newer")
    assert db.execute(things).fetchone() == (1,)
    assert list(kg.check(db)) == []
    assert [one.status for one in kg.judgements(db)] == ["merged"]
    kg.undo(db, made.id, person=LIN)
    assert db.execute(things).fetchone() == (2,)
    assert list(kg.check(db)) == []


def test_one_name_in_two_articles_can_be_split_there(db, p, dock):
    things = "SELECT count(*) FROM things WHERE name = '青禾县'"
    assert db.execute(things).fetchone() == (1,)
    kg.judge(db, Opinion(f"{p}/e2", "split", other=f"{dock.article.id}/e2"), person=LIN)
    assert db.execute(things).fetchone() == (2,)
    kg.judge(db, Opinion(f"{p}/e2", "merge", other=f"{dock.article.id}/e2"), person=LIN)
    assert db.execute(things).fetchone() == (1,)
    assert list(kg.check(db)) == []
