"""The parts that pages are made of: marked texts, excerpts, charts, addresses, buckets, wordings."""

import asyncio
import re
import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from threading import Barrier, Event
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import kg
from kg import Reason
from kg.errors import UnknownCase
from kg.script import plain
from kg.values import Article, Case, Entity, Indicator, Measure, Notice, Part, Source, Span
from pipeline.app.web import answers
from pipeline.app.web.charts import bars, timelines
from pipeline.app.web.excerpts import excerpt, split_at
from pipeline.app.web.library import Library
from pipeline.app.web.marking import mark
from pipeline.app.web.safety.limits import Bodies, Bucket
from pipeline.app.web.wording import LANGUAGES, Wording, words
from tests.app.web.loops import result_of
from tests.patience import PATIENCE

WEB = Path(answers.__file__).parent
TEXT = "标题在此\n甲厂推行师带徒，带徒120对。乙厂也学。\n最后一行。"


def spans():
    ends = st.tuples(st.integers(0, len(TEXT)), st.integers(0, len(TEXT)))
    return ends.map(lambda two: Span(min(two), max(two))).filter(lambda span: span.start < span.end)


@st.composite
def cases(draw):
    lines, at = [], 0
    for line in TEXT.split("\n"):
        lines.append(Part("body", Span(at, at + len(line))))
        at += len(line) + 1
    blank = dict.fromkeys(
        ("metric", "subject", "subject_id", "value", "low", "high", "direction", "earlier", "delta",
         "delta_unit", "period", "period_start", "period_end")
    )  # fmt: skip
    entities = [
        Entity(f"e{n}", "enterprise", "x", (), tuple(draw(st.lists(spans(), min_size=1, max_size=2))), "r")
        for n in range(draw(st.integers(0, 3)))
    ]
    indicators = [
        Indicator(**blank, id=f"i{n}", op="=", unit="", raw="", status="actual", span=draw(spans()),
                  evidence=draw(spans()), confidence=0.5, rule="r")
        for n in range(draw(st.integers(0, 3)))
    ]  # fmt: skip
    measures = [
        Measure(
            f"m{n}",
            "",
            "",
            "",
            None,
            None,
            None,
            "素质提升",
            None,
            (),
            draw(spans()),
            draw(spans()),
            0.5,
            "r",
        )
        for n in range(draw(st.integers(0, 3)))
    ]
    notices = tuple(Notice("rejoined", span, "") for span in draw(st.lists(spans(), max_size=1)))
    article = Article("a", Source("p", "h", "text/plain"), TEXT, tuple(lines), notices=notices)
    return Case(article, entities, indicators, measures)


@settings(max_examples=60)
@given(case=cases(), sought=st.none() | spans())
def test_marks_change_no_character_and_anchor_each_fact_once(case, sought):
    paragraphs = mark(case, sought)
    atoms = [[atom for stretch in p.stretches for atom in stretch.atoms] for p in paragraphs]
    assert "\n".join("".join(atom.text for atom in line) for line in atoms) == TEXT
    anchors = [anchor for line in atoms for atom in line for anchor in atom.anchors]
    sentences = [s.anchor for p in paragraphs for s in p.stretches if s.anchor]
    assert len(anchors + sentences) == len({*anchors, *sentences})
    breaks = {place for place, letter in enumerate(TEXT) if letter == "\n"}
    wanted = [(f.id, f.span) for f in (*case.indicators, *case.measures)]
    assert {name for name, span in wanted if span.start not in breaks} <= set(anchors)


@settings(max_examples=60)
@given(case=cases())
def test_an_atom_lies_within_every_fact_it_carries(case):
    at = 0
    for paragraph in mark(case):
        for stretch in paragraph.stretches:
            for atom in stretch.atoms:
                span = Span(at, at + len(atom.text))
                for fact in (atom.indicator, atom.measure):
                    assert fact is None or fact.span.covers(span)
                assert atom.entity is None or any(m.covers(span) for m in atom.entity.mentions)
                at = span.end
        at += 1


