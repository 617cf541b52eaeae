"""The search index mends itself: whatever was done to it, the next answer is right."""

import sqlite3
from contextlib import closing
from dataclasses import replace

import pytest

import kg
from kg.counting import counts, size
from kg.mending import settled
from kg.values import Article, Case, Source

ASK = "师带徒"

# Each leaves the index unable to give the right answer, in a way of its own.
DAMAGE = {
    "emptied": "INSERT INTO search_articles(search_articles) VALUES ('delete-all')",
    "lacks a row": """INSERT INTO search_articles(search_articles, rowid, title, text)
        SELECT 'delete', docid, tashan_tokens(title), tashan_tokens(text) FROM articles WHERE docid = 1""",
    "gone": "DROP TABLE search_articles",
    "gone with its terms": "DROP TABLE search_articles_terms",
    "without blocks": "DELETE FROM search_articles_data WHERE id > 10",
    "with broken blocks": "UPDATE search_articles_data SET block = x'00ff00ff' WHERE id > 10",
    "with a broken structure": "UPDATE search_articles_data SET block = x'ff' WHERE id = 10",
    "without its structure": "DELETE FROM search_articles_data WHERE id = 10",
    "of an unknown version": "UPDATE search_articles_config SET v = 99 WHERE k = 'version'",
    "without sizes": "DELETE FROM search_articles_docsize",
}


def damage(path, script):
    with closing(kg.open_graph(path, write=True)) as db:
        db.execute(script)
        db.conn.commit()


def answers(path, ask=kg.similar):
    with closing(kg.open_graph(path)) as db:
        return [(hit.case_id, hit.score) for hit in ask(db, ASK)]


@pytest.mark.parametrize("script", DAMAGE.values(), ids=DAMAGE)
@pytest.mark.parametrize("ask", [kg.similar, kg.practices, kg.search])
def test_a_damaged_index_is_made_again_and_the_answer_is_right(db, path, script, ask):
    db.close()
    right = answers(path, ask)
    assert right
    damage(path, script)
    assert answers(path, ask) == right
    with closing(kg.open_graph(path)) as whole:
        assert list(kg.check(whole)) == []


def test_damaged_measures_are_made_again_too(db, path):
    db.close()
    right = answers(path, kg.practices)
    damage(path, "INSERT INTO search_measures(search_measures) VALUES ('delete-all')")
    assert answers(path, kg.practices) == right


def test_a_row_that_came_past_the_triggers_is_found_by_an_open_connection(db, path):
    with closing(kg.open_graph(path)) as reader:
        assert kg.search(reader, "疗休养") == ()
        damage(path, "DROP TRIGGER index_article")
        case = Case(Article("new", Source("n.txt", "1", "text/plain"), "职工疗休养", ()))
        kg.add(db, case.article.source, [case], extractor="hand")
        assert [hit.case_id for hit in kg.search(reader, "疗休养")] == ["new"]


def test_a_file_that_cannot_be_written_gets_an_index_beside_it(db, path, monkeypatch):
    db.close()
    right = answers(path)
    damage(path, DAMAGE["emptied"])
    monkeypatch.setattr("kg.mending.open_graph", lambda *_, **__: (_ for _ in ()).throw(sqlite3.Error("no")))
    assert answers(path) == right
    monkeypatch.undo()
    with closing(kg.open_graph(path)) as after:
        assert size(after, "search_articles_docsize") == 0


def test_another_error_of_sqlite_is_not_taken_for_damage(db):
    from kg.mending import mended

    def ask():
        raise sqlite3.OperationalError('fts5: syntax error near ""')

    with pytest.raises(sqlite3.OperationalError, match="syntax"):
        mended(db, ask)


def test_a_case_is_found_as_soon_as_its_transaction_commits(db, path, pump):
    with closing(kg.open_graph(path)) as reader:
        before = kg.similar(reader, "疗休养基地")
        article = replace(pump.article, id="rest", text="总工会建成疗休养基地", title="疗休养基地", parts=())
        source = replace(pump.article.source, path="rest.txt")
        with db.atomic():
            kg.add(db, source, [Case(replace(article, source=source))], extractor="hand")
            assert kg.similar(reader, "疗休养基地") == before
        assert kg.similar(reader, "疗休养基地")[0].case_id == "rest"
        kg.forget(db, "rest.txt")
        assert kg.similar(reader, "疗休养基地") == before


def test_what_is_committed_while_it_is_looked_at_is_no_damage(db, path, pump, monkeypatch):
    """Else a search beside a writer would now and then make the index again, which takes seconds."""
    import kg.mending

    look, made = kg.mending._first, []
    sources = iter(range(100))

    def slow(reader, told, table, key):
        found = look(reader, told, table, key)
        source = replace(pump.article.source, path=f"{next(sources)}.txt")
        article = replace(pump.article, id=source.path, source=source)
        kg.add(db, source, [Case(article)], extractor="hand")
        return found

    monkeypatch.setattr(kg.mending, "_first", slow)
    monkeypatch.setattr(kg.mending, "make_again", made.append)
    with closing(kg.open_graph(path)) as reader:
        assert kg.similar(reader, ASK)
    assert next(sources) > 1
    assert made == []


def test_a_question_is_answered_of_one_moment(db, path, pump):
    """What is forgotten between two steps of an answer is in it whole."""
    from kg.mending import mended

    def ask():
        before = reader.execute("SELECT count(*) FROM articles").fetchone()
        kg.forget(db, pump.article.source.path)
        return before, reader.execute("SELECT count(*) FROM articles").fetchone()

    with closing(kg.open_graph(path)) as reader:
        before, after = mended(reader, ask)
        assert before == after
        assert mended(reader, lambda: reader.execute("SELECT count(*) FROM articles").fetchone()) < after
        assert not reader.conn.in_transaction


def test_within_one_moment_a_commit_of_others_is_not_seen_but_an_own_change_is(db, path, pump):
    with closing(kg.open_graph(path)) as reader:
        with settled(reader):
            assert size(reader, "articles") == 2
            kg.forget(db, pump.article.source.path)
            assert (size(reader, "articles"), counts(reader, "search_articles", ["师带"])) == (2, {"师带": 1})
        assert (size(reader, "articles"), counts(reader, "search_articles", ["师带"])) == (1, {})
    with settled(db), db.atomic():
        assert size(db, "articles") == 1
        db.execute("DELETE FROM articles")
        assert size(db, "articles") == 0
