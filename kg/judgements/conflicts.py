"""What speaks against a fact: another article's number for the same, or another type for the same name."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.judgements.values import FactKind

if TYPE_CHECKING:
    from sqlite_utils import Database

# Numbers of one thing, metric, unit, status and period that articles tell differently: only of things that
# several articles name, thing by thing (CROSS JOIN and + keep SQLite to that order), first which, then all.
_TOLD = """FROM {things} CROSS JOIN entities s ON s.thing_id = g.thing_id
CROSS JOIN indicators i ON i.subject_id = s.id JOIN articles a ON a.id = i.article_id
WHERE i.op = '=' AND i.value IS NOT NULL"""
_SAME = "s.thing_id, i.metric, i.unit, i.status, i.period_start, i.period_end"
_WHICH = f"""(SELECT {_SAME} {_TOLD} AND i.metric IS NOT NULL GROUP BY {_SAME}
HAVING min(i.value) <> max(i.value) AND min(i.article_id) <> max(i.article_id)) g"""
_DISPUTED = f"""SELECT i.id, i.article_id, i.value, a.title, {_SAME} {_TOLD.format(things=_WHICH)}
AND +i.metric = g.metric AND i.unit = g.unit AND i.status = g.status
AND i.period_start IS g.period_start AND i.period_end IS g.period_end
ORDER BY i.value DESC, i.id"""
_OF_ALL = "(SELECT thing_id FROM entities GROUP BY 1 HAVING min(article_id) <> max(article_id)) g"
_OF_SOME = """(SELECT DISTINCT e.thing_id FROM indicators o JOIN entities e ON e.id = o.subject_id
WHERE o.id IN (SELECT value FROM json_each(?))) g"""
_NAMED_TWICE = """SELECT e.id, group_concat(DISTINCT other.type) FROM entities e
JOIN entities other ON other.name = e.name AND other.type <> e.type WHERE {some} GROUP BY e.id"""
_SOME = "e.id IN (SELECT value FROM json_each(?))"


@dataclass(frozen=True, slots=True)
class _Told:
    """What an article says of the same as others; its row is `id`."""

    id: str
    article_id: str
    value: float
    title: str | None


def conflicts_of(
    db: "Database", kinds: Sequence[FactKind], only: Sequence[str] | None = None
) -> dict[str, str]:
    """Return what speaks against facts, by the ids of their rows: of all facts, or `only` of some."""
    given = [] if only is None else [json.dumps(list(only))]
    found: dict[str, str] = {}
    if "indicator" in kinds:
        sql = _DISPUTED.format(things=_OF_ALL if only is None else _OF_SOME)
        found |= {own: words for group in _groups(db, sql, given) for own, words in _against(group)}
    if "entity" in kinds:
        for own, types in db.execute(_NAMED_TWICE.format(some="1" if only is None else _SOME), given):
            found[own] = f"库中同名者另有类型 {types}"
    return found if only is None else {own: found[own] for own in only if own in found}


def _groups(db: "Database", sql: str, given: Iterable[str]) -> Iterable[list[_Told]]:
    groups: dict[tuple[object, ...], list[_Told]] = defaultdict(list)
    for own, article_id, value, title, *same in db.execute(sql, list(given)):
        groups[tuple(same)].append(_Told(own, article_id, value, title))
    return groups.values()


def _against(group: Sequence[_Told]) -> Iterator[tuple[str, str]]:
    """Yield for each of a group, greatest first, the greatest that others tell, and how many they are."""
    values = Counter(told.value for told in group)
    articles = Counter((told.article_id, told.value) for told in group)
    in_article = Counter(told.article_id for told in group)
    for told in group:
        own = in_article[told.article_id] - articles[told.article_id, told.value]
        others = len(group) - values[told.value] - own
        if others:
            other = next(
                one for one in group if one.value != told.value and one.article_id != told.article_id
            )
            more = f"等 {others} 篇" if others > 1 else ""
            yield told.id, f"《{other.title or '无题'}》{more}的数值为 {other.value:g}"
