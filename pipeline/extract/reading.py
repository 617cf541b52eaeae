"""An article as the extractors see it: its text with sentences, words, quantities, periods and entities."""

from bisect import bisect_right
from dataclasses import dataclass

from kg.frozen import quick
from kg.values import Article, Entity, Span
from pipeline.quantity import Period, Quantity


@quick
@dataclass(frozen=True, slots=True)
class Word:
    """A word of the segmenter with its part-of-speech tag (jieba's tag set)."""

    text: str
    tag: str
    span: Span


@quick
@dataclass(frozen=True, slots=True)
class Mention:
    """A name found in the text, before it is known which other names mean the same thing."""

    type: str
    span: Span
    rule: str


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything the rules for facts need; all spans count characters of `article.text`."""

    article: Article
    sentences: tuple[Span, ...]
    words: tuple[Word, ...]
    quantities: tuple[Quantity, ...]
    periods: tuple[Period, ...]
    entities: tuple[Entity, ...] = ()

    def sentence(self, span: Span) -> Span:
        """Return the sentence that holds the first character of `span`: a fact's evidence."""
        at = bisect_right(self.sentences, span.start, key=lambda sentence: sentence.start) - 1
        if at < 0 or span.start >= self.sentences[at].end:
            return span
        return Span(self.sentences[at].start, max(self.sentences[at].end, span.end))
