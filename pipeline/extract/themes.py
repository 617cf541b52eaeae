"""Themes: which of the seven directions of the reform a measure belongs to (see docs/themes.md)."""

from collections.abc import Iterator
from functools import cache
from typing import cast

from kg.values import Theme
from pipeline.extract.deeds import character_grams
from pipeline.extract.linear import load
from pipeline.lexicon import table

MODEL = "themes"


def theme_of(clause: str, context: str = "", heading: str = "") -> tuple[Theme, float]:
    """Return the likeliest theme of a clause and its probability.

    `context` is the sentence around it and `heading` the section's: they speak where the clause is silent.
    """
    odds = load(MODEL).probabilities(features(clause, context, heading))
    best = max(odds, key=lambda theme: odds[theme])
    return cast("Theme", best), odds[best]


def features(clause: str, context: str = "", heading: str = "") -> Iterator[str]:
    """Yield the features of a clause: its characters, the lexicon's words, and those of its surroundings."""
    yield from character_grams(clause)
    for theme in _themes(clause):
        yield f"clause={theme}"
    for theme in _themes(context):
        yield f"context={theme}"
    for theme in _themes(heading):
        yield f"heading={theme}"


def _themes(text: str) -> Iterator[str]:
    for word, theme in _lexicon():
        if word in text:
            yield theme
            yield word


@cache
def _lexicon() -> tuple[tuple[str, str], ...]:
    return tuple((row["word"], row["theme"]) for row in table("themes"))
