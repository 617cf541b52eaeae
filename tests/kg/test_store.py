"""Putting documents in: whole or not at all, once, and out again."""

import json
import subprocess
import sys
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

import kg
from kg.errors import ReadOnlyDatabase, StoreError, UnknownCase
from kg.values import Case, Relation, Source, Span


def put(db, case: Case, *, path: str | None = None, extractor: str = "hand") -> None:
    """Store a case as the only one of a document."""
    source = replace(case.article.source, path=path or case.article.source.path)
    kg.add(db, source, [replace(case, article=replace(case.article, source=source))], extractor=extractor)


def test_a_case_comes_back_as_it_went_in(db, pump, dock):
    assert kg.case(db, dock.article.id) == dock
    assert list(kg.cases(db)) == [pump, dock]
    assert list(kg.cases(db, [dock.article.id])) == [dock]


def test_an_unknown_case_is_an_error_that_names_it(db):
    with pytest.raises(UnknownCase, match="nowhere"):
        kg.case(db, "nowhere")


@pytest.mark.parametrize("number", ["0.10", "1E+30", "12345678901234567.89", "-0.000001"])
def test_a_number_is_kept_to_its_last_digit(empty, dock, number):
    exact = replace(dock.indicators[0], value=Decimal(number))
    put(empty, replace(dock, indicators=(exact, *dock.indicators[1:])))
    assert str(kg.case(empty, dock.article.id).indicators[0].value) == number


def test_adding_twice_changes_nothing(db, pump, dock, dump):
    before = dump(db)
    for case in (dock, pump, pump):
        put(db, case)
    assert dump(db) == before


def test_a_document_is_known_by_path_content_and_extractor(db, pump):
    source = pump.article.source
    assert kg.known(db, source.sha256, source.path, "hand")
    assert not kg.known(db, source.sha256, source.path, "another")
    assert not kg.known(db, source.sha256, "elsewhere.txt", "hand")
    assert not kg.known(db, "changed", source.path, "hand")


def test_a_changed_document_takes_the_place_of_the_old_one(db, pump, dock, dump, opened, tmp_path):
    put(db, dock, path=pump.article.source.path)
    kg.forget(db, "港务.txt")
    other = opened(tmp_path / "other.db", write=True)
    put(other, dock, path=pump.article.source.path)
    assert dump(db) == dump(other)


def test_nothing_is_left_of_a_forgotten_library(db, pump, dock, dump):
    for case in (pump, dock):
        kg.forget(db, case.article.source.path)
    assert not any(dump(db).values())


@pytest.mark.parametrize("first", ["b.txt", "a.txt"])
def test_the_same_article_of_two_documents_is_stored_once(empty, dock, first):
    second = {"a.txt": "b.txt", "b.txt": "a.txt"}[first]
    put(empty, dock, path=first)
    put(empty, dock, path=second)
    counts = kg.stats(empty)
    assert (counts["documents"], counts["articles"], counts["indicators"]) == (2, 1, 3)
    assert kg.case(empty, dock.article.id).article.source.path == "a.txt"


def test_the_reading_that_knows_the_date_is_kept(empty, dock):
    dated = replace(dock, article=replace(dock.article, published=date(2024, 5, 1)))
    put(empty, dated, path="z.html")
    put(empty, dock, path="a.txt")
    assert kg.case(empty, dock.article.id).article.published == date(2024, 5, 1)


@pytest.mark.parametrize("gone", ["a.html", "b.html"])
def test_each_document_keeps_its_own_address_of_one_article(empty, dock, gone):
    for path in ("a.html", "b.html"):
        put(empty, replace(dock, article=replace(dock.article, address=f"https://x.cn/{path}")), path=path)
    assert kg.case(empty, dock.article.id).article.address == "https://x.cn/a.html"
    kg.forget(empty, gone)
    kept = {"a.html": "b.html", "b.html": "a.html"}[gone]
    assert kg.case(empty, dock.article.id).article.address == f"https://x.cn/{kept}"


def test_the_newer_extractor_is_kept(empty, dock):
    put(empty, dock, path="a.txt")
    put(empty, replace(dock, relations=()), path="z.txt", extractor="newer")
    assert kg.case(empty, dock.article.id).relations == ()


@pytest.mark.parametrize("gone", ["a.txt", "b.txt"])
def test_an_article_stays_while_one_document_has_it(empty, dock, gone):
    kept = {"a.txt": "b.txt", "b.txt": "a.txt"}[gone]
    for path in ("a.txt", "b.txt"):
        put(empty, dock, path=path)
    kg.forget(empty, gone)
    assert kg.case(empty, dock.article.id).article.source.path == kept
    kg.forget(empty, kept)
    assert kg.case_ids(empty) == ()


def test_two_articles_of_one_document_keep_their_order(empty, pump, dock):
    source = Source("both.txt", "both", "text/plain")
    both = [replace(case, article=replace(case.article, source=source)) for case in (pump, dock, pump)]
    kg.add(empty, source, both, extractor="hand")
    assert list(kg.cases(empty)) == both[:2]


