"""What speaks against a fact: another article's number for the same, or another type for the same name."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.judgements.values import FactKind

if TYPE_CHECKING:
    from sqlite_utils import Database

# Numbers of one thing, metric, unit, status and period that articles tell differently, in one pass.
_DISPUTED = """SELECT t.id, t.article_id, t.value, a.title, t.thing_id, t.metric, t.unit, t.status,
  t.period_start, t.period_end
FROM (
  SELECT i.id, i.article_id, i.value, s.thing_id, i.metric, i.unit, i.status, i.period_start, i.period_end,
    min(i.value) OVER told AS least, max(i.value) OVER told AS most,
    min(i.article_id) OVER told AS first, max(i.article_id) OVER told AS last
  FROM indicators i JOIN entities s ON s.id = i.subject_id
  WHERE i.op = '=' AND i.value IS NOT NULL AND i.metric {metrics}
  WINDOW told AS (PARTITION BY s.thing_id, i.metric, i.unit, i.status, i.period_start, i.period_end)
) t JOIN articles a ON a.id = t.article_id
WHERE least <> most AND first <> last ORDER BY t.value DESC, t.id"""
_OF_SOME = """IN (SELECT metric FROM indicators WHERE id IN (SELECT value FROM json_each(?1)))
AND s.thing_id IN (SELECT e.thing_id FROM indicators o JOIN entities e ON e.id = o.subject_id
  WHERE o.id IN (SELECT value FROM json_each(?1)))"""
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
        sql = _DISPUTED.format(metrics="IS NOT NULL" if only is None else _OF_SOME)
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
