"""Facts that editions of an article tell again: each counts once, under the first that tells it.

A number is told again where the same words stand around it, whatever other numbers do; a measure where its
clause is the same. What a revised edition tells otherwise is a fact of its own.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

_BEFORE, _AFTER = 12, 6  # characters of the sentence around a number
_SEAMS = re.compile(r"[\W_]+")
_DIGITS = re.compile(r"\d+")
_INDICATORS = """
SELECT i.id, i.raw, i.start - e.start AS at, i."end" - e.start AS behind, e.text FROM indicators i
JOIN evidence e ON e.id = i.evidence_id WHERE i.article_id = ? ORDER BY i.number
"""
_MEASURES = "SELECT id, text FROM measures WHERE article_id = ? ORDER BY number"

Key = tuple[str, ...]


def repeat(db: "Database", group: Sequence[str]) -> None:
    """Mark anew which facts of a group, its articles in order, an earlier one tells."""
    for table, column, rows in told_again(db, group):
        stored = f"SELECT id FROM {table.removeprefix('repeated_')} WHERE article_id = ?"
        articles = [(article,) for article in group]
        db.conn.executemany(f"DELETE FROM {table} WHERE {column} IN ({stored})", articles)
        db.conn.executemany(f"INSERT INTO {table}({column}, first_id) VALUES (?, ?)", rows)


def told_again(db: "Database", group: Sequence[str]) -> Iterator[tuple[str, str, list[tuple[str, str]]]]:
    """Yield each table of repeated facts with its column and its rows for a group, its articles in order."""
    for table, column, keys in (
        ("repeated_indicators", "indicator_id", _indicators),
        ("repeated_measures", "measure_id", _measures),
    ):
        yield table, column, list(_repeats(keys(db, article) for article in group))


def repeat_in(db: "Database", article_id: str) -> None:
    """Mark anew the facts of the group of an article whose facts have changed."""
    group = db.execute(
        "SELECT e.article_id FROM editions o JOIN editions e ON e.first_id = o.first_id "
        "JOIN articles a ON a.id = e.article_id WHERE o.article_id = ? "
        "ORDER BY a.published IS NULL, a.published, a.id",
        [article_id],
    ).fetchall()
    if group:
        repeat(db, [each for (each,) in group])


def _repeats(told: Iterable[Iterable[tuple[str, Key]]]) -> Iterator[tuple[str, str]]:
    """Yield each fact that an earlier article tells, and the first that does, the nth of one key as such."""
    first: dict[tuple[Key, int], str] = {}
    for facts in told:
        times: Counter[Key] = Counter()
        for fact_id, key in facts:
            times[key] += 1
            known = first.setdefault((key, times[key]), fact_id)
            if known != fact_id:
                yield fact_id, known


def _indicators(db: "Database", article: str) -> Iterator[tuple[str, Key]]:
    for fact_id, raw, at, behind, sentence in db.execute(_INDICATORS, [article]).fetchall():
        before, after = _around(sentence[:at])[-_BEFORE:], _around(sentence[behind:])[:_AFTER]
        yield fact_id, (_plain(raw), before, after)


def _measures(db: "Database", article: str) -> Iterator[tuple[str, Key]]:
    for fact_id, text in db.execute(_MEASURES, [article]).fetchall():
        yield fact_id, (_plain(text),)


def _around(text: str) -> str:
    return _DIGITS.sub("0", _plain(text))


def _plain(text: str) -> str:
    return _SEAMS.sub("", unicodedata.normalize("NFKC", text))