def test_an_article_in_an_archive_keeps_its_own_source(empty, dock):
    member = Source("all.zip!/港务.txt", "inner", "text/plain", 2)
    inside = replace(dock, article=replace(dock.article, source=member))
    kg.add(empty, Source("all.zip", "outer", "application/zip"), [inside], extractor="hand")
    assert kg.case(empty, dock.article.id) == inside
    assert next(kg.indicator_rows(empty))["path"] == "all.zip!/港务.txt"


def test_a_document_without_articles_is_known_too(empty):
    kg.add(empty, Source("blank.txt", "blank", "text/plain"), [], extractor="hand")
    assert kg.known(empty, "blank", "blank.txt", "hand")


def test_a_fact_that_refers_to_nothing_keeps_its_document_out_whole(empty, pump, dock, dump):
    broken = replace(dock, relations=(Relation("e1", "leads", "e9", Span(0, 3), "hand"),))
    with pytest.raises(StoreError, match="'e9'"):
        kg.add(empty, dock.article.source, [pump, broken], extractor="hand")
    assert not any(dump(empty).values())


def test_a_failure_half_way_leaves_the_old_document_as_it_was(db, dock, dump):
    before = dump(db)
    twice = replace(dock, entities=(*dock.entities, dock.entities[0]))
    with pytest.raises(StoreError, match=r"(?i)unique"):
        put(db, twice)
    assert dump(db) == before


def test_things_of_one_name_and_type_meet_across_articles(db):
    links = "SELECT t.name, count(*) FROM entities e JOIN things t ON t.id = e.thing_id GROUP BY 1"
    assert db.execute(f"{links} HAVING count(*) > 1").fetchall() == [("青禾县", 2)]


def test_storing_clears_the_failure_of_the_same_path(empty, dock):
    run = kg.start_run(empty, extractor="hand")
    kg.record_failure(empty, dock.article.source.path, "read", "no text", run_id=run)
    kg.record_failure(empty, "other.pdf", "read", "no text layer", run_id=run)
    put(empty, dock)
    kg.finish_run(empty, run, {"articles": 1})
    assert [row["path"] for row in empty["failures"].rows] == ["other.pdf"]
    assert [(row["counts"], bool(row["finished"])) for row in empty["runs"].rows] == [
        ('{"articles": 1}', True)
    ]


def test_the_library_at_a_glance(db):
    counts = kg.stats(db)
    wanted = {"documents": 2, "articles": 2, "entities": 6, "things": 5, "mentions": 7}
    assert {table: counts[table] for table in wanted} == wanted
    assert counts["themes"] == {"维权服务": 2, "地位提高": 1, "素质提升": 1}
    assert counts["entity_types"]["enterprise"] == 2


def test_a_database_opened_for_reading_takes_nothing(db, path, dock, opened):
    with pytest.raises(ReadOnlyDatabase):
        put(opened(path), dock, path="new.txt")


def test_deleting_a_document_by_plain_sql_takes_all_that_hangs_on_it(db, pump, dump):
    db.execute("DELETE FROM documents WHERE path = ?", [pump.article.source.path])
    assert pump.article.id not in repr(dump(db))
    assert kg.search(db, "师带徒") == ()
    assert kg.case_ids(db) != ()


DIES = """
import json, os, sys, kg, kg.facts
db = kg.open_graph(sys.argv[1], write=True)
cases = [kg.from_record(record) for record in json.load(sys.stdin)]
kg.add(db, cases[0].article.source, cases[:1], extractor="hand")
insert = kg.facts.insert

def die_late(db, table, *rest, **more):
    os._exit(9) if table == "relations" else insert(db, table, *rest, **more)

kg.facts.insert = die_late
kg.add(db, cases[1].article.source, cases[1:], extractor="hand")
"""


def test_a_process_that_dies_half_way_leaves_whole_documents(path, pump, dock, opened):
    records = json.dumps([kg.to_record(case, explain=True) for case in (pump, dock)])
    died = subprocess.run([sys.executable, "-c", DIES, str(path)], input=records, text=True, check=False)
    assert died.returncode == 9
    db = opened(path, write=True)
    assert list(kg.cases(db)) == [pump]
    assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    put(db, dock)
    assert set(kg.case_ids(db)) == {pump.article.id, dock.article.id}


def parts_of_the_index(db):
    sql = "SELECT count(DISTINCT segid) FROM {}_idx"
    return [db.execute(sql.format(name)).fetchone()[0] for name in ("search_articles", "search_measures")]


def test_after_a_run_that_stored_much_the_index_is_of_one_part(empty, pump, dock, monkeypatch):
    run = kg.start_run(empty, extractor="hand")
    for case in (pump, dock):
        kg.add(empty, case.article.source, [case], extractor="hand")
    parts = parts_of_the_index(empty)
    assert min(parts) > 1
    monkeypatch.setattr("kg.store._NEW_PART", 0.5)
    kg.finish_run(empty, run, {"articles": 2})
    assert parts_of_the_index(empty) == parts
    monkeypatch.undo()
    kg.finish_run(empty, run, {"articles": 2})
    assert parts_of_the_index(empty) == [1, 1]
    assert list(kg.check(empty)) == []
    assert kg.similar(empty, "师带徒")
