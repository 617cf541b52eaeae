"""The picture of the graph: every node a link with a name, within its frame, the same each time."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg import Neighbourhood
from pipeline.app.web.picture import draw


def made(count, pairs):
    nodes = [{"id": f"{n:x}", "name": f"工会{n}", "type": "union", "context": ""} for n in range(count)]
    links = [
        {"source": f"{a % count:x}", "target": f"{b % count:x}", "relation": "leads", "cases": 1,
         "case_id": "c", "evidence": "句", "start": 0, "end": 1}
        for a, b in pairs
    ]  # fmt: skip
    return Neighbourhood(tuple(nodes), tuple(links))


@settings(max_examples=25)
@given(
    count=st.integers(1, 30), pairs=st.lists(st.tuples(st.integers(0, 99), st.integers(0, 99)), max_size=40)
)
def test_every_node_stands_within_the_picture(count, pairs):
    found = made(count, pairs)
    picture = draw(found, ["0"], lambda node: f"/entities/{node}")
    width, height = map(int, re.search('viewBox="0 0 ([0-9]+) ([0-9]+)"', picture.svg).groups())
    assert set(picture.places) == {node["id"] for node in found.nodes}
    assert all(0 < x < width and 0 < y < height for x, y in picture.places.values())
    assert picture.svg.count("<a ") == count
    assert picture.svg.count("<line ") == len(pairs)


def test_two_hundred_nodes_stand_apart():
    found = made(200, [(n, n // 5) for n in range(1, 200)])
    first, second = (draw(found, ["0"], str) for _ in range(2))
    assert first == second
    places = sorted(first.places.values())
    near = [
        1 for n, (x, y) in enumerate(places) for p, q in places[n + 1 :] if abs(x - p) < 8 and abs(y - q) < 8
    ]
    assert len(near) <= 6


def test_names_are_escaped():
    evil = {"id": "a", "name": "<script>x</script>", "type": "person", "context": ""}
    svg = draw(Neighbourhood((evil,), ()), ["a"], lambda node: '"><script>').svg
    assert "<script" not in svg


def test_a_click_opens_one_more_node(client):
    row = client.get("/entities.json?q=朔屏市总工会").json()["entities"][0]
    page = client.get(f"/graph?open={row['entity_id']}&type=concept&type=place&most=30")
    told = client.get(f"/graph.json?open={row['entity_id']}&type=concept&type=place").json()
    others = [node["id"] for node in told["nodes"] if node["id"] != row["entity_id"]]
    assert others
    assert {node["type"] for node in told["nodes"]} <= {"union", "concept", "place"}
    opened = re.findall(r'class="node[^"]*" href="(/graph[^"]+)"', page.text)
    assert len(opened) == len(others)
    following = client.get(opened[0].replace("&amp;", "&"))
    assert following.status_code == 200
    assert following.text.count('class="close"') == 2


def test_a_path_is_explained_with_evidence(client):
    told = client.get("/api/search?q=师带徒").json()["hits"][0]["case_id"]
    record = client.get(f"/api/cases/{told}").json()
    by_id = {entity["id"]: record["things"][entity["id"]] for entity in record["entities"]}
    relation = next(r for r in record["relations"] if r["head"] in by_id and r["tail"] in by_id)
    start, end = by_id[relation["head"]], by_id[relation["tail"]]
    way = client.get(f"/graph.json?open={start}&to={end}").json()
    assert [way["nodes"][0]["id"], way["nodes"][-1]["id"]] == [start, end]
    link = way["links"][0]
    assert link["evidence"] in client.get(f"/api/cases/{link['case_id']}").json()["text"]
    assert client.get(f"/graph?open={start}&to={end}").status_code == 200
    none = client.get("/graph?open={}&to={}".format(start, "c:没有"))
    assert none.status_code == 404


def test_one_may_begin_anywhere(client):
    assert "/graph?open=" in client.get("/graph").text
    assert "/graph?open=" in client.get("/graph?q=朔屏").text
    assert client.get("/graph?q=没有这个").status_code == 200


@pytest.mark.parametrize(
    ("query", "status"),
    [("open=zz", 404), ("open=ab", 404), ("open=ab&most=1000", 422), ("open=ab&type=x", 422), ("", 422)],
)
def test_what_is_wrong_is_said(client, query, status):
    assert client.get(f"/api/graph?{query}").status_code == status


def test_a_way_from_the_first_of_several_open_nodes_is_shown(client):
    rows = client.get("/entities.json?limit=50").json()["entities"]
    first, second, third = (row["entity_id"] for row in rows[:3])
    answered = client.get(f"/graph?open={first},{second}&to={third}")
    assert answered.status_code == 200
    assert 'class="told"' in answered.text
