"""Split: from a document to its articles, each with its lines told apart and set in order."""

from pipeline.split.articles import split

__all__ = ["split"]
