"""Bodies of party and government: a place or a level before an organ; unions called by their level."""

import re
from collections.abc import Iterator
from functools import cache

from kg.values import Span
from pipeline.extract.mentions.scan import LEVELS, Scan
from pipeline.extract.reading import Mention
from pipeline.lexicon import words
from pipeline.lexicon.trie import pattern

_PARTY = (
    r"委(?:组织部|宣传部|统战部|政法委|办公室|网信办|社会工作部|老干部局|编办|直属机关工委|直机关工委)?(?![员托派屈任书内外以曲])"
    r"|委(?=书记|副书记|常委)"
)
_COUNCILS = (
    r"人民政府(?:办公厅|办公室|新闻办公室)?|政府(?:办公厅|办公室|新闻办)?|人大常委会|人民代表大会常务委员会|人大(?!代表|学|会堂)|政协(?!委员)|"
    r"纪委监委|纪委|监委|监察委员会|纪律检查委员会|纪检监察工委|[教建经科农体]委(?!员)|党委|党工委|工委|党群工作部|产改办|产改工作领导小组"
)
_AHEAD = re.compile(r"(?:中共|中国共产党|共青团)$")
_SHORT_UNION = re.compile(
    r"总(?!工|体|量|部|经|书|值|数|额|计|长|裁|监|面|人|行|公|共|是|结|理|投|产|收|成|冠|站|会|台|局|社|校|院|店|队|支|包|价|分(?!管)|决|路|里|动|务|承|督|领|想|能|之|督|产|重|编|则|揽|括|统)"
)


def organs(scan: Scan) -> Iterator[Mention]:
    """Yield bodies that a place or a level opens: councils, party committees, bureaus and commissions."""
    for match in _organ().finditer(scan.text):
        first = scan.chain(match.start())
        if first == match.start():
            continue
        town = scan.left(match.start())
        if scan.text[first] in "镇乡街" and first - town <= 6:
            first = scan.inside(town, first) or town
        ahead = _AHEAD.search(scan.text, max(0, first - 5), first)
        yield Mention("government", Span(ahead.start() if ahead else first, match.end()), "organ")


def union_shorts(scan: Scan) -> Iterator[Mention]:
    """Yield 市总, 区总, 海岭区总: unions called by their level, in an article that knows a 总工会."""
    if "总工会" not in scan.text:
        return
    for match in _SHORT_UNION.finditer(scan.text):
        first = scan.chain(match.start())
        if first < match.start() and scan.text[match.start() - 1] in LEVELS:
            yield Mention("union", Span(first, match.end()), "union:short")


@cache
def _organ() -> re.Pattern[str]:
    stems = pattern(words("organ_stems"))
    return re.compile(
        f"(?:{_PARTY})|(?:{_COUNCILS})|{stems}(?:[和与、]?{stems})?(?:局|厅|委员会|委(?![员托])|办公室|办(?!学|理|公|事)|部门)"
    )
