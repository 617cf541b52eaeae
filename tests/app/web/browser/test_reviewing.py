"""Facts are reviewed by keys alone: confirmed, rejected, corrected, and each taken back."""

import pytest

from .waiting import follow


@pytest.fixture
def reviewing(open_page):
    page = open_page("/review?kind=measure")
    page.wait_for_selector("[data-item].at")
    return page


def fact_at(page) -> str:
    return page.get_attribute("[data-item].at", "data-fact-name")


def judged(page, fact: str) -> list[str]:
    """Return what the log says of a fact, the newest first."""
    told = page.request.get(f"/api/judgements?fact={fact}&limit=20").json()["judgements"]
    return [entry["verdict"] for entry in told if entry["fact"] == fact]


def test_a_key_confirms_goes_on_and_takes_back(reviewing):
    first = fact_at(reviewing)
    reviewing.keyboard.press("c")
    reviewing.wait_for_selector(f"[data-fact-name='{first}'].done .done-line")
    second = fact_at(reviewing)
    assert second != first
    reviewing.keyboard.press("x")
    reviewing.wait_for_selector(f"[data-fact-name='{second}'].done .done-line")
    reviewing.keyboard.press("u")
    reviewing.wait_for_selector(f"[data-fact-name='{second}']:not(.done)")
    assert fact_at(reviewing) == second
    reviewing.keyboard.press("u")
    reviewing.wait_for_selector(f"[data-fact-name='{first}']:not(.done)")
    reviewing.goto("/review/log")
    assert reviewing.locator(".log .entry").count() >= 4  # two judgements, and that each was taken back


def test_a_fact_is_corrected_without_a_pointer(reviewing):
    fact = fact_at(reviewing)
    reviewing.keyboard.press("e")
    reviewing.wait_for_selector("[data-item].at [data-correct][open]")
    focused = "document.activeElement.name"
    assert reviewing.evaluate(focused).startswith("is.")
    field = reviewing.locator("[data-item].at [name='is.theme']")
    value = field.input_value()
    other = next(one for one in ("素质提升", "组织保障") if one != value)
    field.select_option(other)
    reviewing.locator("[data-item].at [data-judge=correct] button.go").press("Enter")
    reviewing.wait_for_selector(f"[data-fact-name='{fact}'].done")
    reviewing.keyboard.press("u")
    reviewing.wait_for_selector(f"[data-fact-name='{fact}']:not(.done)")


def test_reviewing_works_without_scripts(open_page):
    page = open_page("/review", java_script_enabled=False)
    follow(page, page.locator("[data-item] [data-judge=confirm] button").first.click)
    assert "judged=" in page.url
    follow(page, page.locator(".told button").click)
    assert page.locator("[data-item]").count()
    assert "judged=" not in page.url
