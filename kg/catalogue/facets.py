"""How some cases divide: by theme, place, kind of actor, practice, year and whether results are told."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

_WITH_RESULTS = (
    "SELECT 'yes', count(*) FROM articles a WHERE {} EXISTS (SELECT 1 FROM measures m "
    "JOIN measure_results r ON r.measure_id = m.id WHERE m.article_id = a.id) HAVING count(*) > 0"
)
# The + keeps SQLite from walking a whole index for the sake of its order.
_OF_SOME = {
    "theme": "SELECT +theme, count(DISTINCT article_id) FROM measures WHERE article_id IN ({}) GROUP BY 1",
    "place": "SELECT t.name, count(DISTINCT e.article_id) FROM entities e CROSS JOIN things t "
    "ON t.id = e.thing_id WHERE t.type = 'place' AND e.article_id IN ({}) GROUP BY 1",
    "actor": "SELECT +e.type, count(DISTINCT m.article_id) FROM measures m "
    "JOIN entities e ON e.id = m.actor_id WHERE m.article_id IN ({}) GROUP BY 1",
    "concept": "SELECT +concept, count(DISTINCT article_id) FROM measures "
    "WHERE +concept IS NOT NULL AND article_id IN ({}) GROUP BY 1",
    "year": "SELECT substr(published, 1, 4), count(*) FROM articles "
    "WHERE published IS NOT NULL AND id IN ({}) GROUP BY 1",
    "results": _WITH_RESULTS.format("a.id IN ({}) AND"),
}
_OF_ALL = {
    "theme": "SELECT theme, count(DISTINCT article_id) FROM measures GROUP BY 1",
    "place": "SELECT t.name, count(DISTINCT e.article_id) FROM things t JOIN entities e ON e.thing_id = t.id "
    "WHERE t.type = 'place' GROUP BY 1",
    "actor": "SELECT e.type, count(DISTINCT e.article_id) FROM entities e "
    "WHERE EXISTS (SELECT 1 FROM measures m WHERE m.actor_id = e.id) GROUP BY 1",
    "concept": "SELECT concept, count(DISTINCT article_id) FROM measures "
    "WHERE concept IS NOT NULL GROUP BY 1",
    "year": "SELECT substr(published, 1, 4), count(*) FROM articles WHERE published IS NOT NULL GROUP BY 1",
    "results": _WITH_RESULTS.format(""),
}


def facets(db: "Database", ids: Sequence[str] | None = None, *, most: int = 12) -> dict[str, dict[str, int]]:
    """Return how many of some cases (of all, if None) have each value of each facet, most frequent first."""
    marks, found = ", ".join("?" * len(ids or ())), {}
    for name, sql in (_OF_ALL if ids is None else _OF_SOME).items():
        ordered = f"{sql.format(marks)} ORDER BY 2 DESC, 1 LIMIT {most}"
        found[name] = dict(db.execute(ordered, ids or ()).fetchall())
    return found
