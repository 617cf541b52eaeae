"""Importing in the browser and by API: who may, what is taken, and what the pages say of it."""

import io
from html.parser import HTMLParser

import pytest

from pipeline.app.uploads import Tray
from pipeline.app.uploads.values import Outcome, refused
from pipeline.app.web.safety import Accounts
from tests.app.web.loops import result_of

NAME = "<script>alert(1)</script> & <b onclick=x>.txt"
TITLE = '"><img src=x onerror=alert(1)>'
FILE = {"file": ("年报.txt", "师带徒".encode())}


class Tags(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.found = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))


@pytest.fixture
def tray(path):
    return Tray(path)


def read(tray, upload_id, outcome):
    """Let a file be read as the clerk would."""
    while (upload := tray.claim()) is not None:
        tray.finish(upload.upload_id, outcome if upload.upload_id == upload_id else refused("x", "y"))


STORED = Outcome(
    state="partial", counts={"articles": 1, "measures": 2, "indicators": 3, "entities": 4, "relations": 5},
    warnings={"truncated": 2}, cases=({"case_id": "ab12", "title": TITLE},),
    failures=({"path": "a.zip!/<i>.docx", "step": "read", "reason": "not a whole <u>.docx"},),
)  # fmt: skip


def test_files_are_sent_by_a_plain_form_and_listed(own):
    told = own.post("/import", files=[("file", ("年报.txt", b"a")), ("file", ("材料.zip", b"b"))])
    assert told.status_code == 200
    assert told.url.path == "/import"
    assert "年报.txt" in told.text
    assert "材料.zip" in told.text
    assert own.get("/import.json").json()["tally"] == {"waiting": 2}
    assert [tag for tag, _ in Tags(told.text).found if tag == "noscript"]


def test_every_form_of_the_list(own, tray):
    upload_id = own.post("/api/ingest", files=FILE).json()["uploads"][0]["upload_id"]
    read(tray, upload_id, STORED)
    english = own.get("/import?lang=en").text
    assert "stored in part" in english
    assert "1 cases · 2 practices · 3 indicators · 4 entities" in english
    assert "cut off" in english
    table = own.get("/import.csv").text
    assert table.startswith("\ufeffupload_id,name")
    assert "read: not a whole" in table
    assert own.get("/import.xlsx").content[:2] == b"PK"
    assert own.get(f"/import/{upload_id}.json").json()["upload"]["state"] == "partial"
    assert own.get("/import?state=failed").text.count('class="upload ') == 0
    assert own.get("/import?state=nothing").status_code == 422


def test_names_titles_and_reasons_run_nothing(own, tray):
    upload_id = own.post("/api/ingest", files={"file": (NAME, b"a")}).json()["uploads"][0]["upload_id"]
    read(tray, upload_id, STORED)
    for address in ("/import", f"/import/{upload_id}"):
        text = own.get(address).text
        tags = Tags(text).found
        assert not [tag for tag, told in tags if tag in ("img", "i", "u") or (tag == "b" and told)]
        assert all(told.get("src", "").startswith("/static/") for tag, told in tags if tag == "script")
        assert not [told for _, told in tags if any(name.startswith("on") for name in told)]
        assert "&lt;img src=x" in text
        assert "&lt;u&gt;" in text


@pytest.mark.parametrize(
    "name",
    [
        "../../../tmp/evil.txt",
        "/etc/evil.txt",
        "..\\..\\evil.txt",
        "%2e%2e%2fevil.txt",
        "a/../../evil.txt",
    ],
)
def test_no_name_leads_out_of_the_folder(own, tray, tmp_path, name):
    upload = own.post("/api/ingest", files={"file": (name, b"x")}).json()["uploads"][0]
    assert upload["name"].endswith("evil.txt")
    assert "/" not in upload["name"]
    assert [file.name for file in tmp_path.rglob("*.txt")] == [f"{upload['upload_id']}.txt"]


def test_an_upload_is_read_again_and_removed_with_its_cases(own, tray):
    upload_id = own.post("/api/ingest", files=FILE).json()["uploads"][0]["upload_id"]
    read(tray, upload_id, STORED)
    assert own.post(f"/import/{upload_id}/again").url.path == f"/import/{upload_id}"
    assert tray[upload_id].state == "waiting"
    tray.claim()
    assert own.post(f"/import/{upload_id}/remove").status_code == 409
    tray.finish(upload_id, STORED)
    assert own.post(f"/import/{upload_id}/remove").url.path == "/import"
    assert own.get(f"/import/{upload_id}").status_code == 404
    assert own.post(f"/import/{upload_id}/again").status_code == 404
    assert own.get("/import/'; drop table uploads").status_code == 422


