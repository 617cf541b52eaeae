"""Articles that leave off on one page and go on on another: “下转第3版” and “上接第1版”."""

import re
from collections.abc import Sequence

_GAP = r"\s{0,8}"  # any number of blanks would be tried in every way to part them
_PAGE = rf"{_GAP}第?{_GAP}([\d一二三四五六七八九十]{{1,3}}|[A-H]\d{{0,2}}){_GAP}[版页]{_GAP}"
_LEAVES = re.compile(rf"{_GAP}[（(【〔\[]?{_GAP}[▶►→]?{_GAP}下转{_PAGE}[）)】〕\]]?\s*$")
_TAKES_UP = re.compile(rf"^{_GAP}[（(【〔\[]?{_GAP}[◀◄←]?{_GAP}上接{_PAGE}[）)】〕\]]?\s*")
_MARK = 80  # characters of the longest mark
_DIGITS = "零一二三四五六七八九"


def leaves_off(text: str) -> tuple[str, str] | None:
    """Return the text before the mark that it goes on elsewhere, and the page that the mark names.

    >>> leaves_off("夜校开到（下转第3版）"), leaves_off("夜校开到车间")
    (('夜校开到', '3'), None)
    """
    match = _LEAVES.search(text, max(0, len(text) - _MARK))
    return (text[: match.start()], _plain(match[1])) if match else None


def takes_up(text: str) -> tuple[str, str] | None:
    """Return the text behind the mark that it began elsewhere, and the page that the mark names.

    >>> takes_up("（上接第一版）车间旁。"), takes_up("车间旁。")
    (('车间旁。', '1'), None)
    """
    match = _TAKES_UP.match(text)
    return (text[match.end() :], _plain(match[1])) if match else None


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


def _plain(number: str) -> str:
    return str(_DIGITS.index(number)) if number in _DIGITS else number
