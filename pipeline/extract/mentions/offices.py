"""Places that only an office's name tells: 砚湖市总工会 speaks of 砚湖市, whatever gazetteers know."""

import re
from collections.abc import Iterable, Iterator

from kg.values import Span
from pipeline.extract.mentions.scan import Scan
from pipeline.extract.reading import Mention

_UNIT = re.compile(
    r"(?:[一-龥]{2,3}?[省市州])?(?P<unit>[一-龥]{2,3}?(?:市|县|区|旗|镇|街道))"
    r"(?=总工会|委|政府|人民|[一-龥]{2,6}局|人大|政协|法院|检察院|妇联)"
)
_NO_PLACE = re.compile(
    r"[全本各该我两跨省市县区同]|.*(?:高新|开发|园|景|社|辖|城|地|新|矿|校|厂|库|保税|试验|示范)区$"
)


def offices(scan: Scan, found: Iterable[Mention]) -> Iterator[Mention]:
    """Yield the place at the head of each union's or government body's name that no gazetteer marked."""
    found = list(found)
    known = {at for mention in found if mention.type == "place" for at in range(*_ends(mention.span))}
    for mention in found:
        if mention.type not in {"union", "government"}:
            continue
        match = _UNIT.match(scan.text, mention.span.start, mention.span.end)
        if match is None or _NO_PLACE.match(match["unit"]):
            continue
        span = Span(*match.span("unit"))
        if not known.intersection(range(*_ends(span))):
            yield Mention("place", span, "office")


def _ends(span: Span) -> tuple[int, int]:
    return span.start, span.end
