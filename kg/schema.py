"""The tables of a Tashan file, as migrations that only grow.

`application_id` marks the file as Tashan's, `user_version` counts the migrations it has been through.
A document owns articles through `document_articles`; an article that none owns goes, its facts with it.
The search index is that of `kg.fulltext`. A program that does not know it cannot change an article and spoil
it, for its triggers need an SQL function that only `open_graph` registers.
"""

import sqlite3
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from kg import edition_tables, fulltext, judged, later_columns, later_indexes

if TYPE_CHECKING:
    from sqlite_utils import Database, Migrations

APPLICATION_ID = 0x7A544153  # "zTAS"

_FACTS = """
CREATE TABLE documents (
  id TEXT PRIMARY KEY, path TEXT NOT NULL UNIQUE, sha256 TEXT NOT NULL, media_type TEXT NOT NULL,
  extractor TEXT NOT NULL
) STRICT;

CREATE TABLE articles (
  id TEXT PRIMARY KEY, title TEXT, "column" TEXT, publisher TEXT, published TEXT, text TEXT NOT NULL,
  document_id TEXT REFERENCES documents(id) ON DELETE SET NULL, docid INTEGER NOT NULL UNIQUE
) STRICT;

CREATE TABLE document_articles (
  document_id TEXT NOT NULL REFERENCES documents(id) ON DELETE CASCADE,
  article_id TEXT NOT NULL REFERENCES articles(id) ON DELETE CASCADE,
  number INTEGER NOT NULL, page INTEGER, member TEXT, member_sha256 TEXT, member_media_type TEXT,
  PRIMARY KEY (document_id, article_id)
) STRICT;

CREATE TABLE authors (
  article_id TEXT NOT NULL REFERENCES articles(id) ON DELETE CASCADE, number INTEGER NOT NULL,
  name TEXT NOT NULL, organization TEXT, position TEXT,
  PRIMARY KEY (article_id, number)
) STRICT;

CREATE TABLE sections (
  article_id TEXT NOT NULL REFERENCES articles(id) ON DELETE CASCADE, number INTEGER NOT NULL,
  heading TEXT NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL,
  PRIMARY KEY (article_id, number)
) STRICT;

CREATE TABLE parts (
  article_id TEXT NOT NULL REFERENCES articles(id) ON DELETE CASCADE, number INTEGER NOT NULL,
  kind TEXT NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL,
  PRIMARY KEY (article_id, number)
) STRICT;

CREATE TABLE warnings (
  article_id TEXT NOT NULL REFERENCES articles(id) ON DELETE CASCADE, number INTEGER NOT NULL,
  code TEXT NOT NULL, message TEXT NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL,
  PRIMARY KEY (article_id, number)
) STRICT;

CREATE TABLE evidence (
  id TEXT PRIMARY KEY, text TEXT NOT NULL,
  article_id TEXT NOT NULL REFERENCES articles(id) ON DELETE CASCADE,
  start INTEGER NOT NULL, "end" INTEGER NOT NULL
) STRICT;

CREATE TABLE things (
  id TEXT PRIMARY KEY, name TEXT NOT NULL, type TEXT NOT NULL,
  UNIQUE (type, name)
) STRICT;

CREATE TABLE entities (
  id TEXT PRIMARY KEY, name TEXT NOT NULL, type TEXT NOT NULL,
  thing_id TEXT NOT NULL REFERENCES things(id),
  article_id TEXT NOT NULL REFERENCES articles(id) ON DELETE CASCADE, number INTEGER NOT NULL,
  aliases TEXT NOT NULL, rule TEXT NOT NULL
) STRICT;

CREATE TABLE mentions (
  entity_id TEXT NOT NULL REFERENCES entities(id) ON DELETE CASCADE, number INTEGER NOT NULL,
  text TEXT NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL,
  PRIMARY KEY (entity_id, number)
) STRICT;

CREATE TABLE indicators (
  id TEXT PRIMARY KEY, metric TEXT, raw TEXT NOT NULL, subject TEXT,
  value REAL, low REAL, high REAL, op TEXT NOT NULL, unit TEXT NOT NULL,
  direction TEXT, earlier REAL, delta REAL, delta_unit TEXT,
  period TEXT, period_start TEXT, period_end TEXT, status TEXT NOT NULL,
  subject_id TEXT REFERENCES entities(id) ON DELETE CASCADE,
  evidence_id TEXT NOT NULL REFERENCES evidence(id) ON DELETE CASCADE,
  article_id TEXT NOT NULL REFERENCES articles(id) ON DELETE CASCADE, number INTEGER NOT NULL,
  start INTEGER NOT NULL, "end" INTEGER NOT NULL, confidence REAL NOT NULL, rule TEXT NOT NULL,
  value_exact TEXT, low_exact TEXT, high_exact TEXT, earlier_exact TEXT, delta_exact TEXT
) STRICT;

CREATE TABLE measures (
  id TEXT PRIMARY KEY, text TEXT NOT NULL, action TEXT NOT NULL, object TEXT NOT NULL,
  actor TEXT, beneficiary TEXT, theme TEXT NOT NULL, concept TEXT,
  actor_id TEXT REFERENCES entities(id) ON DELETE CASCADE,
  evidence_id TEXT NOT NULL REFERENCES evidence(id) ON DELETE CASCADE,
  article_id TEXT NOT NULL REFERENCES articles(id) ON DELETE CASCADE, number INTEGER NOT NULL,
  start INTEGER NOT NULL, "end" INTEGER NOT NULL, confidence REAL NOT NULL, rule TEXT NOT NULL,
  docid INTEGER NOT NULL UNIQUE
) STRICT;

CREATE TABLE measure_results (
  measure_id TEXT NOT NULL REFERENCES measures(id) ON DELETE CASCADE, number INTEGER NOT NULL,
  indicator_id TEXT NOT NULL REFERENCES indicators(id) ON DELETE CASCADE,
  PRIMARY KEY (measure_id, number)
) STRICT;

CREATE TABLE relations (
  article_id TEXT NOT NULL REFERENCES articles(id) ON DELETE CASCADE, number INTEGER NOT NULL,
  head TEXT NOT NULL, type TEXT NOT NULL, tail TEXT NOT NULL,
  evidence_id TEXT NOT NULL REFERENCES evidence(id) ON DELETE CASCADE, rule TEXT NOT NULL,
  PRIMARY KEY (article_id, number)
) STRICT;

CREATE TABLE runs (
  id INTEGER PRIMARY KEY, extractor TEXT NOT NULL, started TEXT NOT NULL, finished TEXT, counts TEXT
) STRICT;

CREATE TABLE failures (
  path TEXT PRIMARY KEY, step TEXT NOT NULL, reason TEXT NOT NULL,
  run_id INTEGER REFERENCES runs(id) ON DELETE SET NULL
) STRICT;

CREATE INDEX articles_document ON articles(document_id);
CREATE INDEX articles_published ON articles(published);
CREATE INDEX document_articles_article ON document_articles(article_id);
CREATE INDEX evidence_article ON evidence(article_id);
CREATE INDEX entities_article ON entities(article_id);
CREATE INDEX entities_thing ON entities(thing_id);
CREATE INDEX things_name ON things(name);
CREATE INDEX indicators_article ON indicators(article_id);
CREATE INDEX indicators_subject ON indicators(subject_id);
CREATE INDEX indicators_evidence ON indicators(evidence_id);
CREATE INDEX indicators_metric ON indicators(metric, value);
CREATE INDEX measures_article ON measures(article_id);
CREATE INDEX measures_actor ON measures(actor_id);
CREATE INDEX measures_evidence ON measures(evidence_id);
CREATE INDEX measures_concept ON measures(concept);
CREATE INDEX measures_theme ON measures(theme);
CREATE INDEX measure_results_indicator ON measure_results(indicator_id);
CREATE INDEX relations_evidence ON relations(evidence_id);
CREATE INDEX relations_head ON relations(head);
CREATE INDEX relations_tail ON relations(tail);
CREATE INDEX failures_run ON failures(run_id);

CREATE VIEW article_sources AS
SELECT a.id AS article_id, o.number, coalesce(o.member, d.path) AS path,
  coalesce(o.member_sha256, d.sha256) AS sha256, coalesce(o.member_media_type, d.media_type) AS media_type,
  o.page, d.extractor
FROM articles a JOIN documents d ON d.id = a.document_id
JOIN document_articles o ON o.document_id = d.id AND o.article_id = a.id;

CREATE VIEW indicator_table AS
SELECT i.article_id AS case_id, a.title, s.path, i.metric, i.subject, i.value, i.low, i.high, i.op, i.unit,
  i.raw, i.direction, i.earlier, i.delta, i.delta_unit, i.period, i.period_start, i.period_end, i.status,
  e.text AS evidence, i.confidence, i.id
FROM indicators i JOIN articles a ON a.id = i.article_id JOIN evidence e ON e.id = i.evidence_id
JOIN article_sources s ON s.article_id = a.id;

CREATE VIEW practice_table AS
SELECT m.article_id AS case_id, a.title, s.path, m.text, m.action, m.object, m.actor, m.beneficiary, m.theme,
  m.concept,
  (SELECT group_concat(i.raw, '；') FROM measure_results r JOIN indicators i ON i.id = r.indicator_id
   WHERE r.measure_id = m.id) AS results,
  e.text AS evidence, m.confidence, m.id
FROM measures m JOIN articles a ON a.id = m.article_id JOIN evidence e ON e.id = m.evidence_id
JOIN article_sources s ON s.article_id = a.id;
"""

