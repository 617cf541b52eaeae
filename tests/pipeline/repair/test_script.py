"""Traditional characters are read as simplified ones, and the text stays as it stood."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.values import Document, Source
from pipeline.repair.script import original_of, simplify
from pipeline.run import extract

TRADITIONAL = (
    "華嶺市工匠學院揭牌\n\n"
    "華嶺市總工會與華嶺理工大學合辦的工匠學院，日前在園區揭牌。學院聘請兼職導師64名，年底前培訓技工3萬人次。\n"
)
SIMPLIFIED = (
    "华岭市工匠学院揭牌\n\n"
    "华岭市总工会与华岭理工大学合办的工匠学院，日前在园区揭牌。学院聘请兼职导师64名，年底前培训技工3万人次。\n"
)


def read(text, nlp):
    [case] = extract(Document(Source("a.txt", "", "text/plain"), text), nlp)
    return case


def test_a_text_is_simplified_character_by_character():
    assert simplify(TRADITIONAL) == SIMPLIFIED


@pytest.mark.parametrize(
    "text",
    [
        SIMPLIFIED,
        "乾县总工会走访慰问职工，徵求意见箱设在村口。",
        "瞭望塔上的护林员著书立说，藉以纪念。",
        "宋瑋瑋创新工作室成立以来完成攻关12项，培养技师8名，" * 20,
        "",
        "1,100万 ABC",
    ],
)
def test_a_simplified_text_with_a_name_in_traditional_characters_stays_as_it_is(text):
    assert simplify(text) == text


@given(st.text(st.sampled_from(TRADITIONAL + SIMPLIFIED + "后後里裡"), max_size=80))
def test_simplifying_keeps_places_and_is_safe_to_repeat(text):
    once = simplify(text)
    assert len(once) == len(text)
    assert simplify(once) == once


@given(st.permutations(TRADITIONAL.strip().replace("，", "，\n").replace("\n\n", "\n").split("\n")))
def test_lines_in_any_order_get_their_own_characters_back(lines):
    moved = "\n".join(lines)
    assert original_of(simplify_all(moved), SIMPLIFIED, TRADITIONAL) == moved


def simplify_all(text):
    return "".join(dict(zip(TRADITIONAL, SIMPLIFIED, strict=True))[char] for char in text)


def test_what_stands_nowhere_stays_as_it_is():
    assert original_of("全新的标题 学院", SIMPLIFIED, TRADITIONAL).endswith("學院")
    assert original_of("X", SIMPLIFIED, TRADITIONAL) == "X"


def test_facts_are_those_of_the_simplified_text_and_places_hold_in_the_text_as_it_stood(nlp):
    case, plain = read(TRADITIONAL, nlp), read(SIMPLIFIED, nlp)
    text = case.article.text
    assert text.replace("\n", "") == TRADITIONAL.replace("\n", "")
    assert case.article.title == "華嶺市工匠學院揭牌"
    assert case.article.id != plain.article.id
    assert [(one.type, one.name, one.mentions) for one in case.entities] == [
        (one.type, one.name, one.mentions) for one in plain.entities
    ]
    for entity in case.entities:
        assert {mention.of(text) for mention in entity.mentions} <= {entity.name, *entity.aliases}
    for one in case.indicators:
        assert one.span.of(text) == one.raw
    for one in case.measures:
        assert one.span.of(text) == one.text
    assert [one.value for one in case.indicators] == [one.value for one in plain.indicators]


def test_reading_twice_gives_the_same_case(nlp):
    assert read(TRADITIONAL, nlp) == read(TRADITIONAL, nlp)


VARIANTS = {
    "hong kong": (
        "衞生間裏擺著一枱機牀，工會爲職工敍述糭子與粧容，屋簷下衹有驛站，職業技能競賽獲獎",
        "卫台叙粽妆檐只",
    ),
    "taiwan": (
        "職業學院裡師傅們忙著編寫課本，顯著的成效寫進了著作，著名工匠對著圖紙講課，朝著目標",
        "着显著",
    ),
}


@pytest.mark.parametrize("name", VARIANTS)
def test_variants_of_a_region_are_simplified_too(name):
    text, wanted = VARIANTS[name]
    found = simplify(text)
    assert len(found) == len(text)
    assert all(char in found for char in wanted)
    assert not set("衞枱敍糭粧簷衹") & set(found)


def test_in_taiwan_writing_is_told_from_doing():
    found = simplify(VARIANTS["taiwan"][0])
    assert [found[at - 1 : at + 2] for at, char in enumerate(found) if char == "着"] == [
        "忙着编",
        "对着图",
        "朝着目",
    ]
    assert [found[at - 1 : at + 2] for at, char in enumerate(found) if char == "著"] == [
        "显著的",
        "了著作",
        "，著名",
    ]


def test_a_text_that_has_both_signs_keeps_both():
    assert "对著" in simplify(VARIANTS["taiwan"][0] + "對着")
