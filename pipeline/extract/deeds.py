"""Is this clause a deed? Features of a clause for the trained model, and the model's answer."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.values import Span
from pipeline.extract.clauses import Clause, is_means
from pipeline.extract.linear import load
from pipeline.extract.predicates import Predicate, verb_kinds
from pipeline.extract.reading import Word

MODEL = "measures"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A clause that may tell a deed, with its words and what was read from it.

    `span` may begin before its clause, where the clause before says by what means.
    """

    span: Span
    clause: Clause
    tokens: tuple[Word, ...]
    predicate: Predicate
    place: float
    before: str
    after: str


def probability(text: str, candidate: Candidate) -> float:
    """Return the probability that the candidate is a measure, as an annotator would say."""
    return load(MODEL).probabilities(features(text, candidate))["deed"]


def features(text: str, candidate: Candidate) -> Iterator[str]:
    """Yield the features of a candidate: characters, words, shape and surroundings."""
    body = candidate.clause.span.of(text)
    yield from character_grams(body)
    yield from _words(text, candidate.tokens, candidate.predicate)
    yield from _shape(candidate, body)
    yield from _surroundings(candidate)


def character_grams(body: str, longest: int = 3) -> Iterator[str]:
    """Yield the character n-grams of `body`, the ends of the text marked.

    >>> sorted(set(character_grams("送水", 2)))
    ['^送', '水', '水$', '送', '送水']
    """
    marked = f"^{body}$"
    for size in range(1, longest + 1):
        for start in range(len(marked) - size + 1):
            gram = marked[start : start + size]
            if gram not in ("^", "$"):
                yield gram


def _words(text: str, tokens: Sequence[Word], found: Predicate) -> Iterator[str]:
    kinds = verb_kinds()
    action, thing = found.action.of(text), found.object.of(text)
    yield f"action={action}"
    yield f"object={thing[-2:]}"
    yield f"both={action[-2:]}+{thing[-2:]}"
    for word in tokens:
        if word.tag.startswith("v"):
            yield f"verb={word.text}"
        kind = kinds.get(word.text)
        if kind:
            yield f"kind={kind}"
            if word.span.start >= found.action.start and word.span.end <= found.action.end:
                yield f"main={kind}"
    yield f"first={tokens[0].tag}"
    yield f"tags={'-'.join(word.tag[:2] for word in tokens[:3])}"
    yield f"last={tokens[-1].tag}"


def _shape(candidate: Candidate, body: str) -> Iterator[str]:
    found, tokens = candidate.predicate, candidate.tokens
    yield f"length={min(len(body) // 5, 10)}"
    yield f"subject={found.subject is not None}"
    yield f"for={found.beneficiary is not None}"
    yield f"means={candidate.span.start < candidate.clause.span.start}{is_means(body)}"
    yield f"digits={any(word.tag == 'm' for word in tokens)}"
    yield f"done={'了' in body}"
    yield f"quoted={'“' in body}{'《' in body}"
    yield f"object-length={min((found.object.end - found.object.start) // 3, 6)}"


def _surroundings(candidate: Candidate) -> Iterator[str]:
    clause = candidate.clause
    yield f"index={min(clause.index, 4)}"
    yield f"from-end={min(clause.count - clause.index, 4)}"
    yield f"mark={clause.mark}"
    yield f"place={int(candidate.place * 8)}"
    yield f"before={candidate.before[:2]}"
    yield f"after={candidate.after[:2]}"
    yield f"lead={candidate.before[-2:]}"
