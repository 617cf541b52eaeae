"""Names by a trained model: it proposes what rules cannot see, and judges what rules and it propose."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from kg.values import Article, Span
from pipeline.data import data_path
from pipeline.extract.learned.crf import Crf, Found, read
from pipeline.extract.learned.features import Clusters, keys
from pipeline.extract.learned.judge import Candidate, candidates, choose, features
from pipeline.extract.linear import LinearModel, read_model
from pipeline.extract.reading import Mention, Word
from pipeline.nlp.sentences import sentence_spans

__all__ = [
    "Names",
    "judged",
    "load",
    "mentions_judged",
    "propose",
    "read_clusters",
    "read_names",
    "with_others",
]

_SEATED = frozenset({"union", "government"})
MODEL, FAINTEST, BLOCK = "models/names", 0.05, 20_000


@dataclass(frozen=True, slots=True)
class Names:
    """The trained parts: clusters of words, the tagger, and the judge of names."""

    clusters: Clusters
    tagger: Crf
    judge: LinearModel


def mentions_judged(
    article: Article, words: tuple[Word, ...], mentions: tuple[Mention, ...], *, model: Names | None = None
) -> tuple[Mention, ...]:
    """Return the likely names of the article, by start, among what rules found and the model proposes.

    `words` cover the text; `mentions` are those of the rules. Types unknown to the model stay as found. So do
    places within the names of unions and government bodies: annotators leave them unmarked, yet they tell
    where a body lies.
    """
    model = model or load()
    found = propose(model, article.text, words, mentions)
    kept = choose(judged(model, candidates(article.text, found, mentions)))
    return with_others(kept, mentions, frozenset(model.tagger.types))


def with_others(
    kept: tuple[Mention, ...], mentions: tuple[Mention, ...], types: frozenset[str]
) -> tuple[Mention, ...]:
    """Return the `kept` names of the model's `types` with those of the rules that it judges not, by start."""
    rest = {mention for mention in mentions if mention.type not in types}
    rest |= set(_seats(mentions, kept)) - set(kept)
    return tuple(sorted((*kept, *rest), key=lambda one: (one.span.start, -one.span.end, one.type)))


def _seats(mentions: tuple[Mention, ...], kept: tuple[Mention, ...]) -> Iterator[Mention]:
    """Yield the places of the rules that lie within a kept union or government body."""
    inside = {at for body in kept if body.type in _SEATED for at in range(body.span.start, body.span.end)}
    taken = {one.span for one in kept if one.type == "place"}
    for one in mentions:
        if one.type == "place" and one.span.start in inside and one.span not in taken:
            yield one


def propose(
    model: Names, text: str, words: tuple[Word, ...], mentions: tuple[Mention, ...]
) -> tuple[Found, ...]:
    """Return what the tagger takes for names, with their probabilities."""
    return tuple(one for block in _blocks(text) for one in _propose_in(model, block, text, words, mentions))


def _propose_in(
    model: Names, block: Span, text: str, words: tuple[Word, ...], mentions: tuple[Mention, ...]
) -> Iterator[Found]:
    if len(text) <= BLOCK:
        seen = keys(text, words, mentions, model.clusters)
        yield from model.tagger.find(seen, sentence_spans(text), least=FAINTEST)
        return
    held = words[bisect_right(words, block.start, key=_end) : bisect_left(words, block.end, key=_start)]
    ruled = mentions[
        bisect_left(mentions, block.start, key=_start) : bisect_left(mentions, block.end, key=_start)
    ]
    piece = block.of(text)
    moved = [Word(word.text, word.tag, _within(word.span, block)) for word in held]
    marked = [Mention(one.type, _within(one.span, block), one.rule) for one in ruled]
    seen = keys(piece, moved, marked, model.clusters)
    for one in model.tagger.find(seen, sentence_spans(piece), least=FAINTEST):
        yield Found(one.type, Span(one.span.start + block.start, one.span.end + block.start), one.probability)


def _blocks(text: str) -> Iterator[Span]:
    """Yield stretches of whole lines of a bounded length, so that memory does not grow with the text."""
    start = 0
    while start < len(text):
        end = start + BLOCK
        if end < len(text):
            end = max(text.rfind("\n", start, end), text.rfind("。", start, end)) + 1 or end
        yield Span(start, min(end, len(text)))
        start = end


def _start(one: Word | Mention) -> int:
    return one.span.start


def _end(one: Word | Mention) -> int:
    return one.span.end


def _within(span: Span, block: Span) -> Span:
    """Return the part of `span` within `block`, counted from the block's start."""
    return Span(max(span.start, block.start) - block.start, min(span.end, block.end) - block.start)


def judged(model: Names, given: list[Candidate]) -> list[tuple[Candidate, float]]:
    """Return each candidate with the probability that it is a name of its type."""
    label = model.judge.labels[0]
    return [
        (one, model.judge.probabilities(row)[label]) for one, row in zip(given, features(given), strict=True)
    ]


@cache
def load() -> Names:
    """Return the model of this installation; it is read once.

    Raises:
        FileNotFoundError: the installation lacks the model.
    """
    return read_names(data_path(MODEL))


def read_names(folder: Path) -> Names:
    """Return the model kept in `folder`."""
    judge = read_model(folder / "judge.json")
    return Names(read_clusters(folder / "clusters.npz"), read(folder / "tagger.npz"), judge)


def read_clusters(path: Path) -> Clusters:
    """Return the clusters of words: of each word its number among a few, some and many clusters."""
    with np.load(path) as kept:
        words, columns = bytes(kept["words"]).decode().split("\n"), kept["clusters"].T.tolist()
    few, some, many = columns
    return Clusters(zip(words, zip(few, some, many, strict=True), strict=True))
