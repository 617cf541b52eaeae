"""Indexes of the tables of facts that came after them, steps of `kg.schema`."""

# What is least sure is found without sorting all facts.
CERTAINTY = """
CREATE INDEX indicators_confidence ON indicators(confidence, id);
CREATE INDEX measures_confidence ON measures(confidence, id);
"""

# What is counted over the whole library is counted from these alone.
COUNTING = """
DROP INDEX measures_concept;
DROP INDEX measures_theme;
DROP INDEX entities_thing;
CREATE INDEX measures_concept ON measures(concept, article_id);
CREATE INDEX measures_theme ON measures(theme, article_id);
CREATE INDEX entities_thing ON entities(thing_id, article_id);
CREATE INDEX things_type ON things(type, name);
"""