@given(text=st.text(max_size=80), found=st.lists(st.text(min_size=1, max_size=3), max_size=4))
def test_splitting_loses_nothing(text, found):
    pieces, at = split_at(text, found), 0
    for piece in pieces:
        stands = plain(text)[at : at + len(piece.text)]
        assert not piece.found or stands in {plain(word) for word in found}
        at += len(piece.text)
    assert "".join(piece.text for piece in pieces) == text


@pytest.mark.parametrize(
    ("words", "found"),
    [(["师带", "师带徒", "带徒制"], ["師帶徒"]), (["制度", "師帶徒"], ["師帶徒", "制度"]), ([""], [])],
)
def test_the_longest_word_that_begins_first_is_found_in_either_script(words, found):
    assert [piece.text for piece in split_at("推行師帶徒制度", words) if piece.found] == found


def test_an_excerpt_begins_with_the_sentence_that_answers():
    text = "前面的话很长。" * 40 + "推行师带徒制度，成效显著。" + "后面的话。" * 40
    reasons = [Reason("words", "师带徒, 制度", 0.4, text.index("师带徒"), text.index("师带徒") + 3)]
    pieces = excerpt(text, reasons, said="推行师带徒制度，成效显著。")
    assert pieces[0].text == pieces[-1].text == "…"
    assert pieces[1].text == "推行"
    assert [piece.text for piece in pieces if piece.found] == ["师带徒", "制度"]
    assert excerpt(text, reasons)[1].text == "推行"
    assert excerpt("短", [])[0].text == "短"


def row(day, value, **more):
    told = {
        "metric": "技师", "unit": "人", "value": value, "low": None, "high": None, "op": "=",
        "subject": "甲厂", "period": day[:4], "period_end": day, "status": "actual", "case_id": "abc",
        "indicator_id": "abc/i1",
    }  # fmt: skip
    return told | more


def test_a_chart_needs_two_days_and_shows_each_value_with_its_place():
    rows = [row("2022-12-31", 10), row("2023-12-31", 20), row("2023-12-31", 5, status="target")]
    (chart,) = timelines([*rows, row("2023-12-31", 1, metric="只有一次")])
    assert (chart.title, chart.unit) == ("技师", "人")
    assert chart.svg.count("<circle") == 2
    assert 'href="/cases/abc#i1"' in chart.svg
    assert "2022-12-31 – 2023-12-31: 10 – 20</desc>" in chart.svg
    assert timelines(rows[:1]) == ()


def test_a_chart_escapes_what_it_shows():
    evil = '"><script>alert(1)</script>'
    (chart,) = timelines([row("2022-12-31", 1, subject=evil), row("2023-12-31", 2, subject=evil)])
    assert "<script" not in chart.svg
    assert "<script" not in bars([(evil, 1)], evil)


@given(st.lists(st.tuples(st.text(max_size=5), st.integers(0, 10**9)), max_size=40))
def test_bars_stay_within_the_picture(counts):
    svg = bars(counts, "月")
    assert (svg is None) == (not counts)
    for name in ("x", "y", "width", "height"):
        for value in re.findall(rf' {name}="([-0-9.]+)"', svg or ""):
            assert -0.01 <= float(value) <= 660


@given(st.lists(st.floats(0, 10), min_size=1, max_size=30))
def test_a_bucket_lets_no_more_through_than_its_rate(waits):
    bucket, now, passed = Bucket(2.0, 5.0), 0.0, 0
    for wait in waits:
        now += wait
        passed += bucket.wait("one", now) == 0
    assert passed <= 5 + 2 * now
    assert bucket.wait("another", now) == 0


