"""Places looked up whole say the same as one regular expression of all of them."""

import re
from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.extract.shorts import brands
from pipeline.lexicon.places import LONGEST_PLACE, place_names, places
from pipeline.lexicon.trie import pattern
from pipeline.split.titles import starts_with_place

words = st.sampled_from(
    ["杭州", "杭州市", "江苏", "江苏省", "白", "华岭", "机床", "市", "工会", "广西壮族自治区"]
)


@cache
def expression() -> re.Pattern[str]:
    return re.compile(f"(?:{pattern(place_names())})+")


@settings(max_examples=80)
@given(parts=st.lists(words, max_size=5))
def test_a_title_begins_with_a_place_where_the_expression_says_so(parts):
    text = "".join(parts)
    levelled = re.match("[一-鿿]{2,4}[省市县区镇乡]", text)
    assert starts_with_place(text) == bool(expression().match(text) or levelled)


@settings(max_examples=80)
@given(parts=st.lists(words, max_size=4))
def test_brands_begin_behind_all_places(parts):
    name = "".join([*parts, "砚湖机床股份有限公司"])
    found = expression().match(name)
    rest = name[found.end() :] if found else name
    brand = rest[: rest.index("机床")]
    assert (brand in brands(name)) == (2 <= len(brand) <= 4 and brand not in place_names())


def test_no_name_is_longer_than_said_and_none_is_one_character():
    assert max(map(len, place_names())) == LONGEST_PLACE
    assert min(map(len, place_names())) == 2


def test_places_are_found_within_a_text_the_longest_first():
    assert [found[2] for found in places().matches("在杭州市区")] == ["杭州市", "杭州"]
