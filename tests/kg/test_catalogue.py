"""Lists in pages, things, facets and the whole at a glance."""

import base64
import json
from contextlib import suppress
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

import kg
from kg.catalogue.indicators import _KEYS
from kg.catalogue.pages import _decode, _encode
from kg.errors import BadCursor, UnknownEntity
from kg.values import THEMES


def pages(ask):
    """Return all rows of a list, asked for page by page, and the number of pages."""
    rows, cursor, count = [], None, 0
    while count == 0 or cursor:
        page = ask(cursor)
        rows += page.rows
        cursor, count = page.cursor, count + 1
    return rows, count


def ids_of(page):
    return [row["case_id"] for row in page.rows]


def test_cases_say_what_they_hold(db, pump, dock):
    page = kg.list_cases(db, order="newest")
    assert page.total == 2
    assert page.cursor is None
    assert ids_of(page) == [pump.article.id, dock.article.id]
    first = page.rows[0]
    assert (first["title"], first["publisher"], first["published"]) == (
        "以师带徒补齐技能短板",
        "北川日报",
        "2023-10-12",
    )
    assert (first["measures"], first["indicators"]) == (2, 3)
    assert first["themes"] == ["地位提高", "素质提升"]
    assert pump.article.text.startswith(first["opening"])


@pytest.mark.parametrize("order", ["newest", "title", "facts"])
def test_pages_hold_every_case_once(db, order):
    rows, count = pages(lambda cursor: kg.list_cases(db, order=order, cursor=cursor, limit=1))
    assert count == 2
    assert rows == list(kg.list_cases(db, order=order).rows)


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({}, {"pump", "dock"}),
        ({"theme": "地位提高"}, {"pump"}),
        ({"theme": "思想引领"}, set()),
        ({"place": "青禾县"}, {"pump", "dock"}),
        ({"place": "青禾"}, set()),
        ({"actor": "enterprise"}, {"pump", "dock"}),
        ({"actor": "union"}, set()),
        ({"concept": "工资集体协商"}, {"dock"}),
        ({"since": "2023-10-12"}, {"pump"}),
        ({"until": "2023-10-11"}, set()),
        ({"results": True}, {"pump", "dock"}),
        ({"results": True, "theme": "地位提高"}, set()),
        ({"actor": "enterprise", "concept": "技能津贴"}, set()),
    ],
)
def test_a_selection_finds_the_cases_that_have_all_of_it(db, pump, dock, wanted, found):
    from datetime import date

    told = {
        key: date.fromisoformat(value) if key in ("since", "until") else value
        for key, value in wanted.items()
    }
    selection = kg.Selection(**told)
    names = {pump.article.id: "pump", dock.article.id: "dock"}
    assert {names[case_id] for case_id in ids_of(kg.list_cases(db, selection))} == found
    assert {names[case_id] for case_id in kg.select(db, selection, list(names))} == found
    assert bool(selection) == bool(wanted)


def test_selecting_among_some_gives_no_others(db, pump):
    assert kg.select(db, kg.Selection(place="青禾县"), [pump.article.id]) == {pump.article.id}
    assert kg.select(db, kg.Selection(), []) == set()


def test_case_rows_hold_the_text(db, pump, dock):
    rows = kg.case_rows(db, [dock.article.id, pump.article.id, dock.article.id])
    assert rows[dock.article.id]["text"] == dock.article.text
    assert set(rows) == {dock.article.id, pump.article.id}


def test_facets_count_cases(db, pump):
    told = kg.facets(db)
    assert told["theme"] == {"地位提高": 1, "素质提升": 1, "维权服务": 1}
    assert told["place"] == {"青禾县": 2}
    assert told["actor"] == {"enterprise": 2}
    assert told["year"] == {"2023": 1}
    assert told["results"] == {"yes": 2}
    assert kg.facets(db, [pump.article.id])["concept"] == {"师带徒": 1, "技能津贴": 1}
    assert kg.facets(db, []) == {name: {} for name in told}
    assert len(kg.facets(db, most=1)["theme"]) == 1
    everything = [row[0] for row in db.execute("SELECT id FROM articles")]
    assert kg.facets(db, everything) == told  # asked in another way


