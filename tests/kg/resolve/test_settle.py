"""Things in the graph: one partition whatever the order, incremental, each merge with its reason."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlite_utils import Database

import kg
from kg.resolve import Ruling, decide, named, rulings
from kg.schema import migrate
from kg.tokens import tokens

from .conftest import make_case

UNION = ("union", ("海岭区总工会", "海岭区总", "区总"))
FIRM = ("enterprise", ("江苏华岭机床股份有限公司", "江苏华岭", "华岭"))

NAMES = {
    "enterprise": [
        "江苏华岭机床股份有限公司",
        "江苏华岭",
        "华岭",
        "华岭机床",
        "浙江华岭",
        "华岭集团",
        "华岭机床厂",
    ],
    "union": ["海岭市总工会", "海岭总工会", "市总工会", "海岭市江塘区总工会", "江塘区总工会", "公司工会"],
    "person": ["林望舒", "苏见微", "罗伯特·格林"],
    "place": ["海岭市", "海岭", "江塘区", "江苏省"],
}


@st.composite
def libraries(draw):
    cases = []
    for number in range(draw(st.integers(1, 6))):
        things = []
        for kind, names in NAMES.items():
            chosen = draw(st.lists(st.sampled_from(names), unique=True, max_size=2))
            things += [(kind, (name,)) for name in chosen]
        people = [names[0] for kind, names in things if kind == "person"]
        firms = [names[0] for kind, names in things if kind in ("enterprise", "union")]
        pairs = [(person, firm) for person in people for firm in firms]
        works = draw(st.lists(st.sampled_from(pairs), unique=True, max_size=2)) if pairs else []
        cases.append(make_case(number, *things, works=tuple(works)))
    return cases


@pytest.fixture(scope="module")
def library():
    db = Database(memory=True)
    db.conn.create_function("tashan_tokens", 1, tokens, deterministic=True)
    migrate(db)
    db.execute("PRAGMA foreign_keys = ON")
    yield db
    db.close()


def fill(db, cases):
    for case in cases:
        kg.add(db, case.article.source, [case], extractor="hand")


def everything(db):
    things = db.execute("SELECT id, name, type, context FROM things ORDER BY id").fetchall()
    links = db.execute("SELECT id, thing_id FROM entities ORDER BY id").fetchall()
    merges = db.execute("SELECT * FROM merges ORDER BY profile_id").fetchall()
    return things, links, merges


def empty(db):
    for (path,) in db.execute("SELECT path FROM documents").fetchall():
        kg.forget(db, path)


MANY = settings(max_examples=40, suppress_health_check=list(HealthCheck))


@MANY
@given(cases=libraries(), data=st.data())
def test_the_order_of_documents_makes_no_difference(library, cases, data):
    fill(library, cases)
    before = everything(library)
    assert [str(fault) for fault in kg.check(library)] == []
    empty(library)
    fill(library, data.draw(st.permutations(cases)))
    assert everything(library) == before
    empty(library)


@MANY
@given(cases=libraries(), data=st.data())
def test_what_came_and_went_leaves_no_trace(library, cases, data):
    staying = data.draw(st.lists(st.sampled_from(cases), unique_by=lambda case: case.article.id))
    fill(library, staying)
    before = everything(library)
    fill(library, cases)
    for case in cases:
        if case not in staying:
            kg.forget(library, case.article.source.path)
    assert everything(library) == before
    assert library.execute("SELECT count(*) FROM unsettled").fetchone() == (0,)
    empty(library)


def test_short_names_join_the_full_one_across_articles(put, groups):
    put(
        make_case(1, FIRM),
        make_case(2, ("enterprise", ("江苏华岭",))),
        make_case(3, ("enterprise", ("华岭机床",))),
    )
    assert len(groups("enterprise")) == 1


def test_each_merge_says_why(graph, put):
    put(make_case(1, FIRM), make_case(2, ("enterprise", ("华岭机床",))))
    (merge,) = graph.query("SELECT m.*, p.name FROM merges m JOIN profiles p ON p.id = m.profile_id")
    assert (merge["name"], merge["rule"]) == ("华岭机床", "place left out")
    assert merge["evidence"] == "华岭机床＝江苏华岭机床股份有限公司"
    assert 0.9 < merge["score"] < 1


def test_a_thing_is_found_by_any_of_its_names(graph, put):
    put(make_case(1, FIRM))
    found = named(graph, [("enterprise", "华岭")])
    assert list(found.values()) == [("enterprise", "江苏华岭机床股份有限公司")]
    assert named(graph, [("union", "华岭")]) == {}


def test_ids_stay_when_a_document_comes_again(graph, put):
    put(make_case(1, FIRM, UNION))
    before = everything(graph)
    kg.forget(graph, "1.txt")
    put(make_case(1, FIRM, UNION))
    assert everything(graph) == before


def test_only_the_blocks_of_a_new_document_are_compared(graph, put, monkeypatch):
    put(*(make_case(n, ("person", (f"林望{word}",)), FIRM) for n, word in enumerate("舒书树竖")))
    seen = []
    real = kg.resolve.blocks.region
    monkeypatch.setattr("kg.resolve.blocks.region", lambda db, block: seen.append(block) or real(db, block))
    put(make_case(9, ("person", ("林望舒",)), FIRM, works=(("林望舒", "华岭"),)))
    assert seen == ["person|林望舒"]


def ruling(kind, name, other, same, **where):
    return Ruling(kind, name, other, same, "看过原文", **where)


def test_a_ruling_joins_what_no_rule_would(graph, put, groups):
    put(make_case(1, ("enterprise", ("云麓泵业有限公司",))), make_case(2, ("enterprise", ("岚江重工",))))
    assert len(groups("enterprise")) == 2
    decide(graph, [ruling("enterprise", "云麓泵业有限公司", "岚江重工", True)])
    assert len(groups("enterprise")) == 1
    assert [row["rule"] for row in graph["merges"].rows] == ["decided by a person"]
    assert [str(fault) for fault in kg.check(graph)] == []
    decide(graph, [])
    assert len(groups("enterprise")) == 2


def test_a_ruling_keeps_apart_what_a_rule_would_join(graph, put, groups):
    put(make_case(1, FIRM), make_case(2, ("enterprise", ("华岭机床",))))
    decide(graph, [ruling("enterprise", "江苏华岭机床股份有限公司", "华岭机床", False)])
    assert len(groups("enterprise")) == 2
    put(make_case(2, ("enterprise", ("华岭机床",))))
    assert len(groups("enterprise")) == 2


def test_a_ruling_may_be_of_one_article_only(graph, put, groups):
    shared = (
        make_case(1, ("place", ("海岭市",))),
        make_case(2, ("place", ("海岭市",))),
        make_case(3, ("place", ("海岭市",))),
    )
    put(*shared)
    first = shared[0].article.id
    decide(graph, [ruling("place", "海岭市", "海岭市", False, article_id=first)])
    assert groups("place") == {
        frozenset({("1.txt", "海岭市")}),
        frozenset({("2.txt", "海岭市"), ("3.txt", "海岭市")}),
    }
    assert rulings(graph)[0].article_id == first
    assert [str(fault) for fault in kg.check(graph)] == []


def test_rulings_come_before_the_documents_they_are_of(graph, put, groups):
    decide(graph, [ruling("enterprise", "云麓泵业有限公司", "岚江重工", True)])
    put(make_case(1, ("enterprise", ("云麓泵业有限公司",))), make_case(2, ("enterprise", ("岚江重工",))))
    assert len(groups("enterprise")) == 1
