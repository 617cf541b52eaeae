"""Similar cases, and why."""

from dataclasses import replace
from unittest.mock import Mock

import pytest

import kg
from kg.asked import Asked, Sought, tell, with_terms
from kg.errors import UnknownCase
from kg.lexical import Terms
from kg.query import Query
from kg.search import best_sentences
from kg.signals import NEAR, lexical, wording
from kg.similar import WEIGHTS
from kg.values import Concept, Span, Wanted

ASKED = Asked(Query("", ()), Terms({}))


def test_the_case_that_says_what_is_asked_comes_first(db, pump, dock):
    assert kg.similar(db, "企业怎样推行师带徒制度，提高技师占比")[0].case_id == pump.article.id
    assert kg.similar(db, "工资集体协商怎么谈，困难职工怎么帮")[0].case_id == dock.article.id


def test_each_hit_says_why_with_a_real_place(db):
    hits = kg.similar(db, "青禾县的师带徒制度", concepts=["师带徒"])
    assert hits
    for hit in hits:
        text = kg.case(db, hit.case_id).article.text
        assert hit.reasons
        assert hit.score == pytest.approx(sum(why.weight for why in hit.reasons), abs=0.001)
        for why in hit.reasons:
            told = text[why.start : why.end]
            assert told
            assert told in why.detail or why.signal in ("concept", "theme")


@pytest.mark.parametrize("text", ["", "  ", "！？", "怎么办"])
def test_what_asks_for_nothing_finds_nothing(db, text):
    assert kg.similar(db, text) == ()
    assert kg.practices(db, text) == ()


def test_ranks_count_from_one_and_scores_fall(db):
    hits = kg.similar(db, "职工 制度 青禾县")
    assert [hit.rank for hit in hits] == list(range(1, len(hits) + 1))
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


def test_a_concept_of_the_query_finds_a_case_without_its_words(db, dock):
    (hit,) = kg.similar(db, "谈谈钱", concepts=["工资集体协商"])
    weights = {why.signal: why.weight for why in hit.reasons}
    assert (hit.case_id, weights["concept"]) == (dock.article.id, WEIGHTS["concept"])
    assert set(weights) == {"concept", "wording"}


def test_a_thing_named_in_the_query_is_a_reason(db, dock):
    signals = {why.signal: why.detail for why in kg.similar(db, "海晏港务集团在青禾县")[0].reasons}
    assert (signals["entity"], signals["place"]) == ("海晏港务集团", "青禾县")


def test_a_signal_without_weight_is_off(db, dock):
    off = {**WEIGHTS, "words": 0.0, "place": 0.0}
    hits = kg.similar(db, "海晏港务集团在青禾县", weights=off)
    assert {why.signal for hit in hits for why in hit.reasons} == {"entity"}
    assert hits[0].case_id == dock.article.id
    like = kg.similar_to(db, dock.article.id, weights={**WEIGHTS, "theme": 0.0})
    assert "theme" not in {why.signal for hit in like for why in hit.reasons}


def test_a_stored_case_is_not_like_itself(db, pump, dock):
    (hit,) = kg.similar_to(db, pump.article.id)
    assert hit.case_id == dock.article.id
    assert {why.signal for why in hit.reasons} >= {"place"}


def test_a_twin_of_a_case_is_the_likest(db, pump):
    text = pump.article.text.replace("120对", "130对")
    twin = replace(pump, article=replace(pump.article, id="twin", text=text))
    kg.add(db, replace(pump.article.source, path="twin.txt"), [twin], extractor="hand")
    hits = kg.similar_to(db, pump.article.id)
    assert hits[0].case_id == "twin"
    assert {why.signal for why in hits[0].reasons} == {"words", "concept", "theme", "entity", "place"}


def test_a_case_that_is_not_stored_can_be_asked_for(db, pump):
    kg.forget(db, pump.article.source.path)
    assert kg.similar_to_case(db, pump)[0].title == "码头上的议薪会"


def test_an_unknown_case_is_like_nothing(db):
    with pytest.raises(UnknownCase):
        kg.similar_to(db, "nowhere")


@pytest.mark.parametrize("top", [0, 1, 2])
def test_no_more_answers_than_asked_for(db, top):
    assert len(kg.similar(db, "青禾县 职工", top=top)) <= top


def test_an_empty_library_has_no_answer(empty, pump):
    assert (
        kg.similar(empty, "师带徒") == kg.similar_to_case(empty, pump) == kg.practices(empty, "师带徒") == ()
    )


def test_a_concept_is_known_by_its_name_in_the_text(db, dock):
    reasons = {why.signal: why.detail for why in kg.similar(db, "关于工资集体协商")[0].reasons}
    assert reasons["concept"] == "工资集体协商"


