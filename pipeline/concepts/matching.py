"""Which practices a need asks for, and which a measure means."""

from collections.abc import Iterable
from functools import cache

from kg.values import Meaning, Wanted
from pipeline.concepts.names import Names, names_of
from pipeline.concepts.vocabulary import Vocabulary, own_vocabulary

# From this probability a measure's likeliest concept is reported.
SURE = 0.5
_NAMED, _LEAST = 0.9, 0.2
_MEANINGS = 3


class Matcher:
    """The phrases of a vocabulary, ready to be compared with needs and measures."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self._names: Names = names_of(vocabulary)
        self._phrases: list[tuple[str, str, frozenset[str]]] = []
        self._with: dict[str, list[int]] = {}
        for entry in vocabulary.entries:
            for phrase in (*entry.names, *entry.wordings, *entry.needs):
                self._add(entry.concept.id, phrase)

    def query(self, text: str, *, top: int = 5) -> tuple[Wanted, ...]:
        """Return the concepts that a need in everyday words asks for, the likeliest first."""
        found = self._alike(text)
        for name in self._names.find(text):
            words = name.span.of(text)
            found[name.concept_id] = (_NAMED + (1 - _NAMED) * len(words) / len(text), words)
        ranked = sorted(found.items(), key=lambda item: (-item[1][0], item[0]))
        concepts = self.vocabulary.concepts
        return tuple(Wanted(concepts[own], score, matched) for own, (score, matched) in ranked[:top])

    def measure(self, clause: str, thing: str) -> tuple[Meaning, ...]:
        """Return the concepts that a measure may mean, the likeliest first; `thing` is its object."""
        named = self._names.longest(thing) or self._names.longest(clause)
        found = {own: score for own, (score, _) in self._alike(clause).items()}
        if named:
            found[named.concept_id] = _NAMED
        ranked = sorted(found.items(), key=lambda item: (-item[1], item[0]))
        return tuple(Meaning(own, round(score, 3)) for own, score in ranked[:_MEANINGS])

    def name_of(self, meanings: Iterable[Meaning]) -> str | None:
        """Return the name of the first meaning where it is sure enough."""
        first = next(iter(meanings), None)
        if first is None or first.score < SURE:
            return None
        return self.vocabulary.concepts[first.concept_id].name

    def _add(self, own: str, phrase: str) -> None:
        grams = _bigrams(phrase)
        for gram in grams:
            self._with.setdefault(gram, []).append(len(self._phrases))
        self._phrases.append((own, phrase, grams))

    def _alike(self, text: str) -> dict[str, tuple[float, str]]:
        """Return each concept with the share of bigrams that its likest phrase has in common with a text."""
        wanted, shared = _bigrams(text), dict[int, int]()
        for gram in wanted:
            for index in self._with.get(gram, ()):
                shared[index] = shared.get(index, 0) + 1
        best: dict[str, tuple[float, str]] = {}
        for index, count in shared.items():
            own, phrase, grams = self._phrases[index]
            alike = 2 * count / (len(wanted) + len(grams))
            if alike >= _LEAST and alike > best.get(own, (0.0, ""))[0]:
                best[own] = (alike, phrase)
        return best


@cache
def matcher(vocabulary: Vocabulary | None = None) -> Matcher:
    """Return the matcher of a vocabulary, of Tashan's own by default; it is made once."""
    return Matcher(vocabulary or own_vocabulary())


def query_concepts(text: str, *, top: int = 5, vocabulary: Vocabulary | None = None) -> tuple[Wanted, ...]:
    """Return the practice concepts that a need in everyday words asks for, the likeliest first.

    >>> [wanted.concept.name for wanted in query_concepts("想看点书却没有地方", top=1)]
    ['职工书屋']
    """
    return matcher(vocabulary).query(text, top=top)


def _bigrams(text: str) -> frozenset[str]:
    return frozenset(text[i : i + 2] for i in range(len(text) - 1))
