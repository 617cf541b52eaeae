"""Train the names: PYTHONPATH=. scripts/train_names.py ARTICLES.jsonl [--annotations FACTS.jsonl].

The tagger learns from the annotated articles. The judge learns from what taggers propose that never saw the
article (five folds, near reprints in one), so that it meets proposals as they are at run time. Prints scores
by type: every article judged by a tagger and a judge that never saw it. Folds under `--keep` are used again.
"""

import argparse
import hashlib
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from standoff import KEPT, annotated, searchable
from tagger_training import Tagged, fit
from training import Row, Trainer

from kg.values import Document, Source, Span
from pipeline.extract.cases import read_words
from pipeline.extract.learned import FAINTEST, MODEL, read_clusters
from pipeline.extract.learned.crf import Crf, Found
from pipeline.extract.learned.features import TYPES, Clusters, keys
from pipeline.extract.learned.judge import Candidate, candidates, choose, features
from pipeline.extract.mentions import mentions
from pipeline.extract.names import entities
from pipeline.extract.reading import Mention, Reading
from pipeline.nlp import load
from pipeline.repair import fix_characters
from pipeline.split import split

FOLDS, ROUNDS, STRENGTH, GRAM, ALIKE = 5, 45, 0.05, 12, 0.5


@dataclass(frozen=True, slots=True)
class Example:
    """An annotated article: what the extractors see, and every accepted name of each annotated thing."""

    id: str
    group: int
    reading: Reading
    mentions: tuple[Mention, ...]
    things: tuple[tuple[str, frozenset[str]], ...]
    tagged: Tagged


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("articles", type=Path)
    parser.add_argument("--annotations", type=Path, default=KEPT)
    parser.add_argument("--keep", type=Path, default=Path("build/names"))
    parser.add_argument("-o", "--output", type=Path, default=Path(MODEL))
    parser.add_argument(
        "--limit", type=int, help="train the folds on so many articles (learning curve); write nothing"
    )
    given = parser.parse_args()
    given.keep.mkdir(parents=True, exist_ok=True)
    found = list(examples(given.articles, given.annotations, read_clusters(given.output / "clusters.npz")))
    print(len(found), "texts", sum(len(one.reading.article.text) for one in found), "characters")
    proposals = [one for fold in range(FOLDS) for one in folded(found, fold, given.keep, given.limit)]
    order = [one for fold in range(FOLDS) for one in found if one.group % FOLDS == fold]
    trainer = report(order, proposals)
    if given.limit is None:
        print("judge.json sha256", trainer.write(given.output / "judge.json"))
        fit([one.tagged for one in found], TYPES, ROUNDS).write(given.output / "tagger.npz")
        print("tagger.npz sha256", hashlib.sha256((given.output / "tagger.npz").read_bytes()).hexdigest())


def examples(articles: Path, annotations: Path, clusters: Clusters) -> Iterator[Example]:
    """Yield the articles as the extractors read them: repaired and split."""
    nlp, rows = load(), list(annotated(articles, annotations))
    groups = grouped([facts["id"] for _, facts in rows], [text for text, _ in rows])
    for (text, facts), group in zip(rows, groups, strict=True):
        for article in split(fix_characters(plain(text))):
            reading = read_words(article, nlp(article.text))
            found = mentions(article, reading.words)
            things = tuple(things_of(facts))
            seen = keys(article.text, reading.words, found, clusters)
            tagged = Tagged(seen, reading.sentences, tuple(places(article.text, things)))
            yield Example(facts["id"], group, reading, found, things, tagged)


def plain(text: str) -> Document:
    """Return the text as a document whose lines are its paragraphs."""
    return Document(Source("", "", "text/plain"), text)


def grouped(ids: Sequence[str], texts: Sequence[str]) -> list[int]:
    """Return a number for each text, the same for texts that are near reprints of each other."""
    bare_texts = [re.sub(r"\W", "", text) for text in texts]
    grams = [{text[start : start + GRAM] for start in range(len(text) - GRAM)} for text in bare_texts]
    numbers: list[int] = []
    for index, held in enumerate(grams):
        alike = (
            one for one in range(index) if len(held & grams[one]) > ALIKE * min(len(held), len(grams[one]))
        )
        own = int(hashlib.sha256(ids[index].encode()).hexdigest(), 16) % 1_000_000
        numbers.append(next((numbers[one] for one in alike), own))
    return numbers


def things_of(facts: dict[str, Any]) -> Iterator[tuple[str, frozenset[str]]]:
    for kind, listed in facts["entities"].items():
        if kind in TYPES:
            yield from ((kind, frozenset(bare(form) for form in written.split("|"))) for written in listed)


