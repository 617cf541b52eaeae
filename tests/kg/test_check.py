"""Every kind of damage is named, and nothing else is."""

import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import FrozenInstanceError
from itertools import islice

import pytest

import kg
from kg.check.index import _PLACE
from kg.rows import digest
from kg.tokens import tokens

# A damage in SQL, then the faults that it must give: table, id, what was wanted, what was found. `{p}` is the
# id of the first article, `{d}` that of the second; `…` at an end stands for any words.
DAMAGES = {
    "a mention moved": (
        'UPDATE mentions SET start = start + 1, "end" = "end" + 1 WHERE entity_id = \'{d}/e1\'',
        [("mentions", "{d}/e1/1", "'海晏港务集团' at 9–15", "'晏港务集团在'")],
    ),
    "a mention outside": (
        "UPDATE mentions SET \"end\" = 9999 WHERE entity_id = '{d}/e1'",
        [("mentions", "{d}/e1/1", "a place within 0–…", "8–9999")],
    ),
    "a mention before the text": (
        "UPDATE mentions SET start = -2 WHERE entity_id = '{d}/e1'",
        [("mentions", "{d}/e1/1", "a place within 0–…", "-2–14")],
    ),
    "evidence of another text": (
        "UPDATE evidence SET text = replace(text, '青禾县', '青河县') WHERE text LIKE '青%'",
        [("evidence", "…", "'青河县总工会主席 林望舒' at …", "'青禾县总工会主席 林望舒'")],
    ),
    "evidence under another id": (
        """UPDATE relations SET evidence_id = '{p}/1-2' WHERE number = 3;
        UPDATE evidence SET id = '{p}/1-2' WHERE text LIKE '青%' AND article_id = '{p}'""",
        [("evidence", "{p}/1-2", "the id {p}/…", "'{p}/1-2'")],
    ),
    "an indicator's raw text": (
        "UPDATE indicators SET raw = '502元' WHERE id = '{p}/i3'",
        [("indicators", "{p}/i3", "'502元' at …", "'500元'")],
    ),
    "a measure's place": (
        "UPDATE measures SET start = start - 1 WHERE id = '{p}/m2'",
        [("measures", "{p}/m2", "'设立技能津贴' at …", "'会设立技能津贴'")],
    ),
    "a section's heading": (
        "UPDATE sections SET heading = '二、结对传技'",
        [("sections", "{p}/1", "to begin with '二、结对传技'", "'一、结对传技'")],
    ),
    "a section outside": (
        'UPDATE sections SET "end" = "end" + 9999',
        [("sections", "{p}/1", "a place within …", "…")],
    ),
    "a warning the wrong way round": (
        'UPDATE warnings SET start = 9, "end" = 4',
        [("warnings", "{p}/1", "a place within …", "9–4")],
    ),
    "parts that overlap": (
        "UPDATE parts SET start = start - 3 WHERE article_id = '{d}' AND number = 2",
        [("parts", "{d}/2", "a start of 7 or later, after the part before", "5")],
    ),
    "a part left out": (
        "DELETE FROM parts WHERE article_id = '{d}' AND number = 1",
        [("parts", "{d}/2", "no words before it that no part holds", "'码头上的议薪会\\n'")],
    ),
    "the last part left out": (
        "DELETE FROM parts WHERE article_id = '{p}' AND number = 7",
        [("parts", "{p}/6", "no words after the last part", "'\\n来源：北川日报\\n'")],
    ),
    "a text that is not its id's": (
        "UPDATE articles SET text = replace(text, '来源：', '来源，') WHERE id = '{p}'",
        [("articles", "{p}", "the id {q}, hash of its text", "'{p}'")],
    ),
    "an exact number": (
        "UPDATE indicators SET value_exact = '31' WHERE id = '{p}/i2'",
        [("indicators", "{p}/i2", "value to be '31'", "30.0")],
    ),
    "a number without its exact one": (
        "UPDATE indicators SET delta_exact = NULL WHERE id = '{p}/i2'",
        [("indicators", "{p}/i2", "delta to be nothing", "8.5")],
    ),
    "an exact number that is none": (
        "UPDATE indicators SET earlier_exact = 'NaN' WHERE id = '{p}/i2'",
        [("indicators", "{p}/i2", "earlier to be 'NaN'", "21.5")],
    ),
    "a number lost": (
        "UPDATE indicators SET value = NULL WHERE id = '{p}/i2'",
        [("indicators", "{p}/i2", "value to be '30'", "nothing")],
    ),
    "an address that is none": (
        "UPDATE document_articles SET address = 'javascript:alert(1)' WHERE article_id = '{p}'",
        [("document_articles", "{o}/{p}", "a whole address", "'javascript:alert(1)'")],
    ),
    "an unknown part": (
        "UPDATE parts SET kind = 'footnote' WHERE article_id = '{d}' AND number = 3",
        [("parts", "{d}/3", "kind to be one of column title …", "'footnote'")],
    ),
    "an unknown operator": (
        "UPDATE indicators SET op = '≈' WHERE id = '{d}/i1'",
        [("indicators", "{d}/i1", "op to be one of = ~ …", "'≈'")],
    ),
    "an unknown status": (
        "UPDATE indicators SET status = 'perhaps' WHERE id = '{d}/i1'",
        [("indicators", "{d}/i1", "status to be one of actual target standard", "'perhaps'")],
    ),
    "an unknown direction": (
        "UPDATE indicators SET direction = 'sideways' WHERE id = '{d}/i1'",
        [("indicators", "{d}/i1", "direction to be one of up down", "'sideways'")],
    ),
    "an unknown theme": (
        "UPDATE measures SET theme = '其他' WHERE id = '{d}/m2'",
        [("measures", "{d}/m2", "theme to be one of 思想引领 …", "'其他'")],
    ),
    "an unknown warning": (
        "UPDATE warnings SET code = 'odd'",
        [("warnings", "{p}/1", "code to be one of truncated …", "'odd'")],
    ),
    "an unknown relation": (
        "UPDATE relations SET type = 'likes' WHERE article_id = '{d}'",
        [("relations", "{d}/1", "type to be one of works_for …", "'likes'")],
    ),
    "an unknown type of entity": (
        "UPDATE entities SET type = 'robot' WHERE id = '{d}/e1'",
        [
            ("entities", "{d}/e1", "a thing of its type", "'enterprise'"),
            ("entities", "{d}/e1", "type to be one of enterprise …", "'robot'"),
        ],
    ),
    "a name that no mention has": (
        "UPDATE mentions SET \"end\" = \"end\" - 1, text = '海晏港务集' WHERE entity_id = '{d}/e1'",
        [("entities", "{d}/e1", "a mention that reads '海晏港务集团'", "none")],
    ),
    "aliases that are no list": (
        "UPDATE entities SET aliases = '云麓' WHERE id = '{p}/e1'",
        [("entities", "{p}/e1", "aliases as a JSON list", "'云麓'")],
    ),
    "a relation without a head": (
        "UPDATE relations SET head = '{d}/e9' WHERE article_id = '{d}'",
        [("relations", "{d}/1", "head to be a fact of its article", "'{d}/e9'")],
    ),
    "a relation to another article": (
        "UPDATE relations SET tail = '{p}/e2' WHERE article_id = '{d}'",
        [("relations", "{d}/1", "tail to be a fact of its article", "'{p}/e2'")],
    ),
    "a subject that is not there": (
        "UPDATE indicators SET subject_id = '{p}/e9' WHERE id = '{p}/i1'",
        [("indicators", "{p}/i1", "subject_id to be a row of entities", "'{p}/e9'")],
    ),
    "an actor of another article": (
        "UPDATE measures SET actor_id = '{d}/e1' WHERE id = '{p}/m1'",
        [("measures", "{p}/m1", "actor_id to be of its own article", "'{d}/e1'")],
    ),
    "a result of another article": (
        "UPDATE measure_results SET indicator_id = '{p}/i1' WHERE measure_id = '{d}/m1'",
        [("measure_results", "{d}/m1/1", "indicator_id to be of its measure's article", "'{p}/i1'")],
    ),
    "a concept of nothing": (
        "INSERT INTO concepts(id, name) VALUES ('x', '查房')",
        [("concepts", "x", "a measure that means it, or a narrower concept", "nothing")],
    ),
    "an unknown theme of a concept": (
        "UPDATE concepts SET theme = '其他' WHERE id = 'relief'",
        [("concepts", "relief", "theme to be one of 思想引领 …", "'其他'")],
    ),
    "a concept broader than itself": (
        "UPDATE concepts SET broader = 'mentoring' WHERE id = 'training'",
        [
            ("concepts", "training", "no circle of broader concepts", "'mentoring'"),
            ("concepts", "mentoring", "no circle of broader concepts", "'training'"),
        ],
    ),
    "a broader concept that is not there": (
        "UPDATE concepts SET broader = 'x' WHERE id = 'relief'",
        [("concepts", "relief", "broader to be a row of concepts", "'x'")],
    ),
    "a measure that means no concept of the table": (
        "UPDATE measure_concepts SET concept_id = 'x' WHERE concept_id = 'training'",
        [("measure_concepts", "{p}/m1/2", "concept_id to be a row of concepts", "'x'")],
    ),
    "a measure without its concept": (
        """DELETE FROM measure_concepts WHERE concept_id = 'relief';
        DELETE FROM concepts WHERE id = 'relief'""",
        [("measures", "{d}/m2", "a row of measure_concepts for its concept", "'困难帮扶'")],
    ),
    "a score above 1": (
        "UPDATE measure_concepts SET score = 1.5 WHERE concept_id = 'relief'",
        [("measure_concepts", "{d}/m2/1", "a score from 0 to 1", "1.5")],
    ),
    "a better concept behind a worse": (
        "UPDATE measure_concepts SET score = 0.95 WHERE concept_id = 'training'",
        [("measure_concepts", "{p}/m1/2", "scores that fall", "0.95")],
    ),
    "an id of another article": (
        "UPDATE indicators SET id = 'x/i3' WHERE id = '{d}/i3'",
        [("indicators", "x/i3", "an id that begins with its article's", "'x/i3'")],
    ),
    "an author of no article": (
        "INSERT INTO authors VALUES ('nowhere', 1, '林望舒', NULL, NULL)",
        [("authors", "nowhere/1", "article_id to be a row of articles", "'nowhere'")],
    ),
    "a day that is none": (
        "UPDATE articles SET published = '2023-02-30' WHERE id = '{p}'",
        [("articles", "{p}", "published as a day, YYYY-MM-DD", "'2023-02-30'")],
    ),
    "a confidence above 1": (
        "UPDATE measures SET confidence = 80 WHERE id = '{p}/m1'",
        [("measures", "{p}/m1", "a confidence from 0 to 1", "80.0")],
    ),
    "an article that no document owns": (
        "UPDATE articles SET document_id = NULL WHERE id = '{d}'",
        [("articles", "{d}", "a document that owns it", "nothing")],
    ),
    "an article without its place in a document": (
        "DELETE FROM document_articles WHERE article_id = '{d}'",
        [("articles", "{d}", "a document that owns it", "…")],
    ),
    "a document under another path": (
        "UPDATE documents SET path = '别处.txt' WHERE path = '港务.txt'",
        [("documents", "…", "the id …", "…")],
    ),
    "a thing that nothing means": (
        "INSERT INTO things(id, name, type) VALUES ('{t}', '云麓乡', 'place')",
        [("things", "{t}", "an entity that means it", "nothing")],
    ),
    "a thing under a made-up id": (
        """UPDATE entities SET thing_id = 'x' WHERE id = '{d}/e1';
        UPDATE profiles SET thing_id = 'x' WHERE name LIKE '海%';
        UPDATE things SET id = 'x' WHERE name LIKE '海%'""",
        [("profiles", "…", "the thing …", "'x'")],
    ),
    "an entity under another thing than its profile": (
        """UPDATE entities SET thing_id = (SELECT thing_id FROM entities WHERE id = '{p}/e2')
        WHERE id = '{p}/e2' OR id = '{d}/e1'""",
        [
            ("things", "…", "an entity that means it", "nothing"),
            ("entities", "{d}/e1", "a thing of its type", "'place'"),
            ("entities", "{d}/e1", "the thing of its profile", "…"),
        ],
    ),
    "a profile that was changed": (
        "UPDATE profiles SET content = replace(content, '海晏', '海雁') WHERE name LIKE '海%'",
        [
            ("profiles", "…", "the id …", "…"),
            ("profiles", "…", "the thing …", "…"),
        ],
    ),
    "a profile that cannot be read": (
        "UPDATE profiles SET content = '海晏' WHERE name LIKE '海%'",
        [
            ("profiles", "…", "the id …", "…"),
            ("profiles", "enterprise|海晏", "profiles that can be read", "…"),
        ],
    ),
    "a thing under another name": (
        "UPDATE things SET name = '海雁港务集团' WHERE name LIKE '海%'",
        [("things", "…", "the name '海晏港务集团'", "'海雁港务集团'")],
    ),
    "a merge that no rule makes": (
        """INSERT INTO merges SELECT a.id, b.id, 'likeness', 0.5, '' FROM profiles a, profiles b
        WHERE a.name LIKE '海%' AND b.name LIKE '云麓%'""",
        [("merges", "…", "the reason nothing", "'likeness'")],
    ),
    "a block left to resolve": (
        "INSERT INTO unsettled VALUES ('block', 'place|青禾')",
        [("unsettled", "block/place|青禾", "nothing left to resolve", "'place|青禾'")],
    ),
    "an article the index lacks": (
        """INSERT INTO search_articles(search_articles, rowid, title, text)
        SELECT 'delete', docid, tashan_tokens(title), tashan_tokens(text) FROM articles WHERE id = '{d}'""",
        [("search_articles", "{d}", "a row in the index", "none")],
    ),
    "a measure the index lacks": (
        "DELETE FROM search_measures_docsize WHERE id = (SELECT docid FROM measures WHERE id = '{d}/m2')",
        [("search_measures", "{d}/m2", "a row in the index", "none")],
    ),
    "a row of the index without an article": (
        "INSERT INTO search_articles(rowid, title, text) VALUES (77, '云麓', '')",
        [("search_articles", "77", "no row in the index without its row of articles", "one")],
    ),
    "an old title in the index": (
        "UPDATE articles SET title = '码头上的议价会' WHERE id = '{d}'",
        [("search_articles", "{d}", "the tokens of its row", "others at …")],
    ),
    "a shorter concept in the index": (
        "UPDATE measures SET concept = '协商' WHERE id = '{d}/m1'",
        [("search_measures", "{d}/m1", "the number of its tokens", "another")],
    ),
    "two articles exchanged in the index": (
        """UPDATE articles SET docid = -1 WHERE id = '{d}'; UPDATE articles SET docid = 2 WHERE id = '{p}';
        UPDATE articles SET docid = 1 WHERE id = '{d}'""",
        [
            ("search_articles", "{d}", "the number of its tokens", "another"),
            ("search_articles", "{p}", "the number of its tokens", "another"),
        ],
    ),
    "wrong totals": (
        "UPDATE search_articles_data SET block = x'0505050505' WHERE id = 1",
        [("search_articles", "", "the totals of its rows", "others")],
    ),
    "a broken index": (
        "DELETE FROM search_measures_data WHERE id > 10",
        [("search_measures", "", "a readable index", "…")],
    ),
    "a lost trigger": (
        "DROP TRIGGER unindex_article",
        [("sqlite_master", "unindex_article", "the trigger", "none")],
    ),
    "a lost index": (
        "DROP INDEX relations_head",
        [("sqlite_master", "relations_head", "the index", "none")],
    ),
    "another view": (
        "DROP VIEW article_sources; CREATE VIEW article_sources AS SELECT 1",
        [("sqlite_master", "article_sources", "the view of the schema", "another")],
    ),
}