def test_a_slow_request_is_refused():
    async def receive():
        await asyncio.sleep(PATIENCE)

    async def app(scope, receive, send):
        await receive()
        raise AssertionError("it should have been refused")

    sent = []

    async def send(message):
        sent.append(message)

    bodies = Bodies(_forgiving(app), 100, 0.01, {})
    result_of(bodies({"type": "http", "path": "/", "headers": []}, receive, send))
    assert sent[0]["status"] == 408


def _forgiving(app):
    """Answer 400 whatever goes wrong, as a framework does with a body that cannot be read."""

    async def answering(scope, receive, send):
        try:
            await app(scope, receive, send)
        except AssertionError:
            raise
        except Exception:
            await send({"type": "http.response.start", "status": 400, "headers": []})
            await send({"type": "http.response.body", "body": b""})

    return answering


def test_the_library_remembers_until_it_changes(tmp_path):
    path = tmp_path / "graph.db"
    kg.open_graph(path, write=True).close()
    library, asked = Library(path), []

    def work(db):
        asked.append(db)
        return len(asked)

    assert [library.remembered("x", work) for _ in range(3)] == [1, 1, 1]
    with library.writing() as db:
        kg.record_failure(db, "a", "read", "b")
    assert library.remembered("x", work) == 2


def test_what_takes_long_is_told_a_while_after_a_change_too(library, monkeypatch):
    now = [100.0]
    monkeypatch.setattr("pipeline.app.web.library.monotonic", lambda: now[0])

    def work(db):
        now[0] += 2  # seconds
        return db.execute("SELECT count(*) FROM failures").fetchone()[0]

    assert library.remembered("x", work) == 0
    with library.writing() as db:
        kg.record_failure(db, "a", "read", "b")
    now[0] = 141.9
    assert library.remembered("x", work) == 0
    now[0] = 400.0  # nobody asked for long
    assert library.remembered("x", work) == 1


def test_what_takes_long_is_worked_out_anew_beside_its_readers(library, monkeypatch):
    now, began, go_on, asked = [100.0], Event(), Event(), []
    monkeypatch.setattr("pipeline.app.web.library.monotonic", lambda: now[0])

    def work(db):
        now[0] += 2
        asked.append(threading.current_thread())
        if len(asked) > 1:
            began.set()
            assert go_on.wait(30)
        return db.execute("SELECT count(*) FROM failures").fetchone()[0]

    assert library.remembered("x", work) == 0
    with library.writing() as db:
        kg.record_failure(db, "a", "read", "b")
    now[0] = 142.0
    assert library.remembered("x", work) == 0
    assert began.wait(30)
    assert library.remembered("x", work) == 0  # it is under way, and neither waited for nor begun again
    go_on.set()
    asked[1].join(30)
    assert library.remembered("x", work) == 1
    assert len(asked) == 2
    assert asked[0] is threading.current_thread() is not asked[1]


def test_what_fails_beside_its_readers_is_told_to_who_asks_when_it_is_too_old(library, monkeypatch):
    now, failed = [100.0], Event()
    monkeypatch.setattr("pipeline.app.web.library.monotonic", lambda: now[0])
    monkeypatch.setattr("pipeline.app.web.library._log.warning", lambda *_, **__: failed.set())

    def work(db):
        now[0] += 2
        if kg.stats(db)["failures"]:
            raise RuntimeError
        return "told"

    assert library.remembered("x", work) == "told"
    with library.writing() as db:
        kg.record_failure(db, "a", "read", "b")
    now[0] = 150.0
    assert library.remembered("x", work) == "told"
    assert failed.wait(30)
    now[0] = 400.0
    with pytest.raises(RuntimeError):
        library.remembered("x", work)


@pytest.fixture
def library(tmp_path):
    path = tmp_path / "lent.db"
    kg.open_graph(path, write=True).close()
    found = Library(path)
    yield found
    found.close()


