"""Articles that leave off on one page and go on on another: “下转第3版” and “上接第1版”."""

import re
from collections.abc import Sequence

_GAP = r"\s{0,8}"  # any number of blanks would be tried in every way to part them
_NUMBER = rf"(?:第{_GAP})?([\d一二三四五六七八九十]{{1,3}}|[A-H]{_GAP}\d{{0,2}}|封[二三底])"
_PAGE = rf"{_GAP}{_NUMBER}{_GAP}[版页面]?{_GAP}"
_NUMBERED = rf"{_GAP}{_NUMBER}{_GAP}[版页面]"
_TITLE = r"[^（()）【】〔〕\[\]。]{0,30}"
_OPEN, _CLOSE = r"[（(【〔\[]", r"[）)】〕\]]"
_GO, _COME = rf"(?:未完[，,、]?{_GAP})?[下续][转接](?:至|到)?", r"(?:[上紧续]接|接上)"
_AFTER = rf"{_GAP}(?:返回搜狐.{{0,12}})?{_GAP}$"
_LEAVES = re.compile(
    rf"{_OPEN}{_GAP}[▶►→]?{_GAP}(?:{_GO}|(?:[全本]?文)?转(?:至|到)?){_PAGE}{_TITLE}{_CLOSE}{_AFTER}|"
    rf"[▶►→]?{_GAP}{_GO}{_NUMBERED}{_AFTER}"
)
_TAKES_UP = re.compile(
    rf"{_GAP}{_OPEN}{_GAP}[◀◄←]?{_GAP}(?:{_COME}|接){_PAGE}{_TITLE}{_CLOSE}\s*|"
    rf"{_GAP}[◀◄←]?{_GAP}{_COME}{_NUMBERED}\s*"
)
_WITHIN = re.compile(
    rf"(?:{_OPEN}{_GAP})?{_GO}{_NUMBERED}{_GAP}{_CLOSE}?{_GAP}{_OPEN}?{_GAP}{_COME}{_NUMBERED}{_GAP}{_CLOSE}?{_GAP}"
)
_ANY = re.compile(
    rf"{_GO}{_GAP}{_NUMBER}|{_COME}{_GAP}{_NUMBER}|{_OPEN}[^（(【〔\[。]{{0,6}}[转接]{_GAP}{_NUMBER}"
)
# In every mark, and forty times as fast: `re` skips to the character that it begins with.
_TURN = re.compile(rf"[转接][至到上]?{_GAP}{_NUMBER}")
_MARK = 110  # characters of the longest mark
_FILE_PAGES = (
    re.compile(r"第?\s*([\d一二三四五六七八九十]{1,3}|[A-H]\d{1,2})\s*[版页]"),
    re.compile(r"(?:page|p|版)[-_ ]?(\d{1,3})(?!\d)", re.IGNORECASE),
    re.compile(r"(?<![A-Za-z])([A-H]\d{1,2})(?![A-Za-z0-9])"),
    re.compile(r"(?<!\d)(\d{1,2})$"),
)
_DIGITS = "零一二三四五六七八九"


def leaves_off(text: str) -> tuple[str, str] | None:
    """Return the text before the mark that it goes on elsewhere, and the page that the mark names.

    >>> leaves_off("夜校开到（下转第3版）"), leaves_off("夜校开到车间")
    (('夜校开到', '3'), None)
    >>> leaves_off("夜校开到（下转A02版）返回搜狐，查看更多"), leaves_off("夜校开到 下转 5版")
    (('夜校开到', 'A2'), ('夜校开到', '5'))
    """
    match = _LEAVES.search(text, max(0, len(text) - _MARK))
    return (text[: match.start()].rstrip(), _plain(_first(match))) if match else None


def takes_up(text: str) -> tuple[str, str] | None:
    """Return the text behind the mark that it began elsewhere, and the page that the mark names.

    >>> takes_up("（上接第一版）车间旁。"), takes_up("车间旁。")
    (('车间旁。', '1'), None)
    >>> takes_up("（紧接第1版《夜校》）车间旁。")
    ('车间旁。', '1')
    """
    match = _TAKES_UP.match(text)
    return (text[match.end() :], _plain(_first(match))) if match else None


def pair(left: Sequence[tuple[int, str]], taken: Sequence[tuple[int, str]]) -> list[tuple[int, int]]:
    """Return which of the articles that leave off goes on in which that takes up, by their places.

    Each is the page that an article stands on, counted from 1, and the one that its mark names. A pair names
    each other's pages; a mark that is alone with its like on either side needs no page.

    >>> pair([(1, "3"), (2, "3")], [(3, "2"), (3, "1")])
    [(0, 1), (1, 0)]
    >>> pair([(5, "3")], [(7, "1")]), pair([(1, "3")], [(4, "2"), (4, "2")])
    ([(0, 0)], [])
    """
    if len(left) == len(taken) == 1:
        return [(0, 0)]
    found: list[tuple[int, int]] = []
    for at, (page, to) in enumerate(left):
        fits = [
            index
            for index, (its, back) in enumerate(taken)
            if (str(page), to) == (back, str(its)) and index not in {other for _, other in found}
        ]
        if fits:
            found.append((at, fits[0]))
    return found


def is_marked(text: str) -> bool:
    """Tell whether a text may hold a mark of either kind, at once.

    >>> is_marked("夜校开到（下转第3版）"), is_marked("夜校开到车间")
    (True, False)
    """
    return _TURN.search(text) is not None and _ANY.search(text) is not None


def joints_within(text: str) -> list[tuple[int, int]]:
    """Return where both marks stand side by side, so that the text goes on right behind them.

    >>> joints_within("夜校开到车间，下转第三版上接第一版也开到工地。")
    [(7, 17)]
    """
    found = []
    for match in _WITHIN.finditer(text):
        before = text[max(match.start() - 8, 0) : match.start()]
        start = match.start() - len(before) + len(before.rstrip())
        if start > 0 and match.end() < len(text):
            found.append((start, match.end()))
    return found


def page_of(name: str) -> str | None:
    """Return the page of a newspaper that a file's name, without its ending, tells.

    >>> page_of("工友报_20231012_03"), page_of("工友报 第十二版"), page_of("工友报A02"), page_of("夜校")
    ('3', '12', 'A2', None)
    """
    found = (form.search(name) for form in _FILE_PAGES)
    return next((_plain(match[1]) for match in found if match), None)


def _first(match: re.Match[str]) -> str:
    return next(group for group in match.groups() if group)


def _plain(number: str) -> str:
    """Return a page's number in digits, without zeros before it or blanks within.

    >>> _plain("A02"), _plain("十二"), _plain("二十"), _plain("封底")
    ('A2', '12', '20', '封底')
    """
    letter, digits = (
        (number[:1], number[1:].strip()) if number[:1].isascii() and number[:1].isalpha() else ("", number)
    )
    if digits.isdecimal():
        return f"{letter}{int(digits)}"
    if not digits or any(char not in f"{_DIGITS}十" for char in digits):
        return number
    tens, ten, ones = digits.partition("十") if "十" in digits else ("", "", digits)
    value = (10 * (_DIGITS.index(tens[-1]) if tens else 1) if ten else 0) + (
        _DIGITS.index(ones[-1]) if ones else 0
    )
    return str(value)
