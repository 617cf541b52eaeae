"""People of a byline: names, the organization and position before them."""

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from kg.values import Author
from pipeline.lexicon import words
from pipeline.lexicon.trie import pattern

_PREFIX = "(?:本报|本刊|本网|本台|本社|特约|特派|首席|全媒体|融媒体|见习|实习)*"
_LONG = (
    "记者|通讯员|作者|撰稿人?|撰文|供稿人?|执笔人?|整理|采写|采访|实习生|评论员|报道员|"
    "摄影报道|摄影|报道|图文|文图|供图|编译"
)
_SHORT = (
    "(?<![^ /／｜|])[文图摄](?=[/／｜|:：])|(?<=[/／｜|])[文图摄](?![^ /／｜|])|"
    "(?<=[一-鿿]{2} )[文图摄](?![^ /／｜|])|(?<= )[图摄]$|(?<=[一-鿿])摄$"
)
_ROLE = re.compile(f"{_PREFIX}(?:{_LONG})|{_SHORT}")
_MARKS = re.compile(r"^[□■○●◎◇◆△▲☆★※*·•\s—-]+|[：:\s]+$")
_SEPARATORS = re.compile(r"[\s、,，/／|｜:：;；&]+")
_BRACKETS = re.compile(r"[（(]([^（()）]*)[）)]")
_QUOTED_MEDIUM = re.compile(
    r"《(?P<place>[^《》]{2,16})》\s*(?P<people>(?:[一-鿿]{0,4}记者|特约|通讯员|评论员|实习生).*)"
)
_MEDIUM = re.compile(
    r"(?P<place>[一-鿿]{2,10}?)(?P<people>(?:全媒体|融媒体|首席|特约|见习|实习)*记者[ 　：:]*[一-鿿· 　、]+)"
)
_UNIT = re.compile(r"(?P<people>作者[：: ]\s*\S.{1,20}?)\s+(?:作者)?单位[：:]\s*(?P<place>\S.{2,40})$")


@cache
def _single() -> frozenset[str]:
    return frozenset(name for name in words("surnames") if len(name) == 1) | words("byline_surnames")


@cache
def _compound() -> frozenset[str]:
    return words("surnames") - _single()


@cache
def _everyday() -> frozenset[str]:
    return words("not_names") | words("byline_words")


@cache
def _position() -> re.Pattern[str]:
    heads = pattern(words("positions", kind="head") | {"工会干部", "作者", "干部", "主管", "部员", "专工"})
    modifiers = pattern(words("positions", kind="modifier") - {"工会", "总工会"})
    one = f"(?:副|(?<!总)工会|{modifiers})*(?<!总)(?:{heads})"
    return re.compile(f"{one}(?:(?:[、兼和/]|兼任)?{one})*$")


@cache
def _organization() -> re.Pattern[str]:
    more = frozenset(
        (
            "党总支",
            "供电所",
            "项目部",
            "分会",
            "研究室",
            "办公室",
            "编辑室",
            "教研室",
            *"部局处厅院站社队所矿报网",
        )
    )
    return re.compile(pattern(words("org_suffixes") | words("media") | more | {"中心"}) + "$")


def is_name(text: str) -> bool:
    """Tell whether `text` may be a person's name by its surname and length.

    >>> is_name("李明"), is_name("欧阳修远"), is_name("古丽·买买提"), is_name("高技能")
    (True, True, True, False)
    """
    if not re.fullmatch("[一-鿿]{1,8}(?:·[一-鿿]{1,8}){0,3}", text) or text in _everyday():
        return False
    if "·" in text:
        return len(text) >= 4
    if len(text) == 4 or text[:2] in _compound():
        return len(text) >= 3 and text[:2] in _compound()
    return 2 <= len(text) <= 3 and text[0] in _single()


def guess_name(text: str) -> bool:
    """Tell whether the shape of `text` allows a name, whatever its surname: behind a role, or an office.

    >>> guess_name("练小舟"), guess_name("副主席")
    (True, False)
    """
    whole = re.fullmatch("[一-鿿]{2,3}", text) is not None and text not in _everyday()
    return whole and not _organization().search(text) and not _position().search(text)


def read_names(text: str) -> list[str]:
    """Return the names of a list that holds names only, else nothing.

    >>> read_names("王 许 李大明、周文"), read_names("工会 李大明")
    (['王许', '李大明', '周文'], [])
    """
    found: list[str] = []
    half = ""
    for token in filter(None, _SEPARATORS.split(text)):
        if half or (len(token) == 1 and token in _single()):
            token, half = half + token, "" if half else token
            if half:
                continue
        if not is_name(token):
            return []
        found.append(token)
    return [] if half else found


