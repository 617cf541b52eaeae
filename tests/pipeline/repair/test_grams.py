"""The character model and the model of leads: what they know, and that they never fail."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.repair.grams import BITS, STEP, Grams, Level, grams, normal
from pipeline.repair.leads import features, lead

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)


def level(*rows: tuple[int, float, float]) -> Level:
    keys, chances, backoffs = zip(*rows, strict=True)
    return Level(
        np.array(keys, dtype=np.int64),
        np.array([-math.log(chance) * STEP for chance in chances], dtype=np.uint8),
        np.array([math.log(weight) * STEP for weight in backoffs], dtype=np.int8),
    )


def small() -> Grams:
    """Return a model of the characters 工 (1) and 会 (2)."""
    single = level((0, 0.01, 1.0), (1, 0.5, 0.25), (2, 0.49, 1.0))
    pair = level((1 << BITS | 2, 0.8, 1.0))
    return Grams("\0工会", (single, pair))


def test_a_pair_that_was_kept_has_its_own_chance():
    assert math.exp(small().chance("工", "会")) == pytest.approx(0.8, rel=0.07)


def test_a_pair_that_was_not_kept_backs_off():
    assert math.exp(small().chance("工", "工")) == pytest.approx(0.5 * 0.25, rel=0.1)
    assert math.exp(small().chance("会", "工")) == pytest.approx(0.5, rel=0.07)


def test_chances_of_characters_multiply():
    model = small()
    assert model.chance("", "工会") == pytest.approx(model.chance("", "工") + model.chance("工", "会"))


def test_an_unknown_character_is_one_of_the_rest():
    assert small().chance("", "龘") == small().chance("", "鑫")


@settings(max_examples=100)
@given(TEXT, TEXT)
def test_a_chance_is_a_finite_logarithm_that_only_falls(before, text):
    whole = grams().chance(before, text)
    assert math.isfinite(whole)
    assert whole <= 0
    assert grams().chance(before, text[:-1]) >= whole


def test_the_chances_behind_a_context_sum_to_about_one():
    known = list(grams()._numbers)
    for before in ("工人队", "产业", "。", "魑魅"):
        assert sum(math.exp(grams().chance(before, char)) for char in known) == pytest.approx(1, abs=0.12)


@pytest.mark.parametrize(
    ("before", "likely", "unlikely"),
    [("产业工", "人", "，"), ("劳动竞", "赛", "人"), ("职工代表大", "会", "队"), ("人工智", "能", "工")],
)
def test_the_model_knows_the_words_of_news(before, likely, unlikely):
    assert grams().chance(before, likely) > grams().chance(before, unlikely) + 2


def test_digits_and_letters_are_alike():
    assert {normal(char) for char in "0７九"} == {"0", "九"}
    assert grams().chance("第", "3") == grams().chance("第", "8")


@pytest.mark.parametrize(
    ("opens", "follows"),
    [
        ("日前，记者从江海市总工会获悉，全市职工夜校开班。", "与此同时，夜校还开到了工地。"),
        ("近日，江海市人民政府印发《行动方案》。", "此外，方案提出提高技术工人待遇。"),
        ("本报讯（记者李大明）8月16日，江海市总工会举办培训班。", "他说，学了就能用。"),
    ],
)
def test_a_lead_is_likelier_to_open_than_what_follows(opens, follows):
    assert lead(opens) > 0 > lead(follows)


@given(TEXT)
def test_features_never_fail_and_are_short(text):
    assert all(1 < len(name) <= 4 for name in features(text)) or len(text) < 2
    assert math.isfinite(lead(text))
