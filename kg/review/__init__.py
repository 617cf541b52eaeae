"""Judging in a spreadsheet: unjudged facts out to an xlsx file, and what a person wrote there in again."""

from kg.review.reading import Imported, Refusal, import_review
from kg.review.writing import export_review

__all__ = ["Imported", "Refusal", "export_review", "import_review"]
