import csv
import json

import pytest

from pipeline.app.asking import meant


def test_similar_ranks_the_case_that_speaks_of_it_first(run, db):
    answer = json.loads(run("similar", "师带徒 带徒津贴", "--db", db, "--json").stdout)
    assert answer["query"] == "师带徒 带徒津贴"
    assert answer["hits"][0]["title"] == "朔屏：师带徒带出技术骨干"
    assert set(answer["hits"][0]) >= {"rank", "case_id", "title", "path", "score", "reasons"}
    for reason in answer["hits"][0]["reasons"]:
        assert set(reason) == {"signal", "detail", "weight", "start", "end"}


def test_similar_like_a_file_and_like_a_case_agree(run, db, folder):
    by_file = json.loads(run("similar", "--like", folder / "canteen.txt", "--db", db, "--json").stdout)[
        "hits"
    ]
    case_id = by_file[0]["case_id"]
    assert by_file[0]["title"] == "砚湖园区办起职工食堂"
    by_case = json.loads(run("similar", "--like", case_id, "--db", db, "--json").stdout)["hits"]
    assert case_id not in [hit["case_id"] for hit in by_case]


def test_two_character_words_are_found(run, db):
    answer = json.loads(run("similar", "藏书", "--db", db, "--json").stdout)
    assert answer["hits"][0]["title"] == "澜川把书屋建到车间"


def test_practices_come_with_actor_results_and_evidence(run, db):
    answer = json.loads(run("practices", "新来的工人没人教", "--db", db, "--json").stdout)
    assert answer["hits"]
    wanted = {"measure_id", "text", "action", "object", "actor", "theme", "results", "evidence"}
    for hit in answer["hits"]:
        assert set(hit) >= wanted
        assert hit["text"] in hit["evidence"]


def test_top_limits_the_answers(run, db):
    assert len(json.loads(run("similar", "职工", "--db", db, "--top", "1", "--json").stdout)["hits"]) == 1


def test_answers_as_text_give_the_reason(run, db):
    told = run("similar", "师带徒", "--db", db).stdout
    assert told.startswith("1. 朔屏：师带徒带出技术骨干")
    assert "   - " in told


def test_no_match_says_so(run, db):
    assert "no match" in run("similar", "zzzz", "--db", db).stdout


@pytest.mark.parametrize("ending", ["csv", "xlsx", "jsonl", "parquet"])
def test_indicators_go_to_each_form(run, db, tmp_path, ending):
    out = tmp_path / f"indicators.{ending}"
    assert run("indicators", "--db", db, "-o", out).exit_code == 0
    assert out.stat().st_size > 100


def test_the_csv_of_indicators_holds_value_and_sentence(run, db, tmp_path):
    run("indicators", "--db", db, "-o", tmp_path / "i.csv")
    text = (tmp_path / "i.csv").read_text(encoding="utf-8-sig")
    rows = list(csv.reader(text.splitlines()))
    assert any("86.5" in cell for row in rows for cell in row)
    assert any("徒弟技能等级晋升率" in cell for row in rows for cell in row)


def test_filters_leave_what_is_asked_for(run, db):
    rows = json.loads(run("indicators", "--db", db, "--metric", "晋升率", "--json").stdout)
    assert [row["raw"] for row in rows] == ["86.5%"]
    none = run("indicators", "--db", db, "--metric", "晋升率", "--status", "target", "--json").stdout
    assert json.loads(none) == []


@pytest.mark.parametrize("words", [["--period", "去年"], ["--status", "maybe"], ["--confidence", "2"]])
def test_a_filter_that_cannot_be_read_is_wrong_use(run, db, words):
    result = run("indicators", "--db", db, *words)
    assert result.exit_code == 2
    assert words[0] in result.stderr


