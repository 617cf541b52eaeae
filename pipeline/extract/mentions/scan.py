"""One walk over the text: where names may begin, where places stand, which words end names."""

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache, lru_cache

from kg.values import Article
from pipeline.extract.reading import Word
from pipeline.lexicon import table, words
from pipeline.lexicon.dictionary import Dictionary, longest

Found = tuple[int, int, str]
LEVELS = "省市区县州旗镇乡自街"
_LEVEL = re.compile(r"(?:自治[区州县]|街道|[省市区县州旗镇乡])$")
_SINGLE_CUTS = "".join(sorted(word for word in words("cutters", kind="cut") if len(word) == 1))
_BREAK = re.compile(r"[^\w·・（）()]+|[_\d.%]+(?![A-Za-z])|[（()）]")
_INNER = re.compile(r"[（(](?:(?![称原])[^\W\d_]){2,8}[）)](?=[^\W\d_])")
_FUNCTION_TAGS = frozenset({"p", "c", "uj", "ul", "uv", "uz", "ud", "ug", "y"})
_CONTENT_TAGS = frozenset({"v", "vd", "d", "r", "l", "i"})
_NAME_WORDS = words("cutters", kind="inner") | words("cutters", kind="keep")
_PLACES = frozenset({"province", "city", "city!", "county", "country", "region", "short", "short!"})
_REMEMBERED = 1 << 16
_CUTTERS = frozenset({"keep", "cut", "lead", "inner"})


@dataclass(frozen=True, slots=True)
class Scan:
    """A text with the places of what matters to names; all offsets count its characters.

    `cuts` are the offsets that no name reaches across; `hard` those of them that the lexicon and the
    punctuation give (the others come from the segmenter's tags, and may be wrong within a name). `places`
    are the gazetteer's matches, `places_ending` their starts by their ends; `suffixes` the words that end
    names of organisations, overlaps included; `within` is 1 at the offsets inside a word of the segmenter,
    `placed` at those inside a place.
    """

    article: Article
    text: str
    words: tuple[Word, ...]
    cuts: tuple[int, ...]
    hard: tuple[int, ...]
    places: tuple[Found, ...]
    suffixes: tuple[Found, ...]
    places_ending: dict[int, int] = field(default_factory=dict)
    within: bytes = b""
    placed: bytes = b""

    def left(self, offset: int, *, hard: bool = False) -> int:
        """Return the nearest cut at or before `offset`; `hard` leaves out those of the segmenter's tags."""
        cuts = self.hard if hard else self.cuts
        return cuts[bisect_right(cuts, offset) - 1]

    def chain(self, offset: int) -> int:
        """Return where the places and levels (市, 区 …) begin that end right before `offset`."""
        start, floor = offset, self.left(offset)
        while start > floor:
            if self.places_ending.get(start, -1) >= floor:
                start = self.places_ending[start]
            elif start == offset and (level := _LEVEL.search(self.text, max(floor, start - 3), start)):
                start = level.start()
            else:
                break
        return start

    def inside(self, first: int, last: int) -> int | None:
        """Return where the first place begins that lies between the two offsets."""
        index = bisect_right(self.places, (first, -1, ""))
        found = self.places[index] if index < len(self.places) else None
        return found[0] if found and found[1] <= last else None


def scan(article: Article, words: tuple[Word, ...] = ()) -> Scan:
    """Walk over the article's text once and note what the finders of names need."""
    text = article.text
    found = list(_dictionary().matches(text))
    places = tuple(longest(match for match in found if match[2] in _PLACES))
    suffixes = tuple(match for match in found if match[2] not in _PLACES and match[2] not in _CUTTERS)
    suffixes += tuple((m.start(), m.end(), "厂") for m in re.finditer("厂", text))
    cuts, hard = _cuts(text, found, words)
    ending = {end: start for start, end, _ in places}
    within = _marked(len(text), [(word.span.start, word.span.end) for word in words])
    placed = _marked(len(text), [(start, end) for start, end, _ in places])
    return Scan(article, text, words, cuts, hard, places, suffixes, ending, within, placed)


def _marked(length: int, stretches: Iterable[tuple[int, int]]) -> bytes:
    """Return 1 for every offset strictly inside one of the stretches, 0 elsewhere."""
    marks = bytearray(length + 1)
    for start, end in stretches:
        if end - start == 2:  # half of all words
            marks[start + 1] = 1
        elif end - start > 2:
            marks[start + 1 : end] = b"\x01" * (end - start - 1)
    return bytes(marks)


@cache
def _dictionary() -> Dictionary:
    labels = {row["word"]: row["kind"] for row in table("cutters")}
    labels |= {row["suffix"]: row["suffix"] for row in table("org_suffixes")}
    for row in table("places"):
        labels[row["name"]] = row["kind"]
        if row["short"] != "-":
            if row["kind"] in ("province", "city"):
                labels[row["short"]] = "short"
            else:
                labels.setdefault(row["short"], "short!")
    return Dictionary(labels)


def _cuts(text: str, found: list[Found], tagged: tuple[Word, ...]) -> tuple[tuple[int, ...], ...]:
    held = bytearray(len(text) + 1)
    for start, end, label in found:
        if label == "keep" or label in _PLACES:
            held[start:end] = b"\x01" * (end - start)
    inner = {offset for match in _INNER.finditer(text) for offset in (match.start(), match.end() - 1)}
    ends = {0, len(text)}
    ends.update(match.end() for match in _BREAK.finditer(text) if match.start() not in inner)
    ends.update(match.end() for match in re.finditer(f"[{_SINGLE_CUTS}]", text) if not held[match.start()])
    ends.update(
        end for start, end, label in found if label == "cut" and not held[start] and not held[end - 1]
    )
    hard = tuple(sorted(ends))
    ends.update(
        word.span.end for word in tagged if not held[word.span.start] and _cuts_off(word.tag, word.text)
    )
    return tuple(sorted(ends)), hard


@lru_cache(_REMEMBERED)
def _cuts_off(tag: str, text: str) -> bool:
    if tag in _FUNCTION_TAGS:
        return True
    return tag in _CONTENT_TAGS and len(text) > 1 and text not in _NAME_WORDS
