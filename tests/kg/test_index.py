"""The search index: which rows hold most of some terms, for a bounded number of postings."""

import pytest

import kg
from kg.index import Within, allowed, match, match_terms
from kg.values import Article, Case, Source


def test_common_terms_are_left_out_while_rarer_ones_find_enough(db, monkeypatch):
    weights = {"青禾": 0.2, "师带": 0.9, "职工": 0.1}
    assert set(match_terms(db, "search_articles", weights, 9)) == {1, 2}
    assert match_terms(db, "search_articles", weights, 1) == match(db, "search_articles", '"师带"', 1)
    monkeypatch.setattr("kg.index._POSTINGS", 1)
    assert match_terms(db, "search_articles", weights, 1) == match(db, "search_articles", '"师带"', 1)
    assert match_terms(db, "search_articles", {"青禾": 1.0}, 9) == [2]  # the newest, for one posting


def test_what_holds_most_weight_comes_first_and_of_equals_the_newest(db):
    assert match_terms(db, "search_articles", {"青禾": 1.0}, 9) == [2, 1]
    both = match_terms(db, "search_articles", {"青禾": 1.0, "师带": 0.1}, 9)
    assert both[:1] == match(db, "search_articles", '"师带"', 1)
    assert match_terms(db, "search_articles", {"徒师": 1.0}, 9) == []
    assert match_terms(db, "search_articles", {}, 9) == []


def test_only_rows_within_are_found(db):
    one = Within("SELECT 1 FROM articles a WHERE a.docid = {row} AND a.docid = ?", (2,))
    assert match_terms(db, "search_articles", {"青禾": 1.0}, 9, within=one) == [2]
    assert match_terms(db, "search_articles", {"无此": 1.0}, 9, within=one) == []
    assert (allowed(db, [1, 2, 3], one), allowed(db, [3, 1], None), allowed(db, [], one)) == ([2], [3, 1], [])


@pytest.fixture
def many(empty):
    """Sixty cases of one word, every third of two more, the title of one of all."""
    for number in range(60):
        text = f"工会{'困难帮扶' if number % 3 == 0 else '走访慰问'}第{number}家"
        title = "困难帮扶工会" if number == 54 else None
        article = Article(f"case{number}", Source(f"{number}.txt", "1", "text/plain"), text, (), title=title)
        kg.add(empty, article.source, [Case(article)], extractor="hand")
    return empty


def test_rows_are_tested_until_enough_are_found(many):
    even = Within("SELECT 1 FROM articles a WHERE a.docid = {row} AND a.docid % ? = 0", (2,))
    found = match_terms(many, "search_articles", {"工会": 0.1, "帮扶": 1.0}, 5, within=even)
    assert found == [58, 52, 46, 40, 34]  # every third, from the newest
    assert len(match_terms(many, "search_articles", {"工会": 0.1}, 99, within=even)) == 30


def test_a_term_over_the_bound_is_read_in_its_newest_rows(many, monkeypatch):
    monkeypatch.setattr("kg.index._POSTINGS", 25)
    found = match_terms(many, "search_articles", {"工会": 0.1, "帮扶": 1.0}, 24)
    assert set(found) == {*range(1, 61, 3), *range(56, 61)}
    assert found[:2] == [58, 55]


def test_where_every_term_is_common_the_rows_with_all_in_the_title_come_first(many, monkeypatch):
    monkeypatch.setattr("kg.index._POSTINGS", 19)
    assert match_terms(many, "search_articles", {"工会": 0.1, "帮扶": 1.0}, 4) == [55, 58, 52, 49]
    monkeypatch.setattr("kg.index._POSTINGS", 3)
    assert match_terms(many, "search_articles", {"工会": 0.1, "帮扶": 1.0}, 3) == [58, 60, 59]


def test_where_every_term_is_common_the_newest_rows_with_most_of_them_come_first(many, monkeypatch):
    monkeypatch.setattr("kg.index._POSTINGS", 19)
    weights = {"工会": 0.1, "帮扶": 1.0, "走访": 0.5, "慰问": 0.5}
    assert match_terms(many, "search_articles", weights, 3) == [60, 59, 58]
    monkeypatch.setattr("kg.index._ALIKE", 2)
    read = []
    real = kg.index.newest
    monkeypatch.setattr("kg.index.newest", lambda *given: read.append(given[2:]) or real(*given))
    assert match_terms(many, "search_articles", weights, 3) == [60, 59, 58]
    assert read == [("帮扶", 4), ("走访", 8), ("慰问", 8)]  # every row has the word that is left out


@pytest.mark.parametrize("top", [1, 3, 60])
def test_no_more_rows_come_than_asked_for_each_once(many, top, monkeypatch):
    for postings in (1, 30, 12_000):
        monkeypatch.setattr("kg.index._POSTINGS", postings)
        found = match_terms(many, "search_articles", {"工会": 0.1, "帮扶": 1.0, "走访": 0.5}, top)
        assert len(found) == len(set(found)) <= top
