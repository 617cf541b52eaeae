"""Where spaCy stops: a tagged Doc becomes a case of plain values, and no Doc goes further."""

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
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
from pipeline.quantity import missing_numbers, periods, quantities

if TYPE_CHECKING:
    from spacy.strings import StringStore
    from spacy.tokens import Doc


def to_case(article: Article, doc: "Doc") -> Case:
    """Return everything found in `article`, whose text `doc` is."""
    named = read_article(article, doc)
    numbers = indicators(named)
    deeds = measures(named, numbers)
    links = relations(named, deeds, numbers)
    meant = gather(deeds, vocabulary().concepts)
    return Case(_with_missing_numbers(article), named.entities, numbers, deeds, links, meant)


def read_article(article: Article, doc: "Doc") -> Reading:
    """Return the article with all that numbers and measures are read from: its words and its entities."""
    reading = read_words(article, doc)
    found = mentions_judged(article, reading.words, mentions(article, reading.words))
    return replace(reading, entities=entities(article, found))


def read_words(article: Article, doc: "Doc") -> Reading:
    """Return the article with its words, sentences, quantities and periods."""
    told = tuple(periods(article.text, article.published))
    return Reading(
        article,
        sentences=tuple(Span(sent.start_char, sent.end_char) for sent in doc.sents),
        words=tuple(words_of(doc)),
        quantities=tuple(quantities(article.text, told)),
        periods=told,
    )


def words_of(doc: "Doc") -> Iterator[Word]:
    """Return the words of a Doc; by its arrays, since making a token of each takes five times as long."""
    told, known = doc.to_array(["ORTH", "TAG", "IDX", "LENGTH"]), _texts(doc.vocab.strings).__getitem__
    if not len(told):
        return iter(())
    told[:, 3] += told[:, 2]
    texts, tags, starts, ends = told.T.tolist()
    return map(Word, map(known, texts), map(known, tags), map(Span, starts, ends))


class _Texts(dict[int, str]):
    """The strings of a store by their numbers: the store makes a string anew each time that it is asked."""

    def __init__(self, strings: "StringStore") -> None:
        self._strings = strings

    def __missing__(self, number: int) -> str:
        return self.setdefault(number, self._strings[number])


@cache
def _texts(strings: "StringStore") -> _Texts:
    return _Texts(strings)


def _with_missing_numbers(article: Article) -> Article:
    from kg.values import Notice

    lost = tuple(
        Notice("missing_number", span, f"a number is missing in “{span.of(article.text)}”")
        for span in missing_numbers(article.text)
    )
    return replace(article, notices=tuple(sorted(article.notices + lost, key=lambda notice: notice.span)))
