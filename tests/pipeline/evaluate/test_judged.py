"""Judged sets: how they are read and refused, and that the one of the project is whole."""

import json
import re
from collections import Counter
from pathlib import Path

import pytest

from kg.errors import BadGold
from pipeline.evaluate.judged import Judged, Query, read_judged

ROOT = Path(__file__).resolve().parents[3]
GOLD = ROOT / "corpus/gold/retrieval"
QUERY = '{"id": "q1", "kind": "need", "topic": "reading", "text": "想看书", "wording": "职工书屋"}\n'
LIKE = '{"id": "q2", "kind": "like", "topic": "canteen", "like": "canteen"}\n'
QRELS = "q1\tlibrary\t2\nq1\tcanteen\t0\nq2\tlibrary\t2\n"


def judged_set(folder, queries=QUERY + LIKE, qrels=QRELS):
    (folder / "queries.jsonl").write_text(queries, encoding="utf-8")
    (folder / "qrels.tsv").write_text(qrels, encoding="utf-8")
    return folder


def test_queries_come_with_the_grades_of_their_documents(tmp_path):
    judged = read_judged(judged_set(tmp_path))
    assert [query.id for query in judged.queries] == ["q1", "q2"]
    assert judged.grades == {"q1": {"library": 2, "canteen": 0}, "q2": {"library": 2}}
    assert judged.documents() == {"library", "canteen"}
    assert [query.id for query in judged.texts().queries] == ["q1"]


def test_a_need_is_asked_again_in_the_words_of_the_field(tmp_path):
    (again,) = read_judged(judged_set(tmp_path)).worded()
    assert (again.id, again.kind, again.text) == ("q1", "wording", "职工书屋")


@pytest.mark.parametrize(
    "broken",
    [
        {"queries": "{"},
        {"queries": '{"id": "q1"}\n'},
        {"queries": QUERY.replace('"need"', '"wish"')},
        {"queries": QUERY.replace('"text": "想看书"', '"like": null')},
        {"queries": QUERY.replace('"wording"', '"like"')},
        {"qrels": "q1\tlibrary\n"},
        {"qrels": "q1\tlibrary\t3\n"},
        {"qrels": QRELS + "q3\tlibrary\t2\n"},
        {"qrels": QRELS + "q1\tlibrary\t1\n"},
        {"qrels": "q1\tlibrary\t2\nq2\tlibrary\t1\n"},
    ],
)
def test_what_cannot_be_scored_against_is_refused(tmp_path, broken):
    with pytest.raises(BadGold):
        read_judged(judged_set(tmp_path, **broken))


def test_a_folder_without_the_files_is_refused(tmp_path):
    with pytest.raises(BadGold, match=r"queries\.jsonl"):
        read_judged(tmp_path)


def test_the_halves_share_no_topic_and_leave_nothing_out():
    queries = [Query(f"q{n}", "need", f"topic {n % 9}", text="?") for n in range(60)]
    judged = Judged(queries, {query.id: {} for query in queries})
    dev, test = judged.of("dev").queries, judged.of("test").queries
    assert {*dev} | {*test} == {*queries}
    assert not {query.topic for query in dev} & {query.topic for query in test}


@pytest.fixture(scope="module")
def gold():
    return read_judged(GOLD)


def test_the_set_has_the_kinds_that_its_readme_tells(gold):
    assert Counter(query.kind for query in gold.queries) == {"keyword": 20, "need": 25, "like": 15}
    assert len({query.id for query in gold.queries}) == 60
    assert {query.kind for query in gold.queries if query.wording} == {"need"}
    assert len([*gold.worded()]) == 25
    readme = (GOLD / "README.md").read_text(encoding="utf-8")
    judgements = sum(map(len, gold.grades.values()))
    assert f"{judgements:,} judgements of {len(gold.documents()):,} documents" in readme


def test_each_half_has_every_kind(gold):
    for half in ("dev", "test"):
        kinds = Counter(query.kind for query in gold.of(half).queries)
        assert min(kinds[kind] for kind in ("keyword", "need", "like")) >= 7


def test_documents_are_ids_or_files_of_the_demo_corpus_and_never_the_query_itself(gold):
    demo = {path.stem for path in (ROOT / "corpus/demo").rglob("*.*")}
    for name in gold.documents():
        assert re.fullmatch(r"n\d{5}", name) or name in demo
    for query in gold.queries:
        assert query.like not in gold.grades[query.id]


def test_the_files_hold_no_text_of_articles(gold, shared):
    rows = map(json.loads, (shared / "data/news/union.jsonl").read_text(encoding="utf-8").splitlines())
    texts = {row["id"]: row["text"] for row in rows}
    assert {name for name in gold.documents() if re.fullmatch(r"n\d{5}", name)} <= texts.keys()
    whole = "\n".join(texts.values())
    for query in gold.queries:
        if query.text and query.kind != "keyword":
            assert not any(query.text[at : at + 12] in whole for at in range(len(query.text) - 11))