def test_what_another_program_holds_up_is_said(own, tray):
    own.post("/api/ingest", files=FILE)
    tray.hold(True)
    assert "tashan ingest" in own.get("/import").text
    assert own.get("/api/ingest").json()["held"] == tray.held()


def test_the_api_takes_tells_and_forgets(own, tray):
    sent = own.post("/api/ingest", files=[("file", ("a.txt", b"a")), ("file", ("b.exe", b"b"))])
    assert sent.status_code == 202
    first, second = sent.json()["uploads"]
    assert sent.headers["location"] == f"/api/ingest/{first['upload_id']}"
    assert (first["state"], second["state"]) == ("waiting", "failed")
    assert own.post("/api/ingest", files={"file": ("a.txt", b"a")}).json()["uploads"] == [first]
    one = own.get("/api/ingest?limit=1").json()
    other = own.get("/api/ingest", params={"limit": 1, "cursor": one["cursor"]}).json()
    assert {one["uploads"][0]["name"], other["uploads"][0]["name"]} == {"a.txt", "b.exe"}
    assert own.get("/api/ingest?cursor=x").status_code == 400
    assert own.delete(f"/api/ingest/{first['upload_id']}").json()["name"] == "a.txt"
    gone = own.get(f"/api/ingest/{first['upload_id']}")
    assert gone.status_code == 404
    assert gone.headers["content-type"] == "application/problem+json"


def test_a_removed_upload_takes_its_cases_along(own, tray, path, nlp):
    from contextlib import closing

    import kg
    from pipeline.run import run_file

    text = "朔屏工会办班\n\n2023年，朔屏市总工会举办技能培训班12期，培训1200人次。\n"
    upload_id = own.post("/api/ingest", files={"file": ("a.txt", text.encode())}).json()["uploads"][0][
        "upload_id"
    ]
    upload = tray[upload_id]
    result = run_file(tray.file_of(upload), nlp).moved(str(tray.file_of(upload)), upload.path)
    with closing(kg.open_graph(path, write=True)) as db:
        kg.add(db, result.source, result.cases, extractor="hand")
        stored = kg.stats(db)["articles"]
    own.post(f"/import/{upload_id}/remove")
    with closing(kg.open_graph(path)) as db:  # what the overview counts may be some seconds old
        assert kg.stats(db)["articles"] == stored - 1


def test_only_reviewers_import(path, tmp_path, serving):
    accounts = Accounts.load(tmp_path / "accounts.json")
    tokens = {role: accounts.put(role, role, None) for role in ("reader", "reviewer", "admin")}
    with serving(db_path=path, accounts=tmp_path / "accounts.json") as client:
        for role, status in (("reader", 403), ("reviewer", 202), ("admin", 202)):
            client.headers = {"authorization": f"Bearer {tokens[role]}"}
            assert client.post("/api/ingest", files=FILE).status_code == status
            assert client.get("/import").status_code == (403 if status == 403 else 200)
            assert ('href="/import"' in client.get("/").text) == (status == 202)
        assert client.get("/api/ingest").json()["uploads"][0]["person"] == "reviewer"
        client.headers = {"authorization": f"Bearer {tokens['reader']}"}
        for address in ("/import/ab/again", "/import/ab/remove", "/api/ingest/ab/again"):
            assert client.post(address).status_code == 403


def test_a_reader_is_refused_before_anything_is_read(path, tmp_path, serving):
    accounts = Accounts.load(tmp_path / "accounts.json")
    token = accounts.put("reader", "reader", None)
    asked = []

    def body():
        asked.append(1)
        yield b"x" * 10

    headers = {"authorization": f"Bearer {token}", "content-type": "multipart/form-data; boundary=b"}
    with serving(db_path=path, accounts=tmp_path / "accounts.json") as client:
        assert client.post("/import", content=body(), headers=headers).status_code == 403
    assert not Tray(path).folder.exists()


@pytest.mark.parametrize(
    "headers",
    [{"sec-fetch-site": "cross-site"}, {"origin": "https://elsewhere.example"}, {"origin": "null"}],
)
def test_another_site_sends_nothing(own, tray, headers):
    for address in ("/import", "/api/ingest", "/import/ab/remove", "/import/ab/again"):
        assert own.post(address, files=FILE, headers=headers).status_code == 403
    assert own.delete("/api/ingest/ab", headers=headers).status_code == 403
    assert tray.tally() == {}