@pytest.fixture
def damage(db, path, pump, dock):
    """A function that writes past all guards and gives what the check then finds."""
    db.close()
    changed = digest(pump.article.text.replace("来源：", "来源，"))
    names = {"p": pump.article.id, "d": dock.article.id, "q": changed, "t": digest("place", "云麓乡")}
    names["o"] = digest("document", pump.article.source.path)

    def spoil(sql: str) -> list[kg.Fault]:
        with closing(sqlite3.connect(path)) as raw, raw:
            raw.create_function("tashan_tokens", 1, tokens, deterministic=True)
            guards = raw.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
            for name, _ in guards:
                raw.execute(f"DROP TRIGGER {name}")
            lost = [name for name, _ in guards if f"DROP TRIGGER {name}" == sql]
            raw.executescript("" if lost else sql.format(**names))
            for name, guard in guards:
                raw.execute(guard if name not in lost else "SELECT 1")
        with closing(kg.open_graph(path)) as opened:
            return list(kg.check(opened))

    spoil.names = names
    return spoil


def fits(pattern: str, text: str) -> bool:
    """Tell whether a text is as its pattern says; `…` at an end stands for any words."""
    return text.startswith(pattern[:-1]) if pattern.endswith("…") else text == pattern


@pytest.mark.parametrize("kind", DAMAGES)
def test_exactly_the_damage_is_named(damage, kind):
    sql, wanted = DAMAGES[kind]
    found = damage(sql)
    assert len(found) == len(wanted), [str(fault) for fault in found]
    for fault, words in zip(found, wanted, strict=True):
        for pattern, text in zip(words, (fault.table, fault.id, fault.wanted, fault.got), strict=True):
            assert fits(pattern.format(**damage.names), text), (pattern, str(fault))


