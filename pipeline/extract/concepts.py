"""Concepts: the vocabulary of practices, and which of them a wording means."""

from dataclasses import dataclass
from functools import cache
from typing import cast

from kg.values import Theme
from pipeline.lexicon import table

# Shared bigrams, as a part of all of both, from which two wordings mean the same practice.
_ALIKE = 0.5
# Fewer shared bigrams are chance.
_FEWEST_SHARED = 3
_SHORTEST_NAME = 2


@dataclass(frozen=True, slots=True)
class Concept:
    """A practice of the field: its preferred name, other names, and needs in everyday words."""

    id: str
    name: str
    aliases: tuple[str, ...]
    definition: str
    theme: Theme
    broader: str | None
    needs: tuple[str, ...]


@cache
def concepts() -> tuple[Concept, ...]:
    """Return the vocabulary, in the order of its table."""
    return tuple(
        Concept(
            id=row["id"],
            name=row["name"],
            aliases=_split(row["aliases"]),
            definition=row["definition"],
            theme=cast("Theme", row["theme"]),
            broader=row["broader"] or None,
            needs=_split(row["needs"]),
        )
        for row in table("practices")
    )


def concept_of(text: str) -> str | None:
    """Return the preferred name of the practice that `text` means, or None.

    The longest name or alias that stands in the text decides, the later one among equals; else the
    practice whose wording shares most of its bigrams with the text, where they are alike enough.
    """
    found = _named(text)
    return found or _similar(text)


def _split(cell: str) -> tuple[str, ...]:
    return tuple(part for part in cell.split("|") if part)


@cache
def _names() -> tuple[tuple[str, str], ...]:
    pairs = [
        (name, c.name) for c in concepts() for name in (c.name, *c.aliases) if len(name) >= _SHORTEST_NAME
    ]
    return tuple(sorted(pairs, key=lambda pair: (-len(pair[0]), pair)))


def _named(text: str) -> str | None:
    best: tuple[int, int, str] | None = None
    for name, concept in _names():
        if best and len(name) < best[0]:
            break
        place = text.rfind(name)
        if place >= 0 and (best is None or place > best[1]):
            best = (len(name), place, concept)
    return best[2] if best else None


def _similar(text: str) -> str | None:
    wanted = _bigrams(text)
    best, score = None, 0.0
    for grams, concept in _wordings():
        shared = len(wanted & grams)
        alike = 2 * shared / (len(wanted) + len(grams)) if shared >= _FEWEST_SHARED else 0.0
        if alike > score:
            best, score = concept, alike
    return best if score >= _ALIKE else None


@cache
def _wordings() -> tuple[tuple[frozenset[str], str], ...]:
    return tuple(
        (_bigrams(wording), c.name) for c in concepts() for wording in (c.name, *c.aliases, *c.needs)
    )


def _bigrams(text: str) -> frozenset[str]:
    return frozenset(text[i : i + 2] for i in range(len(text) - 1))
