"""The tables of editions: which articles are one, and which facts they tell again."""

TABLES = """
CREATE TABLE fingerprints (
  rank INTEGER PRIMARY KEY,
  article_id TEXT NOT NULL UNIQUE REFERENCES articles(id) ON DELETE CASCADE
) STRICT;

CREATE TABLE bands (
  band INTEGER NOT NULL, rank INTEGER NOT NULL REFERENCES fingerprints(rank) ON DELETE CASCADE,
  PRIMARY KEY (band, rank)
) STRICT, WITHOUT ROWID;

CREATE TABLE likenesses (
  rank INTEGER NOT NULL REFERENCES fingerprints(rank) ON DELETE CASCADE,
  other INTEGER NOT NULL REFERENCES fingerprints(rank) ON DELETE CASCADE,
  edition TEXT, share REAL, changes TEXT,
  PRIMARY KEY (rank, other)
) STRICT, WITHOUT ROWID;

CREATE TABLE editions (
  article_id TEXT PRIMARY KEY REFERENCES articles(id) ON DELETE CASCADE,
  first_id TEXT NOT NULL, edition TEXT NOT NULL, share REAL NOT NULL, changes TEXT NOT NULL
) STRICT;

CREATE TABLE repeated_indicators (
  indicator_id TEXT PRIMARY KEY REFERENCES indicators(id) ON DELETE CASCADE,
  first_id TEXT NOT NULL REFERENCES indicators(id) ON DELETE CASCADE
) STRICT;

CREATE TABLE repeated_measures (
  measure_id TEXT PRIMARY KEY REFERENCES measures(id) ON DELETE CASCADE,
  first_id TEXT NOT NULL REFERENCES measures(id) ON DELETE CASCADE
) STRICT;

CREATE INDEX bands_rank ON bands(rank);
CREATE INDEX likenesses_other ON likenesses(other);
CREATE INDEX editions_first ON editions(first_id);
CREATE INDEX repeated_indicators_first ON repeated_indicators(first_id);
CREATE INDEX repeated_measures_first ON repeated_measures(first_id);
CREATE INDEX documents_sha256 ON documents(sha256);

CREATE TRIGGER forget_edition BEFORE DELETE ON articles
BEGIN
  DELETE FROM fingerprints WHERE rank IN (
    SELECT c.rank FROM fingerprints f JOIN bands b ON b.rank = f.rank JOIN bands c ON c.band = b.band
    WHERE f.article_id = old.id
  ) OR article_id IN (
    SELECT e.article_id FROM editions o JOIN editions e ON e.first_id = o.first_id WHERE o.article_id = old.id
  );
END;
"""
