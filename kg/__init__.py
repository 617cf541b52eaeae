"""Tashan keeps facts: the graph of cases in one SQLite file, and how it is asked."""

from kg.backup import backup
from kg.cases import case, case_ids, cases
from kg.catalogue import (
    IndicatorSelection,
    Neighbourhood,
    Page,
    Selection,
    case_rows,
    entity,
    facets,
    list_cases,
    list_entities,
    list_indicators,
    neighbourhood,
    overview,
    path_between,
    select,
    things_of,
)
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
from kg.review import Imported, Refusal, export_review, import_review
from kg.search import Hit, Reason, Twin, answer, search
from kg.similar import similar, similar_to, similar_to_case
from kg.store import add, document_paths, finish_run, forget, known, record_failure, start_run, stats

__all__ = [
    "Addition",
    "Change",
    "Fault",
    "Filters",
    "Hit",
    "Imported",
    "IndicatorSelection",
    "Judgement",
    "Neighbourhood",
    "Opinion",
    "Page",
    "Practice",
    "Query",
    "Reason",
    "Refusal",
    "ReviewItem",
    "Selection",
    "Twin",
    "add",
    "answer",
    "backup",
    "case",
    "case_ids",
    "case_rows",
    "cases",
    "check",
    "document_paths",
    "entity",
    "export_graph",
    "export_indicators",
    "export_review",
    "extracted",
    "facets",
    "finish_run",
    "forget",
    "from_record",
    "graph",
    "import_review",
    "indicator_rows",
    "judge",
    "judge_all",
    "judgements",
    "known",
    "list_cases",
    "list_entities",
    "list_indicators",
    "metadata",
    "neighbourhood",
    "open_graph",
    "overview",
    "parse",
    "path_between",
    "practices",
    "record_failure",
    "review_case",
    "review_queue",
    "search",
    "select",
    "similar",
    "similar_to",
    "similar_to_case",
    "start_run",
    "stats",
    "things_of",
    "to_record",
    "undo",
]
