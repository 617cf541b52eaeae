"""Each view: as a page, as JSON, as CSV, in two languages, and without anything from another host."""

import csv
import io
import re
from collections import Counter
from contextlib import closing
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from openpyxl import load_workbook

import kg
from pipeline.run import run_file

from .conftest import TEXTS

VIEWS = (
    "/", "/?q=师带徒", "/?q=职工食堂&tab=practices", "/?theme=素质提升", "/cases", "/cases?order=title",
    "/entities", "/entities?type=union", "/indicators", "/indicators?q=职工&sort=-value",
    "/indicators?q=职工&chart=enterprise", "/indicators?q=工&chart=place",
    "/overview",
)  # fmt: skip
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


class Page(HTMLParser):
    """A page's tags, texts and links; it fails on a tag that closes what is not open."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags, self.open, self.ids, self.links = [], [], [], []
        self.feed(text)
        assert not self.open, self.open

    def handle_starttag(self, tag, attrs):
        told = dict(attrs)
        self.tags.append((tag, told))
        self.ids += [told["id"]] if "id" in told else []
        self.links += [told["href"]] if tag == "a" and "href" in told else []
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        if tag not in VOID:
            assert self.open
            assert self.open.pop() == tag


@pytest.fixture(scope="module")
def addresses(ids, client) -> tuple[str, ...]:
    entity = client.get("/entities.json?q=朔屏市总工会").json()["entities"][0]["entity_id"]
    return (
        *VIEWS,
        f"/cases/{ids['mentor.txt']}",
        f"/cases/{ids['mentor.txt']}/similar",
        f"/?like={ids['mentor.txt']}",
        f"/entities/{entity}",
        f"/graph?open={entity}",
    )


def with_ending(address: str, ending: str) -> str:
    path, mark, query = address.partition("?")
    return f"{'/search' if path == '/' else path}.{ending}{mark}{query}"


def test_each_view_is_a_whole_page_that_loads_only_our_own_files(addresses, client):
    for address in addresses:
        answered = client.get(address)
        assert answered.status_code == 200, address
        page = Page(answered.text)
        assert len(page.ids) == len(set(page.ids)), address
        for tag, told in page.tags:
            assert not any(name.startswith("on") or name == "style" for name in told), (address, tag, told)
            for name in ("src", "href", "action"):
                assert not (told.get(name) or "").startswith(("http:", "https:", "//")), (address, told)
            assert tag != "script" or told.get("src", "").startswith("/static/")
            assert tag != "style"


def test_each_view_gives_the_same_facts_as_json_and_csv(addresses, client):
    for address in addresses:
        told = client.get(with_ending(address, "json"))
        assert told.headers["content-type"] == "application/json"
        assert told.json() == client.get(address + ("&" if "?" in address else "?") + "format=json").json()
        table = client.get(with_ending(address, "csv"))
        assert table.headers["content-type"].startswith("text/csv"), address
        rows = list(csv.DictReader(io.StringIO(table.content.decode("utf-8-sig"))))
        assert rows, address


def test_each_view_speaks_chinese_unless_asked_for_english(addresses, serving):
    with serving() as client:
        for address in addresses:
            assert 'lang="zh-CN"' in client.get(address).text
        assert "Skip to content" in client.get("/?lang=en").text
        assert "Skip to content" in client.get("/overview").text
        assert "跳到正文" in client.get("/overview?lang=zh").text
        for language, said in (("zh", "跳到正文"), ("en", "Skip to content")):
            assert said in client.get(f"/api/docs?lang={language}").text


def test_links_of_each_view_lead_somewhere(addresses, client):
    seen, kinds = set(), Counter()
    for address in addresses:
        page = Page(client.get(address).text)
        for link in page.links:
            path, _, anchor = link.partition("#")
            kind = path.partition("=")[0]
            if not path:
                assert anchor in page.ids, (address, link)
            elif path not in seen and not re.search("^/data|lang=", path) and kinds[kind] < 2:
                seen.add(path)
                kinds[kind] += 1
                assert client.get(path).status_code == 200, (address, link)
    assert len(seen) > 50


def test_a_search_says_why_and_where(client, ids):
    told = client.get("/search.json?q=师带徒 津贴").json()
    best = told["hits"][0]
    assert best["case_id"] == ids["mentor.txt"]
    assert best["reasons"][0]["signal"] == "words"
    page = client.get("/?q=师带徒 津贴").text
    assert f"/cases/{best['case_id']}?at=" in page
    assert '<mark class="match">师带徒</mark>' in page


def test_a_facet_keeps_only_the_cases_that_have_it(client):
    every = client.get("/search.json?q=职工").json()
    theme, count = next(iter(every["facets"]["theme"].items()))
    chosen = client.get(f"/search.json?q=职工&theme={theme}").json()
    assert chosen["total"] == count <= every["total"]
    assert chosen["facets"]["theme"][theme] == count


def test_practices_show_actor_theme_and_results(client):
    told = client.get("/search.json?q=师带徒&tab=practices&results=true").json()
    assert told["hits"]
    assert all(hit["results"] and hit["theme"] for hit in told["hits"])


def test_a_case_marks_each_fact_where_it_stands(client, ids):
    address = f"/cases/{ids['mentor.txt']}"
    told, page = client.get(address + ".json").json(), client.get(address).text
    ids_of_page = Page(page).ids
    for fact in (*told["measures"], *told["indicators"]):
        assert fact["id"] in ids_of_page
        assert f'href="#{fact["id"]}"' in page
    for entity in told["entities"]:
        assert f"{entity['id']}-1" in ids_of_page
    text = re.sub(r"<[^>]+>", "", page[page.index('class="body"') : page.index("</article>")])
    for line in told["text"].splitlines()[1:]:
        assert line in text.replace("&#34;", '"')


def test_a_stretch_that_was_asked_for_is_marked(client, ids):
    address = f"/cases/{ids['canteen.txt']}"
    text = client.get(address + ".json").json()["text"]
    start = text.index("共享职工食堂")
    page = client.get(f"{address}?at={start}-{start + 6}")
    assert 'id="sought"' in page.text
    assert client.get(f"{address}?at=6-").status_code == 422
    assert client.get(f"{address}?at=999999-1000000").status_code == 200


def test_the_original_file_is_named_with_its_hash(client, ids):
    address = f"/cases/{ids['library.txt']}"
    told = client.get(address + ".json").json()["source"]
    page = client.get(address).text
    assert told["sha256"] in page
    assert "library.txt" in page


@pytest.mark.parametrize(
    ("address", "link"),
    [("https://x.example/a?b&c", 'href="https://x.example/a?b&amp;c"'), ("mid:a@b.cn", None), (None, None)],
)
def test_a_case_leads_to_the_page_that_it_was_read_at(own, path, ids, address, link):
    case_id = ids["library.txt"]
    with closing(kg.open_graph(path, write=True)) as db:
        case = kg.case(db, case_id)
        found = replace(case, article=replace(case.article, address=address))
        kg.add(db, case.article.source, [found], extractor="hand")
    page = own.get(f"/cases/{case_id}").text
    assert (link in page) if link else "noopener" not in page
    assert address is None or address.replace("&", "&amp;") in page
    assert ("网址" in page) == bool(address)
    assert own.get(f"/api/cases/{case_id}").json()["address"] == address


def test_an_entity_has_names_cases_and_neighbours(client):
    row = client.get("/entities.json?q=朔屏市总工会").json()["entities"][0]
    told = client.get(f"/entities/{row['entity_id']}.json").json()
    assert told["type"] == "union"
    assert {case["case_id"] for case in told["cases"]}
    assert len(told["cases"]) == row["cases"] == 2
    assert "朔屏市总工会" in {name["name"] for name in told["names"]}


def test_an_excel_table_holds_exactly_the_rows_of_the_view(client):
    address = "/indicators{}?q=职工&sort=-value"
    told = client.get(address.format(".json")).json()["indicators"]
    book = load_workbook(io.BytesIO(client.get(address.format(".xlsx")).content))
    rows = list(book.active.values)
    assert rows[0][:4] == ("指标编号", "案例编号", "标题", "文件")
    assert [row[0] for row in rows[1:]] == [row["indicator_id"] for row in told]


def test_indicators_sort_filter_and_turn_pages(client):
    every = client.get("/indicators.json?sort=value&limit=200").json()
    values = [row["value"] for row in every["indicators"]]
    assert values == sorted(values, key=lambda value: -1e308 if value is None else value)
    some, cursor = [], ""
    while cursor is not None:
        told = client.get(f"/indicators.json?sort=value&limit=2&cursor={cursor}").json()
        some += told["indicators"]
        cursor = told["cursor"]
    assert some == every["indicators"]
    assert {row["unit"] for row in client.get("/indicators.json?unit=%25").json()["indicators"]} == {"%"}


def test_the_overview_counts_what_is_there(client):
    told = client.get("/overview.json").json()
    assert told["stats"]["articles"] == 4
    assert told["failures"][0]["path"] == "broken.pdf"
    assert told["runs"][0]["counts"]["articles"] == 4
    assert set(told["gaps"]) >= {"without_title", "practices_without_results"}


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/cases/abc", 404), ("/cases/xyz!", 422), ("/entities/abc", 404), ("/nothing", 404),
        ("/?theme=x", 422), ("/cases?cursor=x", 400), ("/indicators?year=x", 422), ("/?draft=abc", 404),
        ("/cases?limit=0", 422),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_in_the_form_that_was_asked_for(client, address, status):
    page = client.get(address)
    assert page.status_code == status
    assert page.headers["content-type"].startswith("text/html")
    told = client.get(with_ending(address, "json"))
    assert told.headers["content-type"] == "application/problem+json"
    assert told.json()["status"] == told.status_code == status


def test_head_asks_for_no_body(client):
    answered = client.head("/cases")
    assert answered.status_code == 200


def test_a_dropped_file_finds_cases_like_it(client, ids):
    text = "我市推行师带徒，给师傅发放带徒津贴。".encode()
    answered = client.post("/drop", files={"file": ("draft.txt", text)}, follow_redirects=False)
    assert answered.status_code == 303
    page = client.get(answered.headers["location"])
    assert ids["mentor.txt"] in page.text
    long = client.post("/drop", data={"q": "职工食堂 " * 50}, follow_redirects=False)
    assert ids["canteen.txt"] in client.get(long.headers["location"]).text
    assert client.post("/drop", files={"file": ("x.pdf", b"%PDF-1.4 broken")}).status_code == 422
    assert client.post("/drop", data={"q": "  "}).status_code == 422


def test_datasette_opens_the_library_read_only(client):
    assert client.get("/data/library/articles").status_code == 200
    told = client.get("/data/library.json?sql=select+count(*)+as+n+from+articles&_shape=array").json()
    assert told == [{"n": 4}]


def test_datasette_says_in_what_language_it_is_and_changes_nothing_else(client):
    for address in ("/data/", "/data/library", "/data/library/articles?_size=2", "/data/library/none"):
        assert '<!DOCTYPE html>\n<html lang="en">' in client.get(address).text
    begin = "<!DOCTYPE html>\n<html>"
    sql = f"select '{begin}' as page"
    told = client.get("/data/library.json", params={"sql": sql, "_shape": "array"})
    assert told.json() == [{"page": begin}]


def test_a_case_leads_to_cases_like_it_which_come_when_they_are_scrolled_to(client, ids):
    case = ids["mentor.txt"]
    page = client.get(f"/cases/{case}").text
    assert f'data-later="/cases/{case}/similar"' in page
    assert f'href="/cases/{case}/similar"' in page  # without the script
    told = client.get(f"/cases/{case}/similar.json").json()
    assert told["hits"] == client.get(f"/cases/{case}.json").json()["similar"]
    part = client.get(f"/cases/{case}/similar").text.partition("data-part")[2]
    assert told["hits"]
    for hit in told["hits"]:
        assert f"/cases/{hit['case_id']}" in part
    assert client.get("/cases/ab/similar").status_code == 404


def test_a_case_names_the_other_editions_of_its_article(path, nlp, own, tmp_path, ids):
    text = TEXTS["mentor.txt"].replace("380份", "390份").replace("朔屏日报", "朔屏晚报")
    (tmp_path / "evening.txt").write_text(text, encoding="utf-8")
    result = run_file(tmp_path / "evening.txt", nlp)
    with closing(kg.open_graph(path, write=True)) as db:
        kg.add(db, result.source, result.cases, extractor="hand")
        list(kg.settle_editions(db))
    here = result.cases[0].article.id
    page = own.get(f"/cases/{here}").text
    assert f'href="/cases/{ids["mentor.txt"]}"' in page
    told = re.findall(r"<li>(\S+) → <b>(\S+)</b>", page)
    assert [{re.sub(r"\D", "", one) for one in pair} for pair in told] == [{"380", "390"}]
    editions = own.get(f"/cases/{here}?format=json").json()["editions"]
    assert {copy["case_id"] for copy in editions} == {here, ids["mentor.txt"]}
    assert own.get(f"/cases/{ids['library.txt']}?format=json").json()["editions"] == []
