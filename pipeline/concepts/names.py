"""Which practices' names stand in a text."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import compress

from kg.values import Span
from pipeline.concepts.vocabulary import Vocabulary, own_vocabulary


@dataclass(frozen=True, slots=True)
class Named:
    """A name that stands in a text, and the id of the concept that it names."""

    concept_id: str
    span: Span


class Names:
    """Phrases of concepts, found in a text by their first two characters."""

    def __init__(self, phrases: Iterable[tuple[str, str]]) -> None:
        self._by_start: dict[str, list[tuple[str, str]]] = {}
        for phrase, own in phrases:
            self._by_start.setdefault(phrase[:2], []).append((phrase, own))
        for found in self._by_start.values():
            found.sort(key=lambda item: -len(item[0]))
        self._openings = frozenset(pair[:1] for pair in self._by_start)

    def longest(self, text: str) -> Named | None:
        """Return the longest name that stands in a text, the later among equals."""
        best = None
        for found in self.find(text):
            if best is None or found.span.end - found.span.start >= best.span.end - best.span.start:
                best = found
        return best

    def find(self, text: str) -> Iterator[Named]:
        """Yield at each place of a text the longest name that begins there."""
        # The walk itself runs in C: few characters begin a name.
        for start in compress(range(len(text) - 1), map(self._openings.__contains__, text)):
            for phrase, own in self._by_start.get(text[start : start + 2], ()):
                if text.startswith(phrase, start):
                    yield Named(own, Span(start, start + len(phrase)))
                    break


@cache
def own_names() -> Names:
    """Return the names and aliases of Tashan's vocabulary."""
    return names_of(own_vocabulary())


def names_of(vocabulary: Vocabulary) -> Names:
    """Return the names and aliases of a vocabulary."""
    return Names((name, entry.concept.id) for entry in vocabulary.entries for name in entry.names)


def is_named(text: str) -> bool:
    """Tell whether a name of Tashan's vocabulary stands in a text.

    >>> is_named("组织名师带徒活动"), is_named("天气晴朗")
    (True, False)
    """
    return next(own_names().find(text), None) is not None
