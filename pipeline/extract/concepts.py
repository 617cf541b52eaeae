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

    >>> concept_of("组织名师带徒活动"), concept_of("天气晴朗")
    ('师带徒', None)
    """
    return named(text) or _similar(text)


def named(text: str) -> str | None:
    """Return the practice of which a name or alias stands in `text`: the longest, the later among equals."""
    best, longest = None, 0
    for start in range(len(text) - 1):
        for name, concept in _names().get(text[start : start + 2], ()):
            if len(name) >= longest and text.startswith(name, start):
                best, longest = concept, len(name)
    return best


def _split(cell: str) -> tuple[str, ...]:
    return tuple(part for part in cell.split("|") if part)


@cache
def _names() -> dict[str, list[tuple[str, str]]]:
    """Return the names with their practices, by their first two characters."""
    found: dict[str, list[tuple[str, str]]] = {}
    for concept in concepts():
        for name in (concept.name, *concept.aliases):
            found.setdefault(name[:2], []).append((name, concept.name))
    return found


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
