"""One walk over the text: where names may begin, where places stand, which words end names."""

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cache

from kg.values import Article
from pipeline.extract.reading import Word
from pipeline.lexicon import table
from pipeline.lexicon.dictionary import Dictionary, longest

Found = tuple[int, int, str]
LEVELS = "省市区县州旗镇乡"
_SINGLE_CUTS = "".join(
    sorted(r["word"] for r in table("cutters") if r["kind"] == "cut" and len(r["word"]) == 1)
)
_BREAK = re.compile(r"[^\w·・（）()]+|[_\d.%]+(?![A-Za-z])|[（()）]")
_INNER = re.compile(r"[（(]([^\W\d_]{2,8})[）)](?=[^\W\d_])")
_CUT_TAGS = frozenset({"p", "c", "u", "uj", "ul", "uv", "uz", "ud", "ug", "d", "r", "y", "t", "m", "q"})


@dataclass(frozen=True, slots=True)
class Scan:
    """A text with the places of what matters to names; all offsets count its characters.

    `cuts` are the offsets that no name reaches across; `places` the gazetteer's matches, `places_ending`
    their starts by their ends; `suffixes` the words that end names of organisations, overlaps included.
    """

    article: Article
    text: str
    words: tuple[Word, ...]
    cuts: tuple[int, ...]
    places: tuple[Found, ...]
    suffixes: tuple[Found, ...]
    places_ending: dict[int, int] = field(default_factory=dict)

    def left(self, offset: int) -> int:
        """Return the nearest cut at or before `offset`."""
        return self.cuts[bisect_right(self.cuts, offset) - 1]

    def chain(self, offset: int) -> int:
        """Return where the places and levels (市, 区 …) begin that end right before `offset`."""
        start, floor = offset, self.left(offset)
        while start > floor:
            if start in self.places_ending and self.places_ending[start] >= floor:
                start = self.places_ending[start]
            elif start == offset and self.text[start - 1] in LEVELS:
                start -= 1
            else:
                break
        return start


def scan(article: Article, words: tuple[Word, ...] = ()) -> Scan:
    """Walk over the article's text once and note what the finders of names need."""
    text = article.text
    found = list(_dictionary().matches(text))
    places = tuple(longest(match for match in found if match[2] in _PLACES))
    suffixes = tuple(match for match in found if match[2] not in _PLACES and match[2] not in _CUTS)
    cuts = _cuts(text, found, words)
    ending = {end: start for start, end, _ in places}
    return Scan(article, text, words, cuts, places, suffixes, ending)


_PLACES = frozenset({"province", "city", "city!", "county", "short", "short!"})
_CUTS = frozenset({"keep", "cut", "lead"})


@cache
def _dictionary() -> Dictionary:
    labels = {row["word"]: row["kind"] for row in table("cutters")}
    labels |= {row["suffix"]: f"{row['type']} {row['start']}" for row in table("org_suffixes")}
    for row in table("places"):
        labels[row["name"]] = row["kind"]
        if row["short"] != "-":
            always = row["kind"] in ("province", "city")
            labels.setdefault(row["short"], "short" if always else "short!")
    return Dictionary(labels)


def _cuts(text: str, found: list[Found], words: tuple[Word, ...]) -> tuple[int, ...]:
    shields = [match for match in found if match[2] == "keep" or match[2] in _PLACES]
    held = bytearray(len(text) + 1)
    for start, end, _ in shields:
        for offset in range(start, end):
            held[offset] = 1
    inner = {offset for match in _INNER.finditer(text) for offset in (match.start(), match.end() - 1)}
    ends = {0, len(text)}
    for match in _BREAK.finditer(text):
        if match.start() not in inner:
            ends.add(match.end())
    ends |= {match.end() for match in re.finditer(f"[{_SINGLE_CUTS}]", text) if not held[match.start()]}
    ends |= {end for start, end, label in found if label == "cut" and not held[start]}
    ends |= {
        word.span.end
        for word in words
        if word.tag in _CUT_TAGS and not any(held[word.span.start : word.span.end])
    }
    return tuple(sorted(ends))
