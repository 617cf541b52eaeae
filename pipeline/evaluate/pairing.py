"""Which told article answers which gold article: by title, by file, by the facts its text holds."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from pipeline.evaluate.names import norm

Gold = Mapping[str, Any]
Record = Mapping[str, Any]
_ENOUGH = 0.5


def pair(
    gold: Sequence[Gold], told: Sequence[Record]
) -> tuple[list[tuple[Gold, Record | None]], list[Record]]:
    """Return each gold article with the told one that answers it, if any, and the told ones left over."""
    left = list(told)
    pairs: list[tuple[Gold, Record | None]] = []
    for article in gold:
        scores = [_nearness(article, record) for record in left]
        found = max(scores, default=0.0) >= _ENOUGH
        pairs.append((article, left.pop(scores.index(max(scores))) if found else None))
    return pairs, left


def _nearness(article: Gold, record: Record) -> float:
    same_title = bool(article.get("title")) and norm(record.get("title")) == norm(article["title"])
    same_file = bool(article.get("file")) and _stem(record) == article["file"]
    phrases = [fact["raw"] for fact in article.get("indicators") or []]
    phrases += [fact["anchor"] for fact in article.get("measures") or []]
    text = norm(record.get("text"))
    held = sum(norm(phrase) in text for phrase in phrases) / len(phrases) if phrases else 0.0
    return 2.0 * same_title + same_file + held


def _stem(record: Record) -> str:
    path = (record.get("source") or {}).get("path") or ""
    return re.sub(r".*/|\.[^.]*$", "", path)
