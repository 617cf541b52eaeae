"""Which practices a need asks for, and which a measure means.

The three judges of `Profiles` are put on one scale and added with weights; in a need, a name of the
vocabulary outweighs them. A softmax makes probabilities of the sums; the weights were fitted on what was held
out.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from kg.values import Meaning, Wanted
from pipeline.concepts.dense import Dense, dense, encoder_in_use
from pipeline.concepts.kept import Purpose, own_profiles
from pipeline.concepts.names import names_of
from pipeline.concepts.profiles import Phrase, Profiles, fit
from pipeline.concepts.vectors import Vectors, own_vectors
from pipeline.concepts.vocabulary import Entry, Vocabulary, own_vocabulary, vocabulary

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Matrix = NDArray[np.float32]

# From this probability a measure's likeliest concept is reported, and from the other it is kept.
SURE, KEPT = 0.5, 0.1
_MEANINGS = 3


# A smaller probability, and a smaller spread of scores, is none.
_LEAST, _NOTHING = 1e-4, 1e-9
Weights = tuple[float, float, float, float]

# What characters, words, nearness and how common a concept is count, fitted on what was held out
# (`scripts/train_concepts.py`).
NEEDS_WEIGHTS: Weights = (0.47, 0.67, 0.5, 0.0)
MEASURES_WEIGHTS: Weights = (0.44, 0.0, 1.32, 0.48)
# What an encoder of one's own counts in a need beside them.
_DENSE = 0.5
# What a name adds that stands in a need, and how much more if it is all of it.
_NAMED, _COVERED = 3.0, 5.0
# What the longest name in a measure's object adds, fitted as well.
_OBJECT = 1.0


class Matcher:
    """A vocabulary ready to be compared with needs and measures.

    Profiles that are not given are made at first use, or read, where `own` says that they are kept; `encoder`
    is the folder of a sentence encoder that judges needs too.
    """

    def __init__(
        self, of: Vocabulary, *, needs: Profiles | None = None, measures: Profiles | None = None,
        own: bool = False, encoder: Path | None = None,
    ) -> None:  # fmt: skip
        self.vocabulary, self._vectors = of, own_vectors()
        self._given, self._own, self._encoder = (needs, measures), own, encoder
        self._names = names_of(of)
        self._places = {entry.concept.id: place for place, entry in enumerate(of.entries)}

    @cached_property
    def _needs(self) -> Profiles:
        return self._given[0] or self._profiles("needs", need_phrases)

    @cached_property
    def _dense(self) -> Dense | None:
        if self._encoder is None:
            return None
        return dense(self._encoder, need_phrases(self.vocabulary), len(self.vocabulary.entries))

    @cached_property
    def _measures(self) -> Profiles:
        return self._given[1] or self._profiles("measures", measure_phrases)

    def _profiles(self, purpose: Purpose, phrases: Callable[[Vocabulary], list[Phrase]]) -> Profiles:
        if self._own:
            return own_profiles(purpose)
        return fit(phrases(self.vocabulary), len(self.vocabulary.entries), self._vectors)

    def query(self, text: str, *, top: int = 5, explain: bool = True) -> tuple[Wanted, ...]:
        """Return the concepts that a need in everyday words asks for, the likeliest first.

        To `explain` which phrase of each is likest costs half as much again; without it only names are told.
        """
        scores = score(self._needs, [text], self._vectors, NEEDS_WEIGHTS)
        if self._dense is not None:
            scores += _DENSE * standard(self._dense.judge([text]))
        named = self._named(text)
        for place, words in named.items():
            scores[0, place] += _NAMED + _COVERED * len(words) / len(text)
        entries, told = self.vocabulary.entries, likest if explain else _untold
        return tuple(
            Wanted(entries[place].concept, odds, named.get(place) or told(text, entries[place]))
            for place, odds in _likely(scores, top)[0]
        )

    def measure(self, clause: str, thing: str) -> tuple[Meaning, ...]:
        """Return the concepts that a measure may mean, the likeliest first; `thing` is its object."""
        return self.measures([(clause, thing)])[0]

    def measures(self, told: Sequence[tuple[str, str]]) -> list[tuple[Meaning, ...]]:
        """Return for each measure, a clause with its object, what it may mean; together is faster."""
        clauses = [clause for clause, _ in told]
        scores = score(self._measures, clauses, self._vectors, MEASURES_WEIGHTS)
        for row, (_, thing) in zip(scores, told, strict=True):
            if (named := self._names.longest(thing)) is not None:
                row[self._places[named.concept_id]] += _OBJECT
        return [tuple(self._meanings(likely)) for likely in _likely(scores, _MEANINGS)]

    def _meanings(self, likely: list[tuple[int, float]]) -> Iterator[Meaning]:
        for place, odds in likely:
            if odds >= KEPT:
                yield Meaning(self.vocabulary.entries[place].concept.id, round(odds, 3))

    def name_of(self, meanings: Sequence[Meaning]) -> str | None:
        """Return the name of the first meaning where it is sure enough."""
        if not meanings or meanings[0].score < SURE:
            return None
        return self.vocabulary.concepts[meanings[0].concept_id].name

    def _named(self, text: str) -> dict[int, str]:
        """Return the concepts whose names stand in a text, each with its longest name there."""
        found: dict[int, str] = {}
        for name in self._names.find(text):
            place, words = self._places[name.concept_id], name.span.of(text)
            found[place] = max(found.get(place, ""), words, key=len)
        return found


def matcher(of: Vocabulary | None = None) -> Matcher:
    """Return the matcher of a vocabulary, by default of that in use, with the encoder in use; made once."""
    return _matcher(of or vocabulary(), encoder_in_use())


@cache
def _matcher(of: Vocabulary, encoder: Path | None) -> Matcher:
    return Matcher(of, own=of is own_vocabulary(), encoder=encoder)


def query_concepts(
    text: str, *, top: int = 5, of: Vocabulary | None = None, explain: bool = True
) -> tuple[Wanted, ...]:
    """Return the practice concepts that a need in everyday words asks for, the likeliest first.

    The concepts are of a vocabulary, by default of that in use; `explain` as in `Matcher.query`.

    >>> [wanted.concept.name for wanted in query_concepts("想看点书却没有地方", top=1)]
    ['职工书屋']
    """
    return matcher(of).query(text, top=top, explain=explain)


def score(profiles: Profiles, texts: Sequence[str], vectors: Vectors, weights: Weights) -> "Matrix":
    """Return a row for each text: how well each concept fits, the weighted sum of what the judges say."""
    import numpy as np

    total = np.zeros((len(texts), profiles.size), np.float32)
    for weight, said in zip(weights, judged(profiles, texts, vectors, weights), strict=True):
        total += np.float32(weight) * said
    return total


def judged(
    profiles: Profiles, texts: Sequence[str], vectors: Vectors, weights: Weights = (1.0, 1.0, 1.0, 1.0)
) -> "list[Matrix]":
    """Return what the judges say of each text and concept, in standard deviations: a matrix a judge.

    They are characters, words, nearness, and how common a concept is. One of no weight is not asked and is 0.
    """
    import numpy as np

    numbers = [vectors.numbers_of(text) for text in texts]
    silent: Matrix = np.zeros((len(texts), profiles.size), np.float32)
    asked: tuple[Callable[[], Matrix], ...] = (
        lambda: profiles.by_characters(texts),
        lambda: profiles.by_words(numbers),
        lambda: profiles.by_nearness(vectors.sums_of(numbers)),
        lambda: np.tile(profiles.common, (len(texts), 1)),
    )
    return [standard(ask()) if weight else silent for ask, weight in zip(asked, weights, strict=True)]


def standard(scores: "Matrix") -> "Matrix":
    """Return scores in standard deviations from the mean of their row; all are 0 where none differs."""
    import numpy as np

    count = scores.shape[-1]
    if not count:
        return scores
    moved = scores - scores.sum(axis=-1, keepdims=True) / count
    spread = np.sqrt((moved * moved).sum(axis=-1, keepdims=True) / count)
    return np.where(spread > _NOTHING, moved / np.maximum(spread, _NOTHING), 0)


def need_phrases(of: Vocabulary) -> list[Phrase]:
    """Return all that is told of each concept, for needs."""
    return [
        (phrase, place)
        for place, entry in enumerate(of.entries)
        for phrase in (*entry.needs, *_official(entry))
    ]


def measure_phrases(of: Vocabulary, told: Iterable[tuple[str, str]] = ()) -> list[Phrase]:
    """Return how each concept is told officially, for measures; `told` are more wordings, by its id."""
    places = {entry.concept.id: place for place, entry in enumerate(of.entries)}
    official = [(phrase, place) for place, entry in enumerate(of.entries) for phrase in _official(entry)]
    return [*official, *((text, places[own]) for own, text in told)]


def likest(text: str, entry: Entry) -> str:
    """Return the phrase of a concept that shares most characters and pairs with a text, for its length."""
    wanted = [*{*text, *map(str.__add__, text, text[1:])}]

    def alike(phrase: str) -> float:
        return sum(map(phrase.__contains__, wanted)) / (len(wanted) + 2 * len(phrase))

    return max((*entry.needs, *entry.names, *entry.wordings), key=alike)


def _untold(_text: str, _entry: Entry) -> str:
    return ""


def _official(entry: Entry) -> tuple[str, ...]:
    definition = (entry.concept.definition,) if entry.concept.definition else ()
    return (*entry.names, *entry.wordings, *definition)


def _likely(scores: "Matrix", top: int) -> list[list[tuple[int, float]]]:
    """Return the likeliest concepts of each row with their probabilities; none if a text tells nothing."""
    import numpy as np

    if not scores.size:
        return [[] for _ in scores]
    odds = np.exp(scores - scores.max(axis=1, keepdims=True))
    odds /= odds.sum(axis=1, keepdims=True)
    best = np.argsort(-odds, axis=1, kind="stable")[:, :top]
    found: list[list[tuple[int, float]]] = []
    for row, likely, places in zip(scores, odds, best.tolist(), strict=True):
        kept = [(place, float(likely[place])) for place in places if likely[place] >= _LEAST]
        found.append(kept if row.any() else [])
    return found