def read_office(text: str) -> "Office | None":
    """Return the organization and the position that `text` is made of, or None where it is neither.

    >>> read_office("白河市总工会党组书记、副主席")
    Office(organization='白河市总工会', position='党组书记、副主席')
    >>> read_office("白河市总工会").position, read_office("春风")
    (None, None)
    """
    held = _position().search(text)
    if held:
        return Office(text[: held.start()] or None, held[0])
    return Office(text) if len(text) >= 3 and _organization().search(text) else None


def read_people(text: str, *, sure: bool = False) -> tuple[Author, ...]:
    """Return the people of a list of offices and names, or nothing where `text` holds anything else.

    An organization with its position holds for the names behind it, up to the next one. A name behind a
    position, or in a line that is a byline for `sure`, may have any surname.

    >>> read_people("白河市总工会 李大明")
    (Author(name='李大明', organization='白河市总工会', position=None),)
    """
    people: list[Author] = []
    office = Office()
    half = ""
    for token in _spaced(text).split():
        if not half and len(token) == 1 and token in _single():
            half = token
            continue
        names = read_names(half + token) or (
            [token] if (sure or office.position) and guess_name(token) else []
        )
        glued = None if half else _read_token(token)
        if names:
            people += (Author(name, office.organization, office.position) for name in names)
        elif glued is None:
            return ()
        else:
            office = (
                glued[0] if people and people[-1].organization == office.organization else office + glued[0]
            )
            people += (Author(name, office.organization, office.position) for name in glued[1])
        half = ""
    return () if half else tuple(people)


@lru_cache(maxsize=4096)
def read_byline(text: str) -> "Byline | None":
    """Return who a whole line names as its authors, or None where the line is no byline.

    >>> read_byline("文/李大明 图/周文").authors[1].name
    '周文'
    >>> read_byline("李大明来到车间。") is None
    True
    """
    if len(text) > 100:
        return None
    bare = _MARKS.sub("", text)
    placed = _QUOTED_MEDIUM.match(bare) or _UNIT.match(bare)
    if placed:
        return _placed(read_byline(placed["people"]), placed["place"])
    if re.search("[。！？!?，“”《]", bare):
        return None
    inner = _BRACKETS.fullmatch(bare)
    bare = inner[1] if inner else bare
    rest, offices = _BRACKETS.sub(" ", bare), _BRACKETS.findall(bare)
    plain = _ROLE.sub(" ", rest)
    people = read_people(plain, sure=plain != rest)
    medium = _MEDIUM.fullmatch(bare)
    if not people and medium and read_names(_ROLE.sub("", medium["people"])):
        return _placed(read_byline(medium["people"]), medium["place"])
    if len(people) == 1 and len(offices) == 1 and people[0].organization is None:
        office = _describe(offices[0])
        people = (Author(people[0].name, office.organization, office.position),)
    told = plain != rest or any(author.organization or author.position for author in people)
    return Byline(people, announced=told) if people else None


def _placed(byline: "Byline | None", place: str) -> "Byline | None":
    if byline is None:
        return None
    office = read_office(place) or Office(place)
    people = (
        Author(one.name, office.organization, one.position or office.position) for one in byline.authors
    )
    return Byline(tuple(people), announced=True)


def _describe(text: str) -> "Office":
    plain = re.sub("^作者(?:系|为|单位)?[：:]?", "", text.strip())
    return read_office(plain) or Office(plain or None)


def _spaced(text: str) -> str:
    return re.sub(r"[/／|｜:：;；&]", " ", text)


def _read_token(token: str) -> "tuple[Office, list[str]] | None":
    office = read_office(token)
    if office is not None:
        return office, []
    for length in (3, 2, 4):
        name, before = token[-length:], token[:-length]
        held = read_office(before) if is_name(name) and len(before) > 2 else None
        if held is not None and held.position is not None:
            return held, [name]
    return None


@dataclass(frozen=True, slots=True)
class Office:
    """Where someone works, and as what."""

    organization: str | None = None
    position: str | None = None

    def __add__(self, other: "Office") -> "Office":
        """Return the office of two that stand side by side: the second is a part of the first.

        >>> Office("白河市总工会") + Office("权益部", "部长")
        Office(organization='白河市总工会', position='权益部部长')
        """
        if self.organization is None or self.position is not None:
            return other
        if other.position is None:
            return Office(f"{self.organization}{other.organization}")
        return Office(self.organization, f"{other.organization or ''}{other.position}")


@dataclass(frozen=True, slots=True)
class Byline:
    """The authors of a line; `announced` tells that a role or an office says so, not the names alone."""

    authors: tuple[Author, ...]
    announced: bool
