"""The time that a text takes grows with its length, whatever it is made of: no line can hang a run."""

import time

import pytest

from pipeline.extract.mentions.enterprises import _run
from pipeline.nlp.sentences import sentence_spans
from pipeline.repair.continued import leaves_off, takes_up
from pipeline.repair.misread import read_again
from pipeline.split.heads import clean_title
from tests.pipeline.growth import MIXES, UNITS, cost, growth, made

# Each was once more than linear.
SHORT = ("wide digit", "honour", "studio", "short", "heading", "issue", "closed line")
ENOUGH = 0.03  # seconds below which a clock says little
FOURFOLD = 2.3**2  # twice as many characters take at most 2.3 times as long
BUSY = 1.6  # what a busy machine adds to a short measurement
TRIES = 5  # what grows too fast does so each time, a machine that is disturbed does not


@pytest.fixture(scope="module")
def warm(nlp):
    cost(nlp, made("sentence", 300))
    return nlp


@pytest.mark.parametrize("name", SHORT)
def test_four_times_the_text_takes_about_four_times_as_long(warm, name):
    measured = (growth(warm, name, 1_500) for _ in range(TRIES))
    assert any(many < FOURFOLD * BUSY * max(few, ENOUGH) for few, many in measured)


@pytest.mark.long
@pytest.mark.timeout(0)
@pytest.mark.parametrize("name", [*UNITS, *MIXES])
def test_time_is_linear_in_the_text_whatever_it_is_made_of(warm, name):
    measured = (growth(warm, name, 25_000) for _ in range(TRIES))
    assert any(many < FOURFOLD * max(few, ENOUGH) for few, many in measured)


def spent(work, text):
    began = time.process_time()
    work(text)
    return time.process_time() - began


TRAPS = {
    "a list that can be cut in many ways": (lambda text: _run(text, len(text)), "甲和"),
    "a number that never ends": (read_again, "１"),
    "a number of letters": (read_again, "O０"),
    "blanks before a mark that does not come": (leaves_off, " "),
    "brackets and blanks before it": (takes_up, "  （ "),
    "a title of blanks": (clean_title, "a  - "),
    "a sentence without an end": (sentence_spans, "甲、"),
}


@pytest.mark.parametrize("name", TRAPS)
def test_no_pattern_is_a_trap(name):
    work, unit = TRAPS[name]
    measured = ((spent(work, unit * 2_000), spent(work, unit * 8_000)) for _ in range(TRIES))
    assert any(many < 8 * max(few, 0.005) for few, many in measured)
