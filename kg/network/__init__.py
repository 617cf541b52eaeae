"""The graph: all of it, views of it, and what a walk along its links finds, each link with its evidence."""

from kg.network.reuse import Reuse, Sharing, Use, most_reused, reused, sharing
from kg.network.views import VIEWS, Community, View, communities, view
from kg.network.walking import Step, find_node, neighbours, nodes_like, path
from kg.network.whole import KINDS, columns, edges, graph, nodes

__all__ = [
    "KINDS",
    "VIEWS",
    "Community",
    "Reuse",
    "Sharing",
    "Step",
    "Use",
    "View",
    "columns",
    "communities",
    "edges",
    "find_node",
    "graph",
    "most_reused",
    "neighbours",
    "nodes",
    "nodes_like",
    "path",
    "reused",
    "sharing",
    "view",
]
