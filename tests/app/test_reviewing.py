"""The commands `review`, as a person uses them."""

import json

import pytest
from openpyxl import load_workbook

import kg


@pytest.fixture
def sheet(run, db, tmp_path):
    path = tmp_path / "review.xlsx"
    done = run(
        "review", "export", "--db", db, "-o", path, "--kind", "measure", "--kind", "indicator", "--top", 5
    )
    assert done.exit_code == 0
    assert done.stderr.endswith(f"facts in {path}\n")
    return path


def write(path, row, heading, value):
    book = load_workbook(path)
    page = book.worksheets[0]
    headings = [cell.value for cell in page[1]]
    page.cell(row, headings.index(heading) + 1).value = value
    book.save(path)


def test_what_is_judged_in_the_file_is_taken_logged_and_taken_back(run, db, sheet):
    assert load_workbook(sheet).sheetnames == ["指标", "举措"]
    write(sheet, 2, "评判", "剔除")
    done = run("review", "import", sheet, "--db", db, "--person", "林工")
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout.split()[:2] == ["judged", "1"]
    log = run("review", "log", "--db", db).stdout
    assert log.startswith("1\treject\trejected\tindicator\t")
    assert run("review", "undo", 1, "--db", db, "--person", "林工", "--reason", "看错了").exit_code == 0
    told = json.loads(run("review", "log", "--db", db, "--json", "--top", 1).stdout)
    assert (told[0]["verdict"], told[0]["undoes"], told[0]["reason"]) == ("undo", 1, "看错了")
    assert run("check", "--db", db).exit_code == 0


def test_a_refused_row_is_one_line_and_the_status_tells_what_was_taken(run, db, sheet):
    write(sheet, 2, "评判", "确认")
    write(sheet, 3, "评判", "好")
    done = run("review", "import", sheet, "--db", db, "--person", "林工")
    assert done.exit_code == 1
    assert done.stderr == f"tashan: {sheet}: 指标 3: 评判应为确认、更正、剔除之一，得到“好”\n"
    assert run("review", "log", "--db", db).stdout == "no judgements\n"
    done = run("review", "import", sheet, "--db", db, "--person", "林工", "--partial", "--json")
    assert done.exit_code == 3
    told = json.loads(done.stdout)
    assert [len(told["judgements"]), len(told["refused"])] == [1, 1]


@pytest.mark.parametrize("words", [("import", "none.xlsx"), ("undo", "1")])
def test_a_database_that_is_not_there_is_not_made(command, tmp_path, words):
    done = command("review", *words, "--db", tmp_path / "none.db", "--person", "林工")
    assert (done.returncode, done.stderr) == (1, f"tashan: {tmp_path / 'none.db'}: does not exist\n")
    assert not (tmp_path / "none.db").exists()


def test_judgements_survive_reading_everything_again(run, db, folder):
    graph = kg.open_graph(db, write=True)
    item = kg.review_queue(graph, kinds=["measure"])[0]
    kg.judge(graph, kg.Opinion(item.fact, "correct", {"object": "新的对象"}), person="林工")
    graph.execute("UPDATE documents SET extractor = 'older'")
    graph.conn.commit()
    graph.close()
    assert run("ingest", folder, "--db", db).exit_code == 0
    graph = kg.open_graph(db)
    assert "新的对象" in {one.object for one in kg.case(graph, item.case_id).measures}
    assert [one.status for one in kg.judgements(graph)] == ["corrected"]
    graph.close()
