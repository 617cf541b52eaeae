"""Read the annotated articles: what the extractors read, and the stretches that annotators marked."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import yaml

from kg.values import Article, Part, Source, Span
from pipeline.extract.mentions import mentions
from pipeline.extract.names import entities
from pipeline.extract.reading import Reading, Word
from pipeline.nlp.sentences import sentence_spans
from pipeline.nlp.tokenizer import cutter


@dataclass(frozen=True, slots=True)
class Marked:
    """One annotated measure: its clause, theme and the annotator's name for the practice."""

    span: Span
    theme: str
    concept: str | None


@dataclass(frozen=True, slots=True)
class Example:
    """One annotated article."""

    id: str
    reading: Reading
    measures: tuple[Marked, ...]


def examples(annotations: Path, articles: Path) -> Iterator[Example]:
    """Yield the articles of the folder `annotations` (YAML), their texts from `articles` (JSON Lines)."""
    texts = read_texts(articles)
    for path in sorted(annotations.glob("*.yaml")):
        for row in yaml.safe_load(path.read_text(encoding="utf-8")):
            text = texts[row["id"]]
            marked = tuple(_marked(text, row.get("measures") or ()))
            yield Example(row["id"], read_plain(text), marked)


def read_texts(articles: Path) -> dict[str, str]:
    """Return the texts of a JSON Lines file by their ids."""
    rows = map(json.loads, articles.read_text(encoding="utf-8").splitlines())
    return {row["id"]: row["text"] for row in rows}


def read_plain(text: str) -> Reading:
    """Return the reading of a text of which every line is a paragraph."""
    parts, words, start = [], [], 0
    for line in text.splitlines(keepends=True):
        parts.append(Part("body", Span(start, start + len(line.rstrip("\n")))))
        start += len(line)
    place = 0
    for word, tag in cutter("rjieba")(text):
        words.append(Word(word, tag, Span(place, place + len(word))))
        place += len(word)
    article = Article("", Source("", "", "text/plain"), text, tuple(parts))
    reading = Reading(article, sentence_spans(text), tuple(words), (), ())
    return replace(reading, entities=entities(article, mentions(article, reading.words)))


def _marked(text: str, rows: list[dict[str, str]]) -> Iterator[Marked]:
    for row in rows:
        start = text.find(row["text"])
        if start >= 0:
            yield Marked(Span(start, start + len(row["text"])), row["theme"], row.get("concept"))