def test_a_sound_graph_has_no_fault_and_stays_as_it_was(db, path, opened, dump):
    before = dump(db)
    assert list(kg.check(db)) == []
    assert list(kg.check(opened(path))) == []
    assert dump(db) == before
    assert not db.conn.in_transaction
    assert db.execute("SELECT count(*) FROM sqlite_temp_master").fetchone() == (0,)


def test_an_empty_graph_has_no_fault(empty):
    assert list(kg.check(empty)) == []


def test_an_article_without_parts_has_no_fault(damage):
    assert damage("DELETE FROM parts WHERE article_id = '{d}'") == []


def test_several_faults_come_together(damage):
    found = damage(
        "UPDATE warnings SET code = 'odd'; UPDATE indicators SET value_exact = '2' WHERE id = '{d}/i1'"
    )
    assert [fault.table for fault in found] == ["warnings", "indicators"]


def test_a_check_may_be_left_early_and_taken_up_again(db):
    db.execute("UPDATE indicators SET op = '≈'")
    assert [fault.got for fault in islice(kg.check(db), 2)] == ["'≈'", "'≈'"]
    assert len(list(kg.check(db))) == 6


def test_a_check_within_a_transaction_leaves_it_open(db):
    with db.atomic():
        db.execute("UPDATE warnings SET code = 'odd'")
        assert len(list(kg.check(db))) == 1
        assert db.conn.in_transaction
    assert db.execute("SELECT code FROM warnings").fetchone() == ("odd",)


