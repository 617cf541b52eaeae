"""Classes made once: the expressions are those that `re` makes by itself."""

import re
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.lexicon import classes
from pipeline.lexicon.classes import remembered

CASES = (
    "[一-龥]{2,4}", "[^一-龥a-z]x[^一-龥a-z]", "[工会]+总[会工]", "(?i)[A-Zß一]|[K-T]", r"[\d一二]",
    "[𠀀-𪛟一]", "[a]", "[a-c][一-三]",
)  # fmt: skip
CLASS = st.lists(st.sampled_from("aZé工会总一三龥𠀀"), min_size=1, max_size=6).map("".join)


def compiled(expression: str) -> "re.Pattern[str]":
    """Return the expression compiled anew; `re.compile` keeps a few hundred."""
    return re._compiler.compile(expression)


@pytest.mark.parametrize("expression", CASES)
def test_an_expression_compiled_twice_is_the_usual_one(expression):
    with remembered():
        found = [compiled(expression), compiled(expression)]
    assert found == [compiled(expression)] * 2  # equal codes, not only equal words


@given(st.lists(CLASS, min_size=1, max_size=4), st.booleans(), st.booleans())
def test_expressions_of_many_classes_are_the_usual_ones(parts, negated, folded):
    flags, sign = "(?i)" if folded else "", "^" if negated else ""
    expression = flags + "|".join(f"[{sign}{part}]{part[0]}[{part[::-1]}]" for part in parts)
    with remembered():
        found = compiled(expression), compiled(expression)
    assert found == (compiled(expression),) * 2


def test_a_class_is_made_once(monkeypatch):
    makes, made = re._compiler._optimize_charset, []
    monkeypatch.setattr(re._compiler, "_optimize_charset", lambda *given: made.append(given) or makes(*given))
    with remembered():
        compiled("[工会]x[工会]y[工会]")
    assert len(made) == 1


def test_all_is_as_before_whatever_happens():
    before = re._compiler._optimize_charset
    with pytest.raises(re.error), remembered():
        compiled("[工会](")
    assert re._compiler._optimize_charset is before


def test_another_re_is_left_alone(monkeypatch):
    monkeypatch.setattr(classes, "re", SimpleNamespace())
    with remembered():
        assert compiled("[工会]").match("会")
