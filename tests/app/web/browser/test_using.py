"""What people do: search, open a case, go to its evidence, filter, look at charts and the graph."""

import re

import pytest


def in_view(page, selector: str) -> bool:
    """Tell whether the first element of a selector stands in the window."""
    return page.evaluate(
        """(selector) => { const place = document.querySelector(selector).getBoundingClientRect();
        return place.top >= 0 && place.top < innerHeight && place.left < innerWidth; }""",
        selector,
    )


def number_in(text: str) -> int:
    return int(re.sub(r"\D", "", text))


def test_a_search_finds_and_a_facet_narrows_it(open_page):
    page = open_page("/")
    assert page.evaluate("document.activeElement.id") == "q"  # once loaded: nobody's first words are lost
    page.keyboard.type("师带徒 津贴")
    page.keyboard.press("Enter")
    page.wait_for_url("**/?q=*")
    assert page.input_value("#q") == "师带徒 津贴"
    found = number_in(page.inner_text(".tabs [aria-current] .count"))
    assert page.locator("mark.match", has_text="师带徒").count()
    facet = page.locator(".facets li a").first
    named = facet.inner_text()
    facet.click()
    page.wait_for_selector(".facets .chosen")
    assert 0 < number_in(page.inner_text(".tabs [aria-current] .count")) < found
    for hit in page.locator(".hit .themes").all():
        assert named in hit.inner_text()
    page.click(".facets .chosen a")
    page.click(".tabs a:not([aria-current])")
    page.wait_for_url("**tab=practices*")
    assert page.locator(".hit blockquote").count()


def test_a_reason_leads_to_its_place_in_the_case(open_page):
    page = open_page("/?q=师带徒 津贴")
    page.click(".hit .reasons a >> nth=0")
    page.wait_for_selector(".sought")
    assert "/cases/" in page.url
    assert in_view(page, ".sought")


def test_a_fact_that_is_clicked_shows_its_evidence(open_page, known):
    page = open_page(f"/cases/{known['case']}", viewport={"width": 1280, "height": 700})
    facts = page.locator(".panel .fact > a[href^='#m']")
    facts.last.click()
    place = page.evaluate("location.hash")
    page.wait_for_function("(anchor) => { const at = document.querySelector(anchor).getBoundingClientRect();"
                           " return at.top > 0 && at.top < innerHeight; }", arg=place)  # fmt: skip
    lit = page.evaluate(
        "(anchor) => getComputedStyle(document.querySelector(anchor).closest('.sentence')).backgroundColor",
        place,
    )
    assert lit != "rgba(0, 0, 0, 0)"


def test_a_marked_fact_tells_what_it_is_and_the_legend_takes_marks_away(open_page, known):
    page = open_page(f"/cases/{known['case']}")
    mark = page.locator(".body mark.number").first
    mark.scroll_into_view_if_needed()
    mark.hover()
    page.wait_for_selector(".card-pop")
    assert mark.inner_text()[0] in page.inner_text(".card-pop")
    page.keyboard.press("Escape")
    assert page.locator(".card-pop").count() == 0
    coloured = "(mark) => getComputedStyle(mark).backgroundColor"
    before = mark.evaluate(coloured)
    page.uncheck(".legend .show-number")
    assert mark.evaluate(coloured) != before


def test_cases_like_a_case_come_when_they_are_scrolled_to(open_page, known):
    page = open_page(f"/cases/{known['case']}", viewport={"width": 1280, "height": 700})
    assert page.locator(".panel .similar").count() == 0
    page.locator("[data-later]").scroll_into_view_if_needed()
    page.wait_for_selector(".panel .similar li")
    page.click(".panel .similar li > a >> nth=0")
    page.wait_for_selector(".case-page")
    assert known["case"] not in page.url


def test_indicators_are_filtered_sorted_and_drawn_with_points_that_lead_to_their_sentences(open_page):
    page = open_page("/indicators")
    page.fill(".filter [name=q]", "职工")
    page.select_option(".filter [name=status]", "actual")
    page.click(".filter button")
    page.wait_for_url("**q=*status=actual*")
    page.click("th a:has-text('数值')")
    page.wait_for_selector("th[aria-sort=descending] a:has-text('数值')")
    page.click(".tabs a:has-text('各地区')")
    page.wait_for_selector(".chart.dots")
    page.click("figure details summary >> nth=0")
    assert page.locator("figure details table tbody tr").first.is_visible()
    page.click(".chart.dots a[href^='/cases/'] circle >> nth=0")
    page.wait_for_selector(".case-page")
    anchor = page.evaluate("location.hash")
    assert re.fullmatch(r"#i\d+", anchor)
    assert in_view(page, anchor)


