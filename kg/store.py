"""Keeping cases: a document goes in whole or not at all, in one transaction."""

import json
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from kg.connection import open_graph, translating
from kg.errors import StoreError
from kg.facts import forget_concepts, insert, next_docid
from kg.fulltext import JOIN_PARTS
from kg.judgements.keep import keep_case
from kg.resolve import settle
from kg.rows import Row, article_row, article_rows, digest
from kg.values import Article, Case, Source

if TYPE_CHECKING:
    from sqlite_utils import Database

__all__ = [
    "add",
    "document_paths",
    "finish_run",
    "forget",
    "known",
    "open_graph",
    "record_failure",
    "start_run",
    "stats",
]

_NEW_PART = 100  # a hundredth of the library; to store it costs ten times what joining the index does
_COUNTED = (
    "documents", "articles", "things", "entities", "mentions", "indicators", "measures", "relations",
    "warnings", "failures", "runs",
)  # fmt: skip
# Measures `m` that tell nothing again; by rowid, which every index has, so that one alone can be counted.
FIRST_TOLD = "m.rowid NOT IN (SELECT o.rowid FROM repeated_measures r JOIN measures o ON o.id = r.measure_id)"
_GROUPED = {
    "entity_types": ("type", "entities", "1"),
    "themes": ("theme", "measures m", FIRST_TOLD),
    "concepts": ("concept", "measures m", FIRST_TOLD),
    "media_types": ("media_type", "documents", "1"),
}
_REPEATED = {
    "articles": "SELECT count(*) FROM editions WHERE edition <> 'first'",
    "indicators": "SELECT count(*) FROM repeated_indicators",
    "measures": "SELECT count(*) FROM repeated_measures",
}


def known(db: "Database", sha256: str, path: str, extractor: str) -> bool:
    """Tell whether this file, with this content, was stored by this extractor."""
    wanted = [path, sha256, extractor]
    found = db.execute("SELECT 1 FROM documents WHERE path = ? AND sha256 = ? AND extractor = ?", wanted)
    return found.fetchone() is not None


def add(db: "Database", source: Source, cases: Sequence[Case], *, extractor: str) -> None:
    """Store the cases of one document in one transaction, in the place of all that its path gave before.

    An article that other documents gave too is stored once. Of one extractor's readings that with a date is
    kept, then that with a publisher, then that of the path first in order; another extractor's gives way.

    Raises:
        StoreError: a fact refers to one that its case lacks.
        ReadOnlyDatabase: the database was opened for reading.
        DiskFailure: the disk is full or fails.
    """
    for case in cases:
        _check_references(source, case)
    document_id = digest("document", source.path)
    with translating(db), db.atomic():
        db.execute("DELETE FROM documents WHERE path = ?", [source.path])
        insert(db, "documents", [_document_row(document_id, source, extractor)])
        for number, case in enumerate(cases, 1):
            _add_case(db, case, _owner_row(document_id, number, source, case.article))
        db.execute("DELETE FROM failures WHERE path = ?1 OR instr(path, ?1 || '!/') = 1", [source.path])
        forget_concepts(db)
        settle(db)


def forget(db: "Database", path: str) -> None:
    """Remove the document of this path, every article that no other document holds, and their concepts."""
    with translating(db), db.atomic():
        db.execute("DELETE FROM documents WHERE path = ?", [path])
        forget_concepts(db)
        settle(db)


def document_paths(db: "Database") -> Iterator[str]:
    """Yield the path of every stored document, in order."""
    for (path,) in db.execute("SELECT path FROM documents ORDER BY path").fetchall():
        yield path


def start_run(db: "Database", *, extractor: str) -> int:
    """Record that a run begins and return its id; what an older Tashan left unresolved is resolved first."""
    with translating(db):
        with db.atomic():
            settle(db)
        cursor = db.execute("INSERT INTO runs(extractor, started) VALUES (?, ?)", [extractor, _now()])
    return int(cursor.lastrowid or 0)


def finish_run(db: "Database", run_id: int, counts: Mapping[str, int]) -> None:
    """Record that a run ended, and what it counted.

    If a good part of the library is new, by its `articles`, the search index is put together too.
    """
    told = json.dumps(dict(counts), ensure_ascii=False, sort_keys=True)
    with translating(db):
        db.execute("UPDATE runs SET finished = ?, counts = ? WHERE id = ?", [_now(), told, run_id])
        stored = db.execute("SELECT count(*) FROM articles").fetchone()[0]
        if counts.get("articles", 0) * _NEW_PART >= max(stored, 1):
            with db.atomic():
                for statement in JOIN_PARTS:
                    db.execute(statement)