def bare(name: str) -> str:
    return "".join(name.split())


def places(text: str, things: Iterable[tuple[str, frozenset[str]]]) -> Iterator[tuple[Span, str]]:
    """Yield where the names stand, the longest first, so that none overlap."""
    known, taken = searchable(text), np.zeros(len(text), dtype=bool)
    names = {(form, kind) for kind, forms in things for form in forms if len(form) > 1}
    for form, kind in sorted(names, key=lambda pair: (-len(pair[0]), pair)):
        start = known.bare.find(form)
        while start >= 0:
            span = Span(known.offsets[start], known.offsets[start + len(form) - 1] + 1)
            if not taken[span.start : span.end].any() and "\n" not in span.of(text):
                taken[span.start : span.end] = True
                yield span, kind
            start = known.bare.find(form, start + 1)


def folded(found: Sequence[Example], fold: int, keep: Path, limit: int | None) -> list[tuple[Found, ...]]:
    """Return what a tagger proposes for the articles of `fold` that has learnt from the others."""
    path = keep / f"fold{fold}{'' if limit is None else f'-{limit}'}.json"
    held = [one for one in found if one.group % FOLDS == fold]
    if not path.exists():
        others = [one for one in found if one.group % FOLDS != fold]
        tagger = fit([one.tagged for one in others[:limit]], TYPES, ROUNDS)
        rows = [
            [[f.type, f.span.start, f.span.end, f.probability] for f in proposed(tagger, one)] for one in held
        ]
        path.write_text(json.dumps(rows), encoding="utf-8")
    rows = json.loads(path.read_text(encoding="utf-8"))
    return [tuple(Found(kind, Span(start, end), odds) for kind, start, end, odds in row) for row in rows]


def proposed(tagger: Crf, example: Example) -> Iterator[Found]:
    return tagger.find(example.tagged.keys, example.tagged.sentences, least=FAINTEST)


def report(found: Sequence[Example], proposals: Sequence[tuple[Found, ...]]) -> Trainer:
    """Print the scores of rules alone and of rules and model; return the trainer of the judge."""
    rows: list[Row] = []
    listed: list[list[Candidate]] = []
    for example, proposal in zip(found, proposals, strict=True):
        listed.append(candidates(example.reading.article.text, proposal, example.mentions))
        right = {(kind, form) for kind, forms in example.things for form in forms}
        for one, row in zip(listed[-1], features(listed[-1]), strict=True):
            label = "yes" if (one.type, bare(one.name)) in right else "no"
            rows.append(Row(row, label, example.group))
    trainer = Trainer(rows, strength=STRENGTH)
    _, names, guessed = trainer.cross_validate()
    odds = iter(guessed[:, list(names).index("yes")].tolist())
    judged = [choose([(one, next(odds)) for one in given]) for given in listed]
    show("rules alone", found, [example.mentions for example in found])
    show("rules and model", found, judged)
    return trainer


def show(title: str, found: Sequence[Example], chosen: Sequence[tuple[Mention, ...]]) -> None:
    """Print precision, recall and F1 of things by type, counted as the project's scorer does."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for example, kept in zip(found, chosen, strict=True):
        count(counts, example, entities(example.reading.article, kept))
    print(f"\n| {title} | P | R | F1 | things |\n| --- | --- | --- | --- | --- |")
    total = sum(counts.values(), Counter())
    for kind, tally in [*sorted(counts.items()), ("all", total)]:
        precision = tally["right"] / max(1, tally["told"])
        recall = tally["hit"] / max(1, tally["gold"])
        harmonic = 2 * precision * recall / max(1e-9, precision + recall)
        print(f"| {kind} | {precision:.3f} | {recall:.3f} | {harmonic:.3f} | {tally['gold']} |")


def count(counts: dict[str, Counter[str]], example: Example, named: Iterable[Any]) -> None:
    told = [
        (one.type, {bare(form) for form in (one.name, *one.aliases)}) for one in named if one.type in TYPES
    ]
    right = {(kind, form) for kind, forms in example.things for form in forms}
    text = bare(example.reading.article.text)
    for kind, forms in example.things:
        if any(form in text for form in forms):
            counts[kind]["gold"] += 1
            counts[kind]["hit"] += any(kind == other and forms & seen for other, seen in told)
    for kind, seen in told:
        counts[kind]["told"] += 1
        counts[kind]["right"] += any((kind, form) in right for form in seen)


if __name__ == "__main__":
    main()
