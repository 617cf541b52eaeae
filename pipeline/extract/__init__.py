"""Extraction: from an article whose words are known to a case of facts, each with its evidence."""
