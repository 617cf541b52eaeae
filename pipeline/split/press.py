"""Press texts in one glued paragraph: what stands before and behind the article proper, and who wrote it."""

import re
from collections.abc import Iterator, Sequence

from kg.values import Author
from pipeline.repair import Line, break_line, opening, unclosed
from pipeline.split.original import title_end
from pipeline.split.people import guess_name, is_name, read_names

_HEAD, _TAIL = 200, 160  # characters from either end where such things stand
_ROLE = re.compile(r"(?:记者|通讯员|实习生|作者|撰稿|文字?|图文|文/图|图/文|视频|摄影)(?![一-鿿]{0,3}[：:]“)")
_BACK = re.compile(
    r"返回搜狐，查看更多|分享让更多人看到|[［\[（(【]?\s{0,4}(?:责任编辑|责编|编辑|校对|[一二三]审|审核|监制|作者|通讯员|供稿|"
    r"(?:图片|稿件|文章|信息|新闻)?来源|稿源|文字?[/／]图片?|图文|编审)\s{0,4}[：:｜|/／ —]|"
    r"[（(]?文[/／]|新闻线索报料通道"
)
_SIGNED = re.compile(
    r"(?<=[。！？”])\s*([^。！？”，；：\s（(]{0,16}(?:记者|通讯员)[ 　：:]?\s*[^。！？”，；：]{2,40})$"
)
_NAMES_BEHIND = re.compile(r"(?<=[。！？”）)])\s*[（(]([一-鿿·、， ]{2,40})[）)]$")
_BRACKET = re.compile(r"[（(【]([^（()）【】]{2,80})[）)】]")
_WIRE = re.compile(r"(?:讯|电|报道|消息)[ 　]?$")
_ROLE_WORD = re.compile(
    "(?:本报|特约|全媒体|见习|主任|首席|实习|客户端|中青网){0,6}(?:记者|通讯员|实习生|作者|文字|摄影|报道|图文)|"
    "(?<![一-鿿])[文图摄](?![一-鿿])|[文图摄](?=[/／｜|：:])"
)
_FREE = re.compile(r"(?:记者|通讯员|实习生|作者)([ 　：:｜|/／]*)([一-鿿·、 　]+)([：:]?)")
_BEFORE = re.compile(r"([一-鿿]{2,4}、(?:[一-鿿]{2,4}、){0,4})(?:记者|通讯员)")
_NAMED = re.compile(r"(?:记者|通讯员|实习生|作者)[ 　：:]*([一-鿿]{3})(?![一-鿿])")
_TOKEN = re.compile(r"[一-鿿]+(?:·[一-鿿]+)*")


def loosen(lines: Sequence[Line]) -> list[Line]:
    """Return `lines`, the original title before a glued paragraph and the credits behind it cut off.

    Only what is surely no part of the article is cut off.
    """
    done: list[Line] = []
    for index, line in enumerate(lines):
        parts = _cut_head(line) if index < 3 else [line]
        done += parts[:-1]
        done += _cut_tail(parts[-1]) if index >= len(lines) - 3 else parts[-1:]
    return done


def read_credits(texts: Sequence[str]) -> tuple[Author, ...]:
    """Return the authors that the first and the last words of glued text name, without repeats.

    >>> [author.name for author in read_credits(["江海晚报讯（记者 李大明 通讯员周文）昨天，……"])]
    ['李大明', '周文']
    """
    if not texts:
        return ()
    head, tail = texts[0][:_HEAD], texts[-1][-_TAIL:]
    names = [*_from_brackets(head), *_from_roles(head)]
    behind = _NAMES_BEHIND.search(tail)
    names += read_names(behind[1]) if behind else []
    names += [name for inner in _BRACKET.findall(tail) if _ROLE.search(inner) for name in _loose_names(inner)]
    return tuple(Author(name) for name in dict.fromkeys(names))


def _cut_head(line: Line) -> list[Line]:
    at = title_end(line.text)
    return [line] if at is None or at >= len(line.text) else list(break_line(line, at))


def _cut_tail(line: Line) -> list[Line]:
    text = line.text
    start = max(0, len(text) - _TAIL)
    if len(text) < _TAIL // 2:
        return [line]
    cuts = [match.start() for match in _BACK.finditer(text, start) if _stands_behind(text, match.start())]
    end = cuts[0] if cuts else len(text)
    signed = _SIGNED.search(text[start:end]) or _NAMES_BEHIND.search(text[start:end])
    if signed and _loose_names(signed[1]):
        cuts.insert(0, start + signed.start())
    done: list[Line] = []
    for at in reversed(cuts):
        if text[:at].strip():
            line, behind = break_line(line, at)
            done.insert(0, behind)
    return [line, *done]


def _stands_behind(text: str, at: int) -> bool:
    """Tell whether the credit at `at` stands behind a whole sentence or a credit, no sentence after it."""
    if text.startswith("返回搜狐", at):
        return True
    if unclosed(text[max(0, at - 80) : at]) in ("（", "【"):
        return False
    whole = "。" not in text[at:]
    return whole and (
        text[:at].rstrip()[-1:] in "。！？”）)】］]~～▌✦"
        or _BACK.search(text, max(0, at - 30), at) is not None
    )


def _from_brackets(text: str) -> Iterator[str]:
    for match in _BRACKET.finditer(text):
        if _ROLE.search(match[1]):
            yield from _loose_names(match[1])
        elif _WIRE.search(text[: match.start()]):
            yield from read_names(match[1])


def _from_roles(text: str) -> Iterator[str]:
    """Yield the names behind a role that stands free, up to a mark, a role or the first sentence."""
    bare = _BRACKET.sub("。", text)
    for match in _BEFORE.finditer(bare):
        yield from read_names(match[1])
    for match in _FREE.finditer(bare):
        if not match[3]:
            yield from _leading_names(match[2], free=bool(match[1]))


def _leading_names(text: str, *, free: bool) -> Iterator[str]:
    """Yield the names that `text` begins with; the last may run into a sentence where it stands `free`."""
    words_of = _ROLE_WORD.split(text)
    for part in words_of:
        tokens = [token for token in re.split("[、 　]", part) if token]
        for index, token in enumerate(tokens):
            if is_name(token):
                yield token
            elif index == len(tokens) - 1 and (free or index) and (name := _first_name(token)):
                yield name
                return
            else:
                return


def _first_name(text: str) -> str | None:
    """Return the name that `text` begins with: the one whose rest starts a sentence best."""
    found = [text[:size] for size in (2, 3, 4) if is_name(text[:size]) and len(text) > size]
    return max(found, key=lambda name: opening(text[len(name) :]) + 0.7 * (len(name) == 3), default=None)


def _loose_names(text: str) -> list[str]:
    """Return the names among other words of a bracket, as of a medium and its reporters."""
    named = {match[1] for match in _NAMED.finditer(text) if guess_name(match[1])}
    tokens = _TOKEN.findall(_ROLE_WORD.sub(" ", text))
    return [token for token in tokens if (is_name(token) and token[-1] not in "报网社台") or token in named]
