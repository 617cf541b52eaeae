"""Entities merged and split by what a reviewer says, and taken back."""

from pipeline.app.web.safety import Accounts


def entity(client, name):
    return client.get("/entities.json", params={"q": name}).json()["entities"][0]


def names(client, entity_id):
    return {told["name"] for told in client.get(f"/entities/{entity_id}.json").json()["names"]}


def test_two_become_one_and_two_again(own):
    first, second = entity(own, "朔屏市总工会"), entity(own, "澜川集团工会")
    found = own.get(f"/entities/{first['entity_id']}?find=工会")
    assert f'value="{second["entity_id"]}"' in found.text
    merged = own.post(f"/entities/{first['entity_id']}/merge", data={"other": second["entity_id"]})
    assert merged.status_code == 200
    assert "judged" in str(merged.url)
    one = entity(own, "澜川集团工会")
    assert one["cases"] == first["cases"] + second["cases"]
    assert {first["name"], second["name"]} <= names(own, one["entity_id"])
    told = own.get(f"/entities/{one['entity_id']}.json").json()
    judgement = str(merged.url).rpartition("=")[2]
    undone = own.post(
        f"/entities/{one['entity_id']}/undo", data={"fact": told["fact"], "judgement": judgement}
    )
    assert undone.status_code == 200
    assert entity(own, "澜川集团工会")["cases"] == second["cases"]


def test_what_was_joined_may_be_split(own):
    row = entity(own, "朔屏市总工会")
    told = own.get(f"/entities/{row['entity_id']}.json").json()
    facts = [f"{case['case_id']}/{_own(own, case['case_id'], row['entity_id'])}" for case in told["cases"]]
    split = own.post(f"/entities/{row['entity_id']}/split", data={"fact": facts[0], "other": facts[1]})
    assert split.status_code == 200
    sizes = [e["cases"] for e in own.get("/entities.json?q=朔屏市总工会").json()["entities"]]
    assert sizes == [1, 1]


def _own(client, case_id, entity_id):
    things = client.get(f"/cases/{case_id}.json").json()["things"]
    return next(own for own, thing in things.items() if thing == entity_id)


def test_what_cannot_be_judged_is_said(own):
    union, place = entity(own, "朔屏市总工会"), own.get("/entities.json?type=place").json()["entities"][0]
    address = f"/entities/{union['entity_id']}/merge"
    assert own.post(address, data={"other": place["entity_id"]}).status_code == 409
    assert own.post(address, data={"other": union["entity_id"]}).status_code == 409
    assert own.post(address, data={"other": "abc"}).status_code == 404
    assert own.post(address, data={"other": "'; drop"}).status_code == 422
    assert (
        own.post(f"/entities/{union['entity_id']}/undo", data={"fact": "a/e1", "judgement": "9"}).status_code
        == 404
    )


def test_a_reader_judges_nothing(path, tmp_path, serving):
    accounts = Accounts.load(tmp_path / "accounts.json")
    tokens = {role: accounts.put(role, role, None) for role in ("reader", "reviewer")}
    with serving(db_path=path, accounts=tmp_path / "accounts.json") as client:
        for role, status in (("reader", 403), ("reviewer", 200)):
            client.headers = {"authorization": f"Bearer {tokens[role]}"}
            first, second = entity(client, "朔屏市总工会"), entity(client, "澜川集团工会")
            page = client.get(f"/entities/{first['entity_id']}").text
            assert ("/merge" in page or 'id="merge"' in page) == (status == 200)
            merged = client.post(f"/entities/{first['entity_id']}/merge", data={"other": second["entity_id"]})
            assert merged.status_code == status
