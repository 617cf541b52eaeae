"""The vocabulary as SKOS in Turtle, for other programs that hold thesauri (W3C Recommendation, 2009).

A concept has its preferred name, aliases, definition and broader concept; wordings are hidden labels, a need
is an example of what the concept answers, the note tells its scope, and the theme is a collection.
"""

import json
from collections.abc import Iterator
from urllib.parse import quote

from kg.values import THEMES
from pipeline.concepts.vocabulary import Entry, Vocabulary

_SKOS = "http://www.w3.org/2004/02/skos/core#"
_SCHEME = "<urn:tashan:practices>"
_CONCEPT, _THEME = "urn:tashan:concept/", "urn:tashan:theme/"


def to_turtle(vocabulary: Vocabulary) -> str:
    """Return the vocabulary as a Turtle document."""
    top = " , ".join(_iri(entry.concept.id) for entry in vocabulary.entries if not entry.concept.broader)
    scheme = [("a", "skos:ConceptScheme"), ("skos:prefLabel", _text("做法词表"))]
    scheme += [("skos:hasTopConcept", top)] if top else []
    blocks = [_block(_SCHEME, scheme), *_themes(vocabulary)]
    blocks += [_block(_iri(entry.concept.id), list(_properties(entry))) for entry in vocabulary.entries]
    return "\n".join([f"@prefix skos: <{_SKOS}> .\n", *blocks])


def _properties(entry: Entry) -> Iterator[tuple[str, str]]:
    concept = entry.concept
    yield "a", "skos:Concept"
    yield "skos:inScheme", _SCHEME
    yield "skos:notation", json.dumps(concept.id, ensure_ascii=False)
    yield "skos:prefLabel", _text(concept.name)
    told = (
        ("skos:altLabel", entry.aliases),
        ("skos:hiddenLabel", entry.wordings),
        ("skos:definition", (concept.definition,)),
        ("skos:scopeNote", (entry.note,)),
        ("skos:example", entry.needs),
    )
    for name, texts in told:
        if found := [_text(text) for text in texts if text]:
            yield name, " , ".join(found)
    if concept.broader:
        yield "skos:broader", _iri(concept.broader)


def _themes(vocabulary: Vocabulary) -> Iterator[str]:
    for theme in THEMES:
        members = [_iri(entry.concept.id) for entry in vocabulary.entries if entry.concept.theme == theme]
        if members:
            told = [("a", "skos:Collection"), ("skos:prefLabel", _text(theme))]
            yield _block(f"<{_THEME}{quote(theme)}>", [*told, ("skos:member", " , ".join(members))])


def _block(subject: str, properties: list[tuple[str, str]]) -> str:
    return f"{subject}\n    " + " ;\n    ".join(f"{name} {value}" for name, value in properties) + " .\n"


def _iri(own: str) -> str:
    return f"<{_CONCEPT}{quote(own)}>"


def _text(text: str) -> str:
    return json.dumps(text, ensure_ascii=False) + "@zh"
