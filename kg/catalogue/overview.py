"""The whole library at a glance: how it grew, what it covers, what is reused, what is missing."""

import json
from typing import TYPE_CHECKING, Any

from kg.catalogue.pages import Row
from kg.store import FIRST_TOLD, stats
from kg.values import THEMES

if TYPE_CHECKING:
    from sqlite_utils import Database

_GROWTH = (
    "SELECT substr(published, 1, 7) AS month, count(*) AS cases FROM articles WHERE published IS NOT NULL "
)
# Counted from an index alone; only of the first is looked up what the table says.
_REUSED = f"""
SELECT top.name, (SELECT theme FROM measures WHERE concept = top.name LIMIT 1) AS theme,
  top.cases, top.measures,
  (SELECT count(*) FROM measures m WHERE m.concept = top.name AND {FIRST_TOLD}
   AND EXISTS (SELECT 1 FROM measure_results r WHERE r.measure_id = m.id)) AS with_results
FROM (
  SELECT m.concept AS name, count(DISTINCT m.article_id) AS cases, count(*) AS measures FROM measures m
  WHERE m.concept IS NOT NULL AND {FIRST_TOLD} GROUP BY 1 ORDER BY 2 DESC, 3 DESC, 1 LIMIT ?
) top ORDER BY top.cases DESC, top.measures DESC, top.name
"""
_PLACES = """
SELECT t.name, count(DISTINCT e.article_id) AS cases FROM things t JOIN entities e ON e.thing_id = t.id
WHERE t.type = 'place' GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT ?
"""
_THEMES_BY_PLACE = """
SELECT t.name, m.theme, count(DISTINCT m.article_id) FROM things t JOIN entities e ON e.thing_id = t.id
JOIN measures m ON m.article_id = e.article_id WHERE t.type = 'place' AND t.name IN ({}) GROUP BY 1, 2
"""
_GAPS = {
    "without_title": "SELECT count(*) FROM articles WHERE title IS NULL",
    "without_day": "SELECT count(*) FROM articles WHERE published IS NULL",
    "without_practice": "SELECT count(*) FROM articles a WHERE NOT EXISTS "
    "(SELECT 1 FROM measures m WHERE m.article_id = a.id)",
    "without_indicator": "SELECT count(*) FROM articles a WHERE NOT EXISTS "
    "(SELECT 1 FROM indicators i WHERE i.article_id = a.id)",
    "without_place": "SELECT count(*) FROM articles a WHERE NOT EXISTS "
    "(SELECT 1 FROM entities e WHERE e.article_id = a.id AND e.type = 'place')",
    "practices_without_actor": "SELECT count(*) FROM measures WHERE actor IS NULL",
    "practices_without_results": "SELECT (SELECT count(*) FROM measures) - count(DISTINCT measure_id) "
    "FROM measure_results",
    "indicators_without_period": "SELECT count(*) FROM indicators WHERE period IS NULL",
    "indicators_without_subject": "SELECT count(*) FROM indicators WHERE subject IS NULL",
}


def overview(db: "Database", *, most: int = 12) -> dict[str, Any]:
    """Return what is in the library: `stats`, growth by month, themes by place, practices, gaps, imports.

    `most` bounds the places, practices, runs and failures. A gap is a count of cases, practices or
    indicators that lack something.
    """
    return {
        "stats": stats(db),
        "growth": list(db.query(_GROWTH + "GROUP BY 1 ORDER BY 1")),
        "themes_by_place": _themes_by_place(db, most),
        "practices": list(db.query(_REUSED, [most])),
        "gaps": {name: db.execute(sql).fetchone()[0] for name, sql in _GAPS.items()},
        "runs": [_run(row) for row in db.query("SELECT * FROM runs ORDER BY id DESC LIMIT ?", [most])],
        "failures": list(db.query("SELECT * FROM failures ORDER BY run_id DESC, path LIMIT ?", [most])),
    }


def _themes_by_place(db: "Database", most: int) -> list[Row]:
    cases = dict(db.execute(_PLACES, [most]).fetchall())
    counts: dict[str, dict[str, int]] = {name: dict.fromkeys(THEMES, 0) for name in cases}
    sql = _THEMES_BY_PLACE.format(", ".join("?" * len(cases)))
    for name, theme, count in db.execute(sql, list(cases)):
        counts[name][theme] = count
    return [{"place": name, "cases": cases[name], "themes": counts[name]} for name in cases]


def _run(row: Row) -> Row:
    return row | {"counts": json.loads(row["counts"] or "{}")}