def test_the_most_reused_practices_say_how_many_cases_and_results_they_have(db):
    by_hand = {}
    for measure in db.query("SELECT * FROM measures WHERE concept IS NOT NULL"):
        cases, measures, results = by_hand.setdefault(measure["concept"], (set(), [], []))
        cases.add(measure["article_id"])
        measures.append(measure["theme"])
        wanted = "SELECT count(*) > 0 FROM measure_results WHERE measure_id = ?"
        results.append(db.execute(wanted, [measure["id"]]).fetchone()[0])
    assert {row["name"]: row for row in kg.overview(db)["practices"]} == {
        name: {
            "name": name, "theme": measures[0], "cases": len(cases), "measures": len(measures),
            "with_results": sum(results),
        }
        for name, (cases, measures, results) in by_hand.items()
    }  # fmt: skip


def test_entities_of_most_cases_come_first(db):
    page = kg.list_entities(db)
    assert page.rows[0]["name"] == "青禾县"
    assert page.rows[0]["cases"] == 2
    rows, _ = pages(lambda cursor: kg.list_entities(db, cursor=cursor, limit=2))
    assert rows == list(page.rows)
    assert page.total == len(rows) == 5


def test_entities_are_found_by_type_and_any_name(db):
    assert [row["name"] for row in kg.list_entities(db, kind="union").rows] == ["青禾县总工会"]
    assert [row["name"] for row in kg.list_entities(db, name="云麓泵业").rows] == ["云麓泵业有限公司"]
    assert kg.list_entities(db, name="没有").total == 0


def test_an_entity_tells_all_that_is_known_of_it(db, pump):
    row = kg.list_entities(db, kind="enterprise", name="云麓").rows[0]
    told = kg.entity(db, row["entity_id"])
    assert {name["name"] for name in told["names"]} == {"云麓泵业有限公司", "云麓泵业"}
    assert [case["case_id"] for case in told["cases"]] == [pump.article.id]
    assert told["cases"][0]["mentions"] == 2
    assert [practice["text"] for practice in told["practices"]] == ["推行师带徒制度"]
    for practice in told["practices"]:
        assert pump.article.text[practice["start"] : practice["end"]] == practice["text"]
    with pytest.raises(UnknownEntity):
        kg.entity(db, "none")


def test_a_practice_that_two_cases_tell_alike_is_told_once_by_the_surer(db, pump):
    source = replace(pump.article.source, path="转载.txt", sha256="reprint")
    article = replace(pump.article, id="reprint", source=source)
    surer = tuple(replace(measure, confidence=0.99) for measure in pump.measures)
    kg.add(db, source, [replace(pump, article=article, measures=surer)], extractor="hand")
    row = kg.list_entities(db, kind="enterprise", name="云麓").rows[0]
    (practice,) = kg.entity(db, row["entity_id"])["practices"]
    assert (practice["cases"], practice["case_id"], practice["confidence"]) == (2, "reprint", 0.99)


def test_neighbours_say_by_what_and_which_way(db):
    dock = kg.list_entities(db, name="海晏港务").rows[0]["entity_id"]
    place = kg.list_entities(db, kind="place").rows[0]["entity_id"]
    out = kg.entity(db, dock)["neighbours"]
    assert [(n["relation"], n["way"], n["name"]) for n in out] == [("located_in", "out", "青禾县")]
    back = kg.entity(db, place)["neighbours"]
    assert [(n["relation"], n["way"], n["name"]) for n in back] == [("located_in", "in", "海晏港务集团")]
    assert "开展工资集体协商" in back[0]["evidence"]


def test_entities_of_a_case_lead_to_things(db, pump):
    things = kg.things_of(db, pump.article.id)
    assert set(things) == {entity.id for entity in pump.entities}
    for entity in pump.entities:
        assert kg.entity(db, things[entity.id])["name"] == entity.name


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({"text": "师徒"}, {"120对", "由21.5%提高到30%"}),
        ({"metric": "补贴"}, {"500元"}),
        ({"unit": "%"}, {"由21.5%提高到30%", "超过95%"}),
        ({"status": "standard"}, {"500元"}),
        ({"year": 2023}, {"120对", "由21.5%提高到30%"}),
        ({"year": 2022}, set()),
        ({"least": 500, "unit": "元"}, {"180余万元"}),
        ({"most": 100}, {"由21.5%提高到30%", "超过95%"}),
        ({"confidence": 0.95}, set()),
    ],
)
def test_indicators_are_chosen_by_what_they_are(db, wanted, found):
    page = kg.list_indicators(db, kg.IndicatorSelection(**wanted))
    assert {row["raw"] for row in page.rows} == found
    assert page.total == len(found)


