"""Tashan keeps facts: the graph of cases in one SQLite file, and how it is asked."""