def record_failure(db: "Database", path: str, step: str, reason: str, *, run_id: int | None = None) -> None:
    """Record that a path gave nothing; storing it later clears the record."""
    row = [path, step, reason, run_id]
    with translating(db):
        db.execute("INSERT OR REPLACE INTO failures(path, step, reason, run_id) VALUES (?, ?, ?, ?)", row)


def stats(db: "Database") -> dict[str, Any]:
    """Return the library at a glance: a count per table, then what it is about, most frequent first.

    `distinct` counts articles, indicators and measures without those that are editions of others or told in
    them already; `themes` and `concepts` count so too. `entity_types`, `themes`, `concepts` and
    `media_types` give a count each; `published` gives the `first` and the `last` day of the articles;
    `last_run` the extractor, the start, the end and the counts of the newest run, or nothing.
    """
    counts: dict[str, Any] = {
        table: db.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in _COUNTED
    }
    repeated = {name: db.execute(sql).fetchone()[0] for name, sql in _REPEATED.items()}
    counts["distinct"] = {name: counts[name] - number for name, number in repeated.items()}
    for name, (column, table, counted) in _GROUPED.items():
        sql = (
            f"SELECT {column}, count(*) FROM {table} WHERE {column} IS NOT NULL AND {counted} "
            "GROUP BY 1 ORDER BY 2 DESC, 1"
        )
        counts[name] = dict(db.execute(sql))
    first, last = db.execute("SELECT min(published), max(published) FROM articles").fetchone()
    return counts | {"published": {"first": first, "last": last}, "last_run": _last_run(db)}


def _last_run(db: "Database") -> dict[str, Any] | None:
    sql = "SELECT extractor, started, finished, counts FROM runs ORDER BY id DESC LIMIT 1"
    run = next(db.query(sql), None)
    return run and run | {"counts": json.loads(run["counts"] or "{}")}


def _check_references(source: Source, case: Case) -> None:
    entities = {entity.id for entity in case.entities}
    indicators = {indicator.id for indicator in case.indicators}
    facts = entities | indicators | {measure.id for measure in case.measures}
    wanted: list[tuple[str | None, Container[str]]]
    wanted = [(indicator.subject_id, entities) for indicator in case.indicators]
    wanted += [(measure.actor_id, entities) for measure in case.measures]
    wanted += [(result, indicators) for measure in case.measures for result in measure.results]
    concepts = {concept.id for concept in case.concepts}
    wanted += [(meaning.concept_id, concepts) for measure in case.measures for meaning in measure.concepts]
    wanted += [(concept.broader, concepts) for concept in case.concepts]
    wanted += [(measure.concept, ()) for measure in case.measures if not measure.concepts]
    wanted += [(end, facts) for relation in case.relations for end in (relation.head, relation.tail)]
    for name, there in wanted:
        if name is not None and name not in there:
            raise StoreError(source.path, f"a fact refers to {name!r}, which its article lacks")


def _add_case(db: "Database", case: Case, owner: Row) -> None:
    article, document_id = case.article, owner["document_id"]
    owners = [*db.query("SELECT * FROM document_articles WHERE article_id = ?", [article.id])]
    if any(other["document_id"] == document_id for other in owners):
        return
    if not owners or _is_better(db, article, document_id):
        row = article_row(article, document_id) | {"docid": next_docid(db, "articles")}
        db.execute("DELETE FROM articles WHERE id = ?", [article.id])
        insert(db, "articles", [row])
        insert(db, "document_articles", owners)
        for table, rows in article_rows(article).items():
            insert(db, table, rows)
        keep_case(db, case)
    insert(db, "document_articles", [owner])


def _is_better(db: "Database", article: Article, document_id: str) -> bool:
    """Tell whether a new reading of an article goes before the one that is stored."""
    kept = "SELECT * FROM articles a JOIN documents d ON d.id = a.document_id WHERE a.id = ?"
    old = next(db.query(kept, [article.id]))
    new = next(db.query("SELECT extractor, path FROM documents WHERE id = ?", [document_id]))
    if old["extractor"] != new["extractor"]:
        return True
    mine = (article.published is None, article.publisher is None, new["path"])
    return mine < (old["published"] is None, old["publisher"] is None, old["path"])


def _document_row(document_id: str, source: Source, extractor: str) -> Row:
    return {
        "id": document_id,
        "path": source.path,
        "sha256": source.sha256,
        "media_type": source.media_type,
        "extractor": extractor,
    }


def _owner_row(document_id: str, number: int, source: Source, article: Article) -> Row:
    own = article.source
    member = None if replace(own, page=source.page) == source else own
    return {
        "document_id": document_id,
        "article_id": article.id,
        "number": number,
        "page": own.page,
        "member": member and member.path,
        "member_sha256": member and member.sha256,
        "member_media_type": member and member.media_type,
        "address": article.address,
    }


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
