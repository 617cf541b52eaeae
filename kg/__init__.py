"""Tashan keeps facts: the graph of cases in one SQLite file, and how it is asked.

A name is imported from its module when it is first asked for, so that a command loads what it uses.
"""

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # for tools; `_HOMES` below says the same to Python
    from kg.backup import backup
    from kg.cases import case, case_ids, cases
    from kg.catalogue import (
        Comparison,
        IndicatorSelection,
        Neighbourhood,
        Page,
        Selection,
        Told,
        case_rows,
        compare,
        entity,
        list_cases,
        list_entities,
        list_indicators,
        list_judgements,
        list_uncertain,
        path_between,
        select,
        things_of,
        value_of,
    )
    from kg.catalogue.facets import facets
    from kg.catalogue.neighbourhood import neighbourhood
    from kg.catalogue.overview import overview
    from kg.check import Fault, check
    from kg.connection import open_graph
    from kg.editions import Copy, CopyGroup, copies, copies_of, editions_of, settle_editions
    from kg.export import export_graph, export_indicators, export_observations
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
    from kg.network import (
        Community,
        Reuse,
        Sharing,
        Step,
        Use,
        communities,
        find_node,
        graph,
        most_reused,
        neighbours,
        nodes_like,
        path,
        reused,
        sharing,
        view,
    )
    from kg.practices import Practice, practices
    from kg.query import Query, parse
    from kg.reconcile import (
        Claim,
        IndicatorFilter,
        Observation,
        Report,
        Series,
        indicator_rows,
        observation_record,
        observations,
        series,
    )
    from kg.records import from_record, to_record
    from kg.review import Imported, Refusal, export_review, import_review
    from kg.search import Hit, Reason, Twin, answer, search
    from kg.similar import similar, similar_to, similar_to_case
    from kg.store import add, document_paths, finish_run, forget, known, record_failure, start_run, stats

__all__ = [
    "Addition",
    "Change",
    "Claim",
    "Community",
    "Comparison",
    "Copy",
    "CopyGroup",
    "Fault",
    "Filters",
    "Hit",
    "Imported",
    "IndicatorFilter",
    "IndicatorSelection",
    "Judgement",
    "Neighbourhood",
    "Observation",
    "Opinion",
    "Page",
    "Practice",
    "Query",
    "Reason",
    "Refusal",
    "Report",
    "Reuse",
    "ReviewItem",
    "Selection",
    "Series",
    "Sharing",
    "Step",
    "Told",
    "Twin",
    "Use",
    "add",
    "answer",
    "backup",
    "case",
    "case_ids",
    "case_rows",
    "cases",
    "check",
    "communities",
    "compare",
    "copies",
    "copies_of",
    "document_paths",
    "editions_of",
    "entity",
    "export_graph",
    "export_indicators",
    "export_observations",
    "export_review",
    "extracted",
    "facets",
    "find_node",
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
    "list_judgements",
    "list_uncertain",
    "metadata",
    "most_reused",
    "neighbourhood",
    "neighbours",
    "nodes_like",
    "observation_record",
    "observations",
    "open_graph",
    "overview",
    "parse",
    "path",
    "path_between",
    "practices",
    "record_failure",
    "reused",
    "review_case",
    "review_queue",
    "search",
    "select",
    "series",
    "settle_editions",
    "sharing",
    "similar",
    "similar_to",
    "similar_to_case",
    "start_run",
    "stats",
    "things_of",
    "to_record",
    "undo",
    "value_of",
    "view",
]

_HOMES = {
    "kg.backup": "backup",
    "kg.cases": "case case_ids cases",
    "kg.catalogue": (
        "Comparison IndicatorSelection Neighbourhood Page Selection Told case_rows compare entity "
        "facets list_cases list_entities list_indicators list_judgements list_uncertain "
        "neighbourhood overview path_between select things_of value_of"
    ),
    "kg.check": "Fault check",
    "kg.connection": "open_graph",
    "kg.editions": "Copy CopyGroup copies copies_of editions_of settle_editions",
    "kg.export": "export_graph export_indicators export_observations",
    "kg.filters": "Filters",
    "kg.judgements": (
        "Addition Change Judgement Opinion ReviewItem extracted judge judge_all judgements "
        "review_case review_queue undo"
    ),
    "kg.metadata": "metadata",
    "kg.network": (
        "Community Reuse Sharing Step Use communities find_node graph most_reused neighbours nodes_like path "
        "reused sharing view"
    ),
    "kg.practices": "Practice practices",
    "kg.query": "Query parse",
    "kg.reconcile": (
        "Claim IndicatorFilter Observation Report Series indicator_rows observation_record "
        "observations series"
    ),
    "kg.records": "from_record to_record",
    "kg.review": "Imported Refusal export_review import_review",
    "kg.search": "Hit Reason Twin answer search",
    "kg.similar": "similar similar_to similar_to_case",
    "kg.store": "add document_paths finish_run forget known record_failure start_run stats",
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names.split()}


class _Names(ModuleType):
    """This package, whose function `search` stays `kg.search` when the module that holds it is imported."""

    def __setattr__(self, name: str, value: object) -> None:
        own = isinstance(value, ModuleType) and _HOME_OF.get(name) == value.__name__
        super().__setattr__(name, getattr(value, name) if own else value)


def __getattr__(name: str) -> object:
    if name not in _HOME_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found: object = getattr(import_module(_HOME_OF[name]), name)
    setattr(sys.modules[__name__], name, found)
    return found


def __dir__() -> list[str]:
    return __all__


sys.modules[__name__].__class__ = _Names
