"""What becomes one thing, as data: each row is the things that a block's names should fall into."""

import random

import pytest

from kg.resolve.naming import parse, plain
from kg.resolve.partition import Decisions, partition
from kg.resolve.profiles import Profile, from_content
from kg.resolve.verdicts import judge


def profile(kind, name, **told):
    names = (name, *told.pop("aliases", ()))
    return Profile(kind, name, tuple(plain(kind, form) for form in names), **told)


def groups(kind, *names):
    """Return the names of each thing, each block compared by itself."""
    found = [name if isinstance(name, Profile) else profile(kind, name) for name in names]
    blocks = {}
    for one in found:
        blocks.setdefault(one.block, []).append(one)
    things = [cluster for block in blocks.values() for cluster in partition(block)]
    return {frozenset(member.name for member in thing.members) for thing in things}


ONE_THING = {
    "forms of an enterprise": (
        "enterprise", "江苏华岭机床股份有限公司", "江苏华岭公司", "江苏华岭",
        "华岭机床", "华岭股份", "华岭公司",
    ),
    "a trade within": ("enterprise", "江苏亚川轻合金科技股份有限公司", "亚川科技"),
    "words shortened": ("enterprise", "海岭市澄川公共交通有限公司", "澄川公交"),
    "a place in brackets": ("enterprise", "华岭（江苏）机床有限公司", "华岭机床"),
    "spelled beside": ("enterprise", "云麓泵业（YUNLU）", "云麓泵业(600001)", "云麓泵业"),
    "a union": ("union", "海岭市江塘区总工会", "江塘区总工会", "江塘区总", "江塘总工会"),
    "the national union": ("union", "中华全国总工会", "全国总工会", "全总"),
    "a company's union": ("union", "云麓泵业有限公司工会委员会", "云麓泵业有限公司工会", "云麓泵业工会"),
    "a bureau": ("government", "海岭市人力资源和社会保障局", "海岭市人社局", "海岭人社局"),
    "a party committee": ("government", "中共海岭市委", "海岭市委", "中国共产党海岭市委员会"),
    "the youth league": ("association", "共青团海岭市委", "共青团海岭市委员会"),
    "a federation": ("association", "海岭市妇女联合会", "海岭市妇联"),
    "a school": ("school", "海岭市第一中学", "海岭一中"),
    "a college": ("school", "海岭职业技术学院", "海岭职院"),
    "a zone": ("park", "海岭高新技术产业开发区", "海岭国家高新区", "海岭高新区"),
    "a studio": (
        "studio", "陈立新创新工作室", "陈立新劳模创新工作室", "海岭市陈立新劳模和工匠人才创新工作室",
    ),
    "a place": ("place", "江苏省海岭市", "海岭市", "海岭"),
    "a law": ("policy", "中华人民共和国工会法", "《工会法》"),
    "a contest": ("program", "“安康杯”竞赛", "安康杯", "“安康杯”劳动竞赛"),
    "a newspaper": ("media", "《海岭日报》", "海岭日报"),
    "a foreigner": ("person", "罗伯特·格林", "罗伯特·格林（Robert Green）"),
}  # fmt: skip


@pytest.mark.parametrize("row", ONE_THING.values(), ids=ONE_THING)
def test_forms_of_one_name_are_one_thing(row):
    kind, *names = row
    assert groups(kind, *names) == {frozenset(names)}


