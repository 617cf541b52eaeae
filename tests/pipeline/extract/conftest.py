"""What the tests of extractors share: a reading made of a text, with the names that a test gives."""

import re

import pytest

from kg.values import Article, Entity, Part, Source, Span
from pipeline.extract.reading import Reading, Word
from pipeline.nlp.sentences import sentence_spans
from pipeline.nlp.tokenizer import cutter
from pipeline.quantity import periods, quantities


@pytest.fixture(scope="session")
def make_reading():
    """Return the function that reads a text, of which every line is a part of one kind."""
    return read_text


def read_text(text, names=(), published=None, kind="body"):
    lines = [Span(m.start(), m.end()) for m in re.finditer(r"[^\n]+", text)]
    parts = tuple(Part(kind, span) for span in lines)
    article = Article("a", Source("a.txt", "", "text/plain"), text, parts, published=published)
    words, place = [], 0
    for word, tag in cutter("rjieba")(text):
        words.append(Word(word, tag, Span(place, place + len(word))))
        place += len(word)
    entities = tuple(
        Entity(
            f"e{n}", kind, name, (), tuple(Span(m.start(), m.end()) for m in re.finditer(name, text)), "test"
        )
        for n, (kind, name) in enumerate(names, 1)
    )
    found = tuple(quantities(text)), tuple(periods(text, published))
    return Reading(article, sentence_spans(text), tuple(words), *found, entities)
