"""What a query asks for: its parts, what it refuses, and what it says of the enterprise, place and theme.

A table of patterns, tried on the text in order. Only what is refused is left out of the words that are looked
for, since it would find the opposite.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kg.filters import TRAITS
from kg.values import THEMES

# How a query says a trait, where it differs from how a text states it.
_SAID: Mapping[str, str] = {
    "small": (
        "小微企业|中小企业|小型企业|小企业|小公司|小厂|小单位|小作坊|规模小|人数少|人少的|几十号?人|十几个?人|微型|"
        r"(?<!\d)(?:\d{1,3}|[几两三]?[十百])人(?:以下|以内|不到)的?"
    ),
    "large": "大型企业|大企业|大公司|大集团|大厂|上市公司|龙头企业",
    "state": "国有企业|国企|央企|中央企业|国有|国资",
    "private": "民营企业|民企|私营企业|私企|私人企业|非公企业|非公|民营|私营",
    "foreign": "外资企业|外企|合资企业|外资|合资|台资|港资",
    "province": "全省|省里|省级|省一级",
    "city": "全市|市里|市级|市一级",
    "county": "全县|县里|县级|县一级|县域|县城|小县",
    "township": "乡镇|镇里|镇上|乡里|街道|村里|村级|乡村",
    "park": "园区|开发区|工业园|产业园|高新区",
}
_TRAITS = {trait: re.compile(pattern) for trait, pattern in _SAID.items()}
_MONEY = ("奖金", "补贴", "补助", "津贴", "资金", "经费", "拨款", "万元", "投入", "发放")
_FREE = re.compile(
    r"不用?花(什么|一分)?钱|不用(花|掏|出)钱|没有?(什么)?(钱|经费|预算)(?=也|还|又|的办法|的做法|怎么|如何|，怎|，如)|"
    r"零(成本|投入)的?(?=办法|做法|措施|活动|培训)|(少|省)花钱|低成本|"
    r"(不想|不用|不靠|不必|别光|不要光|不能光靠)(再)?(发|给|砸|拿)钱|不涉及钱|不谈钱"
)
_REFUSED = re.compile(
    r"(?:不用|无需|不必|不需要|不靠|不占用?|"
    r"(?:不要|别)(?:再|[只光])?(?=[发开搞办送请靠喊罚])|(?:不要|别)[只光]发?|除了|别再|不想再|而不是|不依赖|"
    r"(?<![^，。；、？！,.;?!\s])(?:[少免](?=[开搞办发])|不[搞开办请]|不想(?=[发开搞办送请靠])|不能(?:再|[只光])?靠))"
    r"(?P<what>[^\s，。；、？！,.;?!的]{1,10}?)"
    r"(?=的|以外|之外|外还|也|就|还|能|又|怎|如何|咋|那种|这种|多办|自己|我|你|来|留|抓|管住|激励|解决|调动|"
    r"[\s，。；、？！,.;?!]|$)"
    r"(?:以外|之外|那种|这种)?"
)
_NOT = re.compile(r"非(?P<what>[^\s，。；、？！,.;?!的公遗法常企]{2,6}?)[类型式](?:的)?")
_OPERATOR = re.compile(r"(?:^|\s)(?:-|NOT\s+)(?P<what>[^\s，。；、]+)")
_LIGHT = re.compile(r"^(?:再|去|用|开|搞|办|花|靠|请|喊|发(?![布展票言挥明现])|占用?|召开|举办|组织)+(?=..)")
_EACH = re.compile("(?<=.)(?:送|和|或者?|跟)")
_PARTS = re.compile(
    r"[，。；、？！,.;?!\s]+|还有|以及|同时|并且|而且|另外|(?<=.)又(?=要|想|能|得|怕)|既要?|也要|还要|还想"
)
_REQUESTS = re.compile(
    r"还有|以及|同时|并且|另外|顺便|也[要想]|还[要想]|(?<=.)又(?=要|想|怎|如何)|既(?=要|想|能)|[；;]|(?<=，)再"
)
_NUMBER = re.compile(r"\d+(?:\.\d+)?\s*(?:%|个百分点|万?[亿元人家名个座条项次天年月岁对场])?")
_LEAST, _REQUEST = 2, 4  # characters of a part, and of one of several requests
_STOPS = " ，。；、？！,.;?!"
_LONGEST = 80  # characters: a longer text tells of itself and refuses nothing


@dataclass(frozen=True, slots=True)
class Refusal:
    """What a query does not want: its own words, and the words by which a text shows it."""

    said: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Query:
    """A query as it was read.

    `text` is what is looked for: the query without what it refuses. `parts` are the things it asks for, one
    or several. `traits` are keys of `kg.filters.TRAITS`, `themes` and `numbers` as they stand in the text.
    """

    text: str
    parts: tuple[str, ...]
    refused: tuple[Refusal, ...] = ()
    traits: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()

    @property
    def requests(self) -> tuple[str, ...]:
        """What the query plainly joins (既要…又要, 还想, 以及), none to drown the other; or the whole.

        >>> Query("想给职工体检，还想办个食堂", ()).requests
        ('想给职工体检', '办个食堂')
        """
        found = [part.strip(_STOPS) for part in _REQUESTS.split(self.text)]
        whole = len(self.text) > _LONGEST or any(len(part) < _REQUEST for part in found if part)
        return (self.text,) if whole else tuple(part for part in found if part) or (self.text,)

    @property
    def bare(self) -> str:
        """The text without the words that say what the enterprise or the place is like.

        >>> parse("县里的小厂怎么建工会").bare
        '的怎么建工会'
        """
        text = self.text
        for trait in self.traits:
            text = _TRAITS[trait].sub("", text)
        return text


def parse(text: str) -> Query:
    """Return what a query asks for; a long text, as a draft is, asks for cases like it.

    >>> parse("不用开大会的办法，让职工提意见")
    Query(text='的办法，让职工提意见', parts=('的办法', '让职工提意见'), \
refused=(Refusal(said='不用开大会', words=('大会',)),), traits=(), themes=(), numbers=())
    """
    if len(text) > _LONGEST:
        return Query(text, (text,), themes=tuple(theme for theme in THEMES if theme in text))
    refused, rest = _refused(text)
    return Query(
        text=rest,
        parts=tuple(part for part in _PARTS.split(rest) if part and len(part) >= _LEAST),
        refused=refused,
        traits=tuple(trait for trait, pattern in _TRAITS.items() if pattern.search(rest)),
        themes=tuple(theme for theme in THEMES if theme in rest),
        numbers=tuple(dict.fromkeys(match[0] for match in _NUMBER.finditer(rest))),
    )


def states(text: str, trait: str) -> str | None:
    """Return the words by which a text states a trait, if it does."""
    return next((word for word in TRAITS[trait] if word in text), None)


def _refused(text: str) -> tuple[tuple[Refusal, ...], str]:
    found: list[Refusal] = []

    def take(match: re.Match[str]) -> str:
        found.extend(_refusal(match))
        return " " if match.re is _OPERATOR else ""

    for pattern in (_FREE, _REFUSED, _NOT, _OPERATOR):
        text = pattern.sub(take, text)
    return tuple(found), text


def _refusal(match: re.Match[str]) -> Iterator[Refusal]:
    if match.re is _FREE:
        yield Refusal(match[0].strip(), _MONEY)
        return
    parts = (_LIGHT.sub("", part) for part in _EACH.split(match["what"]))
    if words := tuple(part for part in parts if len(part) >= _LEAST):
        yield Refusal(match[0].strip(), words)
