"""The words that the search index holds: character pairs for Chinese, whole words for the rest.

A run of Chinese characters becomes its overlapping pairs and then its last character alone, so a phrase of
pairs finds any term of two characters or more, and a prefix finds a single character wherever it stands.
"""

import re
from collections.abc import Iterator

_HAN = "\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
_RUN = re.compile(rf"(?P<han>[{_HAN}]+)|[^\W_{_HAN}]+")

_ONE = re.compile(f"[{_HAN}]")


def tokens(text: str | None) -> str:
    """Return the tokens of `text` in order, joined by spaces, letters in lower case.

    >>> tokens("他山之石，5G工厂")
    '他山 山之 之石 石 5g 工厂 厂'
    """
    return " ".join(token for run in _RUN.finditer(text or "") for token in _pairs(run))


def is_han(character: str) -> bool:
    """Tell whether a character is written in one of the scripts that the index cuts into pairs.

    >>> is_han("石"), is_han("G")
    (True, False)
    """
    return _ONE.match(character) is not None


def terms(query: str) -> tuple[str, ...]:
    """Return the stretches of `query` between spaces and punctuation, each once, in order.

    >>> terms("师带徒 津贴，师带徒")
    ('师带徒', '津贴')
    """
    return tuple(dict.fromkeys(re.findall(r"[^\W_]+", query)))


def phrase(term: str) -> str:
    """Return the FTS5 expression that finds `term` wherever it stands.

    >>> phrase("技能津贴"), phrase("石"), phrase("产改2")
    ('"技能 能津 津贴"', '"石"*', '"产改 改 2"')
    """
    runs = list(_RUN.finditer(term))
    found = [token for run in runs for token in _pairs(run)]
    if not found:
        return '""'
    last = runs[-1]["han"] or ""
    if len(last) > 1:
        found.pop()
    return f'"{" ".join(found)}"' + ("*" if len(last) == 1 else "")


def pairs(text: str) -> list[str]:
    """Return the tokens of `text` that say something alone, pairs and words, in order, repeats kept.

    >>> pairs("师带徒5G")
    ['师带', '带徒', '5g']
    """
    return [token for token, _, _ in pieces(text)]


def pieces(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield each pair and word of `text` with its start and end.

    >>> list(pieces("用5G。工会"))
    [('5g', 1, 3), ('工会', 4, 6)]
    """
    for run in _RUN.finditer(text):
        if run["han"]:
            for at in range(run.start(), run.end() - 1):
                yield text[at : at + 2], at, at + 2
        else:
            yield run[0].lower(), run.start(), run.end()


def _pairs(run: re.Match[str]) -> list[str]:
    if not run["han"]:
        return [run[0].lower()]
    return [run[0][at : at + 2] for at in range(len(run[0]))]
