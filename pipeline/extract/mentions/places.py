"""Places: the divisions of the gazetteer, and towns and villages by their shape."""

import re
from collections.abc import Iterator

from kg.values import Span
from pipeline.extract.mentions.scan import Scan
from pipeline.extract.reading import Mention

_TOWN = re.compile(r"[一-龥]{1,4}?(?:街道|镇|乡|村)(?![一-龥]?(?:化|民|级|振兴|企|干部))")


def places(scan: Scan) -> Iterator[Mention]:
    """Yield divisions; a short form that is also a common word counts only beside its full form."""
    full = {scan.text[start:end] for start, end, label in scan.places if not label.startswith("short")}
    for start, end, label in scan.places:
        if label != "short!" or any(name.startswith(scan.text[start:end]) for name in full):
            yield Mention("place", Span(start, end), "gazetteer")
            yield from _town(scan, end)


def _town(scan: Scan, start: int) -> Iterator[Mention]:
    match = _TOWN.match(scan.text, start)
    if match and start not in scan.cuts and scan.left(match.end()) <= start:
        yield Mention("place", Span(start, match.end()), "town")
