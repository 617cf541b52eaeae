"""Indicators: the contract every one of them keeps, and what a few sentences of our own give."""

from decimal import Decimal

import pytest

from kg.values import Article, Entity, Part, Source, Span
from pipeline.extract.indicators import indicators
from pipeline.extract.reading import Reading, Word
from pipeline.nlp.sentences import sentence_spans
from pipeline.nlp.tokenizer import cutter
from pipeline.quantity import Quantity

TEXT = "石桥县总工会开展技能比武12场。全县建成驿站30个、书屋8间。"


def make_words(text):
    place = 0
    for word, tag in cutter("rjieba")(text):
        yield Word(word, tag, Span(place, place + len(word)))
        place += len(word)


def make_reading(text, raws=(), names=()):
    article = Article("a", Source("a.txt", "", "text/plain"), text, (Part("body", Span(0, len(text))),))
    quantities = [
        Quantity(Span(text.index(raw), text.index(raw) + len(raw)), Decimal(1), raw[-1]) for raw in raws
    ]
    entities = [
        Entity(f"e{n}", kind, name, (), (Span(text.index(name), text.index(name) + len(name)),), "test")
        for n, (kind, name) in enumerate(names, 1)
    ]
    return Reading(
        article, sentence_spans(text), tuple(make_words(text)), tuple(quantities), (), tuple(entities)
    )


@pytest.fixture
def reading():
    return make_reading(TEXT, ["12场", "30个", "8间"], [("union", "石桥县总工会")])


def test_ids_count_the_indicators_in_text_order(reading):
    found = indicators(reading)
    assert [one.id for one in found] == ["i1", "i2", "i3"]
    assert [one.raw for one in found] == ["12场", "30个", "8间"]


def test_raw_is_what_the_span_marks_and_evidence_holds_it(reading):
    for one in indicators(reading):
        assert one.span.of(TEXT) == one.raw
        assert one.evidence.covers(one.span)
        assert one.evidence in reading.sentences


def test_an_article_without_numbers_has_no_indicators():
    assert indicators(make_reading("没有数字。")) == ()
    assert indicators(make_reading("")) == ()


def test_the_same_reading_gives_the_same_indicators(reading):
    assert indicators(reading) == indicators(reading)


def test_the_subject_of_an_entity_carries_its_id(reading):
    assert [(one.subject, one.subject_id) for one in indicators(reading)][0] == ("石桥县总工会", "e1")
