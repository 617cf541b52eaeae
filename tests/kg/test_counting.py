"""What is counted of a graph, how long a count holds, and how common terms of a large one are estimated."""

from contextlib import closing

import pytest

import kg
from kg.counting import counts, keep, keep_sample, kept, size
from kg.values import Article, Case, Source


@pytest.fixture
def many(path):
    """Two hundred and ten cases, each second one of a word, each tenth of another, the last of a third."""
    with closing(kg.open_graph(path, write=True)) as db:
        for number in range(210):
            words = "集体协商" if number % 2 else "困难帮扶"
            words += "职工书屋" if number % 10 == 3 else ""
            text = f"第{number}家工会{words}{'疗休养' if number == 209 else ''}"
            article = Article(f"case{number}", Source(f"{number}.txt", "1", "text/plain"), text, ())
            kg.add(db, article.source, [Case(article)], extractor="hand")
        yield db


def test_a_common_term_of_a_large_table_is_estimated_a_rare_one_counted(many, monkeypatch):
    wanted = ["协商", "书屋", "疗休", "没有"]
    exact = counts(many, "search_articles", wanted)
    assert exact == {"协商": 105, "书屋": 21, "疗休": 1}
    kg.counting.forget_counts(many)
    monkeypatch.setattr("kg.counting.FEW", 100)
    monkeypatch.setattr("kg.counting._COUNTED", 30)
    told = counts(many, "search_articles", wanted)
    assert (told["书屋"], told["疗休"], "没有" in told) == (21, 1, False)
    assert abs(told["协商"] - 105) <= 105 * 0.1


def test_no_estimate_is_more_than_the_rows_there_are(many, monkeypatch):
    monkeypatch.setattr("kg.counting.FEW", 100)
    monkeypatch.setattr("kg.counting._COUNTED", 7)
    assert counts(many, "search_articles", ["工会"]) == {"工会": 210}


def test_common_counts_hold_over_commits_and_rare_ones_do_not(many, monkeypatch):
    monkeypatch.setattr("kg.counting.FEW", 100)
    asked = []
    real = kg.counting._estimate
    monkeypatch.setattr("kg.counting._estimate", lambda *given: asked.append(given[2]) or real(*given))
    for more, again in (("a", ["协商", "疗休"]), ("b", ["疗休"]), ("c", ["疗休"]), ("d", ["协商", "疗休"])):
        asked.clear()
        counts(many, "search_articles", ["协商", "疗休"])
        assert (more, asked) == (more, again)
        article = Article(more, Source(f"{more}.txt", "1", "text/plain"), f"{more}市疗休养", ())
        kg.add(many, article.source, [Case(article)], extractor="hand")
    assert counts(many, "search_articles", ["疗休"]) == {"疗休": 5}


def test_what_was_counted_is_kept_until_something_is_committed(db, path, pump):
    with closing(kg.open_graph(path)) as reader:
        first = kept(reader)
        assert counts(reader, "search_articles", ["师带", "没有"]) == {"师带": 1}
        assert keep(reader, "mine", lambda: 99) == keep(reader, "mine", lambda: 98) == 99
        assert (kept(reader) is first, size(reader, "articles")) == (True, 2)
        kg.forget(db, pump.article.source.path)
        assert (kept(reader) is first, size(reader, "articles")) == (False, 1)
        assert keep(reader, "mine", lambda: 97) == 97
        assert counts(reader, "search_articles", ["师带"]) == {}


def test_a_sample_holds_until_a_hundredth_of_the_cases_is_new(db, path, pump):
    taken = []

    def sample():
        taken.append(1)
        return len(taken)

    assert [keep_sample(db, "x", sample) for _ in range(2)] == [1, 1]
    with closing(kg.open_graph(path, write=True)) as other:
        kg.record_failure(other, "a", "read", "b")
    assert keep_sample(db, "x", sample) == 1
    with closing(kg.open_graph(path, write=True)) as other:
        kg.forget(other, pump.article.source.path)
    assert keep_sample(db, "x", sample) == 2


def test_no_more_counts_are_remembered_than_a_bound(db, monkeypatch):
    monkeypatch.setattr("kg.counting._MOST_COUNTS", 10)
    for number in range(40):
        counts(db, "search_articles", [f"词{number}", "师带"])
        assert len(kept(db).counts) <= 12
    assert counts(db, "search_articles", ["师带"])


def test_no_more_values_are_remembered_than_a_bound(db, monkeypatch):
    monkeypatch.setattr("kg.counting._MOST_VALUES", 3)
    assert [keep(db, str(number), lambda number=number: number) for number in range(9)] == [*range(9)]
    assert len(kept(db).values) <= 3
