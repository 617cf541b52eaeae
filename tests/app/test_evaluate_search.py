"""`tashan evaluate-search` on three articles and three queries."""

import json

import pytest

QUERIES = [
    {"id": "k1", "kind": "keyword", "topic": "a", "text": "师带徒 津贴"},
    {"id": "n1", "kind": "need", "topic": "b", "text": "中午没处吃饭", "wording": "职工食堂 饭菜价格"},
    {"id": "l1", "kind": "like", "topic": "c", "like": "library"},
]
QRELS = "k1\tmentor\t2\nk1\tlibrary\t0\nn1\tcanteen\t2\nn1\tlost\t1\nl1\tcanteen\t2\nl1\tmentor\t1\n"


@pytest.fixture
def gold(tmp_path):
    place = tmp_path / "gold"
    place.mkdir()
    lines = "".join(json.dumps(query, ensure_ascii=False) + "\n" for query in QUERIES)
    (place / "queries.jsonl").write_text(lines, encoding="utf-8")
    (place / "qrels.tsv").write_text(QRELS, encoding="utf-8")
    return place


def figures(run, *arguments):
    done = run("evaluate-search", *arguments, "--json")
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


def test_each_kind_has_its_figures_and_their_intervals(run, db, gold):
    found = figures(run, gold, "--db", db)["similar"]
    assert list(found) == ["keyword", "need", "like", "wording", "all"]
    assert found["keyword"]["ndcg"] == {"mean": 1.0, "low": 1.0, "high": 1.0}
    assert found["all"]["queries"] == 3
    assert found["wording"]["recall"]["mean"] == 1.0


def test_a_document_is_never_its_own_answer(run, db, gold):
    told = run("evaluate-search", gold, "--db", db, "--misses").stdout
    assert "l1\tlike\t" in told
    assert "library\t" not in told


def test_documents_that_the_graph_lacks_are_told(run, db, gold):
    assert "1 of 4 judged documents are not in the graph" in run("evaluate-search", gold, "--db", db).stderr


def test_a_signal_can_be_switched_off(run, db, gold):
    found = figures(run, gold, "--db", db, "--ablate")
    assert {"similar", "without words", "without concept"} <= found.keys()
    assert found["without words"]["keyword"]["ndcg"]["mean"] <= found["similar"]["keyword"]["ndcg"]["mean"]


def test_practices_are_asked_only_by_texts(run, db, gold):
    found = figures(run, gold, "--db", db, "--by", "practices")["practices"]
    assert "like" not in found
    assert found["keyword"]["ndcg"]["mean"] == 1.0


def test_halves_add_up_to_the_whole(run, db, gold):
    halves = [figures(run, gold, "--db", db, "--half", half)["similar"] for half in ("dev", "test")]
    assert sum(half["all"]["queries"] for half in halves) == 3


def test_what_was_missed_is_listed_worst_first(run, db, gold):
    (gold / "qrels.tsv").write_text(QRELS.replace("lost\t1", "lost\t2"), encoding="utf-8")
    told = run("evaluate-search", gold, "--db", db, "--misses").stdout
    assert "  lost\tnot found" in told
    scores = [
        float(line.split("nDCG@10 ")[1].split("\t")[0]) for line in told.splitlines() if "nDCG@10 0" in line
    ]
    assert scores == sorted(scores)


def test_a_bad_set_is_one_line_and_no_figures(command, db, tmp_path):
    done = command("evaluate-search", tmp_path, "--db", db)
    assert done.returncode == 1
    assert done.stderr.startswith("tashan: ")
    assert "queries.jsonl" in done.stderr


def test_other_reports_of_an_event_stand_behind_the_one_that_is_listed(run, folder, gold, tmp_path):
    text = (folder / "mentor.txt").read_text(encoding="utf-8")
    (folder / "lost.txt").write_text(text.replace("412名", "413名"), encoding="utf-8")
    path = tmp_path / "twins.db"
    assert run("ingest", folder, "--db", path, "--workers", "0").exit_code == 0
    (gold / "qrels.tsv").write_text("k1\tmentor\t2\nk1\tlost\t2\nn1\tcanteen\t2\nl1\tcanteen\t2\n")
    assert figures(run, gold, "--db", path)["similar"]["keyword"]["ndcg"]["mean"] == 1.0
