"""The API: as described, with examples that work, stable ids, cursors and problems."""

import re
import shlex
from urllib.parse import urlsplit

import pytest


@pytest.fixture(scope="module")
def described(client):
    return client.get("/api/openapi.json").json()


def test_every_operation_is_described_with_an_example_and_its_problems(described):
    operations = [told for methods in described["paths"].values() for told in methods.values()]
    assert len(operations) >= 10
    for told in operations:
        assert "Example: `curl" in told["description"]
        assert {"404", "422"} < set(told["responses"])
        assert {"200", "202"} & set(told["responses"])
        for status in ("404", "422"):
            content = told["responses"][status]["content"]
            assert content["application/problem+json"]["schema"]["$ref"].endswith("/Problem")
        for field in told.get("parameters", ()):
            assert field["in"] == "path" or field["description"], (told["operationId"], field["name"])


def test_every_example_works(described, own, ids):
    """Each example is asked of a copy, an operation that removes something after all others."""
    upload = own.post("/api/ingest", files={"file": ("a.txt", b"a")}).json()["uploads"][0]["upload_id"]
    entity = own.get("/api/entities").json()["entities"][0]["entity_id"]
    facts = [item["fact"] for item in own.get("/api/review").json()["items"]]
    made = own.post("/api/judgements", json={"fact": facts[0], "verdict": "confirm"}).json()
    known = {
        "CASE_ID": ids["mentor.txt"], "ENTITY_ID": entity, "UPLOAD_ID": upload, "FACT": facts[1],
        "JUDGEMENT_ID": str(made["id"]),
    }  # fmt: skip
    operations = [(method, told) for way in described["paths"].values() for method, told in way.items()]
    for _, told in sorted(operations, key=lambda operation: operation[0] == "delete"):
        example = re.search("Example: `(.*)`", told["description"], re.DOTALL).group(1)
        filled = example
        for placeholder, value in known.items():
            filled = filled.replace(placeholder, value)
        assert _curl(own, filled.replace("BASE", "http://testserver")).status_code in (200, 202), example


def _curl(client, command):
    """Ask as a command of curl would; a file holds its own name."""
    words = shlex.split(command)
    parts = urlsplit(next(word for word in words if word.startswith("http")))
    files = [("file", (word[6:], word.encode())) for word in words if word.startswith("file=@")]
    data = next((words[words.index(flag) + 1] for flag in ("-d", "--json") if flag in words), None)
    method = words[words.index("-X") + 1] if "-X" in words else "POST" if files or data else "GET"
    sent = {"content": data.encode(), "headers": {"content-type": "application/json"}} if data else {}
    return client.request(method, f"{parts.path}?{parts.query}", files=files or None, **sent)


def test_the_page_of_the_api_names_every_operation(described, client):
    page = client.get("/api/docs").text
    for path in described["paths"]:
        assert path in page
    assert "curl &#39;http://testserver/api/search" in page or "curl 'http://testserver/api/search" in page


def test_search_and_similar_answer_as_the_contract_says(client, ids):
    told = client.get("/api/search", params={"q": "师带徒"}).json()
    assert {"query", "hits", "total", "facets"} <= set(told)
    assert {"rank", "case_id", "title", "path", "score", "reasons"} <= set(told["hits"][0])
    assert {"signal", "detail", "weight", "start", "end"} == set(told["hits"][0]["reasons"][0])
    like = client.get("/api/similar", params={"case": ids["mentor.txt"]}).json()
    assert ids["mentor.txt"] not in [hit["case_id"] for hit in like["hits"]]
    pasted = client.post("/api/similar", json={"text": "师带徒 " * 500}).json()
    assert pasted["hits"][0]["case_id"] == ids["mentor.txt"]


def test_practices_answer_as_the_contract_says(client):
    hit = client.get("/api/practices", params={"q": "师带徒"}).json()["hits"][0]
    wanted = {"measure_id", "text", "action", "object", "actor", "theme", "results", "evidence"}
    assert wanted <= set(hit)


def test_a_case_is_the_record_of_extract(client, ids):
    told = client.get(f"/api/cases/{ids['mentor.txt']}").json()
    text = told["text"]
    for indicator in told["indicators"]:
        assert text[indicator["start"] : indicator["end"]] == indicator["raw"]
    for entity in told["entities"]:
        assert told["things"][entity["id"]]


@pytest.mark.parametrize("name", ["cases", "entities", "indicators"])
def test_cursors_lead_through_a_list_once(client, name):
    rows, cursor = [], None
    while True:
        given = {"limit": 2} | ({"cursor": cursor} if cursor else {})
        told = client.get(f"/api/{name}", params=given).json()
        rows += told[name]
        cursor = told["cursor"]
        if cursor is None:
            break
    assert len(rows) == told["total"]
    assert len({tuple(map(str, row.values())) for row in rows}) == len(rows)


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/api/cases/ab", 404), ("/api/cases/zz", 422), ("/api/entities/ab", 404), ("/api/nothing", 404),
        ("/api/search", 422), ("/api/search?q=%20", 422), ("/api/cases?cursor=a", 400),
        ("/api/cases?limit=1000", 422),
        ("/api/indicators?least=nan", 422), ("/api/indicators?sort=x", 422), ("/api/similar?case=ab", 404),
        ("/api/search?q=x&since=2023-13-01", 422), ("/api/search?q=x&year=0", 422),
    ],
)  # fmt: skip
def test_what_is_wrong_is_a_problem(client, address, status):
    told = client.get(address)
    assert told.status_code == status
    assert told.headers["content-type"] == "application/problem+json"
    assert told.json()["status"] == status
    assert told.json()["detail"]


def test_a_wrong_method_is_a_problem_too(client):
    assert client.delete("/api/cases").status_code == 405
    assert client.delete("/api/cases").headers["content-type"] == "application/problem+json"
    assert client.post("/api/similar", content=b"{").status_code == 422


def test_ids_stay(client, ids):
    first = client.get("/api/entities?limit=5").json()["entities"]
    assert first == client.get("/api/entities?limit=5").json()["entities"]
    for row in first:
        assert client.get(f"/api/entities/{row['entity_id']}").json()["name"] == row["name"]
