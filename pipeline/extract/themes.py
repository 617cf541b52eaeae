"""Themes: which of the seven directions of the reform a measure belongs to (see docs/themes.md)."""

from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from operator import itemgetter
from typing import cast

from kg.values import Theme
from pipeline.extract.grams import character_grams, grams
from pipeline.extract.linear import load
from pipeline.lexicon import table
from pipeline.lexicon.dictionary import Dictionary

MODEL, _REMEMBERED = "themes", 64


def theme_of(clause: str, context: str = "", heading: str = "") -> tuple[Theme, float]:
    """Return the likeliest theme of a clause and its probability.

    `context` is the sentence around it and `heading` the section's: they speak where the clause is silent.
    """
    return themes_of([(clause, context, heading)])[0]


def themes_of(told: Sequence[tuple[str, str, str]]) -> list[tuple[Theme, float]]:
    """Return what `theme_of` says of each clause, context and heading; together is faster."""
    model, totals = load(MODEL), grams(MODEL).totals([clause for clause, _, _ in told]).tolist()
    found = [model.probabilities(_beside(*one), more) for one, more in zip(told, totals, strict=True)]
    return [cast("tuple[Theme, float]", max(odds.items(), key=itemgetter(1))) for odds in found]


def features(clause: str, context: str = "", heading: str = "") -> list[str]:
    """Return the features of a clause: its characters, the lexicon's words, and those of its surroundings."""
    return [*character_grams(clause), *_beside(clause, context, heading)]


def _beside(clause: str, context: str, heading: str) -> list[str]:
    """Return the features of a clause beside its n-grams."""
    return [
        *(f"clause={name}" for name in _themes(clause)),
        *(f"context={name}" for name in _themes(context)),
        *(f"heading={name}" for name in _themes(heading)),
    ]


@lru_cache(_REMEMBERED)  # the measures of a sentence have one context, those of a section one heading
def _themes(text: str) -> tuple[str, ...]:
    return tuple(_themes_in(text))


def _themes_in(text: str) -> Iterator[str]:
    """Yield each word of the lexicon that stands in a text, and its themes."""
    words, characters = _lexicon()
    for start, end, themes in words.matches(text):
        yield from themes.split()
        yield text[start:end]
    for character in characters.keys() & set(text):
        yield from characters[character]
        yield character


@cache
def _lexicon() -> tuple[Dictionary, dict[str, list[str]]]:
    themes: dict[str, list[str]] = {}
    for row in table("themes"):
        themes.setdefault(row["word"], []).append(row["theme"])
    words = Dictionary({word: " ".join(found) for word, found in themes.items()})
    return words, {word: found for word, found in themes.items() if len(word) == 1}
