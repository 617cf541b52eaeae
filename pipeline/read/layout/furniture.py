"""Takes out what is no text of an article: page numbers, and running heads that pages repeat."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from pipeline.read.layout.printed import Leaf, Printed, body_size, rows

_SURE_NUMBER = re.compile(
    r"[-—–·一]\s*\d{1,4}\s*[-—–·一]|第\s*\d{1,4}\s*[页版](?:\s*[,，/]?\s*共\s*\d{1,4}\s*[页版])?"
)
_BARE_NUMBER = re.compile(r"\d{1,4}")
_LETTER = re.compile(r"[^\W\d_]")
_EDGE_ROWS = 3  # rows from the top and from the foot among which page numbers are looked for
_LONGEST_HEAD = 40
_MOST_HEADS = 4  # on one page: where more lines repeat, the page itself was scanned twice
_LARGEST_HEAD = 1.3  # of the size of the text: what is larger is a title
_NEAR = 0.02  # of the page's height: a running head stands at one height


def drop_furniture(leaves: Sequence[Leaf]) -> tuple[list[Leaf], list[str]]:
    """Return the pages without page numbers and running heads, and the running heads, each once.

    A bare number counts where the numbers of at least two pages count up with the pages, a running head where
    at least two pages bear it at one height.
    """
    edges = [list(_edge_lines(leaf)) for leaf in leaves]
    numbers = {id(line) for line in _numbers(edges)}
    largest = _LARGEST_HEAD * body_size([line for leaf in leaves for line in leaf.lines])
    heads = [line for line in _repeated(leaves, edges) if id(line) not in numbers and line.size <= largest]
    gone = numbers | {id(line) for line in heads}
    told = {re.sub(r"\d+", "0", line.text): line.text for line in reversed(heads)}
    kept = [
        replace(leaf, lines=tuple(line for line in leaf.lines if id(line) not in gone)) for leaf in leaves
    ]
    return kept, list(reversed(told.values()))


def _edge_lines(leaf: Leaf) -> Iterator[Printed]:
    found = rows(leaf.lines)
    edge = [*found[:_EDGE_ROWS], *found[max(len(found) - _EDGE_ROWS, _EDGE_ROWS) :]]
    return (line for row in edge for line in row)


def _numbers(edges: Sequence[Iterable[Printed]]) -> Iterator[Printed]:
    bare: list[tuple[int, Printed]] = []
    for page, lines in enumerate(edges):
        for line in lines:
            text = line.text.strip()
            if _SURE_NUMBER.fullmatch(text):
                yield line
            elif _BARE_NUMBER.fullmatch(text):
                bare.append((page, line))
    offsets = Counter(offset for _, offset in {(page, int(line.text) - page) for page, line in bare})
    offset, count = max(offsets.items(), key=lambda item: item[1], default=(0, 0))
    if count > 1:
        yield from (line for page, line in bare if int(line.text) - page == offset)


def _repeated(leaves: Sequence[Leaf], edges: Sequence[Iterable[Printed]]) -> Iterator[Printed]:
    """Yield the lines at the edges of pages that stand on another page too, at the same height."""
    seen: dict[str, list[tuple[int, float, Printed]]] = {}
    for page, (leaf, lines) in enumerate(zip(leaves, edges, strict=True)):
        for line in lines:
            text = re.sub(r"\d+", "0", re.sub(r"\s+", "", line.text))
            if _LETTER.search(text) and len(text) <= _LONGEST_HEAD and "。" not in text:
                seen.setdefault(text, []).append((page, line.place.centre[1] / max(leaf.height, 1), line))
    found = [
        (page, line)
        for places in seen.values()
        for page, height, line in places
        if any(page != other and abs(height - its) < _NEAR for other, its, _ in places)
    ]
    count = Counter(page for page, _ in found)
    yield from (line for page, line in found if count[page] <= _MOST_HEADS)
