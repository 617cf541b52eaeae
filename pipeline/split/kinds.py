"""What a line is, told by the line alone: column, byline, note, credit, source; else short or body."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from pipeline.repair import Line, unclosed, unopened
from pipeline.split.imprint import is_medium, read_imprint
from pipeline.split.people import Byline, read_byline, read_names

Kind = Literal["column", "title", "byline", "heading", "body", "editor_note", "credit", "source", "short"]

_COLUMN = re.compile(
    r"[【〖［\[]\s*([^【】〖〗［］\[\]。，；]{1,16}?)\s*[】〗］\]]|(?:栏目|专栏)[：:]\s*(\S{1,16})"
)
_NOTE = re.compile(
    r"[【\[（(]?(?:小编说|小编有话说|小编点评|编者按|编者的话|编者语|编后语?|编后记|编辑手记|编辑点评|编辑后记|记者手记|"
    r"采访手记|采写手记|点评|短评|专家点评)[】\]）)]?(?:[：:]|\s|$)|[【\[](?:编者按|编后|点评)[】\]]"
)
_FRONT_NOTE = re.compile(r"[【\[（(]?(?:编者按|编者的话|编者语)")
_CREDIT = re.compile(
    r"[（(]?(?:图为|图片|图|摄影|供图|插图|制图|摄)[：:／/｜ ].{1,40}|.{1,30}[^拍]摄影?[）)]?|"
    r"[（(]?.{0,30}(?:供图|制图|图片由.{1,20}提供)[）)]?|[（(]?资料图片?[）)]?"
)
_SOURCE = re.compile(
    r"[（(【［\[]?\s*(?:(?:信息|文章|新闻|稿件|图片|图文)?来源|稿源|转自|转载自|原载|摘自|选自|出处|责任编辑|责编|编辑|校对|"
    r"审核|审签|监制|初审|终审|复审|[一二三]审|编审|值班编辑|总值班)\s*[：:｜|/ 于《].{0,80}|"
    r"[（(【［\[]?(?:责任编辑|责编)[：:]?[）)】］\]]?|返回搜狐，查看更多.{0,30}|[（(]原标题.{0,90}[）)]|分享让更多人看到"
)
_DATE = re.compile(
    r"[（(]?(?:发布|更新|发表|出版)?(?:时间|日期)?[：:]?\s*((?:19|20)\d\d)\s*[年./-]\s*(\d{1,2})\s*[月./-]\s*(\d{1,2})\s*日?"
    r"(?:\s*\d{1,2}[:：]\d{2}(?:[:：]\d{2})?)?(?P<more>(?:\s+|\s*[|｜])\S.{0,40})?[）)]?"
)
_MASTHEAD = re.compile(
    r"[^\s\d，。]{2,14}\s+((?:19|20)\d\d)年(?:(\d{1,2})月(\d{1,2})日\s*(?:星期.)?|(?=\s*第))"
    r"\s*(?:第?\s*\d{1,4}\s*[期版])?(?:\s+\S{1,8})?"
)
_ISSUE = re.compile(
    r"[（(]?(?:(?:19|20)\d\d年)?\s*(?:总?第)\s*[\d一二三四五六七八九十]{1,5}\s*[期辑号](?:\s*[（(]?总第?\s*\d{1,5}\s*期[）)]?)?[）)]?|"
    r"[^\s\d，。]{4,36}(?:办公室|委员会|小组|[工协学]会|中心|编辑部|[部厅局处委办])\s+"
    r"((?:19|20)\d\d)年(\d{1,2})月(\d{1,2})日"
)  # the lines below the name of a bulletin: its number, who gives it out and when
_WHITE = re.compile(r"[ \t]{8,}")
_FINAL = re.compile(r"[。；;，,、：:…]$")
_ORIGIN = ("source", "byline")  # lines that say by whom, from where, when
_CLAUSES = 24  # characters of the shortest run of clauses that is no title
_LONGEST = 48  # characters of the longest title or heading line


def tell(lines: Sequence[Line]) -> list["Entry"]:
    """Return an entry for each line, its kind told by itself; of bare names, by the lines beside."""
    kinds: list[Kind] = [tell_kind(line.text) for line in lines]
    for at, line in enumerate(lines):
        near = (kinds[max(at - 2, 0) : at], kinds[at + 1 : at + 3])
        if kinds[at] == "short" and is_medium(line.text) and any(k in _ORIGIN for side in near for k in side):
            kinds[at] = "source"
    for at in range(1, len(lines) - 1):
        between = kinds[at - 1] == kinds[at + 1] == "source"
        if between and kinds[at] == "short" and read_names(lines[at].text):
            kinds[at] = "byline"
    return [Entry(kind, line) for kind, line in zip(kinds, lines, strict=True)]


def tell_kind(text: str) -> Kind:
    """Return what `text` is as far as it tells itself.

    >>> [tell_kind(text) for text in ("【工会之窗】", "小编说：好。", "李大明 摄", "来源：《江海日报》")]
    ['column', 'editor_note', 'credit', 'source']
    """
    text = _WHITE.sub(" ", text)
    if _NOTE.match(text):
        return "editor_note"
    if len(text) > 100:
        return "body"
    if text.startswith("原标题") and "。" not in text:
        return "short"
    if any(form.fullmatch(text) for form in (_SOURCE, _DATE, _MASTHEAD, _ISSUE)) or read_imprint(text):
        return "source"
    if _COLUMN.fullmatch(text):
        return "column"
    if is_credit(text):
        return "credit"
    if len(text) <= _LONGEST and (announced(text) is not None or is_signature(text)):
        return "byline"
    short = len(text) <= _LONGEST and not _FINAL.search(text) and "。" not in text
    return "short" if short and unclosed(text) is None and unopened(text) is None else "body"


def is_signature(text: str) -> bool:
    """Tell whether `text` is one or more names in round brackets.

    >>> is_signature("（李大明 周文）"), is_signature("（完）")
    (True, False)
    """
    return text[:1] in "（(" and text[-1:] in "）)" and bool(read_names(text[1:-1]))


def is_credit(text: str) -> bool:
    """Tell whether `text` says who took or gave a picture."""
    return len(text) <= 60 and "。" not in text and "，" not in text and bool(_CREDIT.fullmatch(text))


def announced(text: str) -> Byline | None:
    """Return the byline that `text` is by its own words, not by bare names."""
    byline = read_byline(text)
    return byline if byline is not None and byline.announced else None


def read_column(text: str) -> str:
    """Return the name of a column from its line.

    >>> read_column("【工会之窗】")
    '工会之窗'
    """
    match = _COLUMN.fullmatch(text)
    return (match[1] or match[2]) if match else text


def read_date(text: str) -> date | None:
    """Return the full date that a date line states.

    >>> read_date("发布时间：2021-03-04 10:20"), read_date("2021年13月4日")
    (datetime.date(2021, 3, 4), None)
    """
    match = next(filter(None, (form.fullmatch(text) for form in (_DATE, _MASTHEAD, _ISSUE))), None)
    try:
        return date(int(match[1]), int(match[2]), int(match[3])) if match and match[3] else None
    except ValueError:
        return None


def is_clauses(text: str) -> bool:
    """Tell whether `text` is too many clauses for a title or a heading.

    >>> is_clauses("市总工会联合职业院校开办夜校，每周三晚上授课，已有六百名青")
    True
    >>> is_clauses("坚持党的领导，凝聚合力")
    False
    """
    return len(text) >= _CLAUSES and text.count("，") > 1


def is_front_note(text: str) -> bool:
    """Tell whether an editor's note is of the kind that stands before its article."""
    return bool(_FRONT_NOTE.match(text))


@dataclass(frozen=True, slots=True)
class Entry:
    """A line and what it is; `short` may yet become a title or a heading."""

    kind: Kind
    line: Line

    @property
    def text(self) -> str:
        """The text of the line."""
        return self.line.text
