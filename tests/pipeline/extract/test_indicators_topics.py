"""The heads of clauses, the chain of topics before a number, and what opens a clause and owns nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.values import Entity, Span
from pipeline.extract.indicators import indicators, owner_name
from pipeline.extract.indicators.context import Index
from pipeline.extract.indicators.heads import head_of, named_words
from pipeline.extract.indicators.openings import openings
from pipeline.extract.indicators.owners import Owner, named
from pipeline.extract.indicators.topics import bonds, chain, meant

UNION, FIRM = ["union", "石桥县总工会"], ["enterprise", "青禾轴承公司"]
PERSON, YARD = ["person", "林望舒"], ["park", "石桥产业园"]
NAMES = [UNION, FIRM, PERSON, YARD]

HEADS = {
    "石桥县总工会建成驿站": "石桥县总工会",
    "今年以来石桥县总工会共建成驿站": "石桥县总工会",
    "同时还建成驿站": None,
    "在石桥产业园建成驿站": None,
    "由石桥县总工会建成驿站": "石桥县总工会",
    "据统计公司建成驿站": None,
    "采纳率达到": "采纳率",
    "全县职工参加": "全县职工",
    "青禾轴承公司与石桥县总工会建成驿站": "青禾轴承公司与石桥县总工会",
}


@pytest.mark.parametrize(("clause", "head"), HEADS.items(), ids=list(HEADS))
def test_the_head_of_a_clause_is_the_noun_phrase_before_its_verb(make_reading, clause, head):
    index = Index(make_reading(clause, NAMES))
    found = head_of(index, Span(0, len(clause)))
    assert (found.span.of(clause) if found else None) == head


def test_the_head_says_what_follows_it(make_reading):
    index = Index(make_reading("石桥县总工会建成驿站。", NAMES))
    found = head_of(index, Span(0, 10))
    assert found is not None
    assert (found.after, found.tag[:1]) == ("建成", "v")


@given(st.text(alphabet="石桥县总工会建成驿站30个，由在今年的“”和、林望舒公司", max_size=30))
def test_named_words_are_the_clause_itself(text):
    index = Index(_reading(text))
    clause = Span(0, len(text))
    words = named_words(index, clause)
    assert "".join(word.text for word in words) == text
    assert all(word.span.of(text) == word.text for word in words)


@given(st.text(alphabet="石桥县总工会建成驿站30个，由在今年的“”和、林望舒公司", min_size=1, max_size=30))
def test_a_head_lies_within_its_clause(text):
    index = Index(_reading(text))
    found = head_of(index, Span(0, len(text)))
    assert found is None or (found.span.start < found.span.end <= len(text))


def _reading(text):
    from tests.pipeline.extract.conftest import read_text

    return read_text(text, NAMES)


def test_the_chain_leads_back_over_clauses_without_a_subject(make_reading):
    index = Index(make_reading("青禾轴承公司办起学校，开设课程，招收了30人。", NAMES))
    (topic, *_) = chain(index, index.settings[0])
    assert topic.span.of(index.text) == "青禾轴承公司"
    assert (topic.live, topic.speaks, topic.sentences, topic.clauses) == (True, False, 0, 2)


def test_the_chain_counts_sentences_and_keeps_each_phrase_once(make_reading):
    index = Index(make_reading("石桥县总工会建成驿站。石桥县总工会开展活动。吸引了30人。", NAMES))
    topics = chain(index, index.settings[0])
    assert [topic.span.of(index.text) for topic in topics] == ["石桥县总工会"]
    assert topics[0].sentences == 1


def test_who_speaks_gives_way_to_the_house_he_speaks_for(make_reading):
    index = Index(make_reading("石桥县总工会主席林望舒介绍，今年新建驿站30个。", NAMES))
    spoken = [topic for topic in chain(index, index.settings[0]) if topic.speaks]
    assert [topic.span.of(index.text) for topic in spoken] == ["石桥县总工会"]
    assert all(one.entity.type != "person" for one in named(index, index.settings[0]))


@pytest.mark.parametrize(
    ("text", "phrase", "name"),
    [
        ("林望舒进厂多年。他完成课题30项。", "他", "林望舒"),
        ("青禾轴承公司投产。该公司用工30人。", "该公司", "青禾轴承公司"),
        ("石桥产业园建成。产业园用工30人。", "产业园", "石桥产业园"),
        ("青禾轴承公司投产。学校招生30人。", "学校", None),
    ],
)
def test_a_phrase_means_what_was_named_before_it(make_reading, text, phrase, name):
    index = Index(make_reading(text, NAMES))
    start = text.rindex(phrase)
    found = meant(index, Span(start, start + len(phrase)))
    assert (found.name if found else None) == name


def test_a_bond_says_how_a_candidate_lies_to_the_topic(make_reading):
    index = Index(make_reading("青禾轴承公司一线技师培训30人。", NAMES))
    entity = index.named[0][1]
    topics = chain(index, index.settings[0])
    owner = Owner("青禾轴承公司", Span(0, 6), entity, ("here",))
    assert "topic first" in set(bonds(index, owner, topics, None))
    stranger = Owner("石桥", None, Entity("e9", "place", "石桥", (), (), "test"), ("far",))
    assert all(one.startswith("topic no") for one in bonds(index, stranger, topics, None))


@pytest.mark.parametrize(
    "opening",
    [
        "采纳率",
        "每月",
        "其中跨区",
        "那年公司",
        "林望舒用三天时间",
        "平均用时",
        "力争",
        "他",
        "青禾轴承",
        "本届",
        "石桥每",
    ],
)
def test_what_owns_no_number_is_no_candidate(make_reading, opening):
    text = f"{opening}达到30个。" if opening != "青禾轴承" else "青禾轴承公司达到30个。"
    index = Index(make_reading(text, NAMES))
    assert opening not in {one.text for one in openings(index, index.settings[0])}


@pytest.mark.parametrize("opening", ["全县职工", "夜校", "用人单位"])
def test_a_whole_noun_phrase_is_a_candidate(make_reading, opening):
    index = Index(make_reading(f"{opening}达到30个。", NAMES))
    assert opening in {one.text for one in openings(index, index.settings[0])}


def test_a_row_of_nouns_that_goes_on_is_not_cut_within(make_reading):
    index = Index(make_reading("苹果、脐橙果汁达到30个。", NAMES))
    assert "苹果、脐橙" not in {one.text for one in openings(index, index.settings[0])}


@pytest.mark.parametrize(
    ("text", "name"), [("云岭镇域内", "云岭镇"), ("石桥县辖区内", "石桥县"), ("厂内", "厂内")]
)
def test_what_lies_within_a_place_is_the_places(make_reading, text, name):
    index = Index(make_reading(f"{text}建有驿站30个。", ()))
    assert owner_name(index, Owner(text, Span(0, len(text)), None, ())) == name


def test_a_part_is_named_with_the_house_it_stands_behind(make_reading):
    reading = make_reading(
        "“青禾轴承”冲压厂采纳建议30条。", [["enterprise", "青禾轴承"], ["enterprise", "冲压厂"]]
    )
    index = Index(reading)
    house = index.house_before(reading.article.text.index("冲压厂"))
    assert house is not None
    assert house.name == "青禾轴承"
    assert all(one.subject in ("青禾轴承冲压厂", "青禾轴承") for one in indicators(reading))


@pytest.mark.parametrize(
    ("text", "kind", "name"),
    [
        ("县总工会", "union", "县总工会"),
        ("县总", "union", "石桥县总工会"),
        ("该会", "union", "石桥县总工会"),
        ("石桥", "place", "石桥"),
        (None, "union", None),
    ],
)
def test_a_subject_is_named_as_it_stands_unless_that_says_too_little(text, kind, name):
    names = ("县总工会", "县总", "石桥")
    entity = Entity("e1", kind, "石桥县总工会", names, (Span(0, 6),), "test")
    assert Owner(text, None, entity, ()).name == name
    assert Owner(text, None, None, ()).name == text