def test_a_check_sees_one_moment_while_others_write(db, path, dock, opened):
    reader = opened(path)
    db.execute("UPDATE indicators SET op = '≈' WHERE id = ?", [f"{dock.article.id}/i1"])
    faults = kg.check(reader)
    first = next(faults)
    kg.forget(db, dock.article.source.path)
    assert (first.table, list(faults)) == ("indicators", [])
    assert list(kg.check(reader)) == []


def test_a_damaged_page_is_named_and_the_rest_is_still_looked_at(db, path, opened):
    page = db.execute("SELECT rootpage FROM sqlite_master WHERE name = 'relations_head'").fetchone()[0]
    size = db.execute("PRAGMA page_size").fetchone()[0]
    db.execute("UPDATE warnings SET code = 'odd'")
    db.close()
    with path.open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(b"\xff" * size)
    found = list(kg.check(opened(path)))
    assert found[0].table == "file"
    assert found[0].got == "database disk image is malformed"
    assert [fault.table for fault in found[1:]] == ["warnings"]


def test_a_fault_is_one_line_and_never_changes():
    fault = kg.Fault("parts", "9f8a/1", "a place within 0–9", "3–12")
    assert str(fault) == "parts 9f8a/1: wanted a place within 0–9, got 3–12"
    assert str(kg.Fault("file", "", "a", "b")) == "file: wanted a, got b"
    with pytest.raises(FrozenInstanceError):
        fault.got = "nothing"


