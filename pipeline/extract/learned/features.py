"""What a character shows of the name it may belong to: a hashed key for each template, in arrays."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from pipeline.extract.reading import Mention, Word
from pipeline.lexicon import table
from pipeline.lexicon.dictionary import Dictionary

Integers = NDArray[np.int64]
TYPES = (
    "enterprise", "studio", "union", "government", "park", "platform", "school", "association", "person",
    "place", "policy", "program", "honor", "media",
)  # fmt: skip
BITS = 22
_UNKNOWN, _REMEMBERED = (-2, -2, -2), 1 << 16
_TOLD = frozenset(
    {"enterprise", "studio", "union", "park", "platform", "school", "association", "media", "person"}
)
_OF_WORDS = ("word", "coarse", "middle", "fine", "tag")
_REACH, _AROUND, _AHEAD = 3, 2, 14
_SEED, _MIX = 0x9E3779B97F4A7C15, np.uint64(0xBF58476D1CE4E5B9)
_QUOTED = re.compile(r"“([^”“\n]{1,60})”")
_TITLED = re.compile(r"《([^》《\n]{1,60})》")
_BRACKETED = re.compile(r"[（(]([^（）()\n]{1,40})[）)]")
_DIGITS = re.compile(r"\d")
# Each template is a set of columns with their offsets from the character.
_CHARACTERS = (
    "c",
    "c-1",
    "c1",
    "c-2",
    "c2",
    "c-1 c",
    "c c1",
    "c-2 c-1",
    "c1 c2",
    "c-1 c c1",
    "c c1 c2",
    "c-2 c-1 c",
)
_WORDS = (
    "kind-1 kind kind1", "cut tag", "ptag cut tag ntag", "word cut", "pword", "nword", "cut fine",
    "cut middle", "pmiddle", "nmiddle", "pcoarse cut coarse ncoarse",
    "pmiddle cut middle", "cut middle nmiddle",
    "ppmiddle pmiddle cut", "cut nmiddle nnmiddle", "pword word cut", "word nword cut",
)  # fmt: skip
_SHAPES = (
    "rule", "rule-1", "rule1", "rule-1 rule", "rule finder", "rule cut", "quote cut", "quote behind cut",
    "before quote cut", "before behind quote", "inner quote cut",
    "title", "suffix cut", "suffix rule", "line cut middle", "bracket cut",
)  # fmt: skip
_ARTICLE = ("known cut", "known rule", "known suffix", "often cut tag", "often known", "often cut coarse")
TEMPLATES = _CHARACTERS + _WORDS + _SHAPES + _ARTICLE


class Clusters(dict[str, tuple[int, int, int]]):
    """Of each word its cluster among a few, some and many, and what a word of a text shows by them."""

    def __init__(self, given: Iterable[tuple[str, tuple[int, int, int]]] = ()) -> None:
        super().__init__(given)
        self.shown = lru_cache(_REMEMBERED)(self._shown)  # most words of a text stood in others

    def _shown(self, word: str) -> tuple[int, int, int, int]:
        """Return the word as a number, and its clusters: those of its digits as one, if it has none."""
        return (_number(word), *(self.get(word) or self.get(_DIGITS.sub("0", word), _UNKNOWN)))


def keys(
    text: str, words: Iterable[Word], mentions: Iterable[Mention], clusters: Clusters
) -> NDArray[np.int64]:
    """Return the features of every character: an array of `len(text)` rows and `len(TEMPLATES)` columns.

    `words` cover the text; `mentions` are what the rules found. A feature is a hash below 2**BITS.
    """
    words, mentions = tuple(words), tuple(mentions)
    columns = {**_of_words(text, words, clusters), **_of_shapes(text, mentions)}
    columns |= _of_article(text, words, mentions)
    codes = np.frombuffer(text.encode("utf-32-le"), dtype=np.uint32).astype(np.int64)
    columns |= {"c": codes, "kind": _kinds(codes)}
    plan = _plan()
    padded = np.full((len(plan.names), len(text) + 2 * _REACH), -1, dtype=np.int64)
    for row, name in enumerate(plan.names):
        padded[row, _REACH : _REACH + len(text)] = columns[name]
    windows = np.lib.stride_tricks.sliding_window_view(padded, max(1, len(text)), axis=1)
    return _hash(plan, windows[..., : len(text)]).T


@dataclass(frozen=True, slots=True)
class _Plan:
    """How all templates are hashed at once: those of most parts first, so that parts fill ever fewer rows.

    `order` holds the templates' numbers; `parts[k]` the columns (by `names`) and offsets of their parts k.
    """

    names: tuple[str, ...]
    order: Integers
    parts: tuple[tuple[Integers, Integers], ...]


@cache
def _plan() -> _Plan:
    templates = _templates()
    order = sorted(range(len(templates)), key=lambda number: -len(templates[number]))
    names = tuple(sorted({name for template in templates for name, _ in template}))
    parts = []
    for place in range(len(templates[order[0]])):
        held = [templates[number][place] for number in order if len(templates[number]) > place]
        rows, offsets = zip(*((names.index(name), _REACH + offset) for name, offset in held), strict=True)
        parts.append((np.array(rows), np.array(offsets)))
    return _Plan(names, np.array(order), tuple(parts))


@cache
def _templates() -> tuple[tuple[tuple[str, int], ...], ...]:
    """Return the templates as columns with offsets: `c-1 c` is the character before and this one."""
    parts = [[re.match(r"([a-z]+)(-?\d)?", part) for part in template.split()] for template in TEMPLATES]
    return tuple(tuple((m[1], int(m[2] or 0)) for m in row if m) for row in parts)


def _hash(plan: _Plan, windows: Integers) -> Integers:
    """Return the hash of every template at every place; `windows[column, offset]` are a column's values."""
    seeds = [(number + 1) * _SEED % (1 << 64) for number in plan.order.tolist()]
    total = np.repeat(np.array(seeds, dtype=np.uint64)[:, None], windows.shape[-1], axis=1)
    for rows, offsets in plan.parts:
        some = total[: len(rows)]
        some ^= windows[rows, offsets].view(np.uint64) + (some << np.uint64(6))
        some *= _MIX
        some ^= some >> np.uint64(29)
    total >>= np.uint64(64 - BITS)
    out = np.empty_like(total)
    out[plan.order] = total
    return out.view(np.int64)


