"""The public suites for Chinese numbers, money, units and times, over the cases that the contract covers.

What is asked and why a case is out of scope stands in scripts/quantity_suites.py, so that peers are asked the
same. The floors hold for the second half; the reader was written with an eye on the first.
"""

import sys
from collections import defaultdict
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
FLOORS = {
    "Recognizers-Text numbers": 0.95,
    "Recognizers-Text percentages": 0.95,
    "Recognizers-Text currency": 0.95,
    "Recognizers-Text dimension": 0.95,
    "Recognizers-Text age": 0.95,
    "Recognizers-Text dates": 0.95,
    "JioNLP money": 0.95,
    "JioNLP times": 0.95,
    "Duckling numerals": 0.95,
    "Duckling money": 0.95,
    "Duckling quantities": 0.95,
    "WeTextProcessing numbers": 0.95,
}


@pytest.fixture(scope="module")
def suites():
    sys.path.insert(0, str(ROOT / "scripts"))
    try:
        import quantity_suites
    finally:
        sys.path.remove(str(ROOT / "scripts"))
    return quantity_suites


@pytest.fixture(scope="module")
def verdicts(suites, shared):
    """Return by suite the cases in scope, each with whether it is read right."""
    found = defaultdict(list)
    for case in suites.cases(shared / "data/numbers"):
        if case.out_of_scope is None:
            found[case.suite].append((case, suites.right(case, suites.read(case))))
    return found


@pytest.mark.parametrize("suite", FLOORS)
def test_the_second_half_of_a_suite_is_read_right(suite, verdicts):
    answers = [right for case, right in verdicts[suite] if not case.seen]
    misses = [case.text for case, right in verdicts[suite] if case.seen and not right]
    report = f"{suite}: {sum(answers)} of {len(answers)}, misses of the first half {misses}"
    assert sum(answers) / len(answers) >= FLOORS[suite], report


def test_every_suite_has_a_floor_and_every_exclusion_a_suite(suites, verdicts):
    assert set(verdicts) == set(FLOORS)
    assert set(suites.OUT_OF_SCOPE) <= set(FLOORS)


def test_an_answer_is_right_only_where_both_ends_are(suites):
    from decimal import Decimal

    case = suites.Case("a suite", "money", "120元~350元", "120元~350元", ((Decimal(120), Decimal(350)),))
    assert suites.right(case, suites.read(case))
    assert not suites.right(case, [(Decimal(120), Decimal(120))])
    assert not suites.right(case, [(None, None)])
