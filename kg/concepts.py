"""The practices that measures mean, gathered with all that is broader, and as rows."""

from collections.abc import Iterable, Iterator, Mapping

from kg.values import Concept, Measure


def gather(measures: Iterable[Measure], known: Mapping[str, Concept]) -> tuple[Concept, ...]:
    """Return the concepts that measures mean, in their order, each once and behind its broader ones.

    `known` gives a concept by its id; an id that it lacks is left out.

    >>> known = {"pay": Concept("pay", "薪酬"), "bonus": Concept("bonus", "奖金", broader="pay")}
    >>> [concept.id for concept in lineage("bonus", known)]
    ['pay', 'bonus']
    """
    ids = (meaning.concept_id for measure in measures for meaning in measure.concepts)
    found = {concept.id: concept for own in ids for concept in lineage(own, known)}
    return tuple(found.values())


def lineage(own: str, known: Mapping[str, Concept]) -> list[Concept]:
    """Return the concept of an id behind all that are broader, the broadest first."""
    return list(_upwards(own, known))[::-1]


def _upwards(own: str | None, known: Mapping[str, Concept]) -> Iterator[Concept]:
    seen: set[str] = set()
    while own is not None and own in known and own not in seen:
        yield known[own]
        seen.add(own)
        own = known[own].broader