def test_a_connection_is_lent_again_and_sees_what_was_written_meanwhile(library):
    with library.reading() as first:
        assert kg.stats(first)["failures"] == 0
    with library.writing() as db:
        kg.record_failure(db, "a", "read", "b")
    with library.reading() as second:
        assert second is first
        assert kg.stats(second)["failures"] == 1


def test_within_reading_the_same_connection_is_given_again(library):
    with library.reading() as outer, library.reading() as inner:
        assert outer is inner
    with library.reading() as after:
        assert after is outer


def test_a_connection_that_failed_is_closed_and_not_lent_again(library):
    with pytest.raises(UnknownCase), library.reading() as first:
        kg.case(first, "ab")
    with pytest.raises(sqlite3.ProgrammingError):
        first.execute("SELECT 1")
    with library.reading() as second:
        assert second is not first


def test_another_file_in_the_place_of_the_library_is_read(library, tmp_path):
    with library.reading() as before:
        pass
    other = tmp_path / "other.db"
    with closing(kg.open_graph(other, write=True)) as db:
        kg.record_failure(db, "a", "read", "b")
    other.replace(library.path)
    with library.reading() as after:
        assert after is not before
        assert kg.stats(after)["failures"] == 1


def test_no_more_connections_are_open_than_work_at_once(library):
    lent, hold = set(), Barrier(4)

    def read(first):
        with library.reading() as db:
            lent.add(id(db))
            if first:
                hold.wait(timeout=PATIENCE)
            return kg.stats(db)["articles"]

    with ThreadPoolExecutor(12) as pool:
        assert list(pool.map(read, [True] * 4 + [False] * 20)) == [0] * 24
    assert len(lent) == 4


def test_every_wording_is_there_in_both_languages():
    told = words()
    assert set(told["zh"]) == set(told["en"])
    assert all(all(text for text in told[language].values()) for language in LANGUAGES)
    lines = (WEB / "words.tsv").read_text("utf-8").splitlines()
    keys = [line.partition("\t")[0] for line in lines]
    assert len(keys) == len(set(keys))


def test_every_wording_that_a_template_names_is_there():
    known = words()["zh"]
    for template in (WEB / "templates").glob("*.html"):
        text = template.read_text("utf-8")
        for key in re.findall(r"\bt\('([a-z_.]+)'[,)]", text):
            assert key in known, (template.name, key)
        for beginning in re.findall(r"\bt\('([a-z_.]+\.)' ~", text):
            assert any(key.startswith(beginning) for key in known), (template.name, beginning)
        assert not re.search("[\u4e00-\u9fff]", text.replace("他山", "").replace("、", "")), template.name


@pytest.mark.parametrize("language", LANGUAGES)
def test_codes_of_the_contract_have_wordings(language):
    from kg.values import ENTITY_TYPES, RELATION_TYPES, THEMES, WARNING_CODES

    known = words()[language]
    for kind, codes in (("type", ENTITY_TYPES), ("theme", THEMES), ("warning", WARNING_CODES)):
        assert {f"{kind}.{code}" for code in codes} <= set(known)
    assert {f"relation.{code}{way}" for code in RELATION_TYPES for way in ("", "_back")} <= set(known)
    assert Wording(language)("no.such") == "such"


def test_nothing_in_our_files_comes_from_another_host():
    for path in [*(WEB / "static").iterdir(), *(WEB / "templates").iterdir()]:
        text = path.read_text("utf-8").replace("http://www.w3.org/2000/svg", "")
        assert not re.search(r"https?://|url\(|@import", text), path.name


def test_who_asks_is_known_by_state_alone():
    request = SimpleNamespace(state=SimpleNamespace(user=None))
    from starlette.exceptions import HTTPException

    from pipeline.app.web.safety import User, require

    with pytest.raises(HTTPException):
        require("reader")(request)
    request.state.user = User("a", "reviewer")
    assert require("reader")(request) is request.state.user
    with pytest.raises(HTTPException):
        require("admin")(request)
