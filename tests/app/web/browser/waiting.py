"""Waiting for what a page does, however slow the machine: a click is over when what it leads to is there."""

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

IN_VIEW = """(selector) => {
  const place = document.querySelector(selector)?.getBoundingClientRect();
  return place && place.top >= 0 && place.top < innerHeight && place.left < innerWidth;
}"""
COLOURED = (
    "([element, wanted]) => (getComputedStyle(element).backgroundColor !== 'rgba(0, 0, 0, 0)') === wanted"
)


def follow(page: "Page", step: Callable[[], None]) -> None:
    """Do what leads to another page or place, and wait until that is loaded."""
    with page.expect_navigation():
        step()


def wait_until_in_view(page: "Page", selector: str) -> None:
    """Wait until the first element of a selector stands in the window."""
    page.wait_for_function(IN_VIEW, arg=selector)


def wait_until_coloured(page: "Page", place: "Locator", *, coloured: bool = True) -> None:
    """Wait until the ground of an element has a colour, or none."""
    page.wait_for_function(COLOURED, arg=[place.element_handle(), coloured])
