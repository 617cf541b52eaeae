"""A model moves towards what people judged, and no further than their examples carry."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.extract.linear import LinearModel
from pipeline.train import Trained, train
from pipeline.train.refit import Example, mean_loss, refit

DEED = LinearModel(("deed",), (0.0,), {"推行": (1.0,), "召开": (-0.5,)})
THEMES = LinearModel(("甲", "乙"), (0.0, 0.0), {"食堂": (1.0, 0.0)})


def examples(*told: tuple[str, str], cases: int = 5) -> list[Example]:
    return [Example(tuple(words.split()), label, str(n % cases)) for n, (words, label) in enumerate(told)]


def test_a_two_class_model_learns_what_is_and_what_is_not():
    taught = examples(*[("召开 会议", "Other"), ("召开 培训", "deed")] * 10)
    model = refit(DEED, taught)
    assert model.probabilities(["召开", "培训"])["deed"] > 0.5 > model.probabilities(["召开", "会议"])["deed"]
    assert model.weights["推行"] == (1.0,)


def test_a_model_of_themes_learns_a_word_that_it_never_saw():
    model = refit(THEMES, examples(*[("书屋", "乙")] * 10))
    odds = model.probabilities(["书屋"])
    assert odds["乙"] > 0.7
    assert sum(odds.values()) == pytest.approx(1)
    assert model.weights["食堂"] == (1.0, 0.0)


def test_without_examples_nothing_moves():
    assert refit(DEED, []) is DEED
    assert mean_loss(DEED, []) == 0


WORDS = st.sampled_from(["推行", "召开", "食堂", "书屋", "会议"])
TAUGHT = st.lists(
    st.tuples(st.lists(WORDS, min_size=1, max_size=3), st.sampled_from(["deed", "Other"])),
    min_size=1,
    max_size=8,
)


@settings(max_examples=15)
@given(TAUGHT)
def test_learning_never_makes_a_model_worse_on_what_it_learnt(told):
    taught = [Example(tuple(dict.fromkeys(words)), label, "c") for words, label in told]
    assert mean_loss(refit(DEED, taught), taught) <= mean_loss(DEED, taught) + 1e-6


@settings(max_examples=15)
@given(TAUGHT)
def test_the_dearer_moving_is_the_nearer_a_model_stays(told):
    taught = [Example(tuple(dict.fromkeys(words)), label, "c") for words, label in told]
    far = [_moved(refit(DEED, taught, strength=strength)) for strength in (1.0, 10.0, 1000.0)]
    assert far[0] >= far[1] - 1e-4 >= far[2] - 2e-4
    assert far[2] < 0.1


def _moved(model: LinearModel) -> float:
    names = model.weights.keys()
    moved = sum((model.weights[name][0] - DEED.weights.get(name, (0.0,))[0]) ** 2 for name in names)
    return moved + model.bias[0] ** 2


def test_too_few_facts_teach_nothing_and_all_models_are_told_of():
    told = train({"measures": examples(("推行", "deed"))})
    assert [one.name for one in told] == [
        "measures",
        "themes",
        "indicators/selection",
        "indicators/confidence",
    ]
    assert told[0] == Trained("measures", 1, 1, None, None, None)
    assert told[0].to_record()["learnt"] is False


def test_what_does_not_help_on_unseen_cases_is_not_taken():
    at_random = [("稀有", "deed"), ("稀有", "Other")] * 10
    sure = train({"measures": examples(*[("某词 稀有", "Other")] * 20)})[0]
    doubtful = train({"measures": examples(*at_random, cases=20)})[0]
    assert sure.model is not None
    assert sure.after < sure.before
    assert doubtful.model is None or doubtful.after < doubtful.before
