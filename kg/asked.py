"""What is looked for, as the graph knows it: weighted terms, concepts with wordings, things and themes."""

import json
import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from kg.counting import counts, keep_sample, size
from kg.everyday import written
from kg.lexical import Terms, grams, is_single, repeated, without_asking
from kg.query import Query, parse
from kg.resolve import named
from kg.script import simplified, traditional
from kg.tokens import pairs
from kg.values import Case, Wanted

if TYPE_CHECKING:
    from sqlite_utils import Database

_MOST_TERMS = 300  # on LeCaRD the most telling terms of a query rank as well as all of them
_SAMPLE = 400  # articles that tell how rare a character is
_LONGEST_NAME = 16  # characters
_LONGEST_QUERY = 200  # characters that names are looked for in
_LONGEST_NEED = 80  # characters: a longer text is a draft, which is written already
_ENDINGS = ("省", "市", "县", "区")
_SHORT = 4  # characters of a place's name without its ending
_NAMED = (
    "SELECT DISTINCT t.id, t.type, t.name, n.name FROM profile_names n "
    "JOIN profiles p ON p.id = n.profile_id JOIN things t ON t.id = p.thing_id WHERE n.name IN ({})"
)
# Of a concept so many pairs of characters that most of its phrases share; of each and of all the weightiest.
_OF_CONCEPT, _OF_ALL = 30, 20
_CONCEPTS = 5  # whose terms are looked for: less likely ones change no figure of the judged sets
_UNTOLD = frozenset({"position", "media"})  # a title or a newspaper in common says nothing of the practice


@dataclass(frozen=True, slots=True)
class _Sample:
    """What some of the articles tell: in how many of them each character stands, and their mean length."""

    articles: int
    characters: Mapping[str, int]
    length: float


@dataclass(frozen=True, slots=True)
class Sought:
    """A concept that is asked for: its name, how surely, 0 to 1, and the words in which texts tell of it.

    `terms` are those of these words that tell most; their weights together are 1.
    """

    name: str
    weight: float
    phrases: tuple[str, ...] = ()
    terms: Terms = field(default_factory=lambda: Terms({}))


@dataclass(frozen=True, slots=True)
class Asked:
    """A query or a case, ready to be compared with cases and measures.

    `told` are the weightiest terms in which texts tell of the concepts, `near` those in which they write what
    the query says in everyday words, `written` these words. `things` gives type and name by the id of a
    thing, `themes` a weight by name. `without` is the id of the case itself, which is no answer.
    """

    query: Query
    terms: Terms
    concepts: tuple[Sought, ...] = ()
    things: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    themes: Mapping[str, float] = field(default_factory=dict)
    without: str | None = None
    told: Terms = field(default_factory=lambda: Terms({}))
    written: tuple[str, ...] = ()
    near: Terms = field(default_factory=lambda: Terms({}))

    @property
    def wanted(self) -> Terms:
        """The terms of the query and those near it."""
        return Terms({**self.terms.weights, **self.near.weights})


def asked_by_text(db: "Database", text: str, concepts: Sequence[Wanted | str]) -> Asked:
    """Return what a text asks for; `concepts` were read in it, others and things are known by name."""
    query = parse(simplified(text))
    found = [_sought(concept) for concept in concepts]
    told = {one.name for one in found}
    found += [Sought(name, 1.0, (name,)) for name in sorted(named_concepts(db, query.text) - told)]
    found = with_terms(db, found)
    terms = weigh(db, query.text)
    words = written(query.text) if len(query.text) <= _LONGEST_NEED else ()
    return Asked(
        query,
        terms,
        tuple(found),
        _named(db, query.text[:_LONGEST_QUERY]),
        dict.fromkeys(query.themes, 1.0),
        told=tell(found),
        written=words,
        near=_near(db, words, terms),
    )


def asked_by_case(db: "Database", like: Case) -> Asked:
    """Return what a case asks for: cases of its words, practices, themes and things, itself left out."""
    known = {concept.id: concept.name for concept in like.concepts}
    sure: dict[str, float] = {}
    for measure in like.measures:
        for meaning in measure.concepts[:1]:
            name = known[meaning.concept_id]
            sure[name] = 1 - (1 - sure.get(name, 0.0)) * (1 - meaning.score)
    themes = Counter(str(measure.theme) for measure in like.measures)
    things = named(db, ((entity.type, entity.name) for entity in like.entities))
    text = like.article.text
    own = db.execute("SELECT count(*) FROM articles WHERE id = ?", [like.article.id]).fetchone()[0]
    return Asked(
        Query(text, (text,)),
        weigh(db, text, own=own),
        tuple(Sought(name, weight) for name, weight in sure.items()),
        _told(things),
        {theme: count / len(like.measures) for theme, count in themes.items()},
        like.article.id,
    )


def weigh(db: "Database", text: str, *, own: int = 0) -> Terms:
    """Return the most telling terms of a text that articles hold, weighted by rarity and repetition.

    `own` is how many articles are the text itself: what only they hold finds nothing else.
    """
    found = grams(without_asking(text))
    total = size(db, "articles")
    known = counts(db, "search_articles", (term for term in found if not is_single(term)))
    known |= _character_counts(db, filter(is_single, found), total)
    weights = {
        term: rarity(total, count - own) * repeated(found[term])
        for term, count in known.items()
        if count > own
    }
    telling = sorted(weights, key=lambda term: (-weights[term] * math.log(1 + known[term] - own), term))
    return Terms({term: weights[term] for term in telling[:_MOST_TERMS]})


