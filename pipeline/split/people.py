"""People of a byline: names, the organization and position before them."""

import re
from dataclasses import dataclass
from functools import cache

from kg.values import Author
from pipeline.lexicon import words
from pipeline.lexicon.trie import pattern

_PREFIX = "(?:本报|本刊|本网|本台|本社|特约|特派|首席|全媒体|融媒体|见习|实习)*"
_LONG = (
    "记者|通讯员|作者|撰稿人?|撰文|供稿人?|执笔人?|整理|采写|采访|实习生|评论员|报道员|"
    "摄影报道|摄影|报道|图文|文图|供图|编译"
)
_SHORT = "(?<![^ /／｜|])[文图摄](?=[/／｜|:：])|(?<=[ /／｜|])[文图摄](?![^ /／｜|])|(?<=[一-鿿])摄$"
_ROLE = re.compile(f"{_PREFIX}(?:{_LONG})|{_SHORT}")
_MARKS = re.compile(r"^[□■○●◎◇◆△▲☆★※*·•\s—-]+|[：:\s]+$")
_SEPARATORS = re.compile(r"[\s、,，/／|｜:：;；&]+")
_BRACKETS = re.compile(r"[（(]([^（()）]*)[）)]")


@cache
def _single() -> frozenset[str]:
    return frozenset(name for name in words("surnames") if len(name) == 1)


@cache
def _position() -> re.Pattern[str]:
    heads = pattern(words("positions", kind="head") | {"工会干部", "作者", "干部", "主管", "部员", "专工"})
    modifiers = pattern(words("positions", kind="modifier") - {"工会", "总工会"})
    one = f"(?:副|(?<!总)工会|{modifiers})*(?<!总)(?:{heads})"
    return re.compile(f"{one}(?:(?:[、兼和/]|兼任)?{one})*$")


@cache
def _organization() -> re.Pattern[str]:
    more = frozenset(("党总支", "供电所", "项目部", "分会", *"部局处厅院站社队所矿"))
    return re.compile(pattern(words("org_suffixes") | words("media") | more | {"中心"}) + "$")


def is_name(text: str) -> bool:
    """Tell whether `text` may be a person's name by its surname and length.

    >>> is_name("李明"), is_name("欧阳修远"), is_name("古丽·买买提"), is_name("高技能")
    (True, True, True, False)
    """
    if not re.fullmatch("[一-鿿]{1,8}(?:·[一-鿿]{1,8}){0,3}", text) or text in words("not_names"):
        return False
    if "·" in text:
        return len(text) >= 4
    if len(text) == 4 or text[:2] in words("surnames") - _single():
        return len(text) >= 3 and text[:2] in words("surnames")
    return 2 <= len(text) <= 3 and text[0] in _single()


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


def read_office(text: str) -> tuple[str | None, str | None] | None:
    """Return the organization and the position that `text` is made of, or None where it is neither.

    >>> read_office("白河市总工会党组书记、副主席"), read_office("白河市总工会"), read_office("春风")
    (('白河市总工会', '党组书记、副主席'), ('白河市总工会', None), None)
    """
    held = _position().search(text)
    organization = text[: held.start()] if held else text
    if held:
        return organization or None, held[0]
    return (organization, None) if len(organization) >= 3 and _organization().search(organization) else None


def read_people(text: str) -> tuple[Author, ...]:
    """Return the people of a list of offices and names, or nothing where `text` holds anything else.

    An organization with its position holds for the names behind it, up to the next one.

    >>> read_people("白河市总工会 李大明")
    (Author(name='李大明', organization='白河市总工会', position=None),)
    """
    people: list[Author] = []
    office: tuple[str | None, str | None] = (None, None)
    half = ""
    for token in _spaced(text).split():
        if not half and len(token) == 1 and token in _single():
            half = token
            continue
        names, glued = read_names(half + token), _read_token(token)
        if not names and (half or glued is None):
            return ()
        if not names and glued is not None:
            office, names = glued
        people += (Author(name, *office) for name in names)
        half = ""
    return () if half else tuple(people)


def read_byline(text: str) -> "Byline | None":
    """Return who a whole line names as its authors, or None where the line is no byline.

    >>> read_byline("文/李大明 图/周文").authors[1].name
    '周文'
    >>> read_byline("李大明来到车间。") is None
    True
    """
    if len(text) > 100 or re.search("[。！？!?，“”《]", text):
        return None
    bare = _MARKS.sub("", text)
    inner = _BRACKETS.fullmatch(bare)
    bare = inner[1] if inner else bare
    rest, offices = _BRACKETS.sub(" ", bare), _BRACKETS.findall(bare)
    plain = _ROLE.sub(" ", rest)
    people = read_people(plain)
    if len(people) == 1 and len(offices) == 1 and people[0].organization is None:
        people = (Author(people[0].name, *_describe(offices[0])),)
    told = plain != rest or any(author.organization or author.position for author in people)
    return Byline(people, announced=told) if people else None


def _describe(text: str) -> tuple[str | None, str | None]:
    plain = re.sub("^作者(?:系|为|单位)?[：:]?", "", text.strip())
    return read_office(plain) or (plain or None, None)


def _spaced(text: str) -> str:
    return re.sub(r"[/／|｜:：;；&]", " ", text)


def _read_token(token: str) -> tuple[tuple[str | None, str | None], list[str]] | None:
    office = read_office(token)
    if office is not None:
        return office, []
    for length in (3, 2, 4):
        name, before = token[-length:], token[:-length]
        held = read_office(before) if is_name(name) and len(before) > 2 else None
        if held is not None and held[1] is not None:
            return held, [name]
    return None


@dataclass(frozen=True, slots=True)
class Byline:
    """The authors of a line; `announced` tells that a role or an office says so, not the names alone."""

    authors: tuple[Author, ...]
    announced: bool