def test_reconciled_indicators_keep_every_source(run, db, tmp_path, folder):
    text = (
        (folder / "canteen.txt")
        .read_text("utf-8")
        .replace("砚湖园区办起职工食堂", "砚湖：食堂办到职工心坎上")
    )
    text = text.replace("近5000人次", "4986人次")
    (folder / "again.txt").write_text(text, encoding="utf-8")
    assert run("ingest", folder, "--db", db).exit_code == 0
    found = json.loads(run("indicators", "--db", db, "--reconciled", "--json", "--top", "50").stdout)
    (hedged,) = [one for one in found if one["verdict"] == "hedge"]
    raws = [report["raw"] for claim in hedged["claims"] for report in claim["reports"]]
    assert sorted(raws) == ["4986人次", "近5000人次"]
    told = run("indicators", "--db", db, "--reconciled").stdout
    assert "4986" in told
    assert "砚湖：食堂办到职工心坎上" in told
    assert run("indicators", "--db", db, "--conflicts").stdout == "none\n"
    for name, option in (("all.csv", "--reconciled"), ("none.csv", "--conflicts")):
        assert run("indicators", "--db", db, option, "-o", tmp_path / name).exit_code == 0
    rows = list(csv.DictReader((tmp_path / "all.csv").read_text("utf-8-sig").splitlines()))
    assert {row["verdict"] for row in rows} >= {"hedge", "single"}
    assert len((tmp_path / "none.csv").read_text("utf-8-sig").splitlines()) == 1


@pytest.mark.parametrize("ending", ["graphml", "gexf", "jsonld", "ttl"])
def test_the_graph_goes_to_each_form(run, db, tmp_path, ending):
    out = tmp_path / f"cases.{ending}"
    assert run("graph", "--db", db, "-o", out).exit_code == 0
    assert "师带徒" in out.read_text(encoding="utf-8")


def test_the_graph_goes_to_a_folder_of_csvs(run, db, tmp_path):
    assert run("graph", "--db", db, "-o", tmp_path / "neo4j").exit_code == 0
    assert len(list((tmp_path / "neo4j").glob("*.csv"))) >= 2


def test_an_unknown_ending_is_refused(command, db, tmp_path):
    for name in ("indicators", "graph"):
        result = command(name, "--db", db, "-o", tmp_path / "out.doc")
        assert result.returncode in (1, 2)
        assert result.stderr.startswith("tashan: ")
        assert "Traceback" not in result.stderr


@pytest.mark.parametrize("name", ["similar", "practices"])
def test_a_missing_database_is_one_clear_line(command, tmp_path, name):
    result = command(name, "x", "--db", tmp_path / "none.db")
    assert result.returncode == 1
    assert result.stderr.splitlines() == [f"tashan: {tmp_path / 'none.db'}: does not exist"]


def test_a_file_that_is_no_database_is_refused(command, tmp_path):
    (tmp_path / "notes.db").write_text("这不是数据库" * 100, encoding="utf-8")
    for words in (["similar", "x"], ["ingest", tmp_path]):
        result = command(*words, "--db", tmp_path / "notes.db")
        assert result.returncode == 1
        assert "Traceback" not in result.stderr


def test_text_and_like_together_are_wrong_use(run, db):
    assert run("similar", "--db", db).exit_code == 2
    assert run("similar", "x", "--like", "y", "--db", db).exit_code == 2


def test_an_unknown_case_is_one_clear_line(command, db):
    result = command("similar", "--like", "0123456789abcdef", "--db", db)
    assert result.returncode == 1
    assert "0123456789abcdef" in result.stderr
    assert "Traceback" not in result.stderr


def test_what_a_need_refuses_asks_for_no_practice():
    names = [wanted.concept.name for wanted in meant("老板拖着工钱不给，除了打官司还有什么办法")]
    assert names[0] == "欠薪治理"
    assert [one.concept for one in meant("老闆拖著工錢不給")] == [
        one.concept for one in meant("老板拖着工钱不给")
    ]


def test_requests_that_are_joined_count_alike():
    found = {wanted.concept.name: wanted.score for wanted in meant("想给职工体检，还想办个食堂")}
    assert {*list(found)[:2]} == {"职工健康体检", "职工食堂"}
    assert all(0.3 < found[name] <= 0.5 for name in ("职工健康体检", "职工食堂"))


@pytest.mark.parametrize(
    ("need", "name"),
    [
        ("50人以下的民营小厂怎么搞安全", "安全培训"),
        ("县里的国企怎么给工人涨工资", "工资集体协商"),
        ("民企党支部", "两新组织党建"),
    ],
)
def test_what_an_enterprise_is_like_does_not_drown_what_is_asked(need, name):
    assert {wanted.concept.name: wanted.score for wanted in meant(need)}[name] > 0.2


def test_a_reason_that_gives_nothing_is_not_shown(run, db):
    shown = run("similar", "师带徒 技能津贴 食堂", "--db", db).output
    assert "(0.00)" not in shown
