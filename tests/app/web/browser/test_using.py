"""What people do: search, open a case, go to its evidence, filter, look at charts and the graph."""

import re

import pytest

from .waiting import follow, wait_until_coloured, wait_until_in_view


def number_in(text: str) -> int:
    return int(re.sub(r"\D", "", text))


def test_a_search_finds_and_a_facet_narrows_it(open_page):
    page = open_page("/")
    assert page.evaluate("document.activeElement.id") == "q"  # once loaded: nobody's first words are lost
    page.keyboard.type("师带徒 津贴")
    follow(page, lambda: page.keyboard.press("Enter"))
    assert page.input_value("#q") == "师带徒 津贴"
    found = number_in(page.inner_text(".tabs [aria-current] .count"))
    assert page.locator("mark.match", has_text="师带徒").count()
    facet = page.locator(".facets li a").first
    named = facet.inner_text()
    follow(page, facet.click)
    assert page.locator(".facets .chosen").count()
    assert 0 < number_in(page.inner_text(".tabs [aria-current] .count")) < found
    for hit in page.locator(".hit .themes").all():
        assert named in hit.inner_text()
    follow(page, page.locator(".facets .chosen a").click)
    follow(page, page.locator(".tabs a:not([aria-current])").click)
    assert "tab=practices" in page.url
    assert page.locator(".hit blockquote").count()


def test_a_reason_leads_to_its_place_in_the_case(open_page):
    page = open_page("/?q=师带徒 津贴")
    follow(page, page.locator(".hit .reasons a").first.click)
    assert "/cases/" in page.url
    wait_until_in_view(page, ".sought")


def test_a_fact_that_is_clicked_shows_its_evidence(open_page, known):
    page = open_page(f"/cases/{known['case']}", viewport={"width": 1280, "height": 700})
    facts = page.locator(".panel .fact > a[href^='#m']")
    place = facts.last.get_attribute("href")
    facts.last.click()
    page.wait_for_url(f"**{place}")
    wait_until_in_view(page, place)
    wait_until_coloured(page, page.locator(".sentence", has=page.locator(place)))


def test_a_marked_fact_tells_what_it_is_and_the_legend_takes_marks_away(open_page, known):
    page = open_page(f"/cases/{known['case']}")
    mark = page.locator(".body mark.number").first
    mark.scroll_into_view_if_needed()
    mark.hover()
    page.locator(".card-pop", has_text=mark.inner_text()[0]).wait_for()
    page.keyboard.press("Escape")
    page.locator(".card-pop").wait_for(state="detached")
    wait_until_coloured(page, mark)
    page.uncheck(".legend .show-number")
    wait_until_coloured(page, mark, coloured=False)


def test_cases_like_a_case_come_when_they_are_scrolled_to(open_page, known):
    page = open_page(f"/cases/{known['case']}", viewport={"width": 1280, "height": 700})
    assert page.locator(".panel .similar").count() == 0
    page.locator("[data-later]").scroll_into_view_if_needed()
    follow(page, page.locator(".panel .similar li > a").first.click)
    assert page.locator(".case-page").count()
    assert known["case"] not in page.url


def test_indicators_are_filtered_sorted_and_drawn_with_points_that_lead_to_their_sentences(open_page):
    page = open_page("/indicators")
    page.fill(".filter [name=q]", "职工")
    page.select_option(".filter [name=status]", "actual")
    follow(page, page.locator(".filter button").click)
    assert "status=actual" in page.url
    follow(page, page.locator("th a", has_text="数值").click)
    assert page.locator("th[aria-sort=descending] a", has_text="数值").count()
    follow(page, page.locator(".tabs a", has_text="各地区").click)
    assert page.locator(".chart.dots").count()
    page.click("figure details summary >> nth=0")
    page.locator("figure details table tbody tr").first.wait_for()
    follow(page, page.locator(".chart.dots a[href^='/cases/'] circle").first.click)
    assert page.locator(".case-page").count()
    anchor = page.evaluate("location.hash")
    assert re.fullmatch(r"#i\d+", anchor)
    wait_until_in_view(page, anchor)


def test_the_graph_opens_a_node_and_shows_the_way_to_another(open_page, known):
    page = open_page(f"/graph?open={known['union']}")
    before = page.locator("[data-node]").count()
    page.locator("[data-node]:not(.centre)").first.focus()
    page.locator(".link.lit").first.wait_for(state="attached")
    follow(page, lambda: page.keyboard.press("Enter"))
    assert "%2C" in page.url
    assert page.locator(".centre").count() == 2
    assert page.locator("[data-node]").count() >= before
    page.fill(".filter [name=q]", "工会")
    follow(page, page.locator(".filter button").click)
    follow(page, page.locator(".candidates a[href*='to=']").nth(1).click)
    assert "to=" in page.url
    assert page.locator(".told").count()


def test_the_language_is_changed_and_stays(open_page):
    page = open_page("/overview")
    follow(page, page.locator("a.language").click)
    assert page.locator("html[lang=en]").count()
    follow(page, page.locator("nav a", has_text="Entities").click)
    assert page.locator("html[lang=en] h1", has_text="Entities").count()
    follow(page, page.locator("a.language").click)
    assert page.locator("html[lang=zh-CN] h1", has_text="主体").count()


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
    english = ["/indicators?q=职工&chart=place&lang=en", "/review?lang=en", "/import?lang=en"]
    for address in [*english, "/?lang=zh", *addresses[:-1]]:
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, address
    page.goto("/?q=师带徒 津贴")
    page.locator(".facets section").first.wait_for(state="hidden")
    page.click(".facets summary")
    page.locator(".facets section").first.wait_for()


def test_a_printed_case_has_its_text_and_facts_and_no_buttons(open_page, known):
    page = open_page(f"/cases/{known['case']}")
    page.emulate_media(media="print")
    for selector, shown in (
        (".text .body", True),
        (".panel .fact", True),
        (".top", False),
        (".legend", False),
    ):
        page.locator(selector).first.wait_for(state="visible" if shown else "hidden")
    assert page.pdf().startswith(b"%PDF")


def test_everything_to_read_is_there_without_scripts(open_page, known):
    page = open_page("/", java_script_enabled=False)
    page.fill("textarea", "师带徒")
    follow(page, page.locator("button.go").click)
    follow(page, page.locator(".hit h2 a").first.click)
    follow(page, page.locator(".panel .fact > a").first.click)
    assert "#" in page.url
    follow(page, page.get_by_text("查看相似案例").click)
    assert page.locator(".similar li").count()
    page.goto(f"/graph?open={known['union']}")
    follow(page, lambda: page.locator("[data-node]:not(.centre)").first.click(force=True))
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


def test_on_a_narrow_screen_the_graph_is_seen_from_its_middle_in_legible_words(open_page, known):
    page = open_page(f"/graph?open={known['union']}", viewport={"width": 390, "height": 800})
    seen, whole, at = page.evaluate(
        "(({clientWidth, scrollWidth, scrollLeft}) => [clientWidth, scrollWidth, scrollLeft])"
        "(document.querySelector('.graph-figure'))"
    )
    assert whole > seen
    assert abs(at - (whole - seen) / 2) <= 1
    heights = page.eval_on_selector_all(
        ".graph .node:not(.quiet) text", "all => all.map(one => one.getBoundingClientRect().height)"
    )
    assert min(heights) >= 10
