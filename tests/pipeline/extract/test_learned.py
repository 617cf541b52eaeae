"""The trained names: exact probabilities, calibrated choices, a component that keeps what it learnt."""

import itertools
from dataclasses import replace

import numpy as np
import pytest

from kg.values import Span
from pipeline.extract.learned import candidates, load, mentions_judged, propose
from pipeline.extract.learned.component import KEY, NAME
from pipeline.extract.learned.crf import Crf, Found, read
from pipeline.extract.learned.features import BITS, TEMPLATES, TYPES, Clusters, _of_article, keys
from pipeline.extract.learned.judge import Candidate, choose, features
from pipeline.extract.mentions import mentions
from pipeline.extract.reading import Mention, Word
from pipeline.nlp import load as load_nlp

TEXT = (
    "澜川市总工会启动“暖蜂驿路”行动\n"
    "本报讯（记者林远乔）8月3日，澜川市总工会联合华岭速运有限公司启动“暖蜂驿路”行动。"
    "来自华岭速运有限公司的快递员周启明获得澜川市五一劳动奖章。"
)


@pytest.fixture(scope="module")
def small():
    """A model of two types with random weights over five features."""
    random = np.random.default_rng(7)
    rows = np.zeros(1 << BITS, dtype=np.int32)
    rows[:5] = [0, 1, 2, 3, 4]
    weights = random.normal(size=(5, 5)).astype(np.float32)
    weights[0] = 0
    moves = np.exp(random.normal(size=(5, 5))).astype(np.float32)
    for inner in (2, 4):
        moves[[label for label in range(5) if label not in (inner - 1, inner)], inner] = 0
    return Crf(("a", "b"), rows, weights, moves)


