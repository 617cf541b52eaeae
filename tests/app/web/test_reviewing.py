"""Reviewing in the browser and by API: who may, what is recorded, what is shown of it, and its undo."""

from concurrent.futures import ThreadPoolExecutor
from html.parser import HTMLParser

import pytest

from pipeline.app.web.evidence import shown
from pipeline.app.web.safety import Accounts

HOSTILE_NAME = '"><img src=x onerror=alert(1)>.txt'


class Page(HTMLParser):
    """The tags of a page with what they carry, and its forms with their fields."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found, self.forms = [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        told = dict(attrs)
        self.found.append((tag, told))
        if tag == "form":
            self.forms.append((told.get("action"), {}))
        elif tag in ("input", "select") and self.forms and told.get("name"):
            self.forms[-1][1][told["name"]] = told.get("value") or ""
            self._select = told["name"]
        elif tag == "option" and "selected" in told:
            self.forms[-1][1][self._select] = told["value"]

    def form(self, verdict):
        """Return the first form for a verdict."""
        return next(form for form in self.forms if form[1].get("verdict") == verdict)


def first(client, **asked):
    return client.get("/api/review", params=asked | {"limit": 1}).json()["items"][0]


def facts(client, case_id):
    items = client.get("/api/review", params={"case": case_id}).json()["items"]
    return {item["fact"]: item for item in items}


def say(client, item, verdict, **more):
    told = {"fact": item["fact"], "verdict": verdict, "after": item["latest"]} | more
    return client.post("/api/judgements", json=told)


def test_a_fact_is_confirmed_by_a_plain_form_and_taken_back(own):
    page = own.get("/review?kind=indicator")
    item = first(own, kind="indicator")
    action, fields = Page(page.text).form("confirm")
    assert fields["fact"] == item["fact"]
    told = own.post(action, data=fields)
    assert told.url.path == "/review"
    assert told.url.params["kind"] == "indicator"
    assert item["fact"] not in [one["fact"] for one in own.get("/api/review?limit=100").json()["items"]]
    assert facts(own, item["case_id"])[item["fact"]]["status"] == "confirmed"
    undo, fields = next(form for form in Page(told.text).forms if form[0] == "/review/undo")
    assert own.post(undo, data=fields).url.path == "/review"
    assert first(own, kind="indicator")["fact"] == item["fact"]


def test_a_fact_is_corrected_by_a_plain_form_which_changes_only_what_differs(own):
    page = Page(own.get("/review?kind=indicator").text)
    item = first(own, kind="indicator")
    action, fields = page.form("correct")
    assert fields["is.status"] == item["values"]["status"]
    unchanged = own.post(action, data=fields)
    assert unchanged.status_code == 409
    told = own.post(action, data=fields | {"is.metric": " 新指标 ", "reason": "查原件"})
    assert told.status_code == 200
    entry = own.get("/api/judgements").json()["judgements"][0]
    assert entry["changes"] == [{"field": "metric", "old": item["values"]["metric"], "new": "新指标"}]
    assert (entry["person"], entry["reason"], entry["status"]) == ("local", "查原件", "corrected")
    after = facts(own, item["case_id"])[item["fact"]]
    assert after["values"]["metric"] == "新指标"
    assert after["extracted"]["metric"] == item["values"]["metric"]
    shown_there = own.get(f"/review?case={item['case_id']}&kind=indicator&lang=en").text
    assert "查原件" in shown_there
    assert "corrected" in shown_there


@pytest.mark.parametrize("kind", ["indicator", "measure", "entity", "relation"])
def test_every_kind_is_rejected_and_comes_back(own, kind):
    item = first(own, kind=kind)
    assert own.get(f"/review?kind={kind}").status_code == 200
    made = say(own, item, "reject").json()
    assert facts(own, item["case_id"])[item["fact"]]["status"] == "rejected"
    undone = own.post(f"/api/judgements/{made['id']}/undo", json={"reason": "看错了"})
    assert (undone.json()["verdict"], undone.json()["undoes"]) == ("undo", made["id"])
    assert facts(own, item["case_id"])[item["fact"]]["status"] is None
    assert own.post(f"/api/judgements/{made['id']}/undo").status_code == 409
    assert own.post(f"/api/judgements/{undone.json()['id']}/undo").status_code == 200
    assert facts(own, item["case_id"])[item["fact"]]["status"] == "rejected"


def test_the_least_sure_come_first_in_pages(own):
    found, cursor = [], None
    while True:
        asked = {"limit": 3} | ({"cursor": cursor} if cursor else {})
        told = own.get("/api/review", params=asked).json()
        found += told["items"]
        cursor = told["cursor"]
        if cursor is None:
            break
    sure = [item["confidence"] for item in found]
    assert sure == sorted(sure)
    assert len({item["fact"] for item in found}) == told["total"] == len(found)
    below = own.get("/api/review", params={"below": sure[2], "limit": 100}).json()["items"]
    assert [item["fact"] for item in below] == [
        item["fact"] for item in found if item["confidence"] < sure[2]
    ]
    assert own.get("/api/review?cursor=x").status_code == 400
    assert own.get("/review?cursor=x").status_code == 400


def test_what_is_seen_of_a_fact_is_where_it_says(own, ids):
    case = own.get(f"/api/cases/{ids['mentor.txt']}").json()
    for item in facts(own, ids["mentor.txt"]).values():
        assert case["text"][item["evidence_start"] :].startswith(item["evidence"])
        told = shown(item, case["text"])
        assert "".join(mark.text for mark in told.marks) == item["evidence"]
        assert [mark for mark in told.marks if mark.fact], item
        if item["kind"] != "relation":
            assert "".join(mark.text for mark in told.marks if mark.fact) == item["quote"]
        assert case["text"].count(told.before + item["evidence"] + told.after) == 1
    number = next(item for item in facts(own, ids["mentor.txt"]).values() if item["quote"] == "86.5%")
    roles = {mark.role: mark.text for mark in shown(number, case["text"]).marks if mark.role}
    assert roles["metric"] == number["values"]["metric"]


def test_the_same_facts_in_every_form(own):
    page = own.get("/review.csv?kind=measure").text
    assert page.startswith("\ufefffact,kind,case_id")
    assert "theme=" in page
    assert own.get("/review.xlsx").content[:2] == b"PK"
    assert own.get("/review.json?kind=measure").json()["items"]
    say(own, first(own), "confirm")
    assert own.get("/review/log.json").json()["total"] == 1
    assert "confirm" in own.get("/review/log.csv").text
    assert own.get("/review/log.xlsx").content[:2] == b"PK"
    assert own.get("/review?conflicts=true").status_code == 200


def test_the_log_says_who_and_when_and_undoes(own, ids):
    item = first(own)
    say(own, item, "reject", reason="不是事实")
    page = own.get("/review/log?lang=en").text
    assert "local" in page
    assert "不是事实" in page
    assert "rejected" in page
    action, fields = next(form for form in Page(page).forms if form[0] == "/review/undo")
    told = own.post(action, data=fields)
    assert told.url.path == "/review/log"
    assert "taken back" in own.get("/review/log?lang=en").text
    assert own.get("/api/judgements?person=nobody").json()["total"] == 0
    assert own.get(f"/api/judgements?case={item['case_id']}").json()["total"] == 2
    assert own.get("/api/judgements?kind=relation").json()["total"] == 0
    assert own.get("/api/judgements?limit=1").json()["cursor"]


def test_an_undo_leads_nowhere_else(own):
    made = say(own, first(own), "confirm").json()
    told = own.post(
        "/review/undo",
        data={"judgement": made["id"], "back": "//elsewhere.example"},
        follow_redirects=False,
    )
    assert told.headers["location"] == "/"


def test_of_two_reviewers_at_once_one_is_told(own):
    item = first(own)
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda verdict: say(own, item, verdict), ("confirm", "reject")))
    assert sorted(answer.status_code for answer in answers) == [200, 409]
    refused = next(answer for answer in answers if answer.status_code == 409)
    assert "judged it meanwhile" in refused.json()["detail"]
    assert own.get("/api/judgements").json()["total"] == 1
    late = own.post("/review/judge", data={"fact": item["fact"], "verdict": "reject", "after": 0})
    assert late.status_code == 200
    assert "overtaken" in str(late.url)
    assert own.get("/api/judgements").json()["total"] == 1
    scripted = own.post("/review/judge.json", data={"fact": item["fact"], "verdict": "reject", "after": 0})
    assert scripted.status_code == 409
    seen = facts(own, item["case_id"])[item["fact"]]
    assert say(own, seen, "reject").status_code == 200


def test_the_script_gets_the_entry(own):
    item = first(own)
    told = own.post("/review/judge.json", data={"fact": item["fact"], "verdict": "confirm", "after": 0})
    assert told.json()["quote"] == item["quote"]
    undone = own.post("/review/undo.json", data={"judgement": told.json()["id"]})
    assert undone.json()["undoes"] == told.json()["id"]


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"verdict": "merge"}, 422), ({"fact": "'; drop table judgements"}, 422), ({"fact": "ab/i1"}, 404),
        ({"changes": {"metric": "x"}}, 409), ({"verdict": "correct"}, 409), ({"after": -1}, 422),
        ({"verdict": "correct", "changes": {"nothing": "x"}}, 409), ({"reason": "长" * 1001}, 422),
        ({"verdict": "correct", "changes": {"status": "perhaps"}}, 409),
        ({"verdict": "correct", "changes": {"value": "many"}}, 409),
        ({"verdict": "correct", "changes": {"metric": "\ud800"}}, 422), ({"reason": "\ud800"}, 422),
    ],
)  # fmt: skip
def test_what_cannot_be_judged_is_a_problem(own, change, status):
    import json

    item = first(own, kind="indicator")
    told = {"fact": item["fact"], "verdict": "confirm"} | change
    headers = {"content-type": "application/json"}
    answered = own.post("/api/judgements", content=json.dumps(told), headers=headers)
    assert answered.status_code == status
    assert answered.headers["content-type"] == "application/problem+json"
    assert own.get("/api/judgements").json()["total"] == 0


def test_titles_sentences_names_and_reasons_run_nothing(own, ids):
    case_id = ids[HOSTILE_NAME]
    item = next(item for item in facts(own, case_id).values() if item["kind"] == "indicator")
    hostile = '"><script>alert(1)</script><img src=x onerror=alert(2)>'
    say(own, item, "correct", changes={"metric": hostile}, reason=hostile)
    for address in (f"/review?case={case_id}", "/review", "/review/log", "/review?conflicts=true"):
        text = own.get(address).text
        tags = Page(text).found
        assert not [tag for tag, _ in tags if tag == "img"], address
        assert all(told.get("src", "").startswith("/static/") for tag, told in tags if tag == "script")
        assert not [told for _, told in tags if any(name.startswith("on") for name in told)], address
    assert "&lt;script&gt;" in own.get("/review/log").text


@pytest.mark.parametrize(
    "headers",
    [{"sec-fetch-site": "cross-site"}, {"origin": "https://elsewhere.example"}, {"origin": "null"}],
)
def test_another_site_judges_nothing(own, headers):
    item = first(own)
    told = {"fact": item["fact"], "verdict": "confirm", "after": "0"}
    assert own.post("/review/judge", data=told, headers=headers).status_code == 403
    assert own.post("/api/judgements", json=told, headers=headers).status_code == 403
    assert own.post("/review/undo", data={"judgement": 1}, headers=headers).status_code == 403
    assert own.get("/api/judgements").json()["total"] == 0


def test_only_reviewers_judge_and_their_names_are_kept(path, tmp_path, serving):
    accounts = Accounts.load(tmp_path / "accounts.json")
    tokens = {role: accounts.put(role, role, None) for role in ("reader", "reviewer", "admin")}
    with serving(db_path=path, accounts=tmp_path / "accounts.json") as client:
        client.headers = {"authorization": f"Bearer {tokens['reader']}"}
        for address in ("/review", "/review/log", "/api/review", "/api/judgements"):
            assert client.get(address).status_code == 403
        assert 'href="/review"' not in client.get("/").text
        client.headers = {"authorization": f"Bearer {tokens['reviewer']}"}
        item = first(client)
        client.headers = {"authorization": f"Bearer {tokens['reader']}"}
        assert say(client, item, "confirm").status_code == 403
        assert client.post("/review/undo", data={"judgement": 1}).status_code == 403
        client.headers = {"authorization": f"Bearer {tokens['reviewer']}"}
        made = say(client, item, "confirm").json()
        client.headers = {"authorization": f"Bearer {tokens['admin']}"}
        client.post(f"/api/judgements/{made['id']}/undo")
        log = client.get("/api/judgements").json()["judgements"]
        assert [(entry["person"], entry["verdict"]) for entry in log] == [
            ("admin", "undo"),
            ("reviewer", "confirm"),
        ]
