"""Mentions: every name that the text holds, by rules on characters, before names are joined to things."""

from kg.values import Article
from pipeline.extract.mentions.arbitrate import arbitrate
from pipeline.extract.mentions.enterprises import enterprises
from pipeline.extract.mentions.honors import honors
from pipeline.extract.mentions.offices import offices
from pipeline.extract.mentions.organisations import organisations
from pipeline.extract.mentions.organs import organs, union_shorts
from pipeline.extract.mentions.persons import cut_behind, persons, positions
from pipeline.extract.mentions.places import places
from pipeline.extract.mentions.quoted import programs
from pipeline.extract.mentions.scan import Scan, scan
from pipeline.extract.mentions.titles import media, titles
from pipeline.extract.reading import Mention, Word

FINDERS = (organisations, enterprises, organs, union_shorts, places, titles, media, programs, honors)

__all__ = ["FINDERS", "Scan", "mentions", "scan"]


def mentions(article: Article, words: tuple[Word, ...] = ()) -> tuple[Mention, ...]:
    """Return the names of the article's text, by start; those of one type never overlap.

    `words` (jieba's, with tags) sharpen the edges of names and may be empty.
    """
    seen = scan(article, words)
    people = tuple(persons(seen))
    seen = cut_behind(seen, people)
    found = [mention for find in FINDERS for mention in find(seen)]
    found += offices(seen, found)
    return arbitrate([*found, *people, *positions(seen, people)])
