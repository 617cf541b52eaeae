"""Where an article comes from and when: its source line, its dateline, its date line."""

import re
from collections.abc import Sequence
from contextlib import suppress
from datetime import date
from functools import cache

from kg.addresses import whole_address
from pipeline.lexicon import words
from pipeline.lexicon.trie import pattern
from pipeline.split.imprint import employs_reporters, is_medium, read_imprint
from pipeline.split.kinds import Entry, read_date
from pipeline.split.people import guess_name, is_name, read_byline, read_names

_SOURCE = re.compile(
    r"(?:^|[（(【\s])(?:信息|文章|新闻|稿件)?(?:来源|稿源|转自|转载自|原载|摘自|选自)[：:\s于]*([^）)】|｜]+)"
)
_WRITERS = re.compile(
    r"(?<![一-鿿])(?:作者|撰文|撰稿人?|记者|通讯员|文字?)\s*[：:｜|/／]\s*"
    r"((?:[一-鿿·]{2,8}[ 、，,]?\s*){1,4})(?=$|[\s\d|｜）)])"
)
_END = re.compile(r"\s|作者|记者|通讯员|编辑|责任|返回|[/／，。；]|(?:19|20)\d\d年?")
_DAY = re.compile(r"(?<!\d)((?:19|20)\d\d)\s*[年./-]\s*(\d{1,2})\s*[月./-]\s*(\d{1,2})(?!\d)")
_LINK = re.compile(r"(?:本文|原文|文章|报道|网页)(?:链接|网址|地址)\s?[：:]\s?(https?://[!-~]{4,2000})")
_POSTED = re.compile("驻[一-鿿]{1,4}$")  # where a reporter is
_SOURCE_LINE = 120  # characters of the longest source line in which a date is looked for
_DATELINE = 80  # characters from the start within which a dateline stands
_FIRST_YEAR, _LAST_YEAR = 1900, 2100  # of days on which something may have been published


def read_publisher(entries: Sequence[Entry]) -> str | None:
    """Return the medium that a source line, a reporter's byline or the first paragraph's dateline names."""
    for entry in entries:
        if entry.kind == "source" and (found := source_of(entry.text) or _told_medium(entry.text)):
            return found
    for entry in entries:
        byline = read_byline(entry.text) if entry.kind == "byline" and "记者" in entry.text else None
        own = _POSTED.sub("", byline.authors[0].organization or "") if byline else ""
        if employs_reporters(own):
            return own.strip("《》")
    body = next((entry.text for entry in entries if entry.kind == "body"), "")
    match = _dateline().search(body[:_DATELINE].partition("。")[0])
    return match[1] if match else None


def _told_medium(text: str) -> str | None:
    imprint = read_imprint(text)
    medium = imprint.medium if imprint else text if is_medium(text) else None
    return medium.strip("《》") if medium else None


def source_of(text: str) -> str | None:
    """Return the medium that a source line names.

    >>> source_of("来源：《江海日报》"), source_of("（来源：白河发布）"), source_of("责任编辑：李明")
    ('江海日报', '白河发布', None)
    """
    match = _SOURCE.search(text)
    if match is None:
        return None
    name = _END.split(match[1].strip().strip("《》“”"))[0].strip("《》“”：: ")
    return name if len(name) >= 2 and not read_names(name) else None


def writers_of(text: str) -> list[str]:
    """Return the people that a source line calls its writers.

    >>> writers_of("来源：江海日报 作者：李大明 2021-03-04"), writers_of("来源：江海日报 责任编辑：李大明")
    (['李大明'], [])
    """
    imprint = read_imprint(text)
    if imprint is not None:
        return list(imprint.people)
    found: list[str] = []
    for match in _WRITERS.finditer(text):
        names = read_names(match[1])
        if names:
            found += names
            continue
        for token in re.split("[ 、，,]+", match[1].strip()):
            if not (is_name(token) or guess_name(token)):
                break
            found.append(token)
    return found


def read_published(entries: Sequence[Entry]) -> date | None:
    """Return the first full date of the lines that state a date, a source or a writer, and little else."""
    lines = [entry.text for entry in entries if entry.kind == "source"]
    stated = (believable(read_date(line) or _day_in(line)) for line in lines)
    return next(filter(None, stated), None)


def believable(day: date | None) -> date | None:
    """Return a day on which an article may have been published: none before 1900 or after 2100.

    Tables write 0001-01-01 or 9999-12-31 where nobody knows; a week before or after is no date at all.

    >>> believable(date(2023, 8, 16)), believable(date(1, 1, 1))
    (datetime.date(2023, 8, 16), None)
    """
    return day if day and _FIRST_YEAR <= day.year <= _LAST_YEAR else None


def read_address(entries: Sequence[Entry]) -> str | None:
    """Return the one address that lines of an article call its own (原文链接：…)."""
    lines = (entry.text for entry in entries if "http" in entry.text)
    found = {whole_address(match[1]) for line in lines for match in _LINK.finditer(line)} - {None}
    return found.pop() if len(found) == 1 else None


def _day_in(line: str) -> date | None:
    """Return the full date that stands in a source line.

    >>> _day_in("来源：江海日报 发布时间：2023 年 08 月 16 日 作者：李大明")
    datetime.date(2023, 8, 16)
    """
    match = _DAY.search(line) if len(line) <= _SOURCE_LINE else None
    with suppress(ValueError):
        return date(*map(int, match.groups())) if match else None
    return None


@cache
def _dateline() -> re.Pattern[str]:
    named = pattern(words("media", kind="name"))
    ending = pattern(words("media", kind="suffix"))
    return re.compile(
        f"(?:^|[\\s。！？”])((?:{named}|[一-鿿]{{2,6}}{ending})(?:客户端)?)[一-鿿]{{0,8}}?"
        r"(?:\d{1,2}月)?(?:\d{1,2}日)?(?:讯|电|报道|消息|[ ]?(?:首席|特约|全媒体?)?记者|获悉)"
    )
