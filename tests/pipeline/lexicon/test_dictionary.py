"""Many words at once: the dictionary and the trie agree with looking for each word by itself."""

import itertools
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.lexicon import dictionary
from pipeline.lexicon.dictionary import Dictionary, longest, occurrences
from pipeline.lexicon.trie import pattern

chars = "工会总区"
some_words = st.sets(st.text(chars, min_size=2, max_size=4), max_size=8)
some_text = st.text(chars + "，", max_size=30)


@given(some_words, some_text)
def test_the_dictionary_finds_every_word_at_every_place(words, text):
    found = {(start, end) for start, end, _ in Dictionary(dict.fromkeys(words, "x")).matches(text)}
    wanted = {
        (start, start + len(word))
        for word in words
        for start in range(len(text))
        if text.startswith(word, start)
    }
    assert found == wanted


@given(some_words, some_text)
def test_the_longest_matches_never_overlap(words, text):
    kept = list(longest(Dictionary(dict.fromkeys(words, "x")).matches(text)))
    assert all(one[1] <= two[0] for one, two in itertools.pairwise(kept))


@pytest.mark.parametrize("few", [0, 64])
@given(some_words, some_text)
def test_occurrences_count_overlapping_ones_too(few, words, text):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(dictionary, "_FEW", few)
        counts_are_right(words, text)


def counts_are_right(words, text):
    wanted = {word: len(re.findall(f"(?={word})", text)) for word in words}
    counted = occurrences(text, words)
    assert {word: counted[word] for word in words} == wanted


@given(some_words, st.text(chars, max_size=5))
def test_the_pattern_matches_exactly_its_words(words, text):
    assert (re.fullmatch(pattern(words), text) is not None) == (text in words)


@given(some_words, some_text)
def test_the_pattern_takes_the_longest_word_that_fits(words, text):
    match = re.match(pattern(words), text)
    fitting = [word for word in words if text.startswith(word)]
    assert (match.group() if match else "") == max(fitting, key=len, default="")


def test_words_of_marks_are_taken_literally():
    assert re.fullmatch(pattern(["a.b", "(c)"]), "(c)")
    assert not re.fullmatch(pattern(["a.b", "(c)"]), "axb")


def test_a_word_of_one_character_is_not_held():
    assert list(Dictionary({"厂": "x"}).matches("厂厂")) == []
