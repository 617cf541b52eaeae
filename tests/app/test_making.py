import json
import sqlite3
from contextlib import closing

import pytest

FIELDS = [
    "case_id", "source", "column", "title", "authors", "publisher", "published", "sections", "text",
    "warnings", "entities", "indicators", "measures", "relations",
]  # fmt: skip


def dump(path):
    """Return every row of a database but the log of its runs."""
    with closing(sqlite3.connect(path)) as connection:
        names = [
            name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        ]
        kept = [name for name in names if not name.startswith(("sqlite_", "search_", "runs", "_"))]
        return {name: sorted(map(repr, connection.execute(f'SELECT * FROM "{name}"'))) for name in kept}


def lines(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_extract_writes_one_record_an_article_with_the_fields_of_the_contract(run, folder, tmp_path):
    result = run("extract", folder, "-o", tmp_path / "out.jsonl")
    assert result.exit_code == 0, result.output
    records = lines(tmp_path / "out.jsonl")
    assert len(records) == 3
    for record in records:
        assert [key for key in record if key in FIELDS] == FIELDS


def test_extracted_places_hold_what_they_claim(run, folder, tmp_path):
    run("extract", folder, "-o", tmp_path / "out.jsonl")
    for record in lines(tmp_path / "out.jsonl"):
        text = record["text"]
        assert record["indicators"]
        for fact in record["indicators"]:
            assert text[fact["start"] : fact["end"]] == fact["raw"]
        for fact in record["measures"]:
            assert text[fact["start"] : fact["end"]] == fact["text"]
        for entity in record["entities"]:
            for mention in entity["mentions"]:
                assert text[mention["start"] : mention["end"]] in (entity["name"], *entity["aliases"])


def test_extract_writes_to_standard_output_and_counts_to_standard_error(run, folder):
    result = run("extract", folder / "mentor.txt")
    assert json.loads(result.stdout)["title"] == "朔屏：师带徒带出技术骨干"
    assert "articles" in result.stderr


def test_explain_shows_sentence_and_rule(run, folder):
    told = run("extract", "--explain", folder / "mentor.txt").stdout
    assert "“今年以来，朔屏市总工会推行“师带徒”制度" in told
    assert "[" in told


def test_the_same_text_gives_the_same_record(run, folder):
    first, second = (run("extract", folder).stdout for _ in range(2))
    assert first == second


@pytest.mark.parametrize("segmenter", ["rjieba", "jieba"])
def test_either_segmenter_does_the_job(run, folder, segmenter):
    assert run("extract", folder, "--segmenter", segmenter).exit_code == 0


def test_ingesting_twice_changes_nothing(run, folder, db):
    before = dump(db)
    again = run("ingest", folder, "--db", db)
    assert again.exit_code == 0
    assert dump(db) == before
    assert "unchanged            3" in again.stdout


def test_a_changed_file_replaces_its_facts(run, folder, db):
    (folder / "mentor.txt").write_text("朔屏：改了\n\n朔屏市总工会培训职工77人次。\n", encoding="utf-8")
    run("ingest", folder, "--db", db)
    raws = dump(db)["indicators"]
    assert any("77人次" in row for row in raws)
    assert not any("412" in row for row in raws)


def test_one_bad_file_is_named_and_the_rest_is_stored(run, folder, tmp_path):
    (folder / "broken.docx").write_bytes(b"PK\x03\x04 not a document")
    result = run("ingest", folder, "--db", tmp_path / "cases.db")
    assert result.exit_code == 3
    [line] = [line for line in result.stderr.splitlines() if "broken.docx" in line]
    assert "read failed" in line
    assert len(dump(tmp_path / "cases.db")["articles"]) == 3


@pytest.mark.parametrize("name", ["nowhere", "nowhere.txt"])
def test_a_path_that_does_not_exist_is_one_line_and_status_one(run, tmp_path, name):
    result = run("extract", tmp_path / name)
    assert result.exit_code == 1
    assert result.stderr.count(name) == 1
    assert "Traceback" not in result.output


def test_nothing_readable_leaves_no_half_written_output(run, tmp_path):
    (tmp_path / "empty.txt").write_bytes(b"")
    result = run("extract", tmp_path / "empty.txt", "-o", tmp_path / "out.jsonl")
    assert result.exit_code == 1
    assert not list(tmp_path.glob("*.part"))


@pytest.mark.parametrize(
    "arguments", [["extract"], ["ingest", "x"], ["similar", "x"], ["nonsense"], ["graph", "--db"]]
)
def test_wrong_use_is_status_two(run, arguments):
    assert run(*arguments).exit_code == 2


def test_a_graph_of_traditional_characters_is_sound(run, tmp_path):
    text = (
        "華嶺市工匠學院揭牌\n\n華嶺市總工會與華嶺理工大學合辦的工匠學院，日前在園區揭牌，聘請兼職導師64名。\n"
    )
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    run("ingest", tmp_path / "a.txt", "--db", tmp_path / "cases.db")
    assert run("check", "--db", tmp_path / "cases.db").stdout == "no fault\n"
    assert any("华岭市总工会" in row for row in dump(tmp_path / "cases.db")["things"])


def test_without_repair_the_text_is_that_of_the_file(run, tmp_path):
    text = "厂里的夜校\n\n两年来，青禾县总工会办夜校１２期，培\n训1200人次。"
    (tmp_path / "a.txt").write_text(text + "\n\n", encoding="utf-8")
    (told,) = run("extract", "--no-repair", "--workers", "0", tmp_path / "a.txt").stdout.splitlines()[:1]
    record = json.loads(told)
    assert record["text"] == text
    assert (record["title"], record["warnings"]) == ("厂里的夜校", [])
    assert [text[one["start"] : one["end"]] for one in record["indicators"]] == ["１２期", "1200人次"]


def test_a_graph_reads_again_what_was_kept_unrepaired(run, tmp_path):
    (tmp_path / "a.txt").write_text("厂里的夜校\n\n两年来，青禾县总工会办夜校１２期。\n", encoding="utf-8")
    words = ["ingest", tmp_path / "a.txt", "--db", tmp_path / "a.db", "--workers", "0"]
    assert "articles             1" in run(*words, "--no-repair").stdout
    assert "unchanged            1" in run(*words, "--no-repair").stdout
    assert "articles             1" in run(*words).stdout
    assert run("check", "--db", tmp_path / "a.db").exit_code == 0
