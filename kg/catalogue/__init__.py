"""The library as a reader leafs through it: lists in pages, things, facets, and the whole at a glance."""

from kg.catalogue.cases import case_rows, list_cases, select
from kg.catalogue.comparison import Comparison, Told, compare, value_of
from kg.catalogue.entities import entity, list_entities, things_of
from kg.catalogue.facets import facets
from kg.catalogue.indicators import IndicatorSelection, list_indicators
from kg.catalogue.neighbourhood import Neighbourhood, neighbourhood, path_between
from kg.catalogue.overview import overview
from kg.catalogue.pages import Page
from kg.catalogue.reviewing import list_judgements, list_uncertain
from kg.catalogue.selection import Selection

__all__ = [
    "Comparison",
    "IndicatorSelection",
    "Neighbourhood",
    "Page",
    "Selection",
    "Told",
    "case_rows",
    "compare",
    "entity",
    "facets",
    "list_cases",
    "list_entities",
    "list_indicators",
    "list_judgements",
    "list_uncertain",
    "neighbourhood",
    "overview",
    "path_between",
    "select",
    "things_of",
    "value_of",
]
