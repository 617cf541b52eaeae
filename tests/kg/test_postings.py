"""The rows that hold a term: the newest, each read once until something is committed."""

from contextlib import closing

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import kg
from kg.postings import newest
from kg.values import Article, Case, Source


def add(db, number, text):
    article = Article(f"case{number}", Source(f"{number}.txt", "1", "text/plain"), text, ())
    kg.add(db, article.source, [Case(article)], extractor="hand")


@pytest.fixture
def many(path):
    """Thirty cases of one word, every third of another."""
    with closing(kg.open_graph(path, write=True)) as db:
        for number in range(30):
            add(db, number, f"工会第{number}家{'帮扶' if number % 3 == 0 else ''}")
        yield db


@pytest.fixture
def read(monkeypatch):
    """What was read of the index, in order."""
    told = []
    real = kg.postings._read
    monkeypatch.setattr("kg.postings._read", lambda *given: told.append(given[2:]) or real(*given))
    return told


def test_a_term_is_read_once_and_again_only_for_more_of_it(many, read):
    assert newest(many, "search_articles", "帮扶", 3).tolist() == [22, 25, 28]
    assert newest(many, "search_articles", "帮扶", 2).tolist() == [25, 28]
    assert len(newest(many, "search_articles", "帮扶")) == 10
    assert newest(many, "search_articles", "帮扶", 4).tolist() == [19, 22, 25, 28]
    assert newest(many, "search_articles", "没有").tolist() == []
    assert newest(many, "search_articles", "没有", 5).tolist() == []
    assert read == [("帮扶", 3), ("帮扶", None), ("没有", None)]


def test_what_has_no_more_rows_than_asked_for_is_known_whole(many, read):
    assert len(newest(many, "search_articles", "帮扶", 11)) == 10
    assert (
        len(newest(many, "search_articles", "帮扶")) == len(newest(many, "search_articles", "帮扶", 99)) == 10
    )
    assert read == [("帮扶", 11)]


def test_a_commit_of_anybody_is_seen(many, path, read):
    with closing(kg.open_graph(path)) as reader:
        assert len(newest(reader, "search_articles", "帮扶")) == 10
        add(many, 30, "帮扶")
        assert newest(reader, "search_articles", "帮扶").tolist()[-2:] == [28, 31]
        kg.forget(many, "30.txt")
        assert newest(reader, "search_articles", "帮扶").tolist()[-2:] == [25, 28]
    assert len(read) == 3


def test_no_more_is_kept_than_a_bound(many, monkeypatch):
    monkeypatch.setattr("kg.postings._MOST_KEPT", 40)
    for term in ("工会", "帮扶", "会第", "工会", "帮扶"):
        assert len(newest(many, "search_articles", term)) in (10, 30)
        known = kg.counting.keep(many, "postings", dict)
        assert sum(len(one.docids) for one in known.read.values()) == known.size <= 40 + 30


@settings(max_examples=30, deadline=None)
@given(asked=st.lists(st.one_of(st.none(), st.integers(1, 35)), max_size=6))
def test_what_was_asked_before_changes_no_answer(asked, shared_many):
    kg.counting.forget_counts(shared_many)
    for most in asked:
        found = newest(shared_many, "search_articles", "工会", most).tolist()
        assert found == [*range(1, 31)][-(most or 30) :]


@pytest.fixture(scope="module")
def shared_many(tmp_path_factory):
    with closing(kg.open_graph(tmp_path_factory.mktemp("postings") / "many.db", write=True)) as db:
        for number in range(30):
            add(db, number, f"工会第{number}家")
        yield db
