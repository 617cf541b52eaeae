"""Tashan makes facts: from a file to a case, along one straight line."""
