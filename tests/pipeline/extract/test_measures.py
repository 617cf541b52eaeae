"""Measures: what sentences of our own give, and the laws that every measure keeps."""

import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.values import THEMES, Article, Author, Entity, Indicator, Part, Source, Span
from pipeline.extract.actors import Discourse
from pipeline.extract.candidates import candidates
from pipeline.extract.measures import measures
from pipeline.extract.reading import Reading, Word
from pipeline.nlp.sentences import sentence_spans
from pipeline.nlp.tokenizer import cutter

CASES = Path(__file__).parents[2] / "cases/measures.jsonl"
ROWS = [json.loads(line) for line in CASES.read_text(encoding="utf-8").splitlines()]
FOUND = [row for row in ROWS if "deed" in row]


def read(text, entities=(), authors=(), kinds=None):
    parts, start = [], 0
    for number, line in enumerate(text.split("\n")):
        parts.append(Part(kinds[number] if kinds else "body", Span(start, start + len(line))))
        start += len(line) + 1
    words, place = [], 0
    for word, tag in cutter("rjieba")(text):
        words.append(Word(word, tag, Span(place, place + len(word))))
        place += len(word)
    article = Article("a", Source("x.txt", "", "text/plain"), text, tuple(parts), authors=authors)
    return Reading(article, sentence_spans(text), tuple(words), (), (), entities)


def entity(text, name, *, number="e1", kind="union"):
    start = text.index(name)
    return Entity(number, kind, name, (), (Span(start, start + len(name)),), "test")


def indicator(text, raw, number="i1"):
    start = text.index(raw)
    span = Span(start, start + len(raw))
    fixed = {"op": "=", "unit": "个", "raw": raw, "direction": None, "earlier": None, "delta": None}
    missing = dict.fromkeys(("metric", "subject", "subject_id", "low", "high", "delta_unit"))
    period = dict.fromkeys(("period", "period_start", "period_end"))
    return Indicator(
        id=number, value=Decimal(1), status="actual", span=span, evidence=span, confidence=1.0, rule="test",
        **fixed, **missing, **period,
    )  # fmt: skip


@pytest.mark.parametrize(
    "row",
    [pytest.param(row, marks=[pytest.mark.xfail] if row["kind"] == "known failure" else []) for row in FOUND],
    ids=lambda row: row["deed"],
)
def test_a_sentence_gives_its_deed_with_what_it_says(row):
    given = {measure.text: measure for measure in measures(read(row["text"]), ())}
    assert row["deed"] in given
    wanted = {key: value for key, value in row.items() if key not in ("kind", "text", "deed")}
    assert {key: getattr(given[row["deed"]], key) for key in wanted} == wanted


@pytest.mark.parametrize(
    "text", [row["text"] for row in ROWS if row["kind"] == "negative"], ids=lambda text: text[:10]
)
def test_slogans_speech_and_background_give_no_measure(text):
    assert measures(read(text), ()) == ()


def test_measures_are_numbered_in_text_order():
    text = "\n".join(row["text"] for row in FOUND)
    found = measures(read(text), ())
    assert [measure.id for measure in found] == [f"m{n}" for n in range(1, len(found) + 1)]
    assert [measure.span for measure in found] == sorted(measure.span for measure in found)


def test_only_the_body_is_read():
    line = "云溪市总工会举办砌筑工技能比武。"
    text = "\n".join([line] * 5)
    reading = read(text, kinds=["title", "byline", "body", "editor_note", "credit"])
    assert [measure.span.start for measure in measures(reading, ())] == [2 * (len(line) + 1)]


def test_the_subject_of_the_clause_acts():
    text = "云溪市总工会举办砌筑工技能比武。"
    found = measures(read(text, (entity(text, "云溪市总工会"),)), ())
    assert [(measure.actor, measure.actor_id) for measure in found] == [("云溪市总工会", "e1")]


def test_a_clause_without_subject_is_the_deed_of_the_one_before():
    text = "石桥县总工会走访企业，为户外劳动者送上防暑药品。"
    found = measures(read(text, (entity(text, "石桥县总工会"),)), ())
    assert found[-1].text == "为户外劳动者送上防暑药品"
    assert found[-1].actor_id == "e1"


def test_a_paragraph_of_an_organisations_own_article_begins_with_it():
    text = "青禾机械有限公司举办焊工技能比武。\n建立健全集体协商制度，为职工免费体检。"
    other = entity(text, "青禾机械有限公司", number="e2", kind="enterprise")
    author = Author("王一", "石桥县总工会", None)
    found = measures(read(text, (other,), (author,)), ())
    assert [measure.actor for measure in found] == ["青禾机械有限公司"] + ["石桥县总工会"] * (len(found) - 1)
    assert len(found) > 1


def test_a_subject_that_is_no_entity_acts_in_its_own_sentence_only():
    text = "石桥县总工会开展技能培训。各企业送上药品，免费发放补贴。走访困难职工家庭。"
    reading = read(text, (entity(text, "石桥县总工会"),))
    discourse = Discourse(reading)
    actors = [discourse.actor(candidate).name for candidate in candidates(reading)]
    assert actors == ["石桥县总工会", "各企业", "各企业", "石桥县总工会"]


def test_nobody_is_guessed_where_the_text_names_nobody():
    assert {measure.actor for measure in measures(read("开展技能培训活动。"), ())} == {None}


def test_numbers_in_the_clause_and_after_it_are_its_results():
    text = "云溪市总工会举办技能培训班，惠及职工800人。全市有企业500家。"
    numbers = (indicator(text, "800人"), indicator(text, "500家", "i2"))
    found = measures(read(text), numbers)
    assert [measure.results for measure in found if "培训班" in measure.text] == [("i1",)]


def test_an_empty_article_has_no_measures():
    assert measures(read(""), ()) == ()


def test_the_same_text_gives_the_same_measures():
    text = "\n".join(row["text"] for row in ROWS)
    assert measures(read(text), ()) == measures(read(text), ())


pieces = st.sampled_from(
    [row["text"] for row in ROWS] + ["，", "“", "”", "《", "的", "将", "为", "1.2万", "\n"]
)


@settings(max_examples=60)
@given(st.lists(pieces, max_size=12).map("".join))
def test_every_measure_is_what_it_claims(text):
    for measure in measures(read(text), ()):
        assert measure.span.of(text) == measure.text
        assert measure.action in text
        assert measure.object in text
        assert measure.evidence.covers(measure.span)
        assert measure.theme in THEMES
        assert 0 <= measure.confidence <= 1
        assert "\n" not in measure.text


def test_long_prose_gives_its_likeliest_deeds_only():
    text = "云溪市总工会开展培训。" * 60
    found = measures(read(text), ())
    assert 5 < len(found) < 40


def test_a_line_without_end_is_read_in_time_and_a_stretch_without_marks_is_no_clause():
    assert measures(read("开展技能培训，" * 3000), ())
    assert measures(read("开展技能培训" * 3000), ()) == ()


def test_entities_change_nothing_but_the_actor_and_the_confidence():
    text = "云溪市总工会举办砌筑工技能比武。"
    plain = measures(read(text), ())
    named = measures(read(text, (entity(text, "云溪市总工会"),)), ())
    unsaid = {"actor": None, "actor_id": None, "confidence": 0.0}
    assert [replace(measure, **unsaid) for measure in named] == [
        replace(measure, **unsaid) for measure in plain
    ]
