"""Cases of a line each, to see what becomes one thing."""

from dataclasses import replace

import pytest
from sqlite_utils import Database

import kg
from kg.rows import digest
from kg.schema import migrate
from kg.tokens import tokens
from kg.values import Article, Case, Entity, Relation, Source, Span

Said = tuple[str, ...]  # the names of one thing, fullest first


def make_case(number: int, *things: tuple[str, Said], works: tuple[tuple[str, str], ...] = ()) -> Case:
    """Return a case whose text is its names; `works` are pairs of a person's and an employer's name."""
    spans, text = {}, f"第{number}篇\n"
    for _, names in things:
        for name in names:
            spans[name] = Span(len(text), len(text) + len(name))
            text += name + "\n"
    source = Source(f"{number}.txt", digest(text), "text/plain")
    entities = tuple(
        Entity(f"e{n}", kind, names[0], names[1:], tuple(spans[name] for name in names), "hand")
        for n, (kind, names) in enumerate(things, 1)
    )
    by_name = {name: entity.id for entity in entities for name in (entity.name, *entity.aliases)}
    relations = tuple(
        Relation(by_name[person], "works_for", by_name[employer], spans[person], "hand")
        for person, employer in works
    )
    return Case(Article(digest(text), source, text, ()), entities, (), (), relations)


@pytest.fixture
def graph():
    """An empty graph in memory."""
    db = Database(memory=True)
    db.conn.create_function("tashan_tokens", 1, tokens, deterministic=True)
    migrate(db)
    db.execute("PRAGMA foreign_keys = ON")
    yield db
    db.close()


@pytest.fixture
def put(graph):
    """A function that stores cases, each as a document of its own."""

    def store(*cases: Case) -> None:
        for case in cases:
            kg.add(graph, replace(case.article.source), [case], extractor="hand")

    return store


@pytest.fixture
def groups(graph):
    """A function that gives the entities of each thing of a type, as files and names."""
    return lambda kind: partition_of(graph, kind)


def partition_of(db: Database, kind: str | None = None) -> set[frozenset[tuple[str, str]]]:
    """Return the entities of each thing, each as its file and name."""
    found: dict[str, set[tuple[str, str]]] = {}
    sql = (
        "SELECT e.thing_id, s.path, e.name, e.type FROM entities e JOIN article_sources s USING (article_id)"
    )
    for thing, path, name, own in db.execute(sql):
        if kind in (None, own):
            found.setdefault(thing, set()).add((path, name))
    return {frozenset(group) for group in found.values()}
