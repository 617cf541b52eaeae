"""Laws of judgements: whatever is judged, undone and read again, in any order, one state comes of it."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlite_utils import Database

import kg
from kg import Addition, Opinion
from kg.errors import TashanError
from kg.judgements.log import append, log_of
from kg.judgements.replay import replay
from kg.schema import migrate
from kg.tokens import tokens
from kg.values import Span

SHORT = settings(max_examples=6, suppress_health_check=list(HealthCheck))
LONG = settings(parent=SHORT, max_examples=150)
CHANGES = {
    "entity": [{"type": "park"}, {"type": "union"}],
    "indicator": [
        {"metric": "采纳率"},
        {"value": "7.50", "unit": "人"},
        {"subject": "青禾县"},
        {"period": None},
    ],
    "measure": [{"theme": "维权服务"}, {"concept": "技能培训"}, {"concept": None}, {"actor": "青禾县总工会"}],
    "relation": [{"type": "cooperates_with"}],
}
VERDICTS = st.sampled_from(["confirm", "correct", "correct", "reject"])
# A step: judge a fact, add one, take one back, read a document again, or forget it.
STEPS = st.lists(
    st.tuples(st.sampled_from(["judge", "judge", "judge", "add", "undo", "read", "forget"]),
              VERDICTS, st.integers(0, 30), st.integers(0, 3)),
    max_size=9,
)  # fmt: skip


def memory():
    db = Database(memory=True)
    db.conn.create_function("tashan_tokens", 1, tokens, deterministic=True)
    db.execute("PRAGMA foreign_keys = ON")
    migrate(db)
    return db


@pytest.fixture
def readings(pump, dock):
    """What three extractors read in two articles: all, less of it, and all of it otherwise."""
    less = replace(
        pump, indicators=pump.indicators[1:], relations=(), concepts=pump.concepts,
        entities=tuple(replace(one, id=f"e{9 - n}") for n, one in enumerate(pump.entities)),
        measures=tuple(replace(one, actor_id=None, results=()) for one in pump.measures),
    )  # fmt: skip
    less = replace(less, indicators=tuple(replace(one, subject_id=None) for one in less.indicators))
    other = replace(
        pump,
        indicators=tuple(replace(one, metric="另称", confidence=0.2) for one in pump.indicators),
        entities=tuple(replace(one, type="place") for one in pump.entities),
    )
    return {0: [pump], 1: [less], 2: [other], 3: [dock]}


def take(db, step, readings):
    what, verdict, number, reading = step
    path = readings[reading][0].article.source.path
    if what == "read":
        case = readings[reading][0]
        source = replace(case.article.source, page=None)
        kg.add(db, source, [case], extractor=f"extractor {reading}")
    elif what == "forget":
        kg.forget(db, path)
    elif what == "undo":
        log = list(kg.judgements(db))
        if log:
            kg.undo(db, log[number % len(log)].id, person="林工")
    else:
        judge(db, what, verdict, number)


def judge(db, what, verdict, number):
    ids = kg.case_ids(db)
    items = [item for case_id in ids for item in kg.review_case(db, case_id)]
    if not items:
        return
    item = items[number % len(items)]
    if what == "add":
        span = Span(item.start, item.start + 2)
        word = Addition(item.case_id, "indicator", {"unit": "人", "value": number}, span, span)
    else:
        choices = CHANGES[item.kind]
        changes = choices[number % len(choices)] if verdict == "correct" else {}
        word = Opinion(item.fact, verdict, changes)
    kg.judge(db, word, person="林工")


def tried(db, step, readings):
    try:
        take(db, step, readings)
    except TashanError:  # not everything that is drawn can be judged
        return


def without_time(rows):
    return {table: items for table, items in rows.items() if table != "judgements"}


def the_same_log_over_the_same_readings_gives_the_same_rows(readings, dump, steps, order):
    db, again = memory(), memory()
    for step in [("read", "", 0, 0), ("read", "", 0, 3), *steps, ("read", "", 0, 1)]:
        tried(db, step, readings)
    # A fresh graph that is given the log first, and then only what the first one holds in the end.
    for entry in kg.judgements(db):
        append(again, entry)
    last = {0: 1, 3: 3}
    for which in order:
        if readings[which][0].article.id in kg.case_ids(db):
            take(again, ("read", "", 0, last[which]), readings)
    kept, fresh = without_time(dump(db)), without_time(dump(again))
    assert kept == fresh
    assert list(kg.check(db)) == []
    db.close()
    again.close()


def after_all_is_undone_every_row_is_as_if_nobody_had_judged(readings, dump, steps):
    db, plain = memory(), memory()
    for step in [("read", "", 0, 0), ("read", "", 0, 3)]:
        take(db, step, readings)
        take(plain, step, readings)
    for step in steps:
        tried(db, step, readings)
        if step[0] in ("read", "forget"):
            take(plain, step, readings)
    while live := [one for one in kg.judgements(db) if one.status not in ("undone", None)]:
        kg.undo(db, live[-1].id, person="林工")
    kept, fresh = without_time(dump(db)), without_time(dump(plain))
    assert kept == fresh
    assert list(kg.check(db)) == []
    db.close()
    plain.close()


def every_fact_keeps_its_evidence_and_the_text_stays(readings, steps):
    db = memory()
    texts = {reading[0].article.id: reading[0].article.text for reading in readings.values()}
    for step in [("read", "", 0, 0), ("read", "", 0, 3), *steps]:
        tried(db, step, readings)
    for case in kg.cases(db):
        text = case.article.text
        assert text == texts[case.article.id]
        assert all(one.span.of(text) == one.raw and one.evidence.covers(one.span) for one in case.indicators)
        assert all(one.span.of(text) == one.text for one in case.measures)
        assert all(mention.of(text) for one in case.entities for mention in one.mentions)
        assert all(one.name in {span.of(text) for span in one.mentions} for one in case.entities)
        told = replay(kg.extracted(db, case.article.id), log_of(db, case.article.id))
        assert told.case == case
    db.close()


@SHORT
@given(steps=STEPS, order=st.permutations([0, 3]))
def test_the_same_log_over_the_same_readings_gives_the_same_rows(readings, dump, steps, order):
    the_same_log_over_the_same_readings_gives_the_same_rows(readings, dump, steps, order)


@pytest.mark.long
@LONG
@given(steps=STEPS, order=st.permutations([0, 3]))
def test_the_same_log_over_the_same_readings_gives_the_same_rows_for_many(readings, dump, steps, order):
    the_same_log_over_the_same_readings_gives_the_same_rows(readings, dump, steps, order)


@SHORT
@given(steps=STEPS)
def test_after_all_is_undone_every_row_is_as_if_nobody_had_judged(readings, dump, steps):
    after_all_is_undone_every_row_is_as_if_nobody_had_judged(readings, dump, steps)


@pytest.mark.long
@LONG
@given(steps=STEPS)
def test_after_all_is_undone_every_row_is_as_if_nobody_had_judged_for_many(readings, dump, steps):
    after_all_is_undone_every_row_is_as_if_nobody_had_judged(readings, dump, steps)


@SHORT
@given(steps=STEPS)
def test_every_fact_keeps_its_evidence_and_the_text_stays(readings, steps):
    every_fact_keeps_its_evidence_and_the_text_stays(readings, steps)


@pytest.mark.long
@LONG
@given(steps=STEPS)
def test_every_fact_keeps_its_evidence_and_the_text_stays_for_many(readings, steps):
    every_fact_keeps_its_evidence_and_the_text_stays(readings, steps)
