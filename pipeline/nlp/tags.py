"""Part-of-speech tags: jieba's own set (PKU), and spaCy's universal ones."""

from functools import cache

_UNIVERSAL = {
    "a": "ADJ", "b": "ADJ", "c": "CCONJ", "d": "ADV", "e": "INTJ", "f": "ADP", "g": "NOUN", "h": "PART",
    "i": "X", "j": "NOUN", "k": "PART", "l": "X", "m": "NUM", "n": "NOUN", "o": "X", "p": "ADP", "q": "NOUN",
    "r": "PRON", "s": "NOUN", "t": "NOUN", "u": "PART", "v": "VERB", "w": "PUNCT", "x": "SYM", "y": "PART",
    "z": "ADJ",
}  # fmt: skip
_PROPER = ("nr", "ns", "nt", "nz")


def shape_tag(word: str) -> str:
    """Return the tag of a word that the dictionary lacks: `m` digits, `eng` Latin letters, `x` the rest.

    >>> shape_tag("12.5%"), shape_tag("iPhone15"), shape_tag("，")
    ('m', 'eng', 'x')
    """
    digits = sum(char.isascii() and char.isdigit() for char in word)
    latin = sum(char.isascii() and char.isalnum() for char in word)
    if not latin:
        return "x"
    return "m" if latin == digits else "eng"


@cache
def universal(tag: str, word_is_punctuation: bool = False) -> str:
    """Return the universal part of speech for a tag of jieba.

    >>> universal("ns"), universal("vn"), universal("eng")
    ('PROPN', 'VERB', 'X')
    """
    if word_is_punctuation:
        return "PUNCT"
    if tag == "eng":
        return "X"
    if tag.startswith(_PROPER):
        return "PROPN"
    return _UNIVERSAL.get(tag[:1], "X")
