"""From printed pages to documents: one for each article that they hold."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from kg.values import Document, Notice, Source
from pipeline.read.layout import Leaf, find_stories


def to_documents(source: Source, leaves: Sequence[Leaf], notices: Mapping[int, Notice]) -> Iterator[Document]:
    """Yield the articles of pages in reading order; `notices` are of pages, counted from 1.

    Where there are several, each says the page that it begins on. A notice of a page goes with the articles
    that stand on it, one of a page without text with the first.
    """
    stories = find_stories(leaves)
    pages = [story.pages() for story in stories]
    nowhere = [number for number in notices if not any(number in its for its in pages)]
    for index, (story, its) in enumerate(zip(stories, pages, strict=True)):
        text, own = story.write()
        told = [notices[number] for number in notices if number in its or (index == 0 and number in nowhere)]
        place = source if len(stories) == 1 else replace(source, page=story.page)
        yield Document(place, text, notices=(*told, *own))
