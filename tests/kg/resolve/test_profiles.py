"""What an article tells of its names: which mean something elsewhere, and the context that goes with them."""

from dataclasses import replace

import pytest

from kg.resolve.profiles import profiles

from .conftest import make_case


def told(case, name):
    ids = {entity.name: entity.id for entity in case.entities}
    return profiles(case)[ids[name]]


def test_a_relative_name_is_that_of_the_articles_one_place():
    case = make_case(1, ("union", ("区总工会",)), ("place", ("海岭市",)), ("place", ("江塘区",)))
    assert told(case, "区总工会").name == "江塘区总工会"


@pytest.mark.parametrize("others", [(), ("江塘区", "砚湖区")])
def test_a_relative_name_without_one_place_stays_in_its_article(others):
    case = make_case(1, ("union", ("区总工会",)), *(("place", (name,)) for name in others))
    profile = told(case, "区总工会")
    assert (profile.scope, profile.names) == (case.article.id, ())


def test_the_place_of_a_name_counts_as_a_place_of_the_article():
    case = make_case(1, ("government", ("市政府",)), ("union", ("海岭市总工会",)))
    assert told(case, "市政府").name == "海岭市政府"


def test_a_part_of_a_relative_name_means_no_more_than_it():
    case = make_case(1, ("government", ("区委“两新”工委", "“两新”工委")))
    assert told(case, "区委“两新”工委").scope == case.article.id


def test_people_have_employers_company_and_province():
    case = make_case(
        1,
        *(("person", ("林望舒",)), ("enterprise", ("云麓泵业有限公司",))),
        *(("place", ("常州市",)), ("person", ("苏见微",))),
        works=(("林望舒", "云麓泵业有限公司"),),
    )  # fmt: skip
    profile = told(case, "林望舒")
    assert (profile.ties, profile.around) == (("云麓泵业有限公司",), ("江苏",))
    assert profile.company == ("enterprise|云麓", "person|苏见微")


def test_a_name_for_anybody_stays_in_its_article():
    case = make_case(1, ("person", ("王女士",)), ("person", ("小何",)))
    assert {profile.scope for profile in profiles(case).values()} == {case.article.id}


@pytest.mark.parametrize(
    ("name", "around"), [("德国", ()), ("长三角", ()), ("中国", ()), ("鼓楼区", ("江苏",))]
)
def test_what_there_is_once_needs_no_context(name, around):
    case = make_case(1, ("place", (name,)), ("place", ("常州市",)))
    assert told(case, name).around == around


def test_an_honour_is_the_same_in_full_and_in_short():
    case = make_case(1, ("honor", ("江苏省劳动模范",)), ("honor", ("江苏省“劳模”",)))
    assert told(case, "江苏省劳动模范").names == told(case, "江苏省“劳模”").names == ("江苏省劳模",)


def test_a_name_that_few_bear_needs_no_context():
    case = make_case(1, ("person", ("罗伯特·格林",)), ("place", ("常州市",)))
    assert told(case, "罗伯特·格林").around == ()


def test_articles_that_tell_alike_share_a_profile():
    things = ("union", ("中华全国总工会",)), ("place", ("常州市",))
    first, second = (profiles(make_case(number, *things)) for number in (1, 2))
    assert [profile.id for profile in first.values()] == [profile.id for profile in second.values()]


def test_the_press_works_for_its_paper():
    case = make_case(1, ("media", ("海岭日报",)), ("media", ("搜狐",)), ("person", ("林望舒",)))
    text = case.article.text.replace("搜狐\n", "记者 ")
    assert told(case, "林望舒").ties == ()
    written = replace(case, article=replace(case.article, text=text))
    assert told(written, "林望舒").ties == ("海岭日报",)


def test_what_is_pinned_is_of_its_article_only():
    case = make_case(1, ("place", ("海岭市",)))
    (profile,) = profiles(case, [("place", "海岭市")]).values()
    assert profile.scope == case.article.id
    assert profile.names == ("海岭市",)