def _kinds(codes: Integers) -> Integers:
    table_of_kinds = _kind_table()
    return table_of_kinds[np.minimum(codes, len(table_of_kinds) - 1)]


@cache
def _kind_table() -> Integers:
    """Return the kind of each character: 1 Chinese, digit, letter, opening, closing, 6 stop, 0 rest."""
    kinds = np.zeros(0x10000, dtype=np.int64)
    kinds[0x4E00:0xA000] = 1
    for code in (*range(0x250), *range(0xFF00, 0xFF60)):
        kinds[code] = 2 if chr(code).isdigit() else 3 if chr(code).isalpha() else 0
    for number, signs in ((4, "“‘《（【「("), (5, "”’》）】」)"), (6, "，。；：、！？\n")):
        for sign in signs:
            kinds[ord(sign)] = number
    return kinds


def _of_words(text: str, words: Iterable[Word], clusters: Clusters) -> dict[str, Integers]:
    """Return the columns that the segmenter gives: place in the word, tags, words and clusters around."""
    listed = list(words)
    known: dict[str, int] = {}
    tags: dict[str, int] = {}
    places = [known.setdefault(word.text, len(known)) for word in listed]
    marks = [tags.setdefault(word.tag, len(tags)) for word in listed]
    rows = list(map(clusters.shown, known))
    columns = np.full((5, len(listed) + 2 * _AROUND), -1, dtype=np.int64)
    inner = columns[:, _AROUND : _AROUND + len(listed)]
    inner[:4] = np.array(rows, dtype=np.int64).reshape(-1, 4).T[:, places]
    inner[4] = np.array([_number(tag) for tag in tags], dtype=np.int64)[marks]
    lengths = np.array([word.span.end - word.span.start for word in listed], dtype=np.int64)
    return _spread(columns, lengths, len(text))