def spell_out(model, scores):
    """Return the probability of every name by the sum over all sequences of labels."""
    total, odds = 0.0, {}
    for labels in itertools.product(range(5), repeat=len(scores)):
        weight = float(np.exp(sum(scores[place, label] for place, label in enumerate(labels))))
        for before, after in itertools.pairwise(labels):
            weight *= float(model.moves[before, after])
        total += weight
        for start, label in enumerate(labels):
            if label in (1, 3):
                end = start + 1
                while end < len(labels) and labels[end] == label + 1:
                    end += 1
                key = (model.types[label // 2], start, end)
                odds[key] = odds.get(key, 0.0) + weight
    return {key: weight / total for key, weight in odds.items()}


def test_the_probability_of_a_name_is_the_sum_over_all_sequences_that_hold_it(small):
    seen = np.random.default_rng(3).integers(0, 5, size=(6, 3))
    found = {
        (one.type, one.span.start, one.span.end): one.probability
        for one in small.find(seen, [Span(0, 2), Span(2, 6)], least=0.01)
    }
    scores = small.scores(seen)
    wanted = spell_out(small, scores[:2])
    wanted |= {(t, s + 2, e + 2): p for (t, s, e), p in spell_out(small, scores[2:]).items()}
    assert found == {key: pytest.approx(p, rel=1e-3) for key, p in wanted.items() if p >= 0.01}


def test_a_model_is_read_as_it_was_written(small, tmp_path):
    small.write(tmp_path / "tagger.npz")
    again = read(tmp_path / "tagger.npz")
    seen = np.arange(5)[:, None]
    assert again.types == small.types
    np.testing.assert_allclose(again.scores(seen), small.scores(seen), rtol=1e-2)


def test_every_character_has_a_feature_of_each_template(make_reading):
    reading = make_reading(TEXT)
    seen = keys(TEXT, reading.words, mentions(reading.article, reading.words), load().clusters)
    assert seen.shape == (len(TEXT), len(TEMPLATES))
    assert seen.min() >= 0
    assert seen.max() < 1 << BITS


def test_a_word_that_begins_a_name_is_marked_wherever_it_stands_again():
    text = "华岭速运开业。华岭招工。"
    words = [Word(text[start:end], "n", Span(start, end)) for start, end in ((0, 2), (2, 4), (7, 9))]
    house = Mention("enterprise", Span(0, 4), "suffix:速运")
    columns = _of_article(text, words, [house])
    kind = TYPES.index("enterprise") + 1
    assert columns["known"].tolist() == [kind, kind, 0, 0, 0, 0, 0, kind, kind, 0, 0, 0]
    assert columns["often"].tolist() == [2, 2, 1, 1, 0, 0, 0, 2, 2, 0, 0, 0]
    place = [replace(word, tag="ns") for word in words]
    assert not _of_article(text, place, [house])["known"].any()


@pytest.mark.parametrize("text", ["", "工", "工会", "工会。"])
def test_short_texts_have_features_too(make_reading, text):
    assert keys(text, make_reading(text).words, (), Clusters()).shape == (len(text), len(TEMPLATES))


def test_a_word_shows_its_clusters_or_those_of_its_digits_as_one():
    clusters = Clusters([("工会", (1, 2, 3)), ("00人", (4, 5, 6))])
    assert [clusters.shown(word)[1:] for word in ("工会", "12人", "龘")] == [(1, 2, 3), (4, 5, 6), (-2,) * 3]
    assert len({clusters.shown(word)[0] for word in ("工会", "12人", "13人")}) == 3


def test_rules_and_model_together_find_the_names(make_reading):
    reading = make_reading(TEXT)
    found = mentions_judged(reading.article, reading.words, mentions(reading.article, reading.words))
    names = {(one.type, one.span.of(TEXT)) for one in found}
    people = {("person", "林远乔"), ("person", "周启明")}
    assert people | {("union", "澜川市总工会"), ("enterprise", "华岭速运有限公司")} <= names
    assert any(kind == "program" and "暖蜂驿路" in name for kind, name in names)


def test_an_empty_text_has_no_names(make_reading):
    assert mentions_judged(make_reading("").article, (), ()) == ()


def test_a_long_line_is_tagged_in_pieces(make_reading):
    reading = make_reading("澜川市总工会和" * 200)
    found = propose(load(), reading.article.text, reading.words, ())
    assert max(one.span.end for one in found) > 1000
    assert all(one.type in TYPES for one in found)


def test_candidates_join_what_rules_and_model_say_of_a_name():
    text = "甲厂和甲厂"
    found = [Found("enterprise", Span(0, 2), 0.5), Found("enterprise", Span(3, 5), 0.7)]
    ruled = [Mention("enterprise", Span(0, 2), "named"), Mention("position", Span(2, 3), "x")]
    (one,) = candidates(text, found, ruled)
    assert (one.name, one.best, one.rules, one.count) == ("甲厂", 0.7, ["named"], 2)
    assert set(one.places) == {Span(0, 2), Span(3, 5)}


def test_half_a_pair_of_marks_is_no_part_of_a_name():
    found = [
        Found("program", Span(0, 4), 0.9),
        Found("program", Span(1, 3), 0.2),
        Found("program", Span(0, 3), 0.5),
    ]
    assert {one.name for one in candidates("“青苗”", found, [])} == {"“青苗”", "青苗"}


def test_features_tell_of_rivals_at_the_same_place():
    given = [
        Candidate("enterprise", "华岭一厂", {Span(0, 4): 0.6}),
        Candidate("place", "华岭", {Span(0, 2): 0.3}, ["gazetteer"]),
        Candidate("platform", "华岭一厂", {Span(0, 4): 0.3}),
    ]
    rows = [set(row) for row in features(given)]
    assert {"same!|enterprise|platform|False", "within!|enterprise|place|True"} <= rows[0]
    assert "around!|place|enterprise|False" in rows[1]


def judge(kind, name, *, seen=0.4, rules=(), probability):
    return Candidate(kind, name, {Span(0, len(name)): seen}, list(rules)), probability


@pytest.mark.parametrize(
    ("judged", "kept"),
    [
        ([judge("media", "华岭报", probability=0.5)], ["华岭报"]),
        ([judge("media", "华岭报", probability=0.3)], []),
        ([judge("media", "华岭报", rules=["source"], probability=0.3)], ["华岭报"]),
        ([judge("place", "华岭", rules=["gazetteer"], probability=0.15)], ["华岭"]),
        ([judge("school", "华岭学院", seen=0.0, rules=["suffix"], probability=0.1)], ["华岭学院"]),
        (
            [judge("media", "华岭报", probability=0.5), judge("union", "华岭报社", probability=0.7)],
            ["华岭报社"],
        ),
        (
            [
                judge("place", "华岭省", rules=["gazetteer"], probability=0.6),
                judge("place", "华岭省川县", probability=0.9),
            ],
            ["华岭省"],
        ),
    ],
    ids=[
        "likely",
        "unlikely",
        "a rule's",
        "a rule's place",
        "trusted",
        "the likelier wins",
        "levels stand apart",
    ],
)
def test_what_is_chosen(judged, kept):
    names = {(one.type, span): one.name for one, _ in judged for span in one.places}
    assert [names[one.type, one.span] for one in choose(judged)] == kept


def chosen(text, *judged):
    """Return type and name of what is chosen among (type, name, odds, rules)."""
    given = []
    for kind, name, odds, rules in judged:
        start = text.index(name)
        given.append((Candidate(kind, name, {Span(start, start + len(name)): odds}, rules, 1), odds))
    return {(one.type, one.span.of(text)) for one in choose(given)}


@pytest.mark.parametrize(
    "name", ["各级工会", "全市各级工会", "各产业工会", "基层工会", "省级总工会", "总工会"]
)
def test_unions_of_every_level_are_no_one_union(name):
    assert chosen(f"{name}行动起来", ("union", name, 0.9, ["suffix:工会"])) == set()


@pytest.mark.parametrize("name", ["全国总工会", "澜川市总工会", "公司工会", "医务工会"])
def test_a_union_of_one_place_or_trade_is_one(name):
    assert chosen(f"{name}行动起来", ("union", name, 0.9, [])) == {("union", name)}


@pytest.mark.parametrize("name", ["公司", "分公司", "控股子公司", "影视公司", "美国上市公司", "LNG工厂"])
def test_what_a_trade_or_an_owner_alone_tells_is_no_one_house(name):
    assert choose([judge("enterprise", name, probability=0.9)]) == ()


@pytest.mark.parametrize("name", ["澜川影视公司", "华岭物流公司", "朔屏工厂", "公司之家"])
def test_a_house_with_a_name_of_its_own_is_one(name):
    assert len(choose([judge("enterprise", name, probability=0.9)])) == 1


def test_one_name_is_a_person_or_an_organisation():
    both = ("person", "林远乔", 0.9, ["weighed"]), ("enterprise", "林远乔", 0.5, [])
    assert chosen("林远乔来了", *both) == {("person", "林远乔")}


def test_two_names_that_are_joined_are_no_third():
    text = "获澜川市五一奖和先锋号"
    joined = ("honor", "澜川市五一奖和先锋号", 0.95, [])
    apart = ("honor", "澜川市五一奖", 0.6, []), ("honor", "先锋号", 0.6, [])
    assert chosen(text, joined, *apart) == {("honor", "澜川市五一奖"), ("honor", "先锋号")}
    assert chosen(text, joined) == {("honor", "澜川市五一奖和先锋号")}


def test_a_union_stays_where_its_enterprise_is_likelier():
    text = "澜川农商银行工会走访"
    found = chosen(text, ("enterprise", "澜川农商银行", 0.9, []), ("union", "澜川农商银行工会", 0.6, []))
    assert found == {("enterprise", "澜川农商银行"), ("union", "澜川农商银行工会")}


def test_the_component_marks_names_and_survives_the_disk(tmp_path):
    nlp = load_nlp()
    nlp.add_pipe(NAME)
    doc = nlp(TEXT)
    marked = [(span.text, span.label_) for span in doc.spans[KEY]]
    assert ("澜川市总工会", "union") in marked
    nlp.get_pipe(NAME).to_disk(tmp_path / "names")
    nlp.get_pipe(NAME).from_disk(tmp_path / "names")
    again = nlp(TEXT)
    assert [(span.text, span.label_) for span in again.spans[KEY]] == marked
