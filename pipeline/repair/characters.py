"""Characters that stand for others: a named table of small fixes, applied in order, each safe to repeat."""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from kg.values import Document, Notice, Span
from pipeline.repair.misread import read_again

_LATIN = re.compile("[\x80-\xff]{6}")  # bytes of another encoding
_HAN = re.compile("[一-鿿]")

# Each table holds pairs: the character found, the character meant.
_VERTICAL = "︵（︶）︹〔︺〕︻【︼】︽《︾》︿〈﹀〉﹁「﹂」﹃『﹄』︰：︱—︐，︑、︒。︓：︔；︕！︖？"
_RADICALS = "⺠民⻁虎⻄西⻅见⻆角⻉贝⻋车⻓长⻔门⻘青⻚页⻛风⻜飞⻝食⻢马⻣骨⻥鱼⻦鸟⻨麦⻩黄⻬齐⻰龙⻳龟"
_SYMBOLS = "\uf06c●\uf06e■\uf075◆\uf0b7•\uf0d8➢\uf0fc✓"  # bullets of symbol fonts


def fix_characters(document: Document) -> Document:
    """Return `document` with its text's characters set right and its notices moved along.

    The fixes are `FIXES`, and what was misread is read again with a notice at its place (`read_again`);
    applying them again changes nothing. Time and memory are linear in the text.
    """
    if _LATIN.search(document.text) and not document.notices:
        again, found = read_again(document.text)  # with all bytes: a soft hyphen may be half of a character
        document = replace(document, text=again, notices=tuple(found))
    text = document.text
    offsets = [place for notice in document.notices for place in (notice.span.start, notice.span.end)]
    for fix in FIXES:
        text, offsets = fix.apply(text, offsets)
    moved = tuple(
        replace(notice, span=Span(*offsets[2 * index : 2 * index + 2]))
        for index, notice in enumerate(document.notices)
    )
    again, found = read_again(text)
    if not found:
        return replace(document, text=text, notices=moved)
    return replace(document, text=again, notices=(*_cut(moved, again), *found))


def _cut(notices: Iterable[Notice], text: str) -> Iterator[Notice]:
    """Yield notices within a text that became shorter."""
    for notice in notices:
        end = min(notice.span.end, len(text))
        yield replace(notice, span=Span(min(notice.span.start, end), end))


def _standard(match: re.Match[str]) -> str:
    return unicodedata.normalize("NFKC", match[0])


def _from(pairs: str) -> tuple[re.Pattern[str], Callable[[re.Match[str]], str]]:
    table = dict(zip(pairs[::2], pairs[1::2], strict=True))
    return re.compile(f"[{''.join(table)}]"), lambda match: table[match[0]]


def _unspaced(match: re.Match[str]) -> str:
    """Return characters without the blanks between them, if a third of them are Chinese."""
    bare = match[0].replace(" ", "")
    return bare if 3 * len(_HAN.findall(bare)) >= len(bare) else match[0]


def _narrow(match: re.Match[str]) -> str:
    return chr(ord(match[0]) - 0xFEE0)


@dataclass(frozen=True, slots=True)
class Fix:
    """One named replacement: what `pattern` finds becomes what `repl` says."""

    name: str
    pattern: re.Pattern[str]
    repl: str | Callable[[re.Match[str]], str]

    def apply(self, text: str, offsets: Sequence[int] = ()) -> tuple[str, list[int]]:
        """Return the fixed text, and where each of `offsets` into `text` went."""
        ends, shifts = [0], [0]

        def swap(match: re.Match[str]) -> str:
            new = self.repl if isinstance(self.repl, str) else self.repl(match)
            if offsets:
                ends.append(match.end())
                shifts.append(shifts[-1] + len(new) - len(match[0]))
            return new

        fixed = self.pattern.sub(swap, text)
        moved = [offset + shifts[bisect_right(ends, offset) - 1] for offset in offsets]
        return fixed, [min(max(offset, 0), len(fixed)) for offset in moved]


FIXES: tuple[Fix, ...] = (
    Fix("line_ends", re.compile("\r\n?|[\x0b\x85\u2028\u2029]"), "\n"),
    Fix("lone_surrogates", re.compile("[\ud800-\udfff]"), "\ufffd"),
    Fix(
        "invisible",
        re.compile(
            "[\x00-\x08\x0e-\x1f\x7f\x80-\x84\x86-\x9f\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]"
        ),
        "",
    ),
    Fix("wide_spaces", re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000\ue5e5]"), " "),
    Fix(
        "compatibility_forms", re.compile("[\u2e9f\u2ef3\u2f00-\u2fd5\uf900-\ufad9\ufb00-\ufb06]"), _standard
    ),
    Fix("radicals", *_from(_RADICALS)),
    Fix("vertical_forms", *_from(_VERTICAL)),
    Fix("full_width", re.compile("[０-９Ａ-Ｚａ-ｚ]|(?<=[0-9０-９])．(?=[0-9０-９])"), _narrow),
    Fix("symbol_fonts", *_from(_SYMBOLS)),
    Fix(
        "letter_spacing",
        re.compile(r"(?<!\S)(?:[一-鿿](?: [一-鿿]){3}|\S(?: \S){7})(?: \S)*(?!\S)"),
        _unspaced,
    ),
)
