"""Places at the head of names, and how they lie to each other."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.resolve import places


@pytest.mark.parametrize(
    ("name", "chain"),
    [
        ("常州市新北区总工会", ("常州市", "新北区")),
        ("江苏省海岭市江塘区总工会", ("江苏省", "海岭市", "江塘区")),
        ("上海市政府", ("上海市",)),
        ("怒江州总工会", ("怒江州",)),
        ("甘肃康乐县一中", ("甘肃", "康乐县")),
        ("大满镇工会", ("大满镇",)),
        ("石泉路街道总工会", ("石泉路街道",)),
        ("首尔市教师工会", ("首尔市",)),
        ("高新区总工会", ()),
        ("江苏飞马常州水泵厂", ("江苏",)),  # a known place behind a brand is none at the head
        ("园区工会", ()),
        ("市总工会", ()),
        ("海岭市政工程公司", ()),
        ("常州市", ()),
        ("", ()),
    ],
)
def test_the_places_at_the_head_of_a_name(name, chain):
    assert places.head(name) == chain


@pytest.mark.parametrize(
    ("place", "province"),
    [
        ("常州市", "江苏"),
        ("常州", "江苏"),
        ("新北区", "江苏"),
        ("江苏省", "江苏"),
        ("浦东新区", "上海"),
        ("鼓楼区", None),
        ("海岭市", None),
    ],
)
def test_the_province_of_a_place_that_the_lists_know(place, province):
    assert places.province(place) == province


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("常州市", "常州", True),
        ("广西壮族自治区", "广西", True),
        ("海岭市", "海岭", True),
        ("长沙市", "长沙县", False),
        ("长沙", "长沙县", False),
        ("海岭市", "海岭区", False),
        ("海岭市", "云麓市", False),
    ],
)
def test_two_names_of_one_place(first, second, same):
    assert places.same(first, second) is same
    assert places.same(second, first) is same


@pytest.mark.parametrize(
    ("first", "second", "nested"),
    [
        ((), ("海岭市",), True),
        (("江苏省", "常州市"), ("常州市",), True),
        (("江苏",), ("常州市",), True),
        (("江苏省", "海岭市", "江塘区"), ("海岭市", "江塘区"), True),
        (("海岭市", "江塘区"), ("云麓市", "江塘区"), False),
        (("江苏",), ("浙江",), False),
    ],
)
def test_two_chains_that_can_be_one_place(first, second, nested):
    assert places.nested(first, second) is nested
    assert places.nested(second, first) is nested


@given(st.text(alphabet="江苏省常州市新北区海岭县总工会华", max_size=14))
def test_a_head_is_a_beginning_and_never_the_whole(name):
    chain = "".join(places.head(name))
    assert name.startswith(chain)
    assert not name or chain != name


def test_a_short_name_of_two_is_that_of_the_greater():
    assert places.full("吉林") == "吉林省"
    assert not places.known("鼓楼区")
    assert places.known("新北区")
