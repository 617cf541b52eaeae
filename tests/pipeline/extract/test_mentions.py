"""The laws of mentions, and one contract for every finder."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.values import ENTITY_TYPES, Article, Author, Part, Source, Span
from pipeline.extract.mentions import FINDERS, mentions, scan
from pipeline.extract.mentions.arbitrate import arbitrate
from pipeline.extract.mentions.persons import likeness, persons, positions
from pipeline.extract.reading import Mention, Word
from pipeline.lexicon import table

PIECES = [
    "江苏", "海岭市", "区", "总工会", "工会", "公司", "有限公司", "股份", "集团", "华岭", "机床",
    "劳模", "创新", "工作室", "张", "晓梅", "主席", "副书记", "说", "和", "的", "在", "“", "”", "《",
    "》", "（", "）", "、", "，", "。", "\n", " ", "第", "三", "届", "大赛", "活动", "产业园",
    "开发区", "驿站", "学院", "协会", "市委", "局", "记者", "摄", "来源：", "荣获", "五一劳动奖章",
    "·", "12", "A", "企业", "等", "镇", "村", "以下简称",
]  # fmt: skip
texts = st.lists(st.sampled_from(PIECES), max_size=30).map("".join) | st.text(max_size=60)
SAMPLE = (
    "（记者 李文博）近日，常州市武进区总工会党组书记、主席刘建国走进江苏华岭机床股份有限公司，"
    "“春燕”工作室、纺织产业园、爱心驿站和海岭理工大学共同开展“青苗”行动，印发《技能津贴办法》，"
    "获全国五一劳动奖章。来源：工人日报"
)


def article_of(text, authors=()):
    source = Source("test.txt", "0" * 64, "text/plain")
    return Article("id", source, text, (Part("body", Span(0, len(text))),), authors=authors)


def found_by(finder, text):
    seen = scan(article_of(text))
    return list(finder(seen, tuple(persons(seen))) if finder is positions else finder(seen))


ALL = [*FINDERS, persons, positions]


@pytest.mark.parametrize("finder", ALL, ids=lambda finder: finder.__name__)
@pytest.mark.parametrize("text", ["", " ", "no Chinese here", "12345", "，。！", "\n\n"])
def test_a_finder_finds_nothing_in_a_text_without_names(finder, text):
    assert found_by(finder, text) == []


@pytest.mark.parametrize("finder", ALL, ids=lambda finder: finder.__name__)
def test_a_finder_stays_in_range_names_its_rule_and_repeats_itself(finder):
    found = found_by(finder, SAMPLE)
    assert found == found_by(finder, SAMPLE)
    for mention in found:
        assert 0 <= mention.span.start < mention.span.end <= len(SAMPLE)
        assert mention.type in ENTITY_TYPES
        assert mention.rule


@pytest.mark.parametrize(
    "unit", ["工会", "“活动”", "“", "（中国", "李晓梅、", "1个", "江苏省", "副主席、", "《", "市总", "获“一"]
)
def test_a_line_of_the_same_piece_again_and_again_is_read_to_its_end(unit):
    text = unit * (20_000 // len(unit))
    assert all(mention.span.end <= len(text) for mention in mentions(article_of(text)))


@given(texts)
def test_mentions_lie_in_the_text_in_order_and_those_of_a_type_never_overlap(text):
    found = mentions(article_of(text))
    assert [mention.span.start for mention in found] == sorted(mention.span.start for mention in found)
    for kind in ENTITY_TYPES:
        own = [mention.span for mention in found if mention.type == kind]
        assert all(one.end <= two.start for one, two in pairwise(own))
        assert all(0 <= span.start < span.end <= len(text) for span in own)


@given(texts)
def test_mentions_never_cross_each_other(text):
    found = [mention.span for mention in mentions(article_of(text))]
    for one in found:
        assert all(one.covers(two) or two.covers(one) for two in found if one.overlaps(two))


@given(texts)
def test_the_same_article_gives_the_same_mentions(text):
    assert mentions(article_of(text)) == mentions(article_of(text))


def test_the_words_of_the_segmenter_stop_a_name_at_a_verb():
    text = "职工热议海岭水泥厂"
    verb = Word("热议", "v", Span(2, 4))
    found = mentions(article_of(text), (verb,))
    assert [mention.span.of(text) for mention in found if mention.type == "enterprise"] == ["海岭水泥厂"]


def test_the_authors_of_the_article_are_persons():
    text = "海岭市总工会 麦冬生\n正文"
    found = mentions(article_of(text, (Author("麦冬生"),)))
    assert ("person", "麦冬生") in {(mention.type, mention.span.of(text)) for mention in found}


def test_the_longer_of_two_organisations_wins_and_a_union_keeps_its_owner():
    owner = Mention("enterprise", Span(0, 4), "suffix")
    union = Mention("union", Span(0, 6), "suffix")
    part = Mention("park", Span(1, 5), "suffix")
    assert arbitrate([part, owner, union]) == (union, owner)


def test_a_surer_rule_wins_over_a_longer_one():
    title = Mention("policy", Span(2, 6), "title:policy")
    longer = Mention("policy", Span(0, 9), "suffix")
    assert arbitrate([longer, title]) == (title,)


@pytest.mark.parametrize("name", ["李晓梅", "王建国", "欧阳明慧", "赵鑫", "孙立群"])
def test_names_of_persons_look_like_names(name):
    assert likeness(name) > 40


@pytest.mark.parametrize("word", ["安全感", "高质量", "工会", "企业", "张、", "国有", ""])
def test_words_and_marks_do_not_look_like_names(word):
    assert likeness(word) < 30


@pytest.mark.parametrize(
    "name",
    [
        "bodies", "body_shorts", "cutters", "generic_prefixes", "given_characters", "honors", "media",
        "name_followers", "not_names", "org_suffixes", "org_trades", "organ_stems", "places", "policy_kinds",
        "positions", "program_kinds", "surnames", "traditional", "union_owners",
    ],
)  # fmt: skip
def test_a_lexicon_of_names_reads_and_repeats_no_word(name):
    first = [next(iter(row.values())) for row in table(name)]
    assert first
    assert len(first) == len(set(first))


def test_every_suffix_has_a_type_and_a_known_way_to_begin():
    rows = table("org_suffixes")
    assert {row["type"] for row in rows} <= set(ENTITY_TYPES)
    assert {row["start"] for row in rows} <= {"name", "place", "chain", "body"}