_OWNERSHIP = """
CREATE TRIGGER forget_article AFTER DELETE ON document_articles
WHEN NOT EXISTS (SELECT 1 FROM document_articles WHERE article_id = old.article_id)
BEGIN
  DELETE FROM articles WHERE id = old.article_id;
END;

CREATE TRIGGER forget_thing AFTER DELETE ON entities
WHEN NOT EXISTS (SELECT 1 FROM entities WHERE thing_id = old.thing_id)
BEGIN
  DELETE FROM things WHERE id = old.thing_id;
END;

CREATE TRIGGER move_article AFTER UPDATE OF document_id ON articles
WHEN new.document_id IS NULL
BEGIN
  UPDATE articles SET document_id = (
    SELECT d.id FROM document_articles a JOIN documents d ON d.id = a.document_id
    WHERE a.article_id = new.id ORDER BY d.path LIMIT 1
  ) WHERE id = new.id AND EXISTS (
    SELECT 1 FROM document_articles a JOIN documents d ON d.id = a.document_id WHERE a.article_id = new.id
  );
END;
"""

_SEARCH = """
CREATE VIRTUAL TABLE search_articles USING fts5(title, text, content='', tokenize='ascii');

CREATE VIRTUAL TABLE search_measures
USING fts5(text, object, concept, evidence, content='', tokenize='ascii');

CREATE VIRTUAL TABLE search_articles_terms USING fts5vocab(search_articles, row);

CREATE VIRTUAL TABLE search_measures_terms USING fts5vocab(search_measures, row);

INSERT INTO search_articles(rowid, title, text)
SELECT docid, tashan_tokens(title), tashan_tokens(text) FROM articles;

INSERT INTO search_measures(rowid, text, object, concept, evidence)
SELECT m.docid, tashan_tokens(m.text), tashan_tokens(m.object), tashan_tokens(m.concept),
  tashan_tokens(e.text) FROM measures m JOIN evidence e ON e.id = m.evidence_id;

CREATE TRIGGER index_article AFTER INSERT ON articles
BEGIN
  INSERT INTO search_articles(rowid, title, text)
  VALUES (new.docid, tashan_tokens(new.title), tashan_tokens(new.text));
END;

CREATE TRIGGER index_measure AFTER INSERT ON measures
BEGIN
  INSERT INTO search_measures(rowid, text, object, concept, evidence)
  SELECT new.docid, tashan_tokens(new.text), tashan_tokens(new.object), tashan_tokens(new.concept),
    tashan_tokens(e.text) FROM evidence e WHERE e.id = new.evidence_id;
END;

CREATE TRIGGER unindex_article BEFORE DELETE ON articles
BEGIN
  INSERT INTO search_measures(search_measures, rowid, text, object, concept, evidence)
  SELECT 'delete', m.docid, tashan_tokens(m.text), tashan_tokens(m.object), tashan_tokens(m.concept),
    tashan_tokens(e.text) FROM measures m JOIN evidence e ON e.id = m.evidence_id WHERE m.article_id = old.id;
  INSERT INTO search_articles(search_articles, rowid, title, text)
  VALUES ('delete', old.docid, tashan_tokens(old.title), tashan_tokens(old.text));
END;

CREATE TRIGGER unindex_measure BEFORE DELETE ON measures
WHEN EXISTS (SELECT 1 FROM articles WHERE id = old.article_id)
BEGIN
  INSERT INTO search_measures(search_measures, rowid, text, object, concept, evidence)
  SELECT 'delete', old.docid, tashan_tokens(old.text), tashan_tokens(old.object), tashan_tokens(old.concept),
    tashan_tokens(e.text) FROM evidence e WHERE e.id = old.evidence_id;
END;
"""

