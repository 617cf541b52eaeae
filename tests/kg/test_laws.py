"""Laws of every case, whatever is in it: records and the store give back what they were given."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlite_utils import Database

import kg
from kg.concepts import gather
from kg.rows import digest
from kg.schema import migrate
from kg.tokens import tokens
from kg.values import (
    ENTITY_TYPES,
    RELATION_TYPES,
    THEMES,
    WARNING_CODES,
    Article,
    Author,
    Case,
    Concept,
    Entity,
    Indicator,
    Meaning,
    Measure,
    Notice,
    Part,
    Relation,
    Section,
    Source,
    Span,
)

WORDS = st.text(alphabet="工会企业技能师徒津贴 Ab1%，。\n😀𠮷", min_size=1, max_size=12)
PERHAPS = st.none() | WORDS
# What a JSON number holds exactly: up to fifteen digits.
NUMBERS = st.none() | st.decimals(-(10**9), 10**9, places=5)
DAYS = st.none() | st.dates()
SHARES = st.floats(0, 1)


@st.composite
def spans(draw, text: str) -> Span:
    start, end = sorted((draw(st.integers(0, len(text))), draw(st.integers(0, len(text)))))
    return Span(start, end)


def tuples(of: st.SearchStrategy) -> st.SearchStrategy:
    return st.lists(of, max_size=3).map(tuple)


@st.composite
def articles(draw) -> Article:
    text = draw(st.text(alphabet="工会企业技能师徒，。\n😀𠮷ab", min_size=1, max_size=80))
    place = spans(text)
    return Article(
        id=digest(text),
        source=Source(draw(WORDS), draw(WORDS), "text/plain", draw(st.none() | st.integers(1, 99))),
        text=text,
        parts=draw(tuples(st.builds(Part, st.sampled_from(["title", "body"]), place))),
        column=draw(PERHAPS),
        title=draw(PERHAPS),
        authors=draw(tuples(st.builds(Author, WORDS, PERHAPS, PERHAPS))),
        publisher=draw(PERHAPS),
        published=draw(DAYS),
        sections=draw(tuples(st.builds(Section, WORDS, place))),
        notices=draw(tuples(st.builds(Notice, st.sampled_from(WARNING_CODES), place, WORDS))),
        address=draw(st.none() | WORDS.map("https://a.cn/{}".format)),
    )


def numbered(draw, letter: str, make) -> tuple:
    return tuple(make(f"{letter}{number}") for number in range(1, draw(st.integers(0, 3)) + 1))


@st.composite
def vocabularies(draw) -> dict[str, Concept]:
    """Draw up to four concepts, each of which may be narrower than one before it."""
    known: dict[str, Concept] = {}
    for own in ["a", "b", "c", "d"][: draw(st.integers(0, 4))]:
        broader = draw(st.sampled_from([None, *known]))
        theme = draw(st.sampled_from([None, *THEMES]))
        known[own] = Concept(own, draw(WORDS), theme, broader, draw(PERHAPS))
    return known


@st.composite
def cases(draw) -> Case:
    article = draw(articles())
    place = spans(article.text)

    def entity(own: str) -> Entity:
        names = draw(tuples(WORDS))
        return Entity(
            own, draw(st.sampled_from(ENTITY_TYPES)), draw(WORDS), names, draw(tuples(place)), "rule"
        )

    entities = numbered(draw, "e", entity)
    someone = st.sampled_from([None, *(entity.id for entity in entities)])

    def indicator(own: str) -> Indicator:
        return Indicator(
            own, draw(PERHAPS), draw(PERHAPS), draw(someone), draw(NUMBERS), draw(NUMBERS), draw(NUMBERS),
            draw(st.sampled_from(["=", "~", "range"])), draw(WORDS), draw(WORDS),
            draw(st.sampled_from([None, "up", "down"])), draw(NUMBERS), draw(NUMBERS), draw(PERHAPS),
            draw(PERHAPS), draw(DAYS), draw(DAYS), "actual", draw(place), draw(place), draw(SHARES), "rule",
        )  # fmt: skip

    indicators = numbered(draw, "i", indicator)
    result = st.sampled_from([indicator.id for indicator in indicators]) if indicators else st.nothing()

    known = draw(vocabularies())
    meaning = st.builds(Meaning, st.sampled_from(list(known)), SHARES) if known else st.nothing()

    def measure(own: str) -> Measure:
        meanings = draw(tuples(meaning)) if known else ()
        return Measure(
            own, draw(WORDS), draw(WORDS), draw(WORDS), draw(PERHAPS), draw(someone), draw(PERHAPS),
            draw(st.sampled_from(THEMES)), draw(PERHAPS) if meanings else None,
            draw(tuples(result)) if indicators else (), draw(place), draw(place), draw(SHARES), "rule",
            meanings,
        )  # fmt: skip

    measures = numbered(draw, "m", measure)
    facts = [fact.id for fact in (*entities, *indicators, *measures)]
    ends = st.sampled_from(facts) if facts else st.nothing()
    relation = st.builds(Relation, ends, st.sampled_from(RELATION_TYPES), ends, place, st.just("rule"))
    relations = draw(tuples(relation)) if facts else ()
    return Case(article, entities, indicators, measures, relations, gather(measures, known))


@pytest.fixture(scope="module")
def library():
    """One database in memory for all examples; each is stored in the place of the last."""
    db = Database(memory=True)
    db.conn.create_function("tashan_tokens", 1, tokens, deterministic=True)
    db.execute("PRAGMA foreign_keys = ON")
    migrate(db)
    yield db
    db.close()


SLOW = settings(max_examples=60, suppress_health_check=list(HealthCheck))


@SLOW
@given(cases())
def test_a_record_gives_back_its_case(case):
    record = kg.to_record(case, explain=True)
    assert kg.from_record(record) == case
    assert kg.to_record(kg.from_record(record), explain=True) == record


@SLOW
@given(case=cases())
def test_the_store_gives_back_its_case(library, case):
    kg.add(library, case.article.source, [case], extractor="law")
    assert kg.case(library, case.article.id) == case
    kg.forget(library, case.article.source.path)
    counts = kg.stats(library)
    assert not any(counts[table] for table in ("articles", "things", "entities", "mentions", "relations"))
    assert library.execute("SELECT count(*) FROM concepts").fetchone() == (0,)


@SLOW
@given(case=cases())
def test_every_text_of_the_store_is_at_its_place(library, case):
    kg.add(library, case.article.source, [case], extractor="law")
    owned = 'SELECT x.text, x.start, x."end", a.text AS whole FROM {} JOIN articles a ON a.id = {}.article_id'
    for tables, owner in (("evidence x", "x"), ("mentions x JOIN entities e ON e.id = x.entity_id", "e")):
        rows = library.query(owned.format(tables, owner))
        assert all(Span(row["start"], row["end"]).of(row["whole"]) == row["text"] for row in rows)
    kg.forget(library, case.article.source.path)


@SLOW
@given(case=cases())
def test_the_index_is_empty_again_after_everything_went(library, case):
    kg.add(library, case.article.source, [case], extractor="law")
    kg.forget(library, case.article.source.path)
    for index in ("search_articles", "search_measures"):
        assert library.execute(f"SELECT count(*) FROM {index}_terms").fetchone() == (0,)
