"""Concepts: the vocabulary of practices, what measures mean and what needs ask for."""

from pipeline.concepts.matching import Matcher, matcher, query_concepts
from pipeline.concepts.vocabulary import Entry, Vocabulary, own_vocabulary, read_vocabulary, vocabulary

__all__ = [
    "Entry",
    "Matcher",
    "Vocabulary",
    "matcher",
    "own_vocabulary",
    "query_concepts",
    "read_vocabulary",
    "vocabulary",
]
