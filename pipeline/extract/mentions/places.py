"""Places: the divisions of the gazetteer, and towns and villages by their shape."""

import re
from collections.abc import Iterator
from functools import cache

from kg.values import Span
from pipeline.extract.mentions.scan import Scan
from pipeline.extract.reading import Mention
from pipeline.lexicon import table
from pipeline.lexicon.dictionary import occurrences

_TOWN = re.compile(
    r"[一-龥]{1,4}?(?:街道|镇|乡(?![建创土亲愁贤情音间下村野])|村)(?!里|化|民|级|振兴|企|干部|镇|风|容|道|居|务|集体|落|街道)"
)
_LONE = re.compile(
    r"(?=([一-龥]{2,3}(?:街道|镇|村))(?!里|化|民|级|振兴|企|干部|镇|风|容|道|居|务|集体|落|街道))"
)
_TAIL = re.compile("(?:街道|镇|村)$")
_COMMON = re.compile(
    r"(?:全|各|新|为)?(?:乡村|农村|城镇|乡镇|集镇|村镇|山村|小镇|古镇|全镇|街道)"
    r"|.*(?:帮扶|示范|行政|自然|贫困|特色|实现).?[村镇乡]"
)


def places(scan: Scan) -> Iterator[Mention]:
    """Yield divisions, and the towns and villages below them.

    A short form that is also a common word counts beside its full form or among other places.
    """
    full = {scan.text[start:end] for start, end, label in scan.places if not label.startswith("short")}
    heads = {name[:size] for name in full for size in range(2, len(name))}
    starts = {start for start, _, _ in scan.places}
    for start, end, label in scan.places:
        sure = label != "short!" or scan.text[start:end] in heads or _listed(scan, start, end, starts)
        sure = sure or _below(scan, start, end)
        if sure and not _split(scan, start, end):
            yield Mention("place", Span(start, end), "gazetteer")
            yield from _towns(scan, end)
    yield from _lone_towns(scan)


def _listed(scan: Scan, start: int, end: int, starts: set[int]) -> bool:
    """Tell whether 、 joins the place to another."""
    before = scan.text[start - 1 : start] == "、" and start - 1 in scan.places_ending
    return before or (scan.text[end : end + 1] == "、" and end + 1 in starts)


def _below(scan: Scan, start: int, end: int) -> bool:
    """Tell whether the division above stands right before (上海|嘉定)."""
    before = scan.text[scan.places_ending.get(start, start) : start]
    return bool(before) and any(above.startswith(before) for above in _above()[scan.text[start:end]])


@cache
def _above() -> dict[str, set[str]]:
    """Return the divisions above each short form."""
    rows = table("places")
    parent = {row["name"]: row["parent"] for row in rows}
    above: dict[str, set[str]] = {row["short"]: set() for row in rows}
    for row in rows:
        above[row["short"]] |= {row["parent"], parent.get(row["parent"], "-")} - {"-"}
    return above


def _split(scan: Scan, start: int, end: int) -> bool:
    """Tell whether the words of the sentence run across both edges (关怀|化作 is no 怀化)."""
    return scan.within[start] == 1 and scan.within[end] == 1


def _towns(scan: Scan, start: int) -> Iterator[Mention]:
    """Yield the town that begins at `start`, and the village within it."""
    match = _TOWN.match(scan.text, start)
    while match and scan.left(match.end(), hard=True) <= start and not _common(match.group()):
        yield Mention("place", Span(start, match.end()), "town")
        start = match.end()
        match = _TOWN.match(scan.text, start)


def _lone_towns(scan: Scan) -> Iterator[Mention]:
    """Yield towns without a parent: after a cut, where the name stands more than once."""
    found = [Span(*match.span(1)) for match in _LONE.finditer(scan.text)]
    found = [span for span in found if scan.left(span.start) == span.start]
    stems = {span: _TAIL.sub("", span.of(scan.text)) for span in found}
    often = occurrences(scan.text, stems.values())
    for span in found:
        if often[stems[span]] > 1 and not _common(span.of(scan.text)):
            yield Mention("place", span, "town")


def _common(name: str) -> bool:
    return len(name) < 2 or _COMMON.fullmatch(name) is not None