def _spread(columns: Integers, lengths: Integers, size: int) -> dict[str, Integers]:
    """Return columns of words as columns of characters, with the words before (p-) and after (n-)."""
    out = {"cut": np.full(size, 3, dtype=np.int64)}
    ends = np.cumsum(lengths)
    out["cut"][ends - lengths] = 0
    out["cut"][ends - 1] = 2
    out["cut"][(ends - 1)[lengths == 1]] = 1
    word = np.repeat(np.arange(len(lengths)), lengths)
    for mark, by in (("pp", -2), ("p", -1), ("", 0), ("n", 1), ("nn", 2)):
        moved = columns[:, word + (_AROUND + by)]
        out |= {mark + name: column for name, column in zip(_OF_WORDS, moved, strict=True)}
    return out


@lru_cache(_REMEMBERED)
def _number(word: str) -> int:
    return crc32(word.encode())


def _of_shapes(text: str, mentions: Iterable[Mention]) -> dict[str, Integers]:
    """Return the columns that rules, quotation marks, lines and suffixes give."""
    rule, finder, quote, behind, before, inner, title, bracket, line = np.zeros(
        (9, len(text)), dtype=np.int64
    )
    for mention in sorted(
        mentions, key=lambda one: (one.span.end - one.span.start, one.span.start, one.type)
    ):
        start, end = mention.span.start, mention.span.end
        if mention.type in TYPES:
            kind = 3 * TYPES.index(mention.type)
            rule[start:end] = kind + 1
            rule[end - 1] = kind + 2
            rule[start] = kind + 3
            finder[start:end] = _number(mention.rule)
    for match in _QUOTED.finditer(text):
        start, end = match.span()
        quote[start:end] = min(7, (end - start + 1) // 2)
        behind[start:end] = _number(text[end : end + 2])
        before[start:end] = _number(text[max(0, start - 2) : start])
        inner[start:end] = _number(text[end - 3 : end - 1])
    for column, found in ((title, _TITLED), (bracket, _BRACKETED)):
        for match in found.finditer(text):
            column[match.start() : match.end()] = 1 + min(4, (match.end() - match.start()) // 4)
    first = text.find("\n") + 1
    line[:first] = 1
    return {
        "rule": rule, "finder": finder, "quote": quote, "behind": behind, "before": before, "inner": inner,
        "title": title, "bracket": bracket, "line": line, "suffix": _suffixes(text),
    }  # fmt: skip


def _of_article(text: str, words: Sequence[Word], mentions: Sequence[Mention]) -> dict[str, Integers]:
    """Return the columns that the article gives: the type of names that a word begins, how often it stands.

    A house that a full name has told is called by the word that the name begins with.
    """
    known, often = np.zeros((2, len(text)), dtype=np.int64)
    begun = {one.span.start: TYPES.index(one.type) + 1 for one in mentions if one.type in _TOLD}
    begins = {word.text: begun[word.span.start] for word in words if word.span.start in begun}
    times = Counter(word.text for word in words)
    for word in words:
        if len(word.text) > 1:
            start, end = word.span.start, word.span.end
            often[start:end] = min(4, times[word.text])
            if not word.tag.startswith("ns"):
                known[start:end] = begins.get(word.text, 0)
    return {"known": known, "often": often}


def _suffixes(text: str) -> Integers:
    """Return for each character the next word ahead that ends names, as a number; 0 where none is near."""
    out = np.zeros(len(text), dtype=np.int64)
    floor = 0
    for start, end, suffix in sorted(_suffix_words().matches(text)):
        first = max(floor, start - _AHEAD)
        out[first:end] = _number(suffix)
        floor = end
    return out


@cache
def _suffix_words() -> Dictionary:
    return Dictionary({row["suffix"]: row["type"] + row["suffix"][-1] for row in table("org_suffixes")})
