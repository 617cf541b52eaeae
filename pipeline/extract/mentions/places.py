"""Places: the divisions of the gazetteer, and towns and villages by their shape."""

import re
from collections import Counter
from collections.abc import Iterator

from kg.values import Span
from pipeline.extract.mentions.scan import Scan
from pipeline.extract.reading import Mention

_TOWN = re.compile(r"[一-龥]{1,4}?(?:街道|镇|乡|村)(?!里|化|民|级|振兴|企|干部|镇|风|容|道|居|务|集体|落)")
_LONE = re.compile(r"[一-龥]{2,3}(?:街道|镇|村)(?!里|化|民|级|振兴|企|干部|镇|风|容|道|居|务|集体|落)")
_COMMON = re.compile(
    r"乡村|农村|城镇|乡镇|集镇|村镇|山村|新村镇|小镇|全镇|古镇|城中村|帮扶村|示范村|行政村|自然村|贫困村|特色"
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
        if sure and not _split(scan, start, end):
            yield Mention("place", Span(start, end), "gazetteer")
            yield from _towns(scan, end)
    yield from _lone_towns(scan)


def _listed(scan: Scan, start: int, end: int, starts: set[int]) -> bool:
    """Tell whether 、 joins the place to another."""
    before = scan.text[start - 1 : start] == "、" and start - 1 in scan.places_ending
    return before or (scan.text[end : end + 1] == "、" and end + 1 in starts)


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
    """Yield towns without a parent: after a cut, and more than once."""
    found = [match for match in _LONE.finditer(scan.text) if scan.left(match.start()) == match.start()]
    often = Counter(match.group() for match in found)
    for match in found:
        if often[match.group()] > 1 and not _common(match.group()):
            yield Mention("place", Span(*match.span()), "town")


def _common(name: str) -> bool:
    return len(name) < 2 or _COMMON.search(name) is not None
