"""From an article and its tagged words to a case: everything that is found, as plain values."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from kg.concepts import gather
from kg.values import Article, Case, Span
from pipeline.concepts import vocabulary
from pipeline.extract.indicators import indicators
from pipeline.extract.learned import mentions_judged
from pipeline.extract.measures import measures
from pipeline.extract.mentions import mentions
from pipeline.extract.names import entities
from pipeline.extract.reading import Reading, Word
from pipeline.extract.relations import relations
from pipeline.nlp.sentences import sentence_spans
from pipeline.quantity import missing_numbers, periods, quantities

if TYPE_CHECKING:
    from pipeline.nlp import Tagged


def to_case(article: Article, tagged: "Tagged") -> Case:
    """Return everything found in `article`, whose words `tagged` are."""
    named = read_article(article, tagged)
    numbers = indicators(named)
    deeds = measures(named, numbers)
    links = relations(named, deeds, numbers)
    meant = gather(deeds, vocabulary().concepts)
    return Case(_with_missing_numbers(article), named.entities, numbers, deeds, links, meant)


def read_article(article: Article, tagged: "Tagged") -> Reading:
    """Return the article with all that numbers and measures are read from: its words and its entities."""
    reading = read_words(article, tagged)
    found = mentions_judged(article, reading.words, mentions(article, reading.words))
    return replace(reading, entities=entities(article, found))


def read_words(article: Article, tagged: "Tagged") -> Reading:
    """Return the article with its words, sentences, quantities and periods."""
    words = tuple(words_of(tagged))
    return Reading(
        article,
        sentences=tuple(_sentences(article.text, words)),
        words=words,
        quantities=tuple(quantities(article.text)),
        periods=tuple(periods(article.text, article.published)),
    )


def words_of(tagged: "Tagged") -> Iterator[Word]:
    """Yield the words of a text with their places."""
    start = 0
    for text, tag in tagged:
        end = start + len(text)
        yield Word(text, tag, Span(start, end))
        start = end


def _sentences(text: str, words: Iterable[Word]) -> Iterator[Span]:
    """Yield the sentences of a text; what begins within a word begins none."""
    places = {word.span.start for word in words}
    starts = [span.start for span in sentence_spans(text) if span.start in places]
    yield from map(Span, starts, [*starts[1:], len(text)])


def _with_missing_numbers(article: Article) -> Article:
    from kg.values import Notice

    lost = tuple(
        Notice("missing_number", span, f"a number is missing in “{span.of(article.text)}”")
        for span in missing_numbers(article.text)
    )
    return replace(article, notices=tuple(sorted(article.notices + lost, key=lambda notice: notice.span)))