_CONCEPTS = """
CREATE TABLE concepts (
  id TEXT PRIMARY KEY, name TEXT NOT NULL, theme TEXT,
  broader TEXT REFERENCES concepts(id) ON DELETE SET NULL, definition TEXT
) STRICT;

CREATE TABLE measure_concepts (
  measure_id TEXT NOT NULL REFERENCES measures(id) ON DELETE CASCADE, number INTEGER NOT NULL,
  concept_id TEXT NOT NULL REFERENCES concepts(id), score REAL NOT NULL,
  PRIMARY KEY (measure_id, number)
) STRICT;

CREATE INDEX concepts_name ON concepts(name);
CREATE INDEX concepts_broader ON concepts(broader);
CREATE INDEX measure_concepts_concept ON measure_concepts(concept_id, score);

INSERT INTO concepts(id, name, theme)
SELECT concept, concept, min(theme) FROM measures WHERE concept IS NOT NULL GROUP BY concept;

INSERT INTO measure_concepts(measure_id, number, concept_id, score)
SELECT id, 1, concept, 1.0 FROM measures WHERE concept IS NOT NULL;
"""


_RESOLVE = """
DROP TRIGGER forget_thing;

CREATE TABLE resolved_things (
  id TEXT PRIMARY KEY, name TEXT NOT NULL, type TEXT NOT NULL, context TEXT NOT NULL DEFAULT ''
) STRICT;

INSERT INTO resolved_things(id, name, type) SELECT id, name, type FROM things;

DROP TABLE things;

ALTER TABLE resolved_things RENAME TO things;

CREATE TABLE profiles (
  id TEXT PRIMARY KEY, name TEXT NOT NULL, type TEXT NOT NULL,
  block TEXT NOT NULL, content TEXT NOT NULL, thing_id TEXT NOT NULL REFERENCES things(id)
) STRICT;

CREATE TABLE profile_names (
  profile_id TEXT NOT NULL REFERENCES profiles(id) ON DELETE CASCADE,
  name TEXT NOT NULL, type TEXT NOT NULL, number INTEGER NOT NULL,
  PRIMARY KEY (profile_id, number)
) STRICT;

CREATE TABLE merges (
  profile_id TEXT PRIMARY KEY REFERENCES profiles(id) ON DELETE CASCADE,
  leader_id TEXT NOT NULL REFERENCES profiles(id) ON DELETE CASCADE,
  rule TEXT NOT NULL, score REAL NOT NULL, evidence TEXT NOT NULL
) STRICT;

CREATE TABLE rulings (
  type TEXT NOT NULL, name TEXT NOT NULL, article_id TEXT NOT NULL DEFAULT '',
  other_name TEXT NOT NULL, other_article_id TEXT NOT NULL DEFAULT '',
  same INTEGER NOT NULL, reason TEXT NOT NULL,
  PRIMARY KEY (type, name, article_id, other_name, other_article_id)
) STRICT;

CREATE TABLE unsettled (
  kind TEXT NOT NULL, key TEXT NOT NULL,
  PRIMARY KEY (kind, key)
) STRICT, WITHOUT ROWID;

ALTER TABLE entities ADD COLUMN profile_id TEXT REFERENCES profiles(id);

CREATE INDEX things_name ON things(name);
CREATE INDEX profiles_block ON profiles(block);
CREATE INDEX profiles_thing ON profiles(thing_id);
CREATE INDEX profile_names_name ON profile_names(name, type);
CREATE INDEX merges_leader ON merges(leader_id);
CREATE INDEX rulings_other ON rulings(type, other_name);
CREATE INDEX entities_profile ON entities(profile_id);

CREATE TRIGGER forget_entity AFTER DELETE ON entities
BEGIN
  INSERT OR IGNORE INTO unsettled(kind, key)
  SELECT 'block', block FROM profiles WHERE id = old.profile_id
  AND NOT EXISTS (SELECT 1 FROM entities WHERE profile_id = old.profile_id);
  INSERT OR IGNORE INTO unsettled(kind, key)
  SELECT 'name', type || '|' || name FROM profile_names WHERE profile_id = old.profile_id AND number > 0
  AND NOT EXISTS (SELECT 1 FROM entities WHERE profile_id = old.profile_id);
  DELETE FROM profiles WHERE id = old.profile_id
  AND NOT EXISTS (SELECT 1 FROM entities WHERE profile_id = old.profile_id);
  DELETE FROM things WHERE id = old.thing_id
  AND NOT EXISTS (SELECT 1 FROM entities WHERE thing_id = old.thing_id);
END;
"""

