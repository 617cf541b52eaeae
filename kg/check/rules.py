"""Faults of rows against each other: codes, ids, days, exact numbers, links, and what nothing owns."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, get_args

from kg.check.fault import Fault, shown
from kg.check.structure import key
from kg.judgements.values import FACT_KINDS, VERDICTS
from kg.rows import EXACT, digest
from kg.values import (
    ENTITY_TYPES,
    RELATION_TYPES,
    THEMES,
    WARNING_CODES,
    Direction,
    Operator,
    PartKind,
    Status,
)

if TYPE_CHECKING:
    from sqlite_utils import Database

_CODES: dict[tuple[str, str], tuple[str, ...]] = {
    ("things", "type"): ENTITY_TYPES,
    ("profiles", "type"): ENTITY_TYPES,
    ("rulings", "type"): ENTITY_TYPES,
    ("entities", "type"): ENTITY_TYPES,
    ("relations", "type"): RELATION_TYPES,
    ("measures", "theme"): THEMES,
    ("concepts", "theme"): THEMES,
    ("warnings", "code"): WARNING_CODES,
    ("parts", "kind"): get_args(PartKind),
    ("indicators", "op"): get_args(Operator),
    ("indicators", "status"): get_args(Status),
    ("indicators", "direction"): get_args(Direction),
    ("judgements", "verdict"): VERDICTS,
    ("judgements", "kind"): FACT_KINDS,
    ("judged_facts", "kind"): FACT_KINDS,
}
_DAYS = (("articles", "published"), ("indicators", "period_start"), ("indicators", "period_end"))
_IDS = {"documents": ("'document'", "path"), "profiles": ("'profile'", "content")}


@dataclass(frozen=True, slots=True)
class _Rule:
    """What every row `x` of a table must be: `bad` is true of one that is not, `got` is what it has."""

    table: str
    wanted: str
    got: str
    bad: str


_RULES = (
    _Rule("articles", "a document that owns it", "x.document_id",
          "NOT EXISTS (SELECT 1 FROM document_articles o "
          "WHERE o.article_id = x.id AND o.document_id = x.document_id)"),
    _Rule("document_articles", "a whole address", "x.address",
          "x.address NOT GLOB 'http://?*' AND x.address NOT GLOB 'https://?*' "
          "AND x.address NOT GLOB 'mid:?*'"),
    _Rule("things", "an entity that means it", "NULL",
          "NOT EXISTS (SELECT 1 FROM entities e WHERE e.thing_id = x.id)"),
    _Rule("entities", "a thing of its type", "(SELECT t.type FROM things t WHERE t.id = x.thing_id)",
          "EXISTS (SELECT 1 FROM things t WHERE t.id = x.thing_id AND t.type <> x.type)"),
    _Rule("entities", "the thing of its profile", "x.thing_id",
          "x.thing_id IS NOT (SELECT p.thing_id FROM profiles p WHERE p.id = x.profile_id)"),
    _Rule("profiles", "an entity that it is of", "NULL",
          "NOT EXISTS (SELECT 1 FROM entities e WHERE e.profile_id = x.id)"),
    _Rule("merges", "a score from 0 to 1", "x.score", "x.score NOT BETWEEN 0 AND 1"),
    _Rule("judgements", "an earlier judgement that it undoes", "x.undoes",
          "(x.verdict = 'undo') <> (x.undoes IS NOT NULL) OR x.undoes >= x.id"),
    _Rule("judgements", "a second entity of a merge or a split", "x.other_fact",
          "x.verdict IN ('merge', 'split') AND (x.other_fact IS NULL OR x.other_article_id IS NULL)"),
    _Rule("unsettled", "nothing left to resolve", "x.key", "1"),
    _Rule("entities", "aliases as a JSON list", "x.aliases",
          "NOT json_valid(x.aliases) OR json_type(x.aliases) <> 'array'"),
    *(_Rule("relations", f"{end} to be a fact of its article", f"x.{end}",
            f"substr(x.{end}, 1, length(x.article_id) + 1) <> x.article_id || '/'"
            f" OR NOT EXISTS (SELECT 1 FROM entities f WHERE f.id = x.{end})"
            f" AND NOT EXISTS (SELECT 1 FROM measures f WHERE f.id = x.{end})"
            f" AND NOT EXISTS (SELECT 1 FROM indicators f WHERE f.id = x.{end})")
      for end in ("head", "tail")),
    *(_Rule(table, f"{column} to be of its own article", f"x.{column}",
            f"EXISTS (SELECT 1 FROM {other} f WHERE f.id = x.{column} AND f.article_id <> x.article_id)")
      for table, column, other in (
          ("indicators", "subject_id", "entities"), ("measures", "actor_id", "entities"),
          ("indicators", "evidence_id", "evidence"), ("measures", "evidence_id", "evidence"),
          ("relations", "evidence_id", "evidence"))),
    _Rule("measure_results", "indicator_id to be of its measure's article", "x.indicator_id",
          "EXISTS (SELECT 1 FROM measures m JOIN indicators i ON i.id = x.indicator_id "
          "WHERE m.id = x.measure_id AND m.article_id <> i.article_id)"),
    _Rule("measures", "a row of measure_concepts for its concept", "x.concept",
          "x.concept IS NOT NULL"
          " AND NOT EXISTS (SELECT 1 FROM measure_concepts c WHERE c.measure_id = x.id)"),
    _Rule("concepts", "a measure that means it, or a narrower concept", "NULL",
          "NOT EXISTS (SELECT 1 FROM measure_concepts c WHERE c.concept_id = x.id)"
          " AND NOT EXISTS (SELECT 1 FROM concepts n WHERE n.broader = x.id)"),
    _Rule("concepts", "no circle of broader concepts", "x.broader",
          "EXISTS (WITH RECURSIVE up(id) AS (SELECT x.broader UNION SELECT c.broader FROM concepts c "
          "JOIN up ON up.id = c.id) SELECT 1 FROM up WHERE up.id = x.id)"),
    _Rule("measure_concepts", "a score from 0 to 1", "x.score", "x.score NOT BETWEEN 0 AND 1"),
    _Rule("measure_concepts", "scores that fall", "x.score",
          "EXISTS (SELECT 1 FROM measure_concepts c WHERE c.measure_id = x.measure_id "
          "AND c.number = x.number - 1 AND c.score < x.score)"),
    *(_Rule(table, "an id that begins with its article's", "x.id",
            "substr(x.id, 1, length(x.article_id) + 1) <> x.article_id || '/'")
      for table in ("entities", "evidence", "indicators", "measures")),
    *(_Rule(table, f"{column} as a day, YYYY-MM-DD", f"x.{column}",
            f"x.{column} IS NOT NULL AND date(x.{column}, '+0 days') IS NOT x.{column}")
      for table, column in _DAYS),
    *(_Rule(table, "a confidence from 0 to 1", "x.confidence", "x.confidence NOT BETWEEN 0 AND 1")
      for table in ("indicators", "measures")),
    *(_Rule(table, f"{column} to be one of {' '.join(codes)}", f"x.{column}",
            f"x.{column} NOT IN ({', '.join(map(repr, codes))})")
      for (table, column), codes in _CODES.items()),
)  # fmt: skip


def rule_faults(db: "Database") -> Iterator[Fault]:
    """Yield every row that breaks a rule, ids that are no hash, and numbers that are not their exact ones."""
    for rule in _RULES:
        rows = f"SELECT {key(db, rule.table)}, {rule.got} FROM {rule.table} x WHERE {rule.bad}"
        for row_id, got in db.execute(rows):
            yield Fault(rule.table, row_id, rule.wanted, shown(got))
    for table, columns in _IDS.items():
        for row_id, *words in db.execute(f"SELECT id, {', '.join(columns)} FROM {table}"):
            if row_id != digest(*words):
                yield Fault(table, row_id, f"the id {digest(*words)}", shown(row_id))
    yield from _number_faults(db)


def _number_faults(db: "Database") -> Iterator[Fault]:
    for name in EXACT:
        both = f"{name}, {name}_exact"
        rows = f"SELECT id, {both} FROM indicators WHERE coalesce({both}) IS NOT NULL"
        for row_id, rounded, exact in db.execute(rows):
            wanted = _nearest(exact)
            if wanted is None or wanted != rounded:
                yield Fault("indicators", row_id, f"{name} to be {shown(exact)}", shown(rounded))


def _nearest(exact: str | None) -> float | None:
    """Return the float nearest to an exact number; none if the text is no finite number.

    >>> _nearest("8.50"), _nearest("3.2E+4"), _nearest("many"), _nearest(None)
    (8.5, 32000.0, None, None)
    """
    try:
        number = Decimal(exact or "NaN")
        return float(number) if number.is_finite() else None
    except (InvalidOperation, OverflowError):
        return None