def test_a_wording_is_told_whole_or_by_the_terms_of_it():
    concepts = (Sought("鼾声", 0.2, ("鼾声如雷",)), Sought("师带徒", 0.9, ("带徒弟", "师带徒")))
    asked = replace(ASKED, concepts=concepts, told=Terms({"带徒": 0.9, "鼾声": 0.2}))
    assert wording(asked, "他带徒弟，也写师带徒手册") == ("带徒弟, 师带徒", Span(1, 4))
    assert wording(asked, "鼾声阵阵，只因带徒太累") == ("带徒, 鼾声", Span(7, 9))
    assert wording(asked, "徒弟们") is None


def test_concepts_are_told_by_the_terms_that_most_of_their_phrases_share(db):
    found = with_terms(
        db, [Sought("师带徒", 0.8, ("师带徒", "师傅带徒", "带徒津贴")), Sought("鼾声", 0.2, ("鼾声",))]
    )
    assert sum(found[0].terms.weights.values()) == pytest.approx(1.0)
    told = tell(found)
    assert max(told.weights, key=lambda term: told.weights[term]) == "带徒"
    assert sum(told.weights.values()) == pytest.approx(0.8)
    assert "鼾声" not in told.weights  # no case says it
    assert tell(with_terms(db, [Sought("鼾", 1.0, ("鼾",)), Sought("无", 1.0)])).weights == {}


def test_only_the_likeliest_concepts_are_told_by_their_terms(db):
    concepts = [Sought(str(at), at / 10, ("师带徒",)) for at in range(8)]
    found = with_terms(db, concepts)
    assert {one.name for one in found} == {one.name for one in concepts}
    assert {one.name for one in found if one.terms.weights} == {"3", "4", "5", "6", "7"}


@pytest.mark.parametrize("doubtful", [0.1, 0.4, 0.7])
def test_a_doubtful_concept_lifts_what_tells_of_it_less_than_a_sure_one(doubtful):
    texts = ["签了带徒协议", "给职工量体温"]

    def wordings(*weights):
        terms = (Terms({"带徒": 0.6, "协议": 0.4}), Terms({"体温": 1.0}))
        concepts = tuple(Sought(str(at), weights[at], terms=terms[at]) for at in range(len(weights)))
        return lexical(replace(ASKED, terms=Terms({"泵": 1.0}), concepts=concepts), texts, 6.0)[1]

    sure, unsure = wordings(1.0), wordings(doubtful)
    assert sure[0] > unsure[0] > unsure[1] == 0
    both = wordings(1.0, doubtful)
    assert both[0] > both[1] > 0
    assert max(wordings(1.0, 1.0)) <= 1  # however many concepts are sure
    assert wordings(1.0, 0.0)[0] == pytest.approx(sure[0])  # what is not asked for takes nothing away


def test_no_more_terms_tell_of_concepts_than_are_looked_for(db, dock):
    text = dock.article.text
    long = [Sought(f"第{at}", 0.5, (text[at : at + 30],)) for at in range(0, 90, 30)]
    assert len(tell(with_terms(db, long)).weights) == 20
    hit = kg.similar(db, "谈谈钱", concepts=[Wanted(Concept("a", "甲乙丙"), 0.4, "谈", (text[:40],))])[0]
    assert {why.signal for why in hit.reasons} >= {"wording"}


def test_of_what_was_found_only_what_is_picked_is_explained_as_it_would_be_anyway(db, monkeypatch):
    whole, told = kg.similar(db, "职工 工会"), []
    assert len(whole) > 1
    explained = Mock(side_effect=best_sentences)
    monkeypatch.setitem(kg.similar.__globals__, "best_sentences", explained)

    def last(found):
        told.extend(found)
        return [len(found) - 1]

    assert kg.similar(db, "职工 工会", pick=last) == whole[-1:]
    assert told == [{"case_id": hit.case_id} for hit in whole]
    assert [len(call.args[1]) for call in explained.call_args_list] == [1]
    assert kg.similar(db, "职工 工会", pick=lambda _: ()) == ()


def test_what_cases_share_is_told_by_names_and_not_by_ids(db, pump):
    """A measure may mean a concept too little to be called by it, and still be near by it."""
    ids = {row[0] for row in db.execute("SELECT id FROM concepts")}
    db.execute("UPDATE measures SET concept = NULL")
    near = db.execute(NEAR.format(ids="?"), [pump.article.id] * 2).fetchall()
    labels = {label for _, node, label, *_ in near if node.startswith("concept/")}
    assert labels == {"师带徒", "技能津贴"}
    assert not labels & ids
