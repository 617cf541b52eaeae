"""A picture of a neighbourhood: where each node stands, and the whole as SVG whose nodes are links."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import sqrt
from typing import Any

from markupsafe import Markup

from kg import Neighbourhood

Places = Mapping[str, tuple[float, float]]

_MARGIN, _LABEL = 70, 11
_CHARACTER, _ROW = 12.5, 17  # what a name takes
_NOTHING = 1e-9


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture with its size, and where each node stands in it."""

    svg: Markup
    places: Places


def draw(found: Neighbourhood, centres: Sequence[str], link_to: Callable[[str], str]) -> Picture:
    """Return the picture of a neighbourhood; `link_to` gives the address behind a node."""
    width = int(620 + 75 * sqrt(len(found.nodes)))
    height = int(width * 0.64)
    places = arrange(found, width, height)
    shown = _told(found, places)
    parts = [_line(link, places) for link in found.links]
    for node in found.nodes:
        classes = ["node", f"t-{node['type']}"]
        classes += ["centre"] * (node["id"] in centres) + ["quiet"] * (node["id"] not in shown)
        parts.append(_node(node, " ".join(classes), places[node["id"]], link_to(node["id"])))
    svg = Markup('<svg class="graph" viewBox="0 0 {} {}" role="group" data-graph>{}</svg>').format(
        width, height, Markup("").join(parts)
    )
    return Picture(svg, places)


def arrange(found: Neighbourhood, width: int, height: int) -> Places:
    """Return where each node stands: linked ones near, others apart; the same graph gives the same picture.

    Source: Fruchterman and Reingold, 1991.
    """
    import networkx

    graph: networkx.Graph[str] = networkx.Graph()
    graph.add_nodes_from(node["id"] for node in found.nodes)
    if not graph:
        return {}
    graph.add_edges_from((link["source"], link["target"]) for link in found.links)
    # Parts that nothing links would drift apart: their greatest nodes hold together, weakly.
    heads = [max(sorted(part), key=graph.degree) for part in networkx.connected_components(graph)]
    graph.add_edges_from(pairwise(heads), weight=0.2)
    spread = 2.2 / sqrt(len(graph))
    placed = networkx.spring_layout(graph, k=spread, iterations=120, seed=7, scale=None)
    return _fitted({node: (float(x), float(y)) for node, (x, y) in placed.items()}, width, height)


def _fitted(placed: Places, width: int, height: int) -> Places:
    """Return places that fill a picture: each is half where it was put, half where its rank is, each way."""
    xs = _evened({node: x for node, (x, _) in placed.items()})
    ys = _evened({node: y for node, (_, y) in placed.items()})
    return {
        node: (
            _MARGIN + xs[node] * (width - 2 * _MARGIN),
            _MARGIN / 2 + ys[node] * (height - 1.2 * _MARGIN),
        )
        for node in placed
    }


def _evened(values: Mapping[str, float]) -> dict[str, float]:
    least, most = min(values.values()), max(values.values())
    if most - least < _NOTHING:
        return dict.fromkeys(values, 0.5)
    ordered = sorted(values, key=lambda node: (values[node], node))
    ranks = {node: number / (len(values) - 1) for number, node in enumerate(ordered)}
    return {node: ((value - least) / (most - least) + ranks[node]) / 2 for node, value in values.items()}


def _told(found: Neighbourhood, places: Places) -> set[str]:
    """Return the nodes that show their names: those whose names cover no other's, the first come first."""
    taken: list[tuple[float, float, float]] = []
    told = set()
    for node in found.nodes:
        x, y = places[node["id"]]
        half = _CHARACTER * min(len(node["name"]), _LABEL + 1) / 2
        if all(abs(x - other) > half + width or abs(y - row) > _ROW for other, row, width in taken):
            taken.append((x, y, half))
            told.add(node["id"])
    return told


def _line(link: Mapping[str, Any], places: Places) -> Markup:
    (x1, y1), (x2, y2) = places[link["source"]], places[link["target"]]
    ends = Markup('data-from="{}" data-to="{}"').format(link["source"], link["target"])
    line = Markup('<line class="link l-{}" {} x1="{}" y1="{}" x2="{}" y2="{}"><title>{}</title></line>')
    return line.format(
        link["relation"], ends, *(f"{value:.1f}" for value in (x1, y1, x2, y2)), link["evidence"]
    )


def _node(node: Mapping[str, Any], classes: str, place: tuple[float, float], href: str) -> Markup:
    x, y = (f"{value:.1f}" for value in place)
    name = node["name"]
    label = name if len(name) <= _LABEL else name[:_LABEL] + "…"
    if node["type"] == "concept":
        shape = Markup('<rect x="{}" y="{}" width="14" height="14" rx="3"/>').format(
            f"{place[0] - 7:.1f}", f"{place[1] - 7:.1f}"
        )
    else:
        shape = Markup('<circle cx="{}" cy="{}" r="{}"/>').format(x, y, 10 if "centre" in classes else 7)
    text = Markup('<text x="{}" y="{}" text-anchor="middle">{}</text>').format(
        x, f"{place[1] + 20:.1f}", label
    )
    whole = Markup('<a class="{}" href="{}" data-node="{}" aria-label="{}"><title>{}</title>{}{}</a>')
    return whole.format(classes, href, node["id"], name, name, shape, text)
