"""Datasette comes with the first request for it: once, and again where it could not be made."""

import asyncio
import subprocess
import sys
from types import SimpleNamespace

import pytest

from pipeline.app.web import browse
from pipeline.app.web.browse import Browser
from tests.app.web.loops import result_of


class Datasette:
    """What the browser needs of Datasette, counting."""

    def __init__(self) -> None:
        self.started, self.closed, self.ended = 0, [], []
        self.databases = {"a": SimpleNamespace(close=lambda: self.closed.append("a"))}
        self.executor = SimpleNamespace(shutdown=lambda wait: self.ended.append(wait))
        self.answered = []

    async def invoke_startup(self):
        self.started += 1

    async def answer(self, scope, receive, send):
        assert self.started == 1
        self.answered.append(scope)


@pytest.fixture
def made(monkeypatch):
    """Return what was made so far: the first attempt fails if the list begins with an error."""
    found = []

    def make(options):
        if found and isinstance(found[0], Exception):
            raise found.pop(0)
        found.append(Datasette())
        return found[-1].answer, found[-1]

    monkeypatch.setattr(browse, "_make_datasette", make)
    return found


async def ask(browser: Browser, *scopes: str) -> list[object]:
    return await asyncio.gather(*(browser(scope, None, None) for scope in scopes), return_exceptions=True)


def test_requests_at_once_make_it_once(made):
    browser = Browser(SimpleNamespace())
    assert made == []
    assert result_of(ask(browser, "a", "b", "c")) == [None] * 3
    assert len(made) == 1
    assert sorted(made[0].answered) == ["a", "b", "c"]


def test_what_could_not_be_made_is_tried_again(made):
    made.append(OSError("the disk is gone"))
    browser = Browser(SimpleNamespace())
    (failed,) = result_of(ask(browser, "a"))
    assert isinstance(failed, OSError)
    assert result_of(ask(browser, "b")) == [None]
    assert made[0].answered == ["b"]


def test_what_was_opened_is_closed_and_nothing_else(made):
    browser = Browser(SimpleNamespace())
    browser.close()
    result_of(ask(browser, "a"))
    browser.close()
    assert (made[0].closed, made[0].ended) == (["a"], [True])


def test_an_application_is_made_without_datasette(library_path):
    code = f"""
import sys
from pathlib import Path
from pipeline.app.web import WebOptions, make_app
make_app(WebOptions(db_path=Path({str(library_path)!r})))
print(sorted({{"datasette", "dask", "scipy", "spacy"}} & set(sys.modules)))
"""
    assert subprocess.check_output([sys.executable, "-c", code], text=True) == "[]\n"
