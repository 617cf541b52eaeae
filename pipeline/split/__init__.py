"""Split: from a document to its articles, each with its lines told apart and set in order."""

from pipeline.split.articles import split
from pipeline.split.continued import is_loose, join_continued
from pipeline.split.verbatim import split_verbatim

__all__ = ["is_loose", "join_continued", "split", "split_verbatim"]
