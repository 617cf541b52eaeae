"""Make the profiles of the vocabulary of practices; measure how well needs and measures find their concept.

    PYTHONPATH=. python scripts/train_concepts.py ARTICLES.jsonl [--measure-only] [-o models/concepts]

Needs are measured by holding out three of each concept at a time, measures by holding out a fifth of the
articles. ARTICLES are the texts of `corpus/annotations`; `concepts.tsv` there says what a label means.
"""

import argparse
import hashlib
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.optimize import minimize
from standoff import annotated

from pipeline.concepts.kept import write_profiles
from pipeline.concepts.matching import (
    KEPT,
    MEASURES_WEIGHTS,
    NEEDS_WEIGHTS,
    SURE,
    Matcher,
    judged,
    measure_phrases,
    need_phrases,
)
from pipeline.concepts.names import names_of
from pipeline.concepts.profiles import Profiles, fit
from pipeline.concepts.vectors import own_vectors
from pipeline.concepts.vocabulary import Entry, Vocabulary, own_vocabulary

SEED, HELD, ROUNDS, FOLDS = 20231001, 3, 4, 5
LABELS = Path("corpus/annotations/concepts.tsv")


@dataclass(frozen=True, slots=True)
class Told:
    """An annotated measure: its clause, object, concept (none where the vocabulary lacks it) and article."""

    clause: str
    thing: str
    concept: str | None
    article: int


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("articles", type=Path)
    parser.add_argument("-o", "--output", type=Path, default=Path("models/concepts"))
    parser.add_argument("--measure-only", action="store_true", help="Write nothing.")
    given = parser.parse_args()
    vocabulary, told = own_vocabulary(), list(measures(given.articles))
    judge_needs(vocabulary)
    judge_measures(vocabulary, told)
    if not given.measure_only:
        write(given.output, vocabulary, told)


def write(folder: Path, vocabulary: Vocabulary, told: Sequence[Told]) -> None:
    size, vectors = len(vocabulary.entries), own_vectors()
    known = [(one.concept, one.clause) for one in told if one.concept]
    kept = {"needs": need_phrases(vocabulary), "measures": measure_phrases(vocabulary, known)}
    for purpose, phrases in kept.items():
        path = folder / f"{purpose}.npz"
        write_profiles(path, fit(phrases, size, vectors))
        print(path, path.stat().st_size, "bytes", hashlib.sha256(path.read_bytes()).hexdigest())


def measures(articles: Path) -> list[Told]:
    """Return the annotated measures; a label that the table of labels does not know is left out."""
    rows = (line.split("\t") for line in LABELS.read_text(encoding="utf-8").splitlines()[1:])
    meant = {label: concept or None for label, concept in rows}
    return [
        Told(row["text"], row.get("object") or "", meant[row["concept"]], number)
        for number, (_, facts) in enumerate(annotated(articles))
        for row in facts["measures"]
        if row.get("concept") in meant
    ]


def judge_needs(vocabulary: Vocabulary) -> None:
    """Print accuracy and reciprocal rank of held-out needs, by each judge alone and by all three."""
    found, places, vectors = [], [], own_vectors()
    for number in range(ROUNDS):
        known, held = hold_out(vocabulary, number)
        profiles = fit(need_phrases(known), len(known.entries), vectors)
        found.append(judged(profiles, [need for need, _ in held], vectors))
        places += [place for _, place in held]
    said, right = np.concatenate(found, axis=1), np.array(places)
    for number, name in enumerate(("characters", "words", "nearness", "commonness")):
        print(f"needs, {name:11}", ranks(said[number], right))
    print(f"needs, {'all':11}", ranks(np.tensordot(NEEDS_WEIGHTS, said, 1), right))
    print("needs, likeliest weights", likeliest(said, right), "set", NEEDS_WEIGHTS)


def hold_out(vocabulary: Vocabulary, number: int) -> tuple[Vocabulary, list[tuple[str, int]]]:
    """Return the vocabulary without three needs of each concept, others in each round, and those needs."""
    chance, entries, held = random.Random(SEED), [], []
    for place, entry in enumerate(vocabulary.entries):
        mixed = chance.sample(entry.needs, len(entry.needs))
        out = set(mixed[number * HELD : (number + 1) * HELD])
        held += [(need, place) for need in entry.needs if need in out]
        needs = tuple(need for need in entry.needs if need not in out)
        entries.append(Entry(entry.concept, entry.aliases, entry.wordings, needs, entry.note))
    return Vocabulary(tuple(entries)), held


def ranks(scores: np.ndarray, right: np.ndarray) -> str:
    places = (scores > scores[np.arange(len(right)), right][:, None]).sum(axis=1)
    at = {f"accuracy at {top}": (places < top).mean() for top in (1, 3, 5)}
    figures = at | {"mean reciprocal rank": (1 / (1 + places)).mean()}
    return ", ".join(f"{name} {value:.3f}" for name, value in figures.items()) + f" of {len(places)}"


