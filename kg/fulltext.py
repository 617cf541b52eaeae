"""The statements that make the full-text index and keep it in step with its tables.

The index holds no text of its own. Triggers change it in the same transaction as the rows, by the SQL
function `tashan_tokens` that only `open_graph` registers. Of a measure it holds the clause and the concept:
the words around them are the article's, and found there.
"""

NAMES = ("search_articles", "search_measures")

_TABLES = """
CREATE VIRTUAL TABLE {schema}.search_articles USING fts5(title, text, content='', tokenize='ascii');

CREATE VIRTUAL TABLE {schema}.search_measures USING fts5(text, concept, content='', tokenize='ascii');

CREATE VIRTUAL TABLE {schema}.search_articles_terms USING fts5vocab({schema}, search_articles, row);

CREATE VIRTUAL TABLE {schema}.search_measures_terms USING fts5vocab({schema}, search_measures, row);

INSERT INTO {schema}.search_articles(rowid, title, text)
SELECT docid, tashan_tokens(title), tashan_tokens(text) FROM articles;

INSERT INTO {schema}.search_measures(rowid, text, concept)
SELECT docid, tashan_tokens(text), tashan_tokens(concept) FROM measures;
"""
_TRIGGERS = """
CREATE TRIGGER index_article AFTER INSERT ON articles
BEGIN
  INSERT INTO search_articles(rowid, title, text)
  VALUES (new.docid, tashan_tokens(new.title), tashan_tokens(new.text));
END;

CREATE TRIGGER index_measure AFTER INSERT ON measures
BEGIN
  INSERT INTO search_measures(rowid, text, concept)
  VALUES (new.docid, tashan_tokens(new.text), tashan_tokens(new.concept));
END;

CREATE TRIGGER unindex_article BEFORE DELETE ON articles
BEGIN
  INSERT INTO search_articles(search_articles, rowid, title, text)
  VALUES ('delete', old.docid, tashan_tokens(old.title), tashan_tokens(old.text));
END;

CREATE TRIGGER unindex_measure BEFORE DELETE ON measures
BEGIN
  INSERT INTO search_measures(search_measures, rowid, text, concept)
  VALUES ('delete', old.docid, tashan_tokens(old.text), tashan_tokens(old.concept));
END;
"""
_DROPS = """
DROP TRIGGER IF EXISTS index_article;
DROP TRIGGER IF EXISTS index_measure;
DROP TRIGGER IF EXISTS unindex_article;
DROP TRIGGER IF EXISTS unindex_measure;
DROP TABLE IF EXISTS search_articles_terms;
DROP TABLE IF EXISTS search_measures_terms;
DROP TABLE IF EXISTS search_articles;
DROP TABLE IF EXISTS search_measures;
"""

MAKE_AGAIN = (
    _DROPS + _TABLES.format(schema="main").replace("USING fts5vocab(main, ", "USING fts5vocab(") + _TRIGGERS
)
MAKE_TEMPORARY = _TABLES.format(schema="temp")
# A term is looked up in each part that the index has grown of; joined, they answer five times as fast.
JOIN_PARTS = tuple(f"INSERT INTO {name}({name}) VALUES ('optimize')" for name in NAMES)
