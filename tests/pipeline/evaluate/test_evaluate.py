import copy
import subprocess
import sys

import pytest
import yaml

from kg.errors import BadGold
from pipeline.evaluate import evaluate, read_gold
from pipeline.evaluate.facts import right_indicators
from pipeline.evaluate.names import alike, equal, norm
from tests.patience import PATIENCE

TEXT = "华岭机床推行师带徒，培训120人次。"
GOLD = {
    "id": "one",
    "title": "师傅带路",
    "authors": ["庄晓棠"],
    "sections": [],
    "joins": ["推行师带徒"],
    "truncated": [],
    "entities": {"enterprise": [["华岭机床", "华岭"]]},
    "optional": ["师带徒"],
    "indicators": [
        {
            "raw": "120人次",
            "metric": ["培训"],
            "subject": ["华岭机床"],
            "value": 120,
            "unit": "人次",
            "op": "=",
            "status": "actual",
        }
    ],
    "measures": [{"anchor": "师带徒", "theme": ["素质提升"]}],
    "relations": [["华岭机床", "implements", "师带徒"]],
}
RECORD = {
    "title": "师傅带路",
    "authors": [{"name": "庄晓棠"}],
    "sections": [],
    "text": TEXT,
    "warnings": [],
    "entities": [
        {
            "id": "e1",
            "type": "enterprise",
            "name": "华岭机床",
            "aliases": [],
            "mentions": [{"start": 0, "end": 4}],
        }
    ],
    "indicators": [
        {
            "id": "i1",
            "raw": "120人次",
            "metric": "培训",
            "subject": "华岭机床",
            "value": 120,
            "low": None,
            "high": None,
            "unit": "人次",
            "op": "=",
            "status": "actual",
            "start": 12,
            "end": 17,
        }
    ],
    "measures": [{"id": "m1", "text": "推行师带徒", "object": "师带徒", "theme": "素质提升"}],
    "relations": [{"head": "e1", "type": "implements", "tail": "m1"}],
}


def changed(**fields):
    record = copy.deepcopy(RECORD)
    record.update(fields)
    return record


def test_a_perfect_record_has_every_figure_at_one():
    scores = evaluate([GOLD], [RECORD])
    assert {name: tally.f1 for name, tally in scores.tallies.items() if tally.gold} == pytest.approx(
        {name: 1.0 for name, tally in scores.tallies.items() if tally.gold}
    )
    assert scores.misses == []


@pytest.mark.parametrize(
    ("field", "value", "figure"),
    [
        ("title", "别的", "titles"),
        ("authors", [], "authors"),
        ("text", "华岭机床推行了培训120人次。", "repair"),
        ("entities", [], "entities.enterprise"),
        ("measures", [], "measures"),
        ("relations", [], "relations"),
        ("indicators", [], "records"),
    ],
)
def test_what_is_missing_is_counted_and_named(field, value, figure):
    scores = evaluate([GOLD], [changed(**{field: value})])
    assert scores.tallies[figure].recall == 0.0
    assert scores.misses


def test_an_extra_name_costs_precision_and_an_optional_one_does_not():
    extra = {"id": "e2", "type": "enterprise", "name": "澜川集团", "aliases": [], "mentions": []}
    optional = {**extra, "name": "师带徒"}
    assert (
        evaluate([GOLD], [changed(entities=[*RECORD["entities"], extra])]).tallies["entities"].precision
        == 0.5
    )
    assert (
        evaluate([GOLD], [changed(entities=[*RECORD["entities"], optional])]).tallies["entities"].precision
        == 1.0
    )


def test_an_article_that_is_not_there_is_a_miss_and_an_extra_one_too():
    scores = evaluate([GOLD], [changed(title="别的", text="无关。", indicators=[], measures=[])])
    assert {miss.kind for miss in scores.misses} >= {"article", "article extra"}


def test_names_and_numbers_are_compared_as_the_gold_sets_mean_it():
    assert norm("“名师 带徒”（试行）") == "名师带徒(试行)"
    assert alike("职工合理化建议", ["合理化建议"])
    assert not alike("培训", ["采纳率"])
    assert alike(None, [None])
    assert equal(0.1 + 0.2, 0.3)
    assert not equal(None, 1)


@pytest.mark.parametrize("text", ["a: [", "3", "articles: [{title: x}]"])
def test_a_bad_gold_file_is_refused(tmp_path, text):
    (tmp_path / "gold.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(BadGold):
        read_gold(tmp_path / "gold.yaml")


def test_evaluate_prints_the_table_and_the_misses(tmp_path):
    (tmp_path / "own.yaml").write_text(
        yaml.safe_dump({"articles": [{**GOLD, "file": "a"}]}, allow_unicode=True), encoding="utf-8"
    )
    (tmp_path / "own").mkdir()
    (tmp_path / "own/a.txt").write_text("师傅带路\n庄晓棠\n\n" + TEXT, encoding="utf-8")
    words = [
        sys.executable,
        "-c",
        "from pipeline.app.cli import main; main()",
        "evaluate",
        tmp_path / "own.yaml",
        "--misses",
    ]
    done = subprocess.run(words, capture_output=True, text=True, timeout=PATIENCE, check=True)
    assert "indicators.value" in done.stdout
    assert "gold 1" in done.stdout


def test_told_indicators_are_right_with_every_gold_field_and_optional_ones_are_left_out():
    fact = {"value": 8, "unit": "间", "op": "=", "metric": ["书屋", "建成书屋"], "subject": None}
    gold = {"indicators": [{**fact, "raw": "8间"}, {**fact, "raw": "9间", "value": 9, "optional": True}]}
    told = [
        {"raw": raw, "value": value, "unit": "间", "op": "=", "metric": metric, "status": "actual"}
        for raw, value, metric in (("8间", 8, "书屋"), ("9间", 9, "书屋"), ("7间", 7, "书屋"))
    ]
    assert [(one["raw"], right) for one, right in right_indicators(gold, {"indicators": told})] == [
        ("8间", True), ("7间", False),
    ]  # fmt: skip
    told[0]["metric"] = "职工"
    assert not any(right for _, right in right_indicators(gold, {"indicators": told}))
