import json
from contextlib import closing

import pytest

import kg


def test_explore_without_a_node_shows_the_most_reused_practices(run, db):
    found = json.loads(run("explore", "--db", db, "--json").stdout)
    assert found
    assert set(found[0]) == {"concept_id", "name", "theme", "cases", "actors", "measures", "uses"}
    assert found[0]["uses"][0]["evidence"]
    assert found[0]["name"] in run("explore", "--db", db).stdout


def test_explore_walks_from_a_name_and_to_another(run, db):
    steps = json.loads(run("explore", "朔屏市总工会", "--db", db, "--json").stdout)
    assert {"mentions", "has_actor"} <= {step["relation"] for step in steps}
    told = run("explore", "朔屏市总工会", "--db", db).stdout
    assert "<-has_actor-" in told
    path = json.loads(
        run("explore", "朔屏市总工会", "--to", "朔屏华岭机床有限公司", "--db", db, "--json").stdout
    )
    assert path[0]["source_label"] == "朔屏市总工会"
    assert path[-1]["target_label"] == "朔屏华岭机床有限公司"
    assert all(step["evidence"] for step in path if step["relation"] != "has_broader")


def test_where_a_node_leads_is_told_once_and_what_mentions_it_last(run, db):
    for node in ("朔屏市总工会", "砚湖产业园"):
        steps = json.loads(run("explore", node, "--db", db, "--json").stdout)
        ends = [(step["relation"], step["forward"], step["target"]) for step in steps]
        assert len({*ends}) == len(ends)
        relations = [relation for relation, *_ in ends]
        assert not {"implements", "achieves"} & {*relations}
        assert relations == sorted(relations, key=lambda relation: relation == "mentions")


def test_the_answers_of_a_relation_are_as_many_as_are_wanted(run, db):
    steps = json.loads(run("explore", "朔屏市总工会", "--db", db, "--json", "--top", "1").stdout)
    assert len({step["relation"] for step in steps}) == len(steps) > 1


@pytest.mark.parametrize("kind", ["entities", "practices", "cases"])
def test_explore_shows_communities(run, db, kind):
    result = run("explore", "--communities", kind, "--db", db)
    assert result.exit_code == 0
    assert result.stdout


def test_explore_says_that_nobody_shares_and_refuses_what_is_not_there(run, db):
    assert run("explore", "砚湖产业园", "--shared", "--db", db).stdout == "nothing found\n"
    for words in (["--shared"], ["--to", "师带徒"], ["没有这个名字"]):
        result = run("explore", *words, "--db", db)
        assert result.exit_code == 2
        assert "Traceback" not in result.output


def test_explore_of_a_practice_tells_who_uses_it_and_what_is_broader(run, db):
    first, *links = json.loads(run("explore", "师带徒", "--db", db, "--json").stdout)
    assert (first["name"], first["cases"] >= len(first["uses"]) > 0) == ("师带徒", True)
    assert {link["relation"] for link in links} <= {"has_broader"}
    assert first["uses"][0]["evidence"].strip() in run("explore", "师带徒", "--db", db).stdout


def test_a_name_that_is_not_there_is_answered_with_names_like_it(run, db):
    result = run("explore", "朔屏市总工会驻地", "--db", db)
    assert (result.exit_code, "朔屏市总工会" in result.stderr) == (2, True)


def test_of_a_practice_that_none_surely_uses_those_are_told_that_may(run, db):
    with closing(kg.open_graph(db)) as graph:
        sql = "SELECT concept_id FROM measure_concepts GROUP BY 1 HAVING max(score) < 0.5 LIMIT 1"
        ((concept,),) = graph.execute(sql).fetchall()
    steps = json.loads(run("explore", f"concept/{concept}", "--db", db, "--json").stdout)
    assert "has_concept" in {step["relation"] for step in steps}
