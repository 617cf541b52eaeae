"""One regular expression for many words, written as a trie so that few branches are tried."""

import re
from collections.abc import Iterable
from typing import Any


def pattern(words: Iterable[str]) -> str:
    """Return an expression that matches exactly the given words, the longest that fits.

    >>> pattern(["工会", "工会联合会", "总工会"])
    '(?:工会(?:联合会)?|总工会)'
    >>> pattern([])
    '(?!)'
    """
    root: dict[str, Any] = {}
    for word in sorted(set(words) - {""}):
        node = root
        for char in word:
            node = node.setdefault(char, {})
        node[""] = {}
    return _branches(root) if root else "(?!)"


def _branches(node: dict[str, Any]) -> str:
    options = [_edge(char, child) for char, child in node.items() if char]
    joined = options[0] if len(options) == 1 and "" not in node else f"(?:{'|'.join(options)})"
    return f"{joined}?" if "" in node else joined


def _edge(char: str, child: dict[str, Any]) -> str:
    text = char
    while len(child) == 1 and "" not in child:
        char, child = next(iter(child.items()))
        text += char
    return re.escape(text) + (_branches(child) if set(child) != {""} else "")
