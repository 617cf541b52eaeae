"""The vocabulary as SKOS says all that the table says."""

import pytest
from rdflib import RDF, SKOS, Graph, URIRef

from kg.values import THEMES, Concept
from pipeline.concepts import Entry, Vocabulary, own_vocabulary
from pipeline.concepts.skos import to_turtle

OWN = own_vocabulary()


@pytest.fixture(scope="module")
def own() -> Graph:
    return Graph().parse(data=to_turtle(OWN), format="turtle")


def labels(graph: Graph, concept: str, name: str) -> set[str]:
    found = graph.objects(URIRef(f"urn:tashan:concept/{concept}"), SKOS[name])
    return {str(label) for label in found if label.language == "zh"}


def test_every_concept_comes_back_with_all_that_is_said_of_it(own):
    assert len(set(own.subjects(RDF.type, SKOS.Concept))) == len(OWN.entries)
    for entry in OWN.entries:
        concept = entry.concept
        assert labels(own, concept.id, "prefLabel") == {concept.name}
        assert labels(own, concept.id, "altLabel") == set(entry.aliases)
        assert labels(own, concept.id, "hiddenLabel") == set(entry.wordings)
        assert labels(own, concept.id, "example") == set(entry.needs)
        assert labels(own, concept.id, "definition") == {concept.definition}
        assert labels(own, concept.id, "scopeNote") == ({entry.note} if entry.note else set())


def test_broader_concepts_and_top_concepts_make_the_whole(own):
    narrow = {str(concept) for concept in own.subjects(SKOS.broader)}
    top = {str(concept) for concept in own.objects(None, SKOS.hasTopConcept)}
    assert narrow | top == {f"urn:tashan:concept/{entry.concept.id}" for entry in OWN.entries}
    assert not narrow & top


def test_each_theme_is_a_collection_of_its_concepts(own):
    members = {
        str(own.value(theme, SKOS.prefLabel)): len(list(own.objects(theme, SKOS.member)))
        for theme in own.subjects(RDF.type, SKOS.Collection)
    }
    assert members == {theme: sum(e.concept.theme == theme for e in OWN.entries) for theme in THEMES}


def test_odd_characters_and_empty_vocabularies_break_nothing():
    odd = 'a"b\\c<&>\n；'
    some = Vocabulary((Entry(Concept("查 房<>", odd, None, None, odd), (odd + "1",), (), (odd,), odd),))
    graph = Graph().parse(data=to_turtle(some), format="turtle")
    (subject,) = graph.subjects(RDF.type, SKOS.Concept)
    assert {str(label) for label in graph.objects(subject, SKOS.example)} == {odd}
    assert len(Graph().parse(data=to_turtle(Vocabulary(())), format="turtle")) == 2
