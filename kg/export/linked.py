"""The graph as linked data: JSON-LD and Turtle, in the terms of schema.org and PROV-O where they fit.

Every edge is told twice: as a plain triple, and as an `rdf:Statement` that carries its evidence, its place
and, by `prov:wasQuotedFrom`, its case. Both writers stream: memory does not grow with the graph.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from kg.network import edges, nodes

if TYPE_CHECKING:
    from sqlite_utils import Database

PREFIXES: Mapping[str, str] = {
    "tashan": "urn:tashan:vocabulary:",
    "schema": "https://schema.org/",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_KINDS: Mapping[str, tuple[str, ...]] = {
    "case": ("schema:Article", "prov:Entity"),
    "measure": ("schema:Action", "prov:Activity"),
    "indicator": ("schema:Observation", "prov:Entity"),
    "concept": ("schema:DefinedTerm", "skos:Concept"),
    "theme": ("schema:DefinedTerm",),
}
_TYPES: Mapping[str, str] = {
    "enterprise": "schema:Corporation",
    "union": "schema:WorkersUnion",
    "government": "schema:GovernmentOrganization",
    "school": "schema:EducationalOrganization",
    "association": "schema:Organization",
    "studio": "schema:Organization",
    "park": "schema:Place",
    "place": "schema:AdministrativeArea",
    "person": "schema:Person",
    "position": "schema:Occupation",
    "policy": "schema:Legislation",
    "program": "schema:Project",
    "media": "schema:NewsMediaOrganization",
}
_FIELDS: Mapping[str, str] = {
    "label": "schema:name",
    "title": "schema:headline",
    "publisher": "schema:publisher",
    "published": "schema:datePublished",
    "address": "schema:url",
    "unit": "schema:unitText",
    "value": "schema:value",
    "definition": "skos:definition",
}
_RELATIONS: Mapping[str, str] = {
    "mentions": "schema:mentions",
    "works_for": "schema:worksFor",
    "located_in": "schema:location",
    "has_broader": "skos:broader",
    "has_actor": "prov:wasAssociatedWith",
    "has_result": "prov:generated",
}


@dataclass(frozen=True, slots=True)
class Name:
    """An IRI, short (`schema:name`) or whole (`urn:tashan:…`)."""

    iri: str


Value = Name | str | int | float
Statement = tuple[Name, list[tuple[str, Value]]]


def statements(db: "Database") -> Iterator[Statement]:
    """Yield each resource of the graph with its properties: nodes first, then edges."""
    for node in nodes(db):
        yield _describe(node)
    for number, edge in enumerate(edges(db), 1):
        source, target = _name(edge.pop("source")), _name(edge.pop("target"))
        predicate = _RELATIONS.get(edge["relation"], f"tashan:{edge['relation']}")
        yield source, [(predicate, target)]
        yield _name(f"link/{number}"), _qualify(source, predicate, target, edge)


def write_jsonld(db: "Database", path: Path) -> None:
    """Write the graph as one JSON-LD document, a resource a line."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write('{"@context": ' + json.dumps(PREFIXES) + ',\n"@graph": [')
        for number, statement in enumerate(statements(db)):
            file.write((",\n" if number else "\n") + json.dumps(_json(statement), ensure_ascii=False))
        file.write("\n]}\n")


def write_turtle(db: "Database", path: Path) -> None:
    """Write the graph as Turtle."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())
        for name, properties in statements(db):
            told = " ;\n    ".join(f"{predicate} {_turtle(value)}" for predicate, value in properties)
            file.write(f"\n{_turtle(name)}\n    {told} .\n")


def _name(node_id: str) -> Name:
    return Name("urn:tashan:" + quote(node_id, safe="/"))


def _describe(node: dict[str, Any]) -> Statement:
    kind, about = node["kind"], _name(node.pop("id"))
    types = [f"tashan:{kind.capitalize()}", *_KINDS.get(kind, ())]
    if "entity_type" in node:
        types += [_TYPES.get(node["entity_type"], "schema:Thing")]
    properties: list[tuple[str, Value]] = [("rdf:type", Name(name)) for name in types]
    properties += _literals(node)
    if "case_id" in node and kind != "case":
        properties.append(("prov:wasQuotedFrom", _name(f"case/{node['case_id']}")))
    return about, properties


def _qualify(source: Name, predicate: str, target: Name, edge: dict[str, Any]) -> list[tuple[str, Value]]:
    quoted = [("prov:wasQuotedFrom", _name(f"case/{edge['case_id']}"))] if "case_id" in edge else []
    return [
        ("rdf:type", Name("rdf:Statement")),
        ("rdf:subject", source),
        ("rdf:predicate", Name(predicate)),
        ("rdf:object", target),
        *_literals(edge),
        *quoted,
    ]


def _literals(item: Mapping[str, Any]) -> Iterable[tuple[str, Value]]:
    return ((_FIELDS.get(name, f"tashan:{name}"), value) for name, value in item.items())


def _json(statement: Statement) -> dict[str, Any]:
    name, properties = statement
    record: dict[str, Any] = {"@id": name.iri}
    for predicate, value in properties:
        if predicate == "rdf:type" and isinstance(value, Name):
            record.setdefault("@type", []).append(value.iri)
        else:
            record[predicate] = {"@id": value.iri} if isinstance(value, Name) else _json_literal(value)
    return record


def _json_literal(value: str | int | float) -> object:
    # A JSON number with no fraction would be read as an integer, a bare float as a double of other digits.
    return {"@value": repr(value), "@type": "xsd:double"} if isinstance(value, float) else value


def _turtle(value: Value) -> str:
    if isinstance(value, Name):
        return f"<{value.iri}>" if value.iri.startswith("urn:") else value.iri
    if isinstance(value, float):
        return f'"{value!r}"^^xsd:double'
    return str(value) if isinstance(value, int) else json.dumps(value, ensure_ascii=False)
