"""What a case must be to be found: theme, place, industry, size, ownership, days, results, confidence.

Size and ownership are known only where the text states them, by the words of `TRAITS`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import TYPE_CHECKING, Literal, get_args

from kg.counting import FEW, keep
from kg.index import Within
from kg.tokens import phrase

if TYPE_CHECKING:
    from sqlite_utils import Database

    from kg.values import Theme

Size = Literal["small", "large"]
Ownership = Literal["state", "private", "foreign"]
Level = Literal["province", "city", "county", "township", "park"]

SIZES: tuple[Size, ...] = get_args(Size)
OWNERSHIPS: tuple[Ownership, ...] = get_args(Ownership)

# The words by which a text states a trait of an enterprise, or a level of places.
TRAITS: Mapping[str, tuple[str, ...]] = {
    "small": ("小微企业", "中小企业", "小型企业", "小企业", "微型企业", "规模以下", "规下企业", "小微"),
    "large": ("大型企业", "集团公司", "集团有限公司", "龙头企业", "大企业", "上市公司", "特大型"),
    "state": ("国有企业", "国企", "央企", "中央企业", "国有独资", "国有控股", "国资"),
    "private": ("民营企业", "民企", "私营企业", "私企", "非公企业", "非公有制", "民营经济", "民营"),
    "foreign": ("外资企业", "外商投资", "合资企业", "中外合资", "独资企业", "外企", "台资", "港资"),
    "province": ("全省", "省总工会", "全区工会", "自治区总工会"),
    "city": ("全市", "市总工会"),
    "county": ("全县", "县总工会", "县委", "县域", "县城", "县级", "县里"),
    "township": ("乡镇", "全镇", "镇总工会", "镇党委", "街道总工会", "乡村", "街道工会", "镇工会", "村级"),
    "park": ("园区", "开发区", "工业园", "产业园", "高新区"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What may be found; each part that is given must hold.

    `place` and `industry` are words, `place` the beginning of a name (江苏 finds 江苏省总工会). `since` and
    `until` are days of publication, both included. `results` asks for measures with reported results,
    `confidence` for measures at least so sure.
    """

    theme: "Theme | None" = None
    place: str | None = None
    industry: str | None = None
    size: Size | None = None
    ownership: Ownership | None = None
    since: date | None = None
    until: date | None = None
    results: bool = False
    confidence: float | None = None

    def __bool__(self) -> bool:
        """Tell whether anything is asked for."""
        given = [getattr(self, field.name) for field in fields(self)]
        return any(value is not None and value is not False for value in given)


@dataclass(frozen=True, slots=True)
class _Clause:
    """A condition in SQL with its parameters: to find all rows, and to test one, where that differs."""

    all: str
    values: tuple[object, ...]
    one: str = ""


def cases_within(db: "Database", filters: Filters | None) -> Within | None:
    """Return the cases that may be found, or nothing where all may."""
    if not filters:
        return None
    return _within(db, "a.docid", "articles a", [*_of_articles(filters), *_of_any_measure(filters)])


def measures_within(db: "Database", filters: Filters | None) -> Within | None:
    """Return the measures that may be found, or nothing where all may."""
    if not filters:
        return None
    tables = "articles a JOIN measures m ON m.article_id = a.id"
    return _within(db, "m.docid", tables, [*_of_articles(filters), *_of_measure(filters)])


def _within(db: "Database", docid: str, tables: str, clauses: Sequence[_Clause]) -> Within:
    told = " AND ".join(clause.all for clause in clauses)
    tested = " AND ".join(clause.one or clause.all for clause in clauses)
    parameters = tuple(value for clause in clauses for value in clause.values)
    sql = f"SELECT {docid} FROM {tables} WHERE {told} LIMIT {FEW + 1}"
    found = keep(db, f"{sql} {parameters}", lambda: tuple(int(row[0]) for row in db.execute(sql, parameters)))
    test = f"SELECT 1 FROM {tables} WHERE {docid} = {{row}} AND {tested}"
    return Within(test, parameters, found if len(found) <= FEW else None)


def _of_articles(filters: Filters) -> list[_Clause]:
    found: list[_Clause] = []
    if filters.place is not None:
        found.append(_named(filters.place))
    found += [_says(words) for words in _words(filters)]
    if filters.since is not None:
        found.append(_Clause("a.published >= ?", (filters.since.isoformat(),)))
    if filters.until is not None:
        found.append(_Clause("a.published <= ?", (filters.until.isoformat(),)))
    return found


def _words(filters: Filters) -> list[tuple[str, ...]]:
    """Return the words of each wording that the article must have, any of each."""
    found = [TRAITS[trait] for trait in (filters.size, filters.ownership) if trait is not None]
    return [*found, (filters.industry,)] if filters.industry is not None else found


def _named(place: str) -> _Clause:
    """Return the condition that something of the article is named after a place."""
    named = "SELECT e.article_id FROM things t JOIN entities e ON e.thing_id = t.id"
    begins = "t.name >= ? AND t.name < ?"
    own = "SELECT 1 FROM entities e CROSS JOIN things t ON t.id = e.thing_id WHERE e.article_id = a.id"
    return _Clause(
        f"a.id IN ({named} WHERE {begins})", (place, place + "\U0010ffff"), f"EXISTS ({own} AND {begins})"
    )


def _says(words: tuple[str, ...]) -> _Clause:
    expression = " OR ".join(phrase(word) for word in words)
    says = "SELECT rowid FROM search_articles WHERE search_articles MATCH ?"
    return _Clause(f"a.docid IN ({says})", (expression,))


def _of_any_measure(filters: Filters) -> list[_Clause]:
    own = _of_measure(filters)
    if not own:
        return []
    told = " AND ".join(clause.all for clause in own)
    values = tuple(value for clause in own for value in clause.values)
    return [_Clause(f"EXISTS (SELECT 1 FROM measures m WHERE m.article_id = a.id AND {told})", values)]


def _of_measure(filters: Filters) -> list[_Clause]:
    found: list[_Clause] = []
    if filters.theme is not None:
        found.append(_Clause("+m.theme = ?", (filters.theme,)))
    if filters.confidence is not None:
        found.append(_Clause("m.confidence >= ?", (filters.confidence,)))
    if filters.results:
        found.append(_Clause("EXISTS (SELECT 1 FROM measure_results r WHERE r.measure_id = m.id)", ()))
    return found
