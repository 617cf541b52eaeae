"""The judges, the vectors they use, and the files that keep them."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.concepts import Matcher, Vocabulary, own_vocabulary
from pipeline.concepts.kept import fingerprint, own_profiles, read_profiles, write_profiles
from pipeline.concepts.matching import need_phrases, standard
from pipeline.concepts.profiles import fit, n_grams
from pipeline.concepts.vectors import Vectors, own_vectors
from pipeline.data import data_path

WORDS = ["食堂", "吃饭", "看书", "书", "学"]
NEAR = np.array([[100, 0], [90, 10], [0, 100], [0, 127], [10, 90]], np.int8)
VECTORS = Vectors(WORDS, NEAR, np.full(5, 0.01, np.float32))
PHRASES = [("食堂太远", 0), ("食堂的菜", 0), ("想看书", 1), ("书太少", 1)]
TEXTS = st.text(alphabet="食堂吃饭看书学太远 a。", max_size=12)


@pytest.fixture(scope="module")
def profiles():
    return fit(PHRASES, 3, VECTORS)


def test_a_phrase_is_the_sum_of_its_known_words():
    assert VECTORS.of("去食堂") == pytest.approx([1.0, 0.0])
    assert VECTORS.of("看书") == pytest.approx(np.array([0, 1.0]) + np.array([0, 1.27]))
    assert not VECTORS.of("天气").any()
    assert VECTORS.dimensions == 2


def by_characters(profiles, text):
    return profiles.by_characters([text])[0]


def by_words(profiles, text):
    return profiles.by_words([VECTORS.numbers_of(text)])[0]


def by_nearness(profiles, text):
    return profiles.by_nearness(VECTORS.of_each([text]))[0]


def test_characters_are_compared_by_their_n_grams(profiles):
    scores = by_characters(profiles, "食堂")
    assert scores.argmax() == 0
    assert scores[0] > 0 == scores[1] == scores[2]
    assert 0.99 < by_characters(profiles, "食堂太远食堂的菜")[0] <= 1.01


def test_words_speak_for_the_concepts_that_say_them_and_against_the_others(profiles):
    scores = by_words(profiles, "看书")
    assert scores.argmax() == 1
    assert scores[0] < 0 < scores[1]
    assert not by_words(profiles, "天气").any()
    # Each word counts once, however often a text says it.
    assert by_words(profiles, "书书") == pytest.approx(by_words(profiles, "书"))


def test_the_likelihood_of_a_word_is_smoothed_by_how_often_all_say_it(profiles):
    # 食堂 stands in two of five sayings of known words, both of the first concept, of two words in all.
    wanted = np.log((2 + 150 * 2 / 5) / (2 + 150)) - np.log(2 / 5)
    assert by_words(profiles, "食堂")[0] == pytest.approx(wanted, abs=1e-4)


def test_nearness_finds_a_concept_without_a_shared_character(profiles):
    assert by_nearness(profiles, "吃饭").argmax() == 0
    assert not by_characters(profiles, "吃饭").any()
    assert not by_nearness(profiles, "天气").any()


def test_a_concept_of_more_phrases_is_commoner(profiles):
    assert profiles.common == pytest.approx(np.log([3, 3, 1]))


def test_an_n_gram_of_all_concepts_tells_less_than_one_of_a_single_concept(profiles):
    held = {
        gram: profiles.shares[profiles.bounds[n] : profiles.bounds[n + 1]]
        for gram, n in profiles.grams.items()
    }
    assert held["太"].max() < held["食堂"].max()
    assert len(held["太"]) == 2


@given(TEXTS)
@settings(max_examples=50)
def test_every_text_has_one_finite_score_a_concept(profiles, text):
    for scores in (by_characters(profiles, text), by_words(profiles, text), by_nearness(profiles, text)):
        assert scores.shape == (3,)
        assert np.isfinite(scores).all()
    assert by_characters(profiles, text).min() >= 0
    assert set(n_grams(text)) <= {text.lower()[i:j] for i in range(len(text)) for j in (i + 1, i + 2)}


@pytest.mark.parametrize("scores", [[0, 0, 0], [1, 1, 1], [1, 2, 3], [-5, 0, 100]])
def test_standard_scores_have_mean_0_and_deviation_1_or_all_0(scores):
    found = standard(np.array(scores, np.float32))
    assert found.mean() == pytest.approx(0, abs=1e-6)
    assert found.std() == pytest.approx(1 if len(set(scores)) > 1 else 0)


def test_kept_profiles_are_those_that_were_written_to_half_precision(profiles, tmp_path):
    write_profiles(tmp_path / "p.npz", profiles)
    found = read_profiles(tmp_path / "p.npz")
    assert (found.size, found.grams) == (3, profiles.grams)
    for text in ("食堂", "看书太远", ""):
        for judge in (by_characters, by_words, by_nearness):
            assert judge(found, text) == pytest.approx(judge(profiles, text), rel=2e-2, abs=2e-3)


@pytest.mark.parametrize("purpose", ["needs", "measures"])
def test_the_kept_profiles_are_of_the_vocabulary_as_it_is(purpose):
    with np.load(data_path("models/concepts") / f"{purpose}.npz") as kept:
        assert str(kept["vocabulary"]) == fingerprint(), "run scripts/train_concepts.py again"
    assert own_profiles(purpose).size == len(own_vocabulary().entries)
    assert own_profiles(purpose).middle.shape == (own_vectors().dimensions,)


def test_the_models_are_small():
    assert sum(path.stat().st_size for path in data_path("models/concepts").iterdir()) < 6_000_000


def test_a_vocabulary_without_kept_profiles_finds_what_the_kept_ones_find():
    part = Vocabulary(own_vocabulary().entries[:25])
    matcher = Matcher(part)
    for entry in part.entries[::5]:
        need = entry.needs[0]
        best = matcher.query(need)[0]
        assert (best.concept, best.matched) == (entry.concept, need)
    assert fit(need_phrases(Vocabulary(())), 0, own_vectors()).by_characters(["看书"]).shape == (1, 0)
