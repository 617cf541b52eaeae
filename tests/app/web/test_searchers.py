"""Processes that search beside the server: they answer as it would, and one that dies is replaced."""

import os
import pickle
import signal
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing

import pytest
from starlette.testclient import TestClient

import kg
from kg.errors import TashanError, UnknownCase
from pipeline.app.web import WebOptions, make_app
from pipeline.app.web.asked import Asked
from pipeline.app.web.finding import find
from pipeline.app.web.library import Library
from pipeline.app.web.searchers import Searchers


@pytest.fixture(scope="module")
def searchers(library_path):
    with closing(Searchers(library_path, 1)) as made:
        yield made


def test_a_process_answers_as_the_server_itself_would(searchers, library_path, ids):
    with closing(Library(library_path)) as library:
        asked = Asked(q="师带徒 津贴")
        for question, given in (
            (find, (asked, asked.q)),
            (kg.similar_to, (ids["mentor.txt"],)),
            (kg.stats, ()),
        ):
            assert searchers.ask(question, *given) == library.ask(question, *given)


def test_what_a_question_raises_comes_back_with_its_data(searchers):
    with pytest.raises(UnknownCase, match=r"^no case has the id 'ab'$") as caught:
        searchers.ask(kg.case, "ab")
    assert caught.value.case_id == "ab"


def test_a_process_that_is_killed_is_replaced(searchers):
    before = searchers.ask(kg.stats)
    (process,) = searchers._pool._processes
    os.kill(process, signal.SIGKILL)
    assert searchers.ask(kg.stats) == before
    assert process not in searchers._pool._processes


@pytest.mark.long
def test_a_question_that_kills_twice_is_no_answer(searchers):
    with pytest.raises(BrokenProcessPool):
        searchers.ask(_Ending())
    assert searchers.ask(kg.stats)


class _Ending:
    """What cannot be read by another process without ending it."""

    def __reduce__(self):
        return os._exit, (3,)


def test_a_server_with_searchers_shows_the_same_pages(searchers, library_path, ids, client):
    app = make_app(WebOptions(db_path=library_path, hosts=("testserver",)))
    app.state.searching = searchers
    other = TestClient(app)
    for path in ("/?q=师带徒", f"/cases/{ids['mentor.txt']}/similar", "/api/search?q=职工食堂"):
        assert other.get(path).text == client.get(path).text
    assert other.get("/cases/ab/similar").status_code == 404


def _every(kind):
    for below in kind.__subclasses__():
        yield below
        yield from _every(below)


@pytest.mark.parametrize("kind", sorted(_every(TashanError), key=lambda kind: kind.__name__))
def test_every_error_goes_from_process_to_process_whole(kind):
    import inspect

    given = [7 if "int" in str(p.annotation) else "x" for p in inspect.signature(kind).parameters.values()]
    error = kind(*given)
    again = pickle.loads(pickle.dumps(error))
    assert (type(again), str(again), again.__dict__) == (kind, str(error), error.__dict__)