def with_terms(db: "Database", concepts: Sequence[Sought]) -> list[Sought]:
    """Return the likeliest concepts with the terms in which texts tell of them, and the others as they are.

    They are the pairs of characters that most phrases share, rare ones before common ones.

    They carry a need in everyday words over to the words of the field; on the judged set they find more than
    whole phrases, or than the terms of the best answers.
    """
    ranked = sorted(concepts, key=lambda one: -one.weight)
    likely, others = ranked[:_CONCEPTS], ranked[_CONCEPTS:]
    shared = [Counter(_pairs_of(one.phrases)).most_common(_OF_CONCEPT) for one in likely]
    known = counts(db, "search_articles", {term: None for found in shared for term, _ in found})
    total, told = size(db, "articles"), []
    for one, found in zip(likely, shared, strict=True):
        rare = {t: math.log1p(n) * rarity(total, known[t]) ** 0.5 for t, n in found if t in known}
        most = sorted(rare, key=lambda term: (-rare[term], term))[:_OF_ALL]
        whole = sum(rare[term] for term in most)
        told.append(replace(one, terms=Terms({term: rare[term] / whole for term in most})))
    return [*told, *others]


def tell(concepts: Iterable[Sought]) -> Terms:
    """Return the weightiest terms of all concepts, each concept giving as much as it is sure."""
    weights = Counter[str]()
    for one in concepts:
        weights.update({term: one.weight * weight for term, weight in one.terms.weights.items()})
    return Terms(dict(weights.most_common(_OF_ALL)))


def _near(db: "Database", words: Sequence[str], terms: Terms) -> Terms:
    """Return the pairs of characters of some words, by rarity, without those that are asked for anyway."""
    known = counts(db, "search_articles", dict.fromkeys(_pairs_of(words)))
    total = size(db, "articles")
    return Terms({term: rarity(total, n) for term, n in known.items() if n and term not in terms.weights})


def indexed(terms: Terms) -> dict[str, float]:
    """Return the terms that the index may hold, with their weights: pairs and words in either script."""
    found = {term: weight for term, weight in terms.weights.items() if not is_single(term)}
    return {traditional(term): weight for term, weight in found.items()} | found


def rarity(total: int, count: int) -> float:
    """Return the inverse document frequency of BM25."""
    return math.log(1 + (total - count + 0.5) / (count + 0.5))


def named_concepts(db: "Database", text: str) -> set[str]:
    """Return the practice concepts whose name stands in a text."""
    return {row[0] for row in db.execute("SELECT name FROM concepts WHERE instr(?, name)", [text])}


def _sought(concept: Wanted | str) -> Sought:
    if isinstance(concept, str):
        return Sought(concept, 1.0, (concept,))
    return Sought(concept.concept.name, concept.score, concept.phrases or (concept.concept.name,))


def average_length(db: "Database") -> float:
    """Return the length of a usual article, in characters, as far as a sample tells."""
    return _sampled(db).length


def _character_counts(db: "Database", characters: Iterable[str], total: int) -> dict[str, int]:
    """Return in how many articles each character stands, as far as a sample tells."""
    sample = _sampled(db)
    share = total / max(sample.articles, 1)
    return {one: round(sample.characters[one] * share) or 1 for one in characters}


def _sampled(db: "Database") -> _Sample:
    return keep_sample(db, "articles", lambda: _sample(db))


def _sample(db: "Database") -> _Sample:
    """Read every so manieth article; their numbers are given, since to look for them would read all."""
    step = max(size(db, "articles") // _SAMPLE, 1)
    last = db.execute("SELECT max(docid) FROM articles").fetchone()[0] or 0
    wanted = json.dumps([*range(step, last + 1, step)])
    sql = "SELECT text FROM articles WHERE docid IN (SELECT value FROM json_each(?))"
    characters, length, articles = Counter[str](), 0, 0
    for (text,) in db.execute(sql, [wanted]):
        characters.update({*text})
        length, articles = length + len(text), articles + 1
    return _Sample(articles, characters, length / articles if articles else 1.0)


def _named(db: "Database", text: str) -> dict[str, tuple[str, str]]:
    """Return type and name of the things whose name stands in a text, places also without their ending."""
    stretches = {
        text[start:end]
        for start in range(len(text) - 1)
        for end in range(start + 2, min(start + _LONGEST_NAME, len(text)) + 1)
    }
    short = {stretch + ending for stretch in stretches if len(stretch) <= _SHORT for ending in _ENDINGS}
    names = sorted(stretches | short)
    found: dict[str, tuple[str, str]] = {}
    for at in range(0, len(names), 900):
        some = names[at : at + 900]
        for thing_id, kind, name, said in db.execute(_NAMED.format(", ".join("?" * len(some))), some):
            if said in text or kind == "place":
                found[thing_id] = (kind, name)
    return _told(found)


def _told(things: Mapping[str, tuple[str, str]]) -> dict[str, tuple[str, str]]:
    return {own: (kind, name) for own, (kind, name) in things.items() if kind not in _UNTOLD}


def _pairs_of(phrases: Iterable[str]) -> Iterator[str]:
    """Yield the pairs and words of some phrases, each once a phrase."""
    for phrase in phrases:
        yield from dict.fromkeys(pairs(phrase.lower()))
