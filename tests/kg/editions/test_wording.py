"""Two bodies are told to be one article, a revision of it, or two articles."""

import subprocess
import sys

import numpy as np
import pytest
from datasketch import MinHash
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.editions import wording
from kg.editions.wording import Likeness, bands, compare, with_titles

from .conftest import OTHER, STORY

BODY = "".join(STORY)
SAME = {
    "as it is": BODY,
    "a dateline in front": "新华社北川5月2日电（记者 林望舒）" + BODY,
    "the day told again": BODY.replace("今年以来，", "5月1日，记者获悉，今年以来，"),
    "an advertisement in front": "广告 升降平台厂家直销 ×" + BODY,
    "who wrote it behind": BODY + "（北川日报 2023年05月02日 第3版）",
    "marks and digits of other width": BODY.replace("，", ",").replace("120", "１２０"),
    "the title glued before it, with its number": "原标题：师徒结对120对" + BODY,
}
REVISED = {
    "a number changed": (BODY.replace("120对", "130对"), (("120对", "130对"),)),
    "two numbers changed": (
        BODY.replace("120对", "130对").replace("86条", "92条"),
        (("120对", "130对"), ("86条", "92条")),
    ),
    "a number in the place of another that is there": (BODY.replace("86条", "120条"), (("86条", "120条"),)),
    "a number left out": (BODY.replace("有86条被", "多条被"), (("86条", None),)),
    "a paragraph cut": ("".join((*STORY[:2], *STORY[3:])), ()),
    "a paragraph cut, with its numbers": (
        "".join((STORY[0], *STORY[2:])),
        (("500元", None), ("800元", None)),
    ),
    "a Chinese number changed": (BODY.replace("三间", "三十间"), ((None, "三十间"),)),
    "half of it cut": ("".join(STORY[2:]), None),
}
APART = {
    "another article": "".join(OTHER),
    "half of it quoted in a round-up": "".join((*OTHER, *STORY[:2], *OTHER)),
    "a short text": "今年以来，青禾县总工会",
    "nothing": "",
}


@pytest.mark.parametrize("other", SAME.values(), ids=SAME)
def test_what_frames_a_text_makes_it_no_other_article(other):
    assert compare(BODY, other).edition == compare(other, BODY).edition == "same"
    assert bands(BODY) & bands(other)


@pytest.mark.parametrize(("other", "changes"), REVISED.values(), ids=REVISED)
def test_a_number_or_a_paragraph_makes_it_a_revision(other, changes):
    found, back = compare(BODY, other), compare(other, BODY)
    assert found.edition == back.edition == "revised"
    assert bands(BODY) & bands(other)
    if changes is not None:
        assert found.changes == changes
        assert back.changes == tuple((old, new) for new, old in changes)


@pytest.mark.parametrize("other", APART.values(), ids=APART)
def test_two_articles_are_two(other):
    assert compare(BODY, other) is compare(other, BODY) is None


def test_bands_are_those_of_every_other_day_and_machine():
    assert sorted(bands(BODY))[:3] == [-8140216386979114506, -7768852138935920671, -6727686299188432946]


def test_long_bodies_are_told_apart_without_aligning_them_number_by_number(monkeypatch):
    monkeypatch.setattr(wording, "_LONG", 3)
    assert compare(BODY, BODY.replace("120对", "130对")).edition == "revised"
    assert compare(BODY, "本报讯" + BODY).edition == "same"


@given(st.permutations(STORY), st.sampled_from(["", "据介绍，", "5月1日，", "另有3人。"]))
def test_two_bodies_are_as_like_from_both_sides(order, more):
    found, back = compare(BODY, more + "".join(order)), compare(more + "".join(order), BODY)
    assert (found is None) == (back is None)
    if found is not None and back is not None:
        assert (found.edition, found.share) == (back.edition, back.share)
        assert 0 < found.share <= 1


@given(st.text(max_size=80))
def test_no_text_is_too_odd_to_compare(text):
    assert compare(text, BODY) is None or "师" in text
    assert isinstance(bands(text), frozenset)


@settings(max_examples=20)
@given(hashes=st.lists(st.integers(0, 2**64 - 1), min_size=1, max_size=80))
def test_the_sketch_is_that_of_the_scheme_in_the_tables(hashes):
    theirs = MinHash(num_perm=96, seed=1, hashfunc=int, scheme="affine32")
    theirs.update_batch([one & 0xFFFFFFFF for one in hashes])
    assert wording._sketch(np.array(hashes, np.uint64)).tolist() == theirs.hashvalues.tolist()


def test_a_sketch_loads_nothing_but_numpy():
    told = (
        "import sys; from kg.editions.wording import bands; "
        "print(len(bands(sys.argv[1])), 'scipy' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", told, BODY], capture_output=True, text=True, check=True)
    assert done.stdout == "32 False\n"


SAME_AS = Likeness("same", 1.0)


@pytest.mark.parametrize(
    ("first", "second", "changes"),
    [
        ("师徒结对120对", "师徒结对130对", (("120对", "130对"),)),
        ("师徒结对120对 涨了18%", "师徒结对 120对，涨了20%", ()),
        ("三十项实事办到家门口", "五十项实事办到家门口", (("三十项", "五十项"),)),
        ("10%的岗位、20%的津贴", "21%的岗位、24%的津贴", (("10%的", "21%的"), ("20%的", "24%的"))),
        ("师徒结对１２０对", "师徒结对 120 对", ()),
        ("师徒结对120对", "一百二十对师徒", ()),
        ("师徒结对120对", None, ()),
        (None, None, ()),
    ],
)
def test_titles_alike_but_for_numbers_make_a_revision(first, second, changes):
    found, back = with_titles(SAME_AS, first, second), with_titles(SAME_AS, second, first)
    assert found.edition == back.edition == ("revised" if changes else "same")
    assert found.changes == tuple((old, new) for new, old in back.changes) == (changes or ())


def test_titles_make_no_editions_of_two_articles():
    assert with_titles(None, "师徒结对120对", "师徒结对130对") is None


@given(st.text(max_size=30), st.text(max_size=30))
def test_no_title_is_too_odd(first, second):
    assert with_titles(SAME_AS, first, second).share == 1.0
