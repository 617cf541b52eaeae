"""A real Chromium before a real `tashan serve` of the demo library; without Chromium these tests skip."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.app.served import served
from tests.patience import PATIENCE

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
# Nothing but our server is asked: no updates, no synchronising, no name is looked up elsewhere.
FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--disable-dev-shm-usage",  # little of it is in a container: a page would crash
)  # fmt: skip


@pytest.fixture(scope="package")
def base(demo_db: Path, tmp_path_factory) -> Iterator[str]:
    """Return the address of a served copy of the demo library."""
    path = Path(shutil.copy(demo_db, tmp_path_factory.mktemp("served") / "demo.db"))
    with served(path) as (_, address):
        yield address


@pytest.fixture(scope="package")
def chromium():
    """Return a running Chromium: from now on this thread has an event loop (see `tests.app.web.loops`)."""
    if CHROMIUM is None:
        pytest.skip("needs Chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=[*FLAGS], timeout=1000 * PATIENCE)
        yield browser
        browser.close()


@pytest.fixture
def open_page(chromium, base):
    """Return a function that gives a page with some options of its own, for instance its width.

    At the end no page may have met an error, or have asked another host for anything.
    """
    contexts, errors = [], []

    def opened(path: str = "/", **options: object):
        context = chromium.new_context(base_url=base, locale="zh-CN", **options)
        context.set_default_timeout(1000 * PATIENCE)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda told: errors.append(told.text) if told.type == "error" else None)
        page.on("request", lambda asked: errors.append(asked.url) if _is_foreign(asked.url, base) else None)
        page.goto(path)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert not errors


def _is_foreign(address: str, base: str) -> bool:
    return not address.startswith((base, "data:", "blob:"))


@pytest.fixture(scope="package")
def known(demo_db: Path) -> dict[str, str]:
    """Return what the demo library has, by a name that tests give it: ids of a case and of two entities."""
    from contextlib import closing

    import kg

    with closing(kg.open_graph(demo_db)) as db:
        case = kg.list_cases(db, order="facts", limit=1).rows[0]["case_id"]
        unions = kg.list_entities(db, kind="union", limit=1).rows
        enterprises = kg.list_entities(db, kind="enterprise", limit=1).rows
    return {"case": case, "union": unions[0]["entity_id"], "enterprise": enterprises[0]["entity_id"]}