@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize(
    "order", ["metric", "subject", "value", "unit", "period", "status", "confidence", "title"]
)
def test_indicators_keep_their_order_over_pages(db, order, descending):
    every = kg.list_indicators(db, order=order, descending=descending).rows
    rows, count = pages(
        lambda cursor: kg.list_indicators(db, order=order, descending=descending, cursor=cursor, limit=2)
    )
    assert rows == list(every)
    assert count == 3
    key = {"period": "period_end"}.get(order, order)
    values = [row[key] for row in rows if row[key] is not None]
    assert values == sorted(values, reverse=descending)


@pytest.mark.parametrize("order", sorted(_KEYS))
def test_a_filtered_list_counts_and_orders_as_all_rows_do(db, order):
    every = kg.list_indicators(db, limit=100).rows
    for wanted in (
        kg.IndicatorSelection(text="职工"), kg.IndicatorSelection(unit="人", least=1),
        kg.IndicatorSelection(entity=next(row["entity_id"] for row in every if row["entity_id"])),
    ):  # fmt: skip
        page = kg.list_indicators(db, wanted, order=order, limit=100)
        assert page.total == len(page.rows)
        known = {row["indicator_id"]: row for row in every}
        assert all(known[row["indicator_id"]] == row for row in page.rows)
        assert [row["indicator_id"] for row in kg.list_indicators(db, wanted, order=order, limit=1).rows] == [
            row["indicator_id"] for row in page.rows[:1]
        ]


def test_an_indicator_leads_to_its_place(db, pump):
    page = kg.list_indicators(db, kg.IndicatorSelection(case_id=pump.article.id))
    assert page.total == 3
    for row in page.rows:
        assert pump.article.text[row["start"] : row["end"]] == row["raw"]
        assert pump.article.text[row["evidence_start"] :].startswith(row["evidence"])


def test_the_overview_adds_up(db):
    told = kg.overview(db)
    assert told["stats"]["articles"] == 2
    assert told["growth"] == [{"month": "2023-10", "cases": 1}]
    assert told["themes_by_place"][0]["place"] == "青禾县"
    assert set(told["themes_by_place"][0]["themes"]) == set(THEMES)
    assert told["themes_by_place"][0]["themes"]["维权服务"] == 1
    assert {row["name"]: row["with_results"] for row in told["practices"]} == {
        "师带徒": 1, "技能津贴": 0, "工资集体协商": 1, "困难帮扶": 0,
    }  # fmt: skip
    assert told["gaps"]["without_day"] == 1
    assert told["gaps"]["practices_without_results"] == 2


def test_an_empty_library_is_a_library_too(empty):
    assert kg.list_cases(empty).total == kg.list_entities(empty).total == kg.list_indicators(empty).total == 0
    assert kg.overview(empty)["themes_by_place"] == []


@given(key=st.one_of(st.text(), st.floats(allow_nan=False, allow_infinity=False)), row_id=st.text())
def test_a_cursor_is_read_as_it_was_written(key, row_id):
    assert _decode(_encode({"sort_key": key, "sort_id": row_id})) == (key, row_id)


@given(st.text(max_size=60))
def test_any_text_is_a_cursor_or_refused(text):
    with suppress(BadCursor):
        key, row_id = _decode(text)
        assert isinstance(row_id, str)
        assert isinstance(key, str | int | float)


@pytest.mark.parametrize(
    "told", [[1], ["a", 1], [None, "a"], [{}, "a"], [2**63, "a"], "ab", {"a": 1, "b": 2}]
)
def test_a_cursor_of_other_things_is_refused(db, told):
    cursor = base64.urlsafe_b64encode(json.dumps(told).encode()).decode()
    with pytest.raises(BadCursor):
        kg.list_cases(db, cursor=cursor)


def test_rows_that_come_meanwhile_shift_no_page(db, pump):
    first = kg.list_cases(db, order="title", limit=1)
    other = replace(
        pump.article, id="0" * 16, title="一个新来的案例", source=replace(pump.article.source, path="新.txt")
    )
    kg.add(db, replace(other.source, page=None), [replace(pump, article=other)], extractor="hand")
    second = kg.list_cases(db, order="title", limit=5, cursor=first.cursor)
    assert first.rows[0]["case_id"] not in ids_of(second)