def test_a_fault_of_a_long_text_with_lines_is_one_short_line(damage):
    (fault,) = damage(
        "UPDATE evidence SET text = text || char(10) || hex(zeroblob(999)) WHERE text LIKE '青%'"
    )
    assert len(str(fault).splitlines()) == 1
    assert len(str(fault)) < 250


@pytest.mark.parametrize("first", [1, 5, 99_999])
def test_rows_that_exchange_places_do_not_hide_each_other(first):
    rows = "SELECT ? AS doc, ? AS offset, 'text' AS col UNION ALL SELECT ?, ?, 'text'"
    sql = f"SELECT sum({_PLACE}) FROM ({rows})"
    with closing(sqlite3.connect(":memory:")) as db:
        sums = [
            db.execute(sql.replace(":columns", "'text'"), places).fetchone()
            for places in ((first, 3, first + 1, 8), (first, 8, first + 1, 3))
        ]
    assert sums[0] != sums[1]


GROWS = """
import resource, sys, kg
db = kg.open_graph(sys.argv[1])
assert not list(kg.check(db))
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


@pytest.mark.long
def test_memory_does_not_grow_with_the_library(db, path, dock):
    def peak() -> int:
        told = subprocess.run(
            [sys.executable, "-c", GROWS, str(path)], capture_output=True, text=True, check=True
        )
        return int(told.stdout)

    small = peak()
    record = kg.to_record(dock, explain=True)
    for number in range(3000):
        text = f"{record['text']}第{number}号\n" + "云麓泵业推行师带徒制度。" * 100
        case = kg.from_record({**record, "case_id": digest(text), "text": text, "parts": []})
        kg.add(
            db, case.article.source.__class__(f"{number}.txt", "x", "text/plain"), [case], extractor="hand"
        )
    assert peak() - small < 40_000  # KiB, for 11 MB of text more


def test_a_graph_that_was_emptied_is_sound(db):
    for path in list(kg.document_paths(db)):
        kg.forget(db, path)
    assert list(kg.check(db)) == []