def test_the_graph_opens_a_node_and_shows_the_way_to_another(open_page, known):
    page = open_page(f"/graph?open={known['union']}")
    before = page.locator("[data-node]").count()
    page.locator("[data-node]:not(.centre)").first.focus()
    assert page.locator(".link.lit").count()
    page.keyboard.press("Enter")
    page.wait_for_url("**open=*%2C*")
    assert page.locator(".centre").count() == 2
    assert page.locator("[data-node]").count() >= before
    page.fill(".filter [name=q]", "工会")
    page.click(".filter button")
    page.click(".candidates a[href*='to='] >> nth=1")
    page.wait_for_url("**to=*")
    page.wait_for_selector(".told")


def test_the_language_is_changed_and_stays(open_page):
    page = open_page("/overview")
    page.click("a.language")
    page.wait_for_selector("html[lang=en]")
    page.click("nav a:has-text('Entities')")
    page.wait_for_selector("html[lang=en] h1:has-text('Entities')")
    page.click("a.language")
    page.wait_for_selector("html[lang=zh-CN] h1:has-text('主体')")


@pytest.fixture(scope="package")
def addresses(known) -> list[str]:
    return [
        "/", "/?q=师带徒 津贴", "/?q=年轻工人留不住&tab=practices", "/?theme=素质提升", "/cases",
        f"/cases/{known['case']}", f"/cases/{known['case']}/similar", "/entities",
        f"/entities/{known['union']}", "/indicators", "/indicators?q=职工&chart=place",
        f"/graph?open={known['union']}", "/overview", "/import", "/review",
        "/review?conflicts=true", "/review/log", "/api/docs", "/login", "/cases/ab",
    ]  # fmt: skip


def test_no_page_is_wider_than_a_narrow_screen(open_page, addresses):
    page = open_page("/", viewport={"width": 390, "height": 800}, is_mobile=True, has_touch=True)
    for address in addresses[:-1]:
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, address
    page.goto("/?q=师带徒 津贴")
    assert not page.locator(".facets section").first.is_visible()
    page.click(".facets summary")
    assert page.locator(".facets section").first.is_visible()


def test_a_printed_case_has_its_text_and_facts_and_no_buttons(open_page, known):
    page = open_page(f"/cases/{known['case']}")
    page.emulate_media(media="print")
    for selector, shown in (
        (".text .body", True),
        (".panel .fact", True),
        (".top", False),
        (".legend", False),
    ):
        assert page.locator(selector).first.is_visible() == shown, selector
    assert page.pdf().startswith(b"%PDF")


def test_everything_to_read_is_there_without_scripts(open_page, known):
    page = open_page("/", java_script_enabled=False)
    page.fill("textarea", "师带徒")
    page.click("button.go")
    page.click(".hit h2 a >> nth=0")
    page.click(".panel .fact > a >> nth=0")
    assert "#" in page.url
    page.click("text=查看相似案例")
    assert page.locator(".similar li").count()
    page.goto(f"/graph?open={known['union']}")
    page.locator("[data-node]:not(.centre)").first.click(force=True)
    assert "%2C" in page.url


def barred(open_page, addresses) -> dict[tuple[str, str], list[str]]:
    """Return what axe-core finds serious or critical in some pages, with the elements."""
    from axe_playwright_python.sync_playwright import Axe

    axe, page = Axe(), open_page("/login")
    wanted = {
        "resultTypes": ["violations"],
        "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"],
    }
    found = {}
    for address in addresses:
        page.goto(address)
        told = axe.run(page, options=wanted).response["violations"]
        found |= {
            (address, one["id"]): [node["html"][:200] for node in one["nodes"]]
            for one in told
            if one["impact"] in ("serious", "critical")
        }
    return found


def test_the_main_pages_bar_nobody(open_page, known):
    case, chart = f"/cases/{known['case']}/similar", "/indicators?q=职工&unit=元&chart=place"
    assert not barred(open_page, ["/", case, chart, "/import", "/review"])


@pytest.mark.long
def test_no_page_bars_anybody(open_page, addresses):
    assert not barred(open_page, addresses[:-1])
    assert not barred(open_page, [f"{one}{'&' if '?' in one else '?'}lang=en" for one in addresses[:-1]])