_STEPS = {
    "facts": _FACTS,
    "ownership": _OWNERSHIP,
    "search": _SEARCH,
    "concepts": _CONCEPTS,
    "resolve": _RESOLVE,
    "clauses": fulltext.MAKE_AGAIN,
    "judgements": judged.TABLES,
    "editions": edition_tables.TABLES,
    "certainty": later_indexes.CERTAINTY,
    "counting": later_indexes.COUNTING,
    "addresses": later_columns.ADDRESSES,
}
NEWEST = len(_STEPS)


def migrations() -> "Migrations":
    """Return the steps that make the tables; each step marks the file with how far it is."""
    from sqlite_utils import Migrations

    steps = Migrations("tashan")
    for number, (name, script) in enumerate(_STEPS.items(), 1):
        steps(name=name)(_step(number, script))
    return steps


def migrate(db: "Database") -> None:
    """Bring an open database up to date, in one transaction; this proves that it can be written."""
    with db.atomic():
        db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        migrations().apply(db)


def _step(number: int, script: str) -> Callable[["Database"], None]:
    def take(db: "Database") -> None:
        for statement in statements(script):
            db.execute(statement)
        db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        db.execute(f"PRAGMA user_version = {number}")

    return take


def statements(script: str) -> Iterator[str]:
    """Yield the statements of a script, triggers whole."""
    lines: list[str] = []
    for line in script.splitlines():
        lines.append(line)
        if line.endswith(";") and sqlite3.complete_statement("\n".join(lines)):
            yield "\n".join(lines)
            lines.clear()
