"""Predicates: action, object, subject and beneficiary of a clause."""

import pytest

from kg.values import Span
from pipeline.extract.predicates import opening, predicate
from pipeline.extract.reading import Word
from pipeline.extract.verbs import kind_of
from pipeline.nlp.tokenizer import cutter


def parse(text):
    words, place = [], 0
    for word, tag in cutter("rjieba")(text):
        words.append(Word(word, tag, Span(place, place + len(word))))
        place += len(word)
    return predicate(text, Span(0, len(text)), words)


@pytest.mark.parametrize(
    ("text", "action", "thing"),
    [
        ("组织开展技能竞赛", "组织开展", "技能竞赛"),
        ("建成户外劳动者驿站37个", "建成", "户外劳动者驿站"),
        ("建成37个户外劳动者驿站", "建成", "户外劳动者驿站"),
        ("将集体协商纳入年度计划", "纳入", "集体协商"),
        ("出台《技能津贴管理办法》", "出台", "《技能津贴管理办法》"),
        ("开办为期六周的焊工培训课程", "开办", "焊工培训课程"),
        ("发放一次性创业补贴3000元", "发放", "一次性创业补贴"),
        ("提供心理疏导、技能培训等服务", "提供", "心理疏导、技能培训等服务"),
        ("将继续实施职工关爱计划", "实施", "职工关爱计划"),
        ("邀请两名律师到现场讲解劳动法", "邀请", "律师"),
        ("对驿站设施进行检查", "检查", "驿站设施"),
        ("对优秀集体及个人进行表扬", "表扬", "优秀集体及个人"),
        ("从几个方面进行宣讲", "进行", "宣讲"),
        ("与三家机构共建", "共建", "机构"),
        ("与一线职工亲切交谈", "交谈", "一线职工"),
        ("深入车间开展安全培训", "开展", "安全培训"),
        ("组织各班组开展技能竞赛", "开展", "技能竞赛"),
        ("常态化开展技能比武", "开展", "技能比武"),
        ("焊工技能比武在文化宫举行", "举行", "焊工技能比武"),
        ("送上药品、毛巾和“清凉礼包”", "送上", "药品、毛巾和“清凉礼包”"),
        ("新业态组织开办夜校", "开办", "夜校"),
        ("叮嘱工友们一定要注意防暑", "叮嘱", "工友们"),
        ("为环卫职工发放防暑物品的基础上", "发放", "防暑物品"),
        ("提供了宽敞的20间新宿舍", "提供", "新宿舍"),
        ("现场观摩官兵军姿、训练等活动展示", "观摩", "官兵军姿、训练等活动展示"),
    ],
)
def test_action_and_object(text, action, thing):
    found = parse(text)
    assert (found.action.of(text), found.object.of(text)) == (action, thing)


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("为一线职工购买意外险", "一线职工"),
        ("向困难家庭发放慰问金", "困难家庭"),
        ("开展技能竞赛", None),
    ],
)
def test_beneficiary(text, people):
    found = parse(text)
    assert (found.beneficiary.of(text) if found.beneficiary else None) == people


def test_what_only_names_the_agent_has_no_object():
    assert parse("由镇总工会主办") is None


def test_the_subject_ends_before_adverbs_and_prepositions():
    text = "白石镇总工会定期为司机体检"
    assert parse(text).subject.of(text) == "白石镇总工会"


def test_an_object_never_begins_or_ends_inside_a_quotation():
    name = "“匠心·同行”" + "职工子女夏令营" * 6
    found = parse(f"举办了{name}")
    assert found.object.of(f"举办了{name}") == name


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("与会领导为职工发放奖金", "与会领导"),
        ("活动中公司开办夜校", "公司"),
        ("12位工匠开设课程", "12位工匠"),
        ("职工们现场学习工艺", "职工们"),
        ("与企业建立合作关系", None),
        ("驿站被县里授予奖章", None),
    ],
)
def test_subjects_leave_times_and_the_begun_predicate_off(text, subject):
    found = parse(text)
    assert (found.subject.of(text) if found.subject else None) == subject


def test_words_in_quotes_are_names_not_deeds():
    text = "开展“建设美丽车间”活动"
    assert parse(text).action.of(text) == "开展"


def test_a_clause_without_a_verb_has_no_predicate():
    assert parse("三月五日") is None


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("并送上药品", "送上药品"),
        ("同时还举办讲座", "举办讲座"),
        ("及时总结经验", "及时总结经验"),
        ("同时", "同时"),
    ],
)
def test_connectives_are_no_part_of_the_deed(text, rest):
    assert text[opening(text) :] == rest


@pytest.mark.parametrize(
    ("word", "kind"),
    [("开展", "deed"), ("积极开展", "deed"), ("激发", "effect"), ("弘扬", "slogan"), ("工会组织", None)],
)
def test_kinds_of_verbs(word, kind):
    assert kind_of(word) == kind
