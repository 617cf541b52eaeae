"""The graph for other programs: indicators as a table, the whole as a network."""

from kg.export.graphs import GRAPH_ENDINGS, export_graph
from kg.export.tables import TABLE_ENDINGS, export_indicators, export_observations

__all__ = ["GRAPH_ENDINGS", "TABLE_ENDINGS", "export_graph", "export_indicators", "export_observations"]
