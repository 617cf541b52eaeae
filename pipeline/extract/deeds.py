"""Is this clause a deed? Features of a clause for the trained model, and the model's answer."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import compress

from kg.frozen import quick
from kg.values import Span
from pipeline.concepts.names import is_named
from pipeline.extract.clauses import Clause, is_means
from pipeline.extract.grams import character_grams, grams
from pipeline.extract.linear import load
from pipeline.extract.predicates import Predicate
from pipeline.extract.reading import Word
from pipeline.extract.verbs import kind_of, verb_kinds

MODEL = "measures"
_EARSHOT, _REMEMBERED = 200, 1 << 16
_SPEECH = re.compile("强调|指出|要求|希望|表示|介绍|说|认为|告诉|呼吁")
_ABROAD = re.compile(
    "美国|英国|法国|德国|日本|韩国|欧洲|欧盟|总统|首相|美元|欧元|罢工|股价|股市|港股|上市公司|净利润|涨幅|跌幅"
)
_OUGHT = re.compile("[还也并且]?[要应须需]")


@quick
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


def probabilities(text: str, candidates: Sequence[Candidate]) -> list[float]:
    """Return the probability that each candidate is a measure, as an annotator would say."""
    model = load(MODEL)
    bodies = [candidate.clause.span.of(text) for candidate in candidates]
    totals = grams(MODEL).totals(bodies).tolist()
    return [
        model.probabilities(_beside(text, candidate, body), total)["deed"]
        for candidate, body, total in zip(candidates, bodies, totals, strict=True)
    ]


def features(text: str, candidate: Candidate) -> list[str]:
    """Return the features of a candidate: characters, words, shape and surroundings."""
    body = candidate.clause.span.of(text)
    return [*character_grams(body), *_beside(text, candidate, body)]


def _beside(text: str, candidate: Candidate, body: str) -> list[str]:
    """Return the features of a candidate beside its n-grams."""
    return [
        *_words(text, candidate.tokens, candidate.predicate),
        *_shape(candidate, body),
        *_surroundings(candidate),
        *_who(text, candidate),
        *_voice(text, candidate.clause, body),
        *_practice(text, candidate.predicate, body),
    ]


def _words(text: str, tokens: Sequence[Word], found: Predicate) -> Iterator[str]:
    action, thing = found.action.of(text), found.object.of(text)
    yield f"action={action}"
    yield f"object={thing[-2:]}"
    yield f"both={action[-2:]}+{thing[-2:]}"
    yield f"ends={action}+{tokens[-1].text}"
    for word in tokens:
        yield from _of_word(word.text)
        if word.span.start >= found.action.start and word.span.end <= found.action.end:
            kind = kind_of(word.text)
            if kind:
                yield f"main={kind}"
    yield f"first={tokens[0].tag}"
    yield f"tags={'-'.join(word.tag[:2] for word in tokens[:3])}"
    yield f"last={tokens[-1].tag}"
    yield f"opens={tokens[0].text}"
    yield f"closes={tokens[-1].text}"


@lru_cache(_REMEMBERED)
def _of_word(word: str) -> tuple[str, ...]:
    kind = kind_of(word)
    return (f"word={word}", f"kind={kind}") if kind else (f"word={word}",)


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
    yield f"before-kind={_first_kind(candidate.before)}"
    yield f"after-kind={_first_kind(candidate.after)}"


def _voice(text: str, clause: Clause, body: str) -> Iterator[str]:
    """Yield whether somebody speaks, wishes or demands: what is said ought to be done is not yet a deed."""
    said = text[max(clause.sentence.start, clause.span.start - _EARSHOT) : clause.span.start]
    yield f"said={bool(_SPEECH.search(said))}"
    yield f"says={bool(_SPEECH.search(body))}"
    yield f"quotation={said.count('“') > said.count('”')}"
    yield f"ought={bool(_OUGHT.match(body))}"
    yield f"will={'将' in body[:12]}"


def _who(text: str, candidate: Candidate) -> Iterator[str]:
    """Yield how the subject ends, whether it is only a topic, and whether a market or abroad is near."""
    found, start = candidate.predicate, candidate.clause.span.start
    ends = found.subject.of(text)[-2:] if found.subject else ""
    yield f"subject-ends={ends}"
    yield f"does={ends}+{found.action.of(text)[-2:]}"
    yield f"topic={found.silent}"
    near = max(0, start - _EARSHOT), start + _EARSHOT
    yield f"abroad={_goes_abroad(text) and bool(_ABROAD.search(text, *near))}"


@lru_cache(maxsize=1)  # asked for every clause of a text
def _goes_abroad(text: str) -> bool:
    return _ABROAD.search(text) is not None


def _practice(text: str, found: Predicate, body: str) -> Iterator[str]:
    """Yield whether the clause, and its object, name a practice of the vocabulary, and with what verb."""
    kind = kind_of(found.action.of(text))
    thing = found.object.of(text)
    practice = is_named(body)
    yield f"practice={practice}"
    yield f"practice-object={(practice or thing not in body) and is_named(thing)}+{kind}"


@lru_cache(maxsize=1024)  # a clause is the neighbour of two
def _first_kind(clause: str) -> str:
    """Return the kind of the first verb of the lexicon that stands in a clause, the longest at its place."""
    # The walk itself runs in C: few characters begin a verb.
    for place in compress(range(len(clause)), map(_verb_openings().__contains__, clause)):
        for length in (4, 3, 2):
            kind = verb_kinds().get(clause[place : place + length])
            if kind and place + length <= len(clause):
                return kind
    return ""


@cache
def _verb_openings() -> frozenset[str]:
    return frozenset(verb[0] for verb in verb_kinds())
