"""The tables of judgements: a log that only grows, what was extracted, and what became of each fact.

`judgements` is the source; `extracted` and `judged_facts` are made of it again whenever an article is stored.
"""

TABLES = """
CREATE TABLE judgements (
  id INTEGER PRIMARY KEY, verdict TEXT NOT NULL, kind TEXT NOT NULL,
  article_id TEXT NOT NULL, fact TEXT NOT NULL, quote TEXT NOT NULL,
  evidence_start INTEGER NOT NULL, evidence_end INTEGER NOT NULL,
  seen TEXT NOT NULL, changes TEXT NOT NULL, concepts TEXT NOT NULL,
  other_article_id TEXT, other_fact TEXT, undoes INTEGER REFERENCES judgements(id),
  person TEXT NOT NULL, time TEXT NOT NULL, reason TEXT
) STRICT;

CREATE TABLE extracted (
  article_id TEXT PRIMARY KEY REFERENCES articles(id) ON DELETE CASCADE, facts TEXT NOT NULL
) STRICT;

CREATE TABLE judged_facts (
  article_id TEXT NOT NULL REFERENCES articles(id) ON DELETE CASCADE, fact TEXT NOT NULL,
  kind TEXT NOT NULL, status TEXT NOT NULL, fact_id TEXT, changes TEXT NOT NULL,
  judgement_id INTEGER NOT NULL REFERENCES judgements(id),
  PRIMARY KEY (article_id, fact)
) STRICT;

CREATE INDEX judgements_article ON judgements(article_id, fact);
CREATE INDEX judgements_undoes ON judgements(undoes);
CREATE INDEX judgements_verdict ON judgements(verdict);
CREATE INDEX judged_facts_id ON judged_facts(fact_id);
CREATE INDEX judged_facts_judgement ON judged_facts(judgement_id);

CREATE TRIGGER keep_judgement BEFORE UPDATE ON judgements
BEGIN
  SELECT RAISE(ABORT, 'a judgement is never changed: undo it');
END;

CREATE TRIGGER keep_judgements BEFORE DELETE ON judgements
BEGIN
  SELECT RAISE(ABORT, 'a judgement is never removed: undo it');
END;
"""