APART = {
    "two provinces": ("enterprise", "江苏华岭机床有限公司", "浙江华岭机床有限公司"),
    "a group and its company": ("enterprise", "华岭集团有限公司", "华岭机床有限公司"),
    "a company and its branch": ("enterprise", "华岭机床有限公司", "华岭机床有限公司海岭分公司"),
    "two branches": ("enterprise", "海岭银行江塘支行", "海岭银行砚湖支行"),
    "two numbers": ("enterprise", "华岭四局", "华岭十四局", "华岭二局"),
    "a bureau and its subsidiary": ("enterprise", "华岭二局", "华岭二局安装公司"),
    "two trades": ("enterprise", "华岭机床有限公司", "华岭物流有限公司"),
    "city and district": ("union", "海岭市总工会", "海岭市江塘区总工会"),
    "two districts": ("union", "海岭市江塘区总工会", "海岭市砚湖区总工会"),
    "city and county of one stem": ("union", "海岭市总工会", "海岭县总工会"),
    "a union and a federation": ("union", "海岭市总工会", "海岭市工会联合会"),
    "a ministry and its office": ("government", "教育部", "教育部办公厅"),
    "committee and government": ("government", "海岭市委", "海岭市政府"),
    "two schools": ("school", "海岭市第一中学", "海岭市第二中学", "海岭市第十一中学"),
    "a university and its college": ("school", "海岭大学", "海岭大学医学院"),
    "two kinds of studio": ("studio", "陈立新劳模创新工作室", "陈立新技能大师工作室"),
    "two people's studios": ("studio", "陈立新创新工作室", "林望舒创新工作室"),
    "two zones": ("park", "海岭高新区", "海岭经开区"),
    "editions": ("program", "第一届海岭工匠大赛", "第二届海岭工匠大赛"),
    "a paper and its site": ("media", "海岭日报", "海岭日报客户端"),
}  # fmt: skip


@pytest.mark.parametrize("row", APART.values(), ids=APART)
def test_near_misses_stay_apart(row):
    kind, *names = row
    assert groups(kind, *names) == {frozenset({name}) for name in names}


def test_a_name_that_two_things_share_stays_alone():
    names = ("江苏华岭机床股份有限公司", "浙江华岭机床股份有限公司", "华岭机床")
    assert groups("enterprise", *names) == {frozenset({name}) for name in names}


def test_the_place_of_the_article_tells_which():
    short = profile("enterprise", "华岭机床", around=("浙江",))
    full = ("江苏华岭机床股份有限公司", "浙江华岭机床股份有限公司")
    assert groups("enterprise", *full, short) == {frozenset({full[0]}), frozenset({full[1], "华岭机床"})}


def test_a_bare_brand_needs_more_than_likeness():
    full = "江苏华岭机床股份有限公司"
    assert len(groups("enterprise", full, "华岭")) == 2
    assert len(groups("enterprise", full, profile("enterprise", "华岭", around=("江苏",)))) == 1
    assert len(groups("enterprise", profile("enterprise", full, aliases=("华岭",)), "华岭")) == 1


def test_chains_of_likeness_do_not_run_on():
    """The middle name could be of either full one: it joins neither, nor joins the two."""
    names = ("江苏华岭机床有限公司", "浙江华岭机床有限公司", "华岭机床", "华岭公司", "华岭股份")
    found = groups("enterprise", *names)
    assert frozenset({names[0]}) in found
    assert frozenset({names[1]}) in found


def test_a_name_outside_its_article_means_nothing():
    unions = [Profile("union", "公司工会", (), scope=article) for article in ("a1", "a2")]
    assert len({union.block for union in unions}) == 2
    assert not judge(*unions).same


def person(name="林望舒", **told):
    return profile("person", name, **told)


PEOPLE = {
    "one employer": (1, person(ties=("云麓泵业",)), person(ties=("云麓泵业",), around=("江苏",))),
    "an employer in two forms": (1, person(ties=("云麓泵业有限公司",)), person(ties=("云麓泵业",))),
    "an employer and its part": (1, person(ties=("海岭日报",)), person(ties=("海岭日报客户端",))),
    "two employers": (2, person(ties=("云麓泵业有限公司",)), person(ties=("海晏港务集团",))),
    "two bureaus": (2, person(ties=("华岭四局",)), person(ties=("华岭十四局",))),
    "an office of the state": (1, person(ties=("总书记",)), person(ties=("总书记",), around=("江苏",))),
    "an office and nothing told": (1, person(ties=("总书记",)), person(around=("江苏",)),
                                   person(around=("浙江",))),
    "officials of one county": (1, person(ties=("江塘县委",)), person(ties=("江塘县政府",))),
    "the same company": (1, person(company=("union|海岭总", "person|苏见微")),
                         person(ties=("云麓泵业",), company=("union|海岭总", "person|苏见微"))),
    "one organisation, two provinces": (2, person(company=("union|海岭总",), around=("江苏",)),
                                        person(company=("union|海岭总",), around=("浙江",))),
    "nothing told of either": (2, person(around=("江苏",)),
                               person(around=("江苏",), company=("union|海岭总",))),
    "only one of the name": (1, person(ties=("云麓泵业",), around=("江苏",)), person(around=("江苏",))),
    "nothing told at all": (1, person(ties=("云麓泵业",), around=("江苏",)), person()),
    "a common name": (2, person("王伟", ties=("云麓泵业",), around=("江苏",)), person("王伟")),
    "another province": (2, person(ties=("云麓泵业",), around=("江苏",)), person(around=("浙江",))),
    "two of the name": (3, person(ties=("云麓泵业",)), person(ties=("海晏港务集团",)), person()),
    "both employers in one article": (1, person(ties=("云麓泵业", "海晏港务集团")),
                                      person(ties=("海晏港务集团",)), person(ties=("云麓泵业",))),
}  # fmt: skip


