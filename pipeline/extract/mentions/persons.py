"""Persons: bylines, names beside a position or a verb of speech; and the positions beside them."""

import re
from collections.abc import Iterator

from kg.values import Span
from pipeline.extract.mentions.scan import Scan
from pipeline.extract.reading import Mention
from pipeline.lexicon import words
from pipeline.lexicon.trie import pattern

_SURNAME = "".join(sorted(words("surnames", kind="name") | words("surnames", kind="word")))
_COMPOUND = pattern(words("surnames", kind="compound"))
_NAME = rf"(?:{_COMPOUND}[一-龥]{{1,2}}|[{_SURNAME}][一-龥]{{1,2}})"
_HEADS = pattern(words("positions", kind="head"))
_WEAK = pattern(words("positions", kind="weak"))
_MODIFIERS = pattern(words("positions", kind="modifier"))
_POSITION = rf"(?:{_MODIFIERS})*{_HEADS}(?:[、兼](?:{_MODIFIERS})*{_HEADS})*"
_SPEECH = pattern(words("name_followers", kind="speech"))
_FOLLOWER = pattern(words("name_followers"))
_AFTER = rf"(?=[，。、；：！？）)（(“”《\s\d]|{_FOLLOWER}|$)"
_TITLED = re.compile(rf"(?P<title>{_POSITION}|{_WEAK})(?P<name>{_NAME}){_AFTER}")
_SPOKEN = re.compile(rf"(?<![一-龥])(?P<name>{_NAME})(?={_SPEECH}[，。：“道])")
_BYLINE = re.compile(
    r"(?:记者|通讯员|特约记者|作者|文/图|图/文|摄影|文|图|责任编辑|编辑|供稿)[：:丨｜|/\s]*"
    rf"(?P<names>{_NAME}(?:[、\s]+(?:(?:通讯员|记者)\s*)?{_NAME})*)(?=[，。、；：）)（(\s摄文报]|$)"
)
_PHOTO = re.compile(rf"(?P<names>{_NAME}(?:[、\s]+{_NAME})*)\s*/?摄")
_POLITE = re.compile(rf"[{_SURNAME}](?:某某?|女士|先生|师傅|老师|大姐|大爷|阿姨)")
_ONE = re.compile(_NAME)


def persons(scan: Scan) -> Iterator[Mention]:
    """Yield persons by their bylines, their titles, their speech and the article's own authors."""
    for author in scan.article.authors:
        start = scan.text.find(author.name)
        if start >= 0 and author.name:
            yield Mention("person", Span(start, start + len(author.name)), "author")
    for rule, shape in (("byline", _BYLINE), ("photo", _PHOTO)):
        for match in shape.finditer(scan.text):
            for one in re.finditer(r"[一-龥·]{2,4}", match["names"]):
                if _ONE.fullmatch(one.group()):
                    start = match.start("names")
                    yield Mention("person", Span(start + one.start(), start + one.end()), rule)
    for rule, shape in (("titled", _TITLED), ("spoken", _SPOKEN)):
        for match in shape.finditer(scan.text):
            yield Mention("person", Span(*match.span("name")), rule)
    for match in _POLITE.finditer(scan.text):
        yield Mention("person", Span(*match.span()), "polite")
    yield from _tagged(scan)


def _tagged(scan: Scan) -> Iterator[Mention]:
    for word in scan.words:
        if word.tag == "nr" and 2 <= len(word.text) <= 4 and _ONE.fullmatch(word.text):
            yield Mention("person", word.span, "tag")


def positions(scan: Scan) -> Iterator[Mention]:
    """Yield the positions that stand right before a person's name, each of an enumeration by itself."""
    for match in _TITLED.finditer(scan.text):
        if re.fullmatch(_POSITION, match["title"]):
            for one in re.finditer(r"[^、兼]+", match["title"]):
                start = match.start("title")
                yield Mention("position", Span(start + one.start(), start + one.end()), "titled")
