"""A case as JSON and back."""

import json
from dataclasses import replace
from decimal import Decimal

import pytest

import kg
from kg.errors import BadRecord
from kg.values import Concept, Meaning


def test_a_record_has_the_keys_of_the_contract_in_its_order(pump):
    record = kg.to_record(pump)
    assert list(record) == [
        "case_id", "source", "column", "title", "authors", "publisher", "published", "sections", "text",
        "warnings", "entities", "indicators", "measures", "relations", "parts", "concepts", "address",
    ]  # fmt: skip
    assert list(record["indicators"][0]) == [
        "id", "metric", "subject", "subject_id", "value", "low", "high", "op", "unit", "raw", "direction",
        "from", "delta", "delta_unit", "period", "period_start", "period_end", "status", "start", "end",
        "evidence", "confidence",
    ]  # fmt: skip
    assert list(record["measures"][0]) == [
        "id", "text", "action", "object", "actor", "actor_id", "beneficiary", "theme", "concept", "results",
        "start", "end", "evidence", "confidence", "concepts",
    ]  # fmt: skip
    assert record["measures"][0]["concepts"][1] == {"id": "training", "score": 0.2}
    assert list(record["concepts"][0]) == ["id", "name", "theme", "broader", "definition"]
    assert list(record["entities"][0]) == ["id", "type", "name", "aliases", "mentions"]
    assert list(record["relations"][0]) == ["head", "type", "tail", "evidence"]
    assert list(record["source"]) == ["path", "sha256", "media_type", "page"]
    assert list(record["authors"][0]) == ["name", "organization", "position"]
    assert list(record["warnings"][0]) == ["code", "start", "end", "message"]


def test_every_span_of_a_record_is_where_it_says(pump):
    record = kg.to_record(pump)
    text = record["text"]
    assert all(text[i["start"] : i["end"]] == i["raw"] for i in record["indicators"])
    assert all(text[m["start"] : m["end"]] == m["text"] for m in record["measures"])
    assert [text[m["start"] : m["end"]] for m in record["entities"][0]["mentions"]] == [
        "云麓泵业有限公司",
        "云麓泵业",
    ]


def test_numbers_are_whole_where_they_are_and_days_are_iso(pump):
    change = kg.to_record(pump)["indicators"][1]
    assert (change["value"], change["from"], change["delta"]) == (30, 21.5, 8.5)
    assert isinstance(change["value"], int)
    assert (change["period_start"], change["low"]) == ("2023-01-01", None)


def test_only_an_explained_record_names_its_rules(pump):
    plain, told = kg.to_record(pump), kg.to_record(pump, explain=True)
    assert '"rule"' not in json.dumps(plain)
    assert {fact["rule"] for fact in told["entities"]} == {"suffix", "gazetteer", "byline"}
    assert {fact["rule"] for kind in ("indicators", "measures") for fact in told[kind]} == {"hand"}


def test_a_record_survives_json(pump, dock):
    for case in (pump, dock):
        assert kg.from_record(json.loads(json.dumps(kg.to_record(case, explain=True)))) == case


def test_a_plain_record_gives_back_all_but_the_rules(pump):
    unruled = {
        kind: tuple(replace(fact, rule="") for fact in getattr(pump, kind))
        for kind in ("entities", "indicators", "measures", "relations")
    }
    assert kg.from_record(kg.to_record(pump)) == replace(pump, **unruled)


def test_a_record_of_another_program_may_say_no_more_of_concepts_than_their_names(pump):
    record = kg.to_record(pump)
    del record["concepts"]
    for measure in record["measures"]:
        del measure["concepts"]
    case = kg.from_record(record)
    assert case.concepts == (
        Concept("师带徒", "师带徒", "素质提升"),
        Concept("技能津贴", "技能津贴", "地位提高"),
    )
    assert [m.concepts for m in case.measures] == [(Meaning("师带徒", 1.0),), (Meaning("技能津贴", 1.0),)]
    record["measures"][0]["concept"] = None
    assert kg.from_record(record).measures[0].concepts == ()


def test_a_number_too_long_for_a_float_is_the_nearest_one(dock):
    exact = replace(dock.indicators[0], value=Decimal("0.1234567890123456789"))
    record = kg.to_record(replace(dock, indicators=(exact,)))
    assert record["indicators"][0]["value"] == pytest.approx(0.12345678901234568)


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (lambda record: record.pop("text"), "'text' is missing"),
        (lambda record: record["indicators"][0].pop("from"), "'from' is missing"),
        (lambda record: record.update(published="gestern"), "gestern"),
        (lambda record: record["indicators"][0].update(value="many"), "not the record of a case"),
        (lambda record: record.update(entities=[3]), "not the record of a case"),
        (lambda record: record.update(concepts=[{"id": "a"}]), "not the record of a case"),
        (lambda record: record.update(source=None), "not the record of a case"),
    ],
)
def test_a_spoilt_record_is_refused_with_the_reason(pump, spoil, reason):
    record = kg.to_record(pump)
    spoil(record)
    with pytest.raises(BadRecord, match=reason):
        kg.from_record(record)