def likeliest(said: np.ndarray, right: np.ndarray) -> list[float]:
    """Return the weights of the judges under which the right concepts are likeliest."""

    def loss(weights: np.ndarray) -> float:
        scores = np.tensordot(weights, said, 1)
        return float(np.mean(np.logaddexp.reduce(scores, axis=1) - scores[np.arange(len(right)), right]))

    start = np.full(len(said), 0.5)
    return [round(float(weight), 2) for weight in minimize(loss, start, method="Nelder-Mead").x]


def judge_measures(vocabulary: Vocabulary, told: Sequence[Told]) -> None:
    """Print how many measures of unseen articles get their concept, a wrong one, or none."""
    guessed = held_measures(vocabulary, told)
    print("measures, likeliest weights", weigh_measures(vocabulary, told), "set", MEASURES_WEIGHTS)
    ids = [entry.concept.id for entry in vocabulary.entries]
    for name, wanted in (("that the vocabulary names", True), ("that it lacks", False)):
        rows = [(one, guess) for one, guess in zip(told, guessed, strict=True) if bool(one.concept) is wanted]
        share = score_of(rows)
        first = share(lambda one, guess: bool(guess) and guess[0][0] == one.concept)
        three = share(lambda one, guess: one.concept in [own for own, _ in guess[:3]])
        sure = share(lambda _, guess: bool(guess) and guess[0][1] >= SURE)
        right = share(lambda one, guess: bool(guess) and guess[0][1] >= SURE and guess[0][0] == one.concept)
        print(
            f"measures {name}: {len(rows)}, first {first:.3f}, among three {three:.3f},"
            f" sure {sure:.3f}, right and sure {right:.3f}"
        )
    print(len(set(ids)), "concepts; kept from", KEPT, "sure from", SURE)
    for line in reliability(told, guessed):
        print(line)


Guess = list[tuple[str, float]]


def score_of(rows: Sequence[tuple[Told, Guess]]) -> Callable[[Callable[[Told, Guess], bool]], float]:
    return lambda asked: sum(asked(one, guess) for one, guess in rows) / max(len(rows), 1)


def held_measures(vocabulary: Vocabulary, told: Sequence[Told]) -> list[Guess]:
    """Return the concepts of each measure by profiles that never saw its article."""
    guessed: dict[int, Guess] = {}
    for fold in range(FOLDS):
        profiles = unseen(vocabulary, told, fold)
        matcher = Matcher(vocabulary, needs=profiles, measures=profiles)
        for number, one in enumerate(told):
            if one.article % FOLDS == fold:
                meanings = matcher.measure(one.clause, one.thing)
                guessed[number] = [(meaning.concept_id, meaning.score) for meaning in meanings]
    return [guessed[number] for number in range(len(told))]


def unseen(vocabulary: Vocabulary, told: Sequence[Told], fold: int) -> Profiles:
    """Return the profiles for measures that never saw the articles of a fold."""
    known = [(one.concept, one.clause) for one in told if one.article % FOLDS != fold and one.concept]
    return fit(measure_phrases(vocabulary, known), len(vocabulary.entries), own_vectors())


def weigh_measures(vocabulary: Vocabulary, told: Sequence[Told]) -> list[float]:
    """Return the likeliest weights of the judges of measures, and of a name in the object."""
    places = {entry.concept.id: place for place, entry in enumerate(vocabulary.entries)}
    vectors, names, found, right = own_vectors(), names_of(vocabulary), [], []
    for fold in range(FOLDS):
        profiles = unseen(vocabulary, told, fold)
        for one in told:
            if one.concept and one.article % FOLDS == fold:
                named = np.zeros(len(places), np.float32)
                if longest := names.longest(one.thing):
                    named[places[longest.concept_id]] = 1.0
                found.append((*(row[0] for row in judged(profiles, [one.clause], vectors)), named))
                right.append(places[one.concept])
    return likeliest(np.array(found, np.float32).swapaxes(0, 1), np.array(right))


def reliability(told: Sequence[Told], guessed: Sequence[Guess]) -> list[str]:
    """Return, for each band of the best probability, how often the best concept is right."""
    lines = []
    for low in np.arange(0, 1, 0.1).round(1):
        rows = [
            guess[0][0] == one.concept
            for one, guess in zip(told, guessed, strict=True)
            if guess and low <= guess[0][1] < low + 0.1 + (low == 0.9)
        ]
        if rows:
            lines.append(f"  probability {low:.1f}: {len(rows)} measures, right {np.mean(rows):.3f}")
    return lines


if __name__ == "__main__":
    main()
