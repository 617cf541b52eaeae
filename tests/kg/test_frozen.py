"""Frozen values made by their slots: in all else they are what `dataclass` makes."""

import copy
import inspect
import pickle
from dataclasses import FrozenInstanceError, asdict, dataclass, field, fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.frozen import quick


@dataclass(frozen=True, slots=True, order=True)
class Usual:
    """A value as `dataclass` makes it."""

    start: int
    end: int = 7
    name: str | None = None


@quick
@dataclass(frozen=True, slots=True, order=True)
class Quick:
    """The same value, made by its slots."""

    start: int
    end: int = 7
    name: str | None = None


VALUES = st.tuples(st.integers(), st.integers(), st.text(max_size=3))


@given(VALUES, VALUES)
def test_values_are_as_usual(one, other):
    usual, made = [[kind(*given) for given in (one, other)] for kind in (Usual, Quick)]
    assert [asdict(value) for value in made] == [asdict(value) for value in usual]
    assert (made[0] < made[1], made[0] == made[1]) == (usual[0] < usual[1], usual[0] == usual[1])
    assert [hash(value) for value in made] == [hash(value) for value in usual]
    assert [repr(value).replace("Quick", "Usual") for value in made] == [repr(value) for value in usual]


@given(VALUES)
def test_a_value_survives_copies(given):
    made = Quick(*given)
    assert pickle.loads(pickle.dumps(made)) == copy.deepcopy(made) == replace(made, end=given[1]) == made
    assert replace(made, name="x").name == "x"


def test_names_and_defaults_of_arguments_stay():
    assert inspect.signature(Quick) == inspect.signature(Usual)
    assert Quick(end=2, start=1) == Quick(1, 2, None)
    assert Quick.__init__.__qualname__ == Usual.__init__.__qualname__.replace("Usual", "Quick")


@pytest.mark.parametrize("given", [(), (1, 2, "x", 3)], ids=["too few", "too many"])
def test_what_is_missing_or_too_much_is_refused(given):
    with pytest.raises(TypeError, match="__init__"):
        Quick(*given)


@pytest.mark.parametrize("name", [one.name for one in fields(Quick)])
def test_it_stays_frozen(name):
    with pytest.raises(FrozenInstanceError):
        setattr(Quick(1), name, 2)


@dataclass(frozen=True, slots=True)
class Anew:
    """A value with a default that is made anew."""

    names: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class After:
    """A value with more to do when it is made."""

    start: int

    def __post_init__(self):
        raise ValueError(self.start)


@dataclass(frozen=True)
class Slotless:
    """A value without slots."""

    start: int


@pytest.mark.parametrize("kind", [Anew, After, Slotless])
def test_what_it_cannot_make_is_refused(kind):
    with pytest.raises(TypeError, match=kind.__name__):
        quick(kind)
