"""Tashan keeps facts: the graph of cases in one SQLite file, and how it is asked."""

from kg.backup import backup
from kg.cases import case, case_ids, cases
from kg.check import Fault, check
from kg.connection import open_graph
from kg.export import export_graph, export_indicators, indicator_rows
from kg.filters import Filters
from kg.judgements import (
    Addition,
    Change,
    Judgement,
    Opinion,
    ReviewItem,
    extracted,
    judge,
    judge_all,
    judgements,
    review_case,
    review_queue,
    undo,
)
from kg.metadata import metadata
from kg.network import graph
from kg.practices import Practice, practices
from kg.query import Query, parse
from kg.records import from_record, to_record
from kg.search import Hit, Reason, Twin, answer, search
from kg.similar import similar, similar_to, similar_to_case
from kg.store import add, document_paths, finish_run, forget, known, record_failure, start_run, stats

__all__ = [
    "Addition",
    "Change",
    "Fault",
    "Filters",
    "Hit",
    "Judgement",
    "Opinion",
    "Practice",
    "Query",
    "Reason",
    "ReviewItem",
    "Twin",
    "add",
    "answer",
    "backup",
    "case",
    "case_ids",
    "cases",
    "check",
    "document_paths",
    "export_graph",
    "export_indicators",
    "extracted",
    "finish_run",
    "forget",
    "from_record",
    "graph",
    "indicator_rows",
    "judge",
    "judge_all",
    "judgements",
    "known",
    "metadata",
    "open_graph",
    "parse",
    "practices",
    "record_failure",
    "review_case",
    "review_queue",
    "search",
    "similar",
    "similar_to",
    "similar_to_case",
    "start_run",
    "stats",
    "to_record",
    "undo",
]
