"""Columns of the tables of facts that came after them, steps of `kg.schema`."""

# Of each document its own: one article stands at several addresses.
ADDRESSES = """
ALTER TABLE document_articles ADD COLUMN address TEXT;

DROP VIEW article_sources;

CREATE VIEW article_sources AS
SELECT a.id AS article_id, o.number, coalesce(o.member, d.path) AS path,
  coalesce(o.member_sha256, d.sha256) AS sha256, coalesce(o.member_media_type, d.media_type) AS media_type,
  o.page, d.extractor, o.address
FROM articles a JOIN documents d ON d.id = a.document_id
JOIN document_articles o ON o.document_id = d.id AND o.article_id = a.id;
"""