@pytest.mark.parametrize("row", PEOPLE.values(), ids=PEOPLE)
def test_people_of_one_name(row):
    count, *people = row
    assert len(partition(people)) == count


@pytest.mark.parametrize("seed", range(5))
def test_the_order_of_profiles_makes_no_difference(seed):
    found = [profile("enterprise", name) for name in ONE_THING["forms of an enterprise"][1:]]
    found += [profile("enterprise", "华岭集团"), profile("enterprise", "浙江华岭机床有限公司")]
    wanted = [(cluster.leader, cluster.members, cluster.why) for cluster in partition(found)]
    random.Random(seed).shuffle(found)
    assert [(cluster.leader, cluster.members, cluster.why) for cluster in partition(found)] == wanted


def test_every_member_but_the_leader_has_a_reason():
    (thing,) = partition([profile("union", name) for name in ONE_THING["a union"][1:]])
    assert set(thing.why) == {member.id for member in thing.members} - {thing.leader.id}
    assert all(why.same and 0 < why.score <= 1 and why.evidence for why in thing.why.values())


def test_decisions_go_before_rules():
    one, other = profile("enterprise", "江苏华岭机床有限公司"), profile("enterprise", "华岭机床")
    pair = frozenset({frozenset({one.id, other.id})})
    assert len(partition([one, other], Decisions(apart=pair))) == 2
    third = profile("enterprise", "浙江华岭机床有限公司")
    assert len(partition([one, third], Decisions(same=frozenset({frozenset({one.id, third.id})})))) == 1


def test_types_are_never_mixed():
    assert judge(profile("school", "海岭学院"), profile("park", "海岭学院")).same is False


@pytest.mark.parametrize(
    "made", [person(ties=("云麓泵业",), around=("江苏",)), profile("union", "海岭市总工会")]
)
def test_a_profile_comes_back_from_its_content(made):
    assert from_content(made.content) == made
    assert made.id == from_content(made.content).id


RELATIVE = {
    "union": "市总工会 公司工会 全市各级工会 医务工会",
    "government": "县委 人社局 区委组织部 组织部",
    "association": "妇联 市红十字会",
    "school": "第一中学 市技师学院",
    "enterprise": "热电公司 县人民医院",
    "studio": "劳模创新工作室",
    "policy": "《实施方案》",
}
ABSOLUTE = {
    "union": "中华全国总工会 海岭市总工会",
    "government": "教育部 国务院 海岭市委",
    "association": "全国妇联",
    "school": "海岭一中",
    "enterprise": "云麓泵业",
    "studio": "陈立新工作室",
    "policy": "《海岭市职工技能提升实施方案》",
    "park": "区块链生态谷",
    "person": "林望舒",
}


def rows(names):
    return [(kind, name) for kind, told in names.items() for name in told.split()]


@pytest.mark.parametrize(("kind", "name"), rows(RELATIVE))
def test_what_means_something_only_where_it_stands(kind, name):
    assert parse(kind, name).relative


@pytest.mark.parametrize(("kind", "name"), rows(ABSOLUTE))
def test_what_means_something_by_itself(kind, name):
    assert not parse(kind, name).relative
