"""Names in sentences of our own, as data: what must be found, and what must not."""

import json
from pathlib import Path

import pytest

from kg.values import Article, Part, Source, Span
from pipeline.extract.mentions import mentions
from pipeline.extract.names import entities
from pipeline.extract.reading import Word

CASES = [
    json.loads(line)
    for line in (Path(__file__).parents[2] / "cases/names.jsonl").read_text(encoding="utf-8").splitlines()
]


def article_of(text):
    source = Source("test.txt", "0" * 64, "text/plain")
    return Article("id", source, text, (Part("body", Span(0, len(text))),))


def words_of(nlp, text):
    return tuple(
        Word(token.text, token.tag_, Span(token.idx, token.idx + len(token.text))) for token in nlp(text)
    )


def named(text, words=()):
    """Return (type, name) for the name and the aliases of every entity."""
    article = article_of(text)
    found = entities(article, mentions(article, words))
    return {(entity.type, name) for entity in found for name in (entity.name, *entity.aliases)}


def test_a_district_that_is_called_new_area_is_a_place_and_no_park():
    found = named("来自浦东新区的工友说，临港新区的工友也来了。")
    assert ("place", "浦东新区") in found
    assert ("park", "浦东新区") not in found


def marked(case):
    known = case["kind"] == "known failure"
    return pytest.param(case, id=case["text"][:24], marks=[pytest.mark.xfail(strict=True)] if known else [])


@pytest.mark.parametrize("case", [marked(case) for case in CASES])
def test_the_wanted_names_are_found_and_no_others_of_the_list(case, nlp):
    found = named(case["text"], words_of(nlp, case["text"]))
    assert {tuple(name) for name in case["want"]} <= found
    assert not {name for _, name in found} & set(case["absent"])


def test_the_cases_hold_every_entity_type_and_negative_sentences():
    from kg.values import ENTITY_TYPES

    assert {kind for case in CASES for kind, _ in case["want"]} == set(ENTITY_TYPES)
    assert sum(case["kind"] == "negative" for case in CASES) > 15


@pytest.mark.parametrize(
    "case", [case for case in CASES if case["kind"] == "synthetic"], ids=lambda c: c["text"][:24]
)
def test_without_the_segmenter_most_names_are_found_too(case):
    assert {tuple(name) for name in case["want"]} & named(case["text"])
