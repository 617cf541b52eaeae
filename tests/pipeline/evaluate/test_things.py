"""Scoring which names are one thing, by hand-counted examples."""

from pathlib import Path

import pytest

from kg.errors import BadGold
from pipeline.evaluate.things import Family, Member, read_families, score

GOLD = Path(__file__).parents[3] / "corpus/gold/things.yaml"
ONE, TWO, THREE = Member("n1", "林望舒"), Member("n2", "林望舒"), Member("n3", "林望舒")
FAMILY = Family("person", ((ONE, TWO), (THREE,)))


def put(*things):
    return {("person", member): number for number, members in enumerate(things) for member in members}


@pytest.mark.parametrize(
    ("things", "precision", "recall", "b_cubed"),
    [
        (put((ONE, TWO), (THREE,)), 1.0, 1.0, (1.0, 1.0)),
        (put((ONE,), (TWO,), (THREE,)), 1.0, 0.0, (1.0, 2 / 3)),
        (put((ONE, TWO, THREE)), 1 / 3, 1.0, (5 / 9, 1.0)),
        (put((ONE,), (TWO, THREE)), 0.0, 0.0, (2 / 3, 2 / 3)),
    ],
)
def test_figures_counted_by_hand(things, precision, recall, b_cubed):
    found = score([FAMILY], things)
    assert (found.precision, found.recall) == (precision, recall)
    assert found.b_cubed == pytest.approx(b_cubed)
    assert (found.same, found.apart) == (1, 2)


def test_what_differs_is_told():
    found = score([FAMILY], put((ONE,), (TWO, THREE)))
    assert found.wrong == (
        "split person: n1 林望舒 | n2 林望舒",
        "merged person: n2 林望舒 | n3 林望舒",
    )


def test_a_name_that_the_graph_lacks_is_left_out_and_told():
    found = score([FAMILY], put((ONE,), (TWO,)))
    assert found.missing == (THREE,)
    assert (found.same, found.apart) == (1, 0)


def test_nothing_to_score_is_nothing_wrong():
    found = score([], {})
    assert (found.precision, found.recall, found.b_cubed_f1) == (1.0, 1.0, 1.0)


def test_the_gold_is_as_large_as_told_and_split_in_halves():
    families = read_families(GOLD)
    halves = [family.half for family in families]
    assert 0.4 < halves.count("dev") / len(halves) < 0.6
    everything = {(f.type, m): n for f in families for n, thing in enumerate(f.things) for m in thing}
    found = score(families, everything)
    assert found.same + found.apart >= 300
    assert found.apart >= found.same
    assert not found.missing


def test_no_name_stands_twice_in_a_family_of_the_gold():
    for family in read_families(GOLD):
        members = [member for thing in family.things for member in thing]
        assert len(members) == len(set(members)), family


@pytest.mark.parametrize(
    "text",
    [
        "",
        "families: 3",
        "things: []",
        "families: [{type: person}]",
        "families: [{type: person, things: [林望舒]}]",
        "families: [{type: person, things: [[林望舒]]}]",
    ],
)
def test_another_file_is_no_gold_of_things(tmp_path, text):
    path = tmp_path / "things.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadGold, match=r"things\.yaml"):
        read_families(path)


def test_a_missing_file_is_no_gold(tmp_path):
    with pytest.raises(BadGold):
        read_families(tmp_path / "none.yaml")
