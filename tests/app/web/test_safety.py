"""Nobody gets in, through or around: hostile texts, foreign sites, wild paths, floods, broken tokens."""

from html.parser import HTMLParser

import pytest

from pipeline.app.web.safety.accounts import Accounts, BadAccounts
from pipeline.app.web.safety.headers import SANDBOX, STRICT

HOSTILE_NAME = '"><img src=x onerror=alert(1)>.txt'


class Tags(HTMLParser):
    """The tags of a page with what they carry."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))


@pytest.fixture(scope="module")
def accounts(tmp_path_factory):
    path = tmp_path_factory.mktemp("accounts") / "accounts.json"
    made = Accounts.load(path)
    tokens = {role: made.put(role, role, f"password of {role}") for role in ("reader", "reviewer", "admin")}
    return path, tokens


@pytest.fixture
def guarded(serving, accounts):
    with serving(accounts=accounts[0]) as client:
        yield client


def test_titles_texts_and_file_names_run_nothing(client, ids):
    case = f"/cases/{ids[HOSTILE_NAME]}"
    for address in (
        case,
        "/",
        "/cases",
        "/?q=朔屏工会办班",
        "/overview",
        "/indicators",
        f"/?like={ids['mentor.txt']}",
    ):
        text = client.get(address).text
        tags = Tags(text).found
        assert not [t for t in tags if t[0] == "img" or (t[0] == "script" and not t[1].get("src"))], address
        assert not [t for t in tags if any(name.startswith("on") for name in t[1])], address
    assert "&lt;script&gt;" in client.get(case).text


@pytest.mark.parametrize(
    "address",
    [
        "/?q=<script>alert(1)</script>", '/?q="><svg onload=alert(1)>', "/entities?q=<b>", "/?place=<i>",
        "/indicators?q='><script>", "/cases/%3Cscript%3E", "/<script>alert(1)</script>", "/?lang=<script>",
        "/?q=x&tab=<script>", "/login?next=javascript:alert(1)", '/login?next="><script>',
    ],
)  # fmt: skip
def test_what_is_asked_runs_nothing_either(client, address):
    answered = client.get(address)
    tags = Tags(answered.text).found
    assert [told["src"].startswith("/static/") for tag, told in tags if tag == "script"] == [True]
    assert not [tag for tag, _ in tags if tag in ("svg", "i")]
    assert not [told for _, told in tags if (told.get("href") or "").startswith("javascript")]


def test_every_answer_tells_the_browser_what_it_may_do(client):
    for address in ("/", "/nothing", "/api/stats", "/static/tashan.css", "/search.json?q=x", "/login"):
        headers = client.get(address).headers
        assert headers["content-security-policy"] == STRICT
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "same-origin"
    assert "unsafe" not in STRICT
    assert client.get("/data/").headers["content-security-policy"] == SANDBOX
    assert "allow-same-origin" not in SANDBOX


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"sec-fetch-site": "cross-site"}, 403),
        ({"sec-fetch-site": "same-site"}, 403),
        ({"origin": "https://elsewhere.example"}, 403),
        ({"origin": "null"}, 403),
        ({"origin": "http://testserver.elsewhere.example"}, 403),
        ({"host": "elsewhere.example"}, 421),
        ({"host": ""}, 421),
        ({"sec-fetch-site": "same-origin", "origin": "http://testserver"}, 200),
        ({}, 200),
    ],
)
def test_another_site_changes_nothing(client, headers, status):
    answered = client.post("/api/similar", json={"text": "师带徒"}, headers=headers)
    assert answered.status_code == status
    if status != 200:
        assert answered.headers["content-type"] == "application/problem+json"


def test_another_site_may_still_link_to_us(client):
    assert client.get("/cases", headers={"sec-fetch-site": "cross-site"}).status_code == 200


@pytest.mark.parametrize(
    "address",
    [
        "/static/../application.py", "/static/%2e%2e/application.py", "/static/..%2f..%2fcli.py",
        "/static//etc/passwd", "/cases/..%2f..%2fetc%2fpasswd", "/data/../../etc/passwd",
        "/data/%2e%2e%2fetc", "/data/-/static/../../../../etc/passwd", "/data/library.db", "/..%5c..%5cetc",
    ],
)  # fmt: skip
def test_no_path_leads_into_the_file_system(client, address):
    answered = client.get(address)
    assert answered.status_code in (403, 404, 422), address
    assert "root:" not in answered.text
    assert "SQLite format" not in answered.text


def test_a_file_is_kept_under_no_name_that_it_brings(client, tmp_path):
    told = client.post("/drop", files={"file": ("../../../tmp/evil.txt", "师带徒".encode())})
    assert told.status_code == 200
    assert not list(tmp_path.parent.glob("**/evil.txt"))


def test_too_much_is_refused_before_it_is_read(serving):
    with serving(body=10_000, upload=20_000) as client:
        assert client.post("/api/similar", json={"text": "长" * 20_000}).status_code == 413
        assert client.post("/drop", files={"file": ("big.txt", b"x" * 30_000)}).status_code == 413

        def endless():
            for _ in range(30):
                yield b"x" * 1000

        assert client.post("/api/similar", content=endless()).status_code == 413
        assert client.post("/api/similar", json={"text": "短"}).status_code == 200


@pytest.mark.parametrize(
    "sql",
    [
        "delete from articles", "drop table articles", "attach database '/tmp/x.db' as x",
        "pragma journal_mode=off", "insert into things values ('a','b','c','d')",
        "select load_extension('x')", "select writefile('/tmp/x','y')",
    ],
)  # fmt: skip
def test_sql_of_strangers_only_reads(client, sql):
    answered = client.get("/data/library.json", params={"sql": sql})
    assert answered.status_code == 400
    assert client.get("/api/overview").json()["stats"]["articles"] == 4


def test_sql_of_strangers_ends_in_time(serving):
    endless = "with recursive c(x) as (select 1 union all select x+1 from c) select count(*) from c"
    with serving(sql_milliseconds=50) as client:
        assert client.get("/data/library.json", params={"sql": endless}).status_code == 400


@pytest.mark.parametrize(
    "value", ["' OR 1=1 --", "'; DROP TABLE articles; --", '" UNION SELECT 1', "__", "\0"]
)
def test_values_are_never_sql(client, value):
    for name, address in (("q", "/api/entities"), ("q", "/api/indicators"), ("place", "/api/cases")):
        told = client.get(address, params={name: value})
        assert told.status_code == 200
        assert told.json()["total"] == 0
    assert client.get("/api/search", params={"q": value}).status_code == 200
    assert client.get("/api/overview").json()["stats"]["articles"] == 4


def test_an_address_that_asks_too_often_waits(serving):
    with serving(rate=1.0) as client:
        answers = [client.get("/api/cases") for _ in range(8)]
        assert [answer.status_code for answer in answers].count(200) == 5
        assert answers[-1].status_code == 429
        assert int(answers[-1].headers["retry-after"]) >= 1


def test_without_an_account_nobody_sees_anything(guarded):
    for address in ("/api/cases", "/api/openapi.json", "/data/library.json", "/cases.json"):
        refused = guarded.get(address)
        assert refused.status_code == 401
        assert refused.headers["www-authenticate"] == "Bearer"
    sent = guarded.get("/cases?order=title", headers={"accept": "text/html"}, follow_redirects=False)
    assert sent.status_code == 303
    assert sent.headers["location"] == "/login?next=%2Fcases%3Forder%3Dtitle"
    assert guarded.get("/login").status_code == 200


def test_a_password_opens_and_a_wrong_one_does_not(guarded):
    told = {"name": "reader", "password": "password of reader", "next": "/cases"}
    assert guarded.post("/login", data=told | {"password": "x"}).status_code == 403
    assert guarded.post("/login", data=told | {"name": "nobody"}).status_code == 403
    entered = guarded.post("/login", data=told, follow_redirects=False)
    assert entered.headers["location"] == "/cases"
    cookie = entered.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert guarded.get("/cases.json").status_code == 200
    guarded.post("/logout")
    assert guarded.get("/cases.json").status_code == 401


def test_a_login_leads_nowhere_else(guarded):
    for target in (
        "https://elsewhere.example",
        "//elsewhere.example",
        "/\\elsewhere.example",
        "javascript:1",
    ):
        told = {"name": "admin", "password": "password of admin", "next": target}
        assert guarded.post("/login", data=told, follow_redirects=False).headers["location"] == "/"


def test_guessing_a_password_takes_long(guarded):
    told = {"name": "reader", "password": "guess"}
    assert [guarded.post("/login", data=told).status_code for _ in range(6)] == [403] * 5 + [429]


@pytest.mark.parametrize(
    "made",
    [
        lambda t: t[:-1],
        lambda t: t + "x",
        lambda t: "",
        lambda t: t.upper(),
        lambda t: "tashan_",
        lambda t: "é",
    ],
)
def test_a_broken_token_opens_nothing(guarded, accounts, made):
    token = accounts[1]["reader"]
    assert guarded.get("/api/cases", headers={"authorization": f"Bearer {token}"}).status_code == 200
    broken = f"Bearer {made(token)}".encode()
    assert guarded.get("/api/cases", headers={"authorization": broken}).status_code == 401


@pytest.mark.parametrize("cookie", ["", "x", "726561646572.x.y", "726561646572", "zz.zz.zz", "." * 500])
def test_a_forged_cookie_opens_nothing(guarded, cookie):
    assert guarded.get("/api/cases", headers={"cookie": f"tashan={cookie}"}).status_code == 401


def test_the_file_of_accounts_keeps_only_hashes_for_its_owner(accounts):
    path, tokens = accounts
    text = path.read_text("utf-8")
    assert path.stat().st_mode & 0o077 == 0
    assert "$argon2id$" in text
    assert not [token for token in tokens.values() if token in text]
    assert "password of" not in text
    assert Accounts.load(path).by_name("admin").role == "admin"


@pytest.mark.parametrize("content", ["[]", "{", '{"a": {"role": "king"}}', '{"a": 3}'])
def test_a_broken_file_of_accounts_is_refused(tmp_path, content):
    path = tmp_path / "accounts.json"
    path.write_text(content, "utf-8")
    with pytest.raises(BadAccounts):
        Accounts.load(path)
