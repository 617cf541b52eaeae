"""How a candidate for an owner stands in its article: what it opens, is short for, who speaks."""

import importlib.util
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.values import Span
from pipeline.extract.indicators.context import Index
from pipeline.extract.indicators.owners import Owner
from pipeline.extract.indicators.standing import standing

FIRM, PERSON = ["enterprise", "青禾轴承公司"], ["person", "林望舒"]
ROOT = Path(__file__).resolve().parents[3]


def told(reading, text, entity=None):
    """Return what is said of the last place of `text` before the first number."""
    index = Index(reading)
    setting = index.settings[0]
    start = index.text.rindex(text, 0, setting.quantity.span.start)
    one = Owner(text, Span(start, start + len(text)), entity, ("run",))
    return set(standing(index, setting, one))


def test_a_noun_is_short_for_the_house_that_ends_in_it(make_reading):
    known = make_reading("青禾轴承公司推行积分制。公司员工离职率降至2%。", [FIRM])
    assert "R resolves=True" in told(known, "公司")
    unknown = make_reading("有人推行积分制。公司员工离职率降至2%。", [])
    assert "R resolves=False" in told(unknown, "公司")


def test_what_opens_other_clauses_too_is_counted(make_reading):
    reading = make_reading("夜校谁来都教。夜校不收学费，夜校开班30期。", [])
    assert {"R heads=2", "R whole=夜校"} <= told(reading, "夜校")


@pytest.mark.parametrize(("verb", "speaks"), [("表示", True), ("带领大家", False)])
def test_who_is_quoted_speaks(make_reading, verb, speaks):
    reading = make_reading(f"林望舒{verb}，全市有驿站30个。", [PERSON])
    person = reading.entities[0]
    assert f"S speaker={speaks}" in told(reading, "林望舒", person)


def test_nobody_stands_nowhere(make_reading):
    index = Index(make_reading("全市有驿站30个。", []))
    assert not list(standing(index, index.settings[0], Owner(None, None, None, ("none",))))


def test_a_far_name_is_not_what_a_noun_is_short_for(make_reading):
    text = "青禾轴承公司推行积分制。" + "林望舒来了。" * 401 + "公司员工离职率降至2%。"
    index = Index(make_reading(text, [FIRM, PERSON]))
    assert index.ending("公司", text.rindex("公司")) is None
    near = index.ending("公司", 20)
    assert near is not None
    assert near.name == "青禾轴承公司"


@pytest.fixture(scope="module")
def training():
    sys.path.insert(0, str(ROOT / "scripts"))
    try:
        spec = importlib.util.spec_from_file_location("train_owners", ROOT / "scripts/train_owners.py")
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        sys.modules["train_owners"] = module
        spec.loader.exec_module(module)
        return module
    finally:
        sys.path.remove(str(ROOT / "scripts"))


WEIGHTS = st.dictionaries(st.sampled_from("abc"), st.floats(-5, 5), max_size=3)


@given(weights=WEIGHTS)
def test_the_mean_of_a_ranker_and_itself_is_that_ranker(training, weights):
    assert training.mean([weights, weights]) == weights


def test_the_mean_takes_a_feature_unknown_to_one_ranker_for_nothing(training):
    assert training.mean([{"a": 1.0}, {"a": 3.0, "b": 1.0}]) == {"a": 2.0, "b": 0.5}


def test_figures_are_shares_of_what_was_found_and_records_of_all(training):
    right = dict.fromkeys(training.PARTS, True)
    wrong = {**right, "subject": False}
    rows = [training.Told("a", True, (), one) for one in (right, wrong, {})]
    found = dict(zip(("gold", "found", "P", "R"), training.figures(rows, 4), strict=False))
    assert found == {"gold": "4", "found": "2", "P": "0.667", "R": "0.500"}
    assert list(training.figures(rows, 4))[4:] == ["1.000", "0.500", "1.000", "1.000", "0.500", "0.286"]


def test_articles_of_the_field_have_a_row_of_their_own(training):
    right = dict.fromkeys(training.PARTS, True)
    rows = [training.Told("a", True, (), right), training.Told("b", False, (), {**right, "metric": False})]
    lines = list(training.table(rows, {True: 1, False: 1}))
    assert [line.split(" | ")[5] for line in lines[1:]] == ["0.500", "1.000", "0.000"]