@pytest.mark.parametrize(
    ("content", "status"),
    [
        (b"", 422), (b"--b--\r\n", 422), (b"nonsense", 422),
        (b'--b\r\nContent-Disposition: form-data; name="file"; filename=""\r\n\r\n\r\n--b--\r\n', 422),
        (b'--b\r\nContent-Disposition: form-data; name="file"\r\n\r\nno file\r\n--b--\r\n', 422),
        (b'--b\r\nno disposition\r\n\r\nx\r\n--b--\r\n', 400),
    ],
)  # fmt: skip
def test_a_form_without_a_file_is_refused(own, tray, content, status):
    headers = {"content-type": "multipart/form-data; boundary=b"}
    told = own.post("/api/ingest", content=content, headers=headers)
    assert told.status_code in (status, 400)
    assert told.headers["content-type"] == "application/problem+json"
    assert tray.tally() == {}


def test_too_much_is_refused_and_too_many(path, serving, tray):
    with serving(db_path=path, upload=20_000) as client:
        refusal = client.post("/api/ingest", files={"file": ("big.txt", b"x" * 30_000)})
        assert refusal.status_code == 413
        assert client.post("/import", files={"file": ("big.txt", b"x" * 30_000)}).status_code == 413

        def endless():
            yield b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\n'
            for _ in range(30):
                yield b"x" * 1000

        headers = {"content-type": "multipart/form-data; boundary=b"}
        assert client.post("/api/ingest", content=endless(), headers=headers).status_code == 413
        many = [("file", (f"{number}.txt", b"x")) for number in range(501)]
        assert client.post("/api/ingest", files=many[:501]).status_code in (400, 413)
    assert tray.tally() == {}


def test_a_person_who_sends_too_many_files_waits(own, monkeypatch):
    own.app.state.sending.burst = 3.0
    own.app.state.sending.rate = 0.01
    answers = [
        own.post("/api/ingest", files={"file": ("a.txt", io.BytesIO(b"a"))}).status_code for _ in range(4)
    ]
    assert answers == [202, 202, 202, 429]
    refusal = own.post("/api/ingest", files=FILE)
    assert int(refusal.headers["retry-after"]) > 1


def test_a_file_that_comes_too_slowly_is_refused():
    """A drip of bytes ends with the patience; a large file that flows is waited for."""
    import asyncio

    from pipeline.app.web.safety.limits import Bodies

    async def sent(size):
        told, chunks = [], []

        async def application(scope, receive, send):
            while (await receive()).get("more_body"):
                pass
            await send({"type": "http.response.start", "status": 200, "headers": []})

        async def receive():
            await asyncio.sleep(0.1 if chunks else 0)
            chunks.append(1)
            return {"type": "http.request", "body": b"x" * size, "more_body": len(chunks) < 8}

        async def send(message):
            told.append(message)

        scope = {"type": "http", "method": "POST", "path": "/import", "headers": []}
        bodies = Bodies(application, most=10, patience=0.5, larger={"/import": 10_000_000})
        try:
            await bodies(scope, receive, send)
        except Exception:
            assert told == [] or told[0]["status"] == 408
            return 408
        return told[0]["status"]

    assert result_of(sent(1)) == 408
    assert result_of(sent(500_000)) == 200


def test_a_dropped_file_is_forgotten_after_a_while(monkeypatch):
    from pipeline.app.web import drafts

    kept, now = drafts.Drafts(), [0.0]
    monkeypatch.setattr(drafts.time, "monotonic", lambda: now[0])
    first = kept.keep("a.txt", "师带徒")
    assert kept[first.id].text == "师带徒"
    now[0] = 13 * 3600.0
    with pytest.raises(KeyError):
        kept[first.id]
    for number in range(201):
        kept.keep("b.txt", str(number))
    with pytest.raises(KeyError):
        kept[drafts.Drafts().keep("b.txt", "0").id]


def test_why_a_file_failed_is_told_in_the_readers_language(own):
    own.post("/api/ingest", files={"file": ("setup.exe", b"MZ")})
    assert "不认识这种文件" in own.get("/import").text
    assert "no reader for this ending; known: .txt" in own.get("/import?lang=en").text
