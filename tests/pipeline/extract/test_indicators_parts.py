"""The steps of the indicator reader, one at a time, on values made by hand."""

from dataclasses import replace

import pytest

from kg.values import Author, Notice, Span
from pipeline.extract.indicators import indicators
from pipeline.extract.indicators.confidence import confidence, doubts, traits
from pipeline.extract.indicators.context import Index, unit_kind
from pipeline.extract.indicators.metric import phrases
from pipeline.extract.indicators.openings import openings
from pipeline.extract.indicators.owners import edge
from pipeline.extract.indicators.period import times
from pipeline.extract.indicators.ranking import agree, choose, load_models
from pipeline.extract.indicators.records import read_records
from pipeline.extract.indicators.selection import signs
from pipeline.extract.indicators.status import clues, stated, status
from pipeline.extract.indicators.subject import Held, Known, Owner, owners
from pipeline.extract.linear import LinearModel

NAMES = [["union", "石桥县总工会"], ["enterprise", "青禾轴承公司"]]


@pytest.fixture
def index_of(make_reading):
    return lambda text: Index(make_reading(text, NAMES))


def test_settings_are_cut_at_the_neighbouring_numbers(index_of):
    index = index_of("石桥县总工会建成驿站30个、书屋8间，服务职工。")
    first, second = index.settings
    assert first.left.of(index.text) == "石桥县总工会建成驿站"
    assert first.right.of(index.text) == "、书屋"
    assert second.left.of(index.text) == "、书屋"
    assert (first.before, first.after, second.before) == (None, second.quantity, first.quantity)


def test_a_setting_keeps_near_in_a_text_without_marks(index_of):
    index = index_of("职工" * 2000 + "30个")
    (setting,) = index.settings
    assert setting.sentence.end - setting.sentence.start < 700
    assert setting.clause.end - setting.clause.start < 400


def test_words_are_cut_at_the_border_of_a_stretch(index_of):
    index = index_of("石桥县总工会开展竞赛。")
    assert "".join(word.text for word in index.words(Span(1, 8))) == index.text[1:8]
    assert index.words(Span(3, 3)) == []


def test_mentions_within_longer_mentions_are_dropped(make_reading):
    reading = make_reading("石桥县总工会开展竞赛。", [*NAMES, ["place", "石桥县"]])
    assert [span.of(reading.article.text) for span, _ in Index(reading).named] == ["石桥县总工会"]


def test_the_clause_before_a_number_is_that_of_its_sentence(index_of):
    index = index_of("开展培训，共计30场。惠及40人。")
    first, second = index.settings
    assert index.clause_before(first).of(index.text) == "开展培训"
    assert index.clause_before(second).of(index.text) == ""


@pytest.mark.parametrize(
    ("unit", "kind"),
    [
        ("%", "share"),
        ("元/月", "money"),
        ("人次", "people"),
        ("岁", "time"),
        ("家", "things"),
        ("个百分点", "share"),
    ],
)
def test_units_are_of_five_kinds(unit, kind):
    assert unit_kind(unit) == kind


def test_phrases_never_start_or_end_with_a_mark(index_of):
    index = index_of("建成“爱心驿站”30个、书屋8间，及阅览室5间。")
    found = [phrase.text for setting in index.settings for phrase in phrases(index, setting, None)]
    assert found
    assert not [text for text in found if text[0] in "、，的" or text[-1] in "、，“"]


@pytest.mark.parametrize(
    ("text", "never"),
    [
        ("共有40名职工参加了技能竞赛。", "职工参加了"),
        ("建成“爱心驿站”30个。", "爱心驿站”"),
        ("这里有12名职工从外地赶来。", "职工从"),
        ("公司将出资50亿元。", "将出资"),
        ("订单是去年的两倍。", "是去年"),
        ("费用将从每年470元上涨至776元。", "从每年"),
        ("岗位从34.5万个增加到46万个。", "34.5万个增加"),
        ("知晓率由不到一半提升到91%。", "知晓率由不到一半提升"),
        ("会员的知晓率由往年很低的水平提升到91%。", "提升到"),
        ("青年职工离职率一度超过6%。", "离职率一度"),
        ("石桥县共有驿站160家，全县共有160家。", "全县共有"),
        ("掌握两个岗位的技工已有80人。", "技工已有"),
        ("能手占一线职工的三分之一强。", "强"),
    ],
)
def test_a_phrase_ends_where_its_grammar_lets_it(index_of, text, never):
    index = index_of(text)
    found = [phrase.text for setting in index.settings for phrase in phrases(index, setting, None)]
    assert found
    assert never not in found


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("出徒率由制度实行前很低的水平提高到92%。", "出徒率"),
        ("入会时间从原来的好几天缩短为最快3天。", "入会时间"),
        ("青年职工离职率一度上涨6%。", "离职率"),
    ],
)
def test_what_changes_stands_before_the_change(index_of, text, want):
    index = index_of(text)
    found = [phrase.text for phrase in phrases(index, index.settings[-1], None) if phrase.kind == "before"]
    assert want in found
    assert all(text.index(one) + len(one) <= text.index(want) + len(want) for one in found)


@pytest.mark.parametrize(
    "text",
    [
        "临湖新闻网讯 “以前中午不是泡面”，去年职工就餐800人次。",
        "记者了解到，“书屋在车间旁边，每天来30人。",
        "车间（新厂区的班组，共有12人。",
        "原标题：职工在驿站歇脚，全天来30人。",
    ],
)
def test_an_opening_keeps_within_its_quotation_and_its_clause(index_of, text):
    index = index_of(text)
    found = [one.text for setting in index.settings for one in openings(index, setting) if one.text]
    assert not [
        one for one in found if one.count("“") != one.count("”") or one.count("（") != one.count("）")
    ]
    assert not [one for one in found if "讯" in one or "记者" in one or "在" in one]


def test_an_opening_that_closes_its_quotation_stays(index_of):
    index = index_of("“爱心驿站”服务职工800人次。")
    assert "“爱心驿站”" in [one.text for one in openings(index, index.settings[0])]


def test_the_metric_before_is_a_candidate_for_the_number_behind(index_of):
    index = index_of("入会率达81%，同比提高3%。")
    last = index.settings[-1]
    assert "入会率" in [phrase.text for phrase in phrases(index, last, "入会率")]
    assert "入会率" not in [phrase.text for phrase in phrases(index, last, None)][-1:]


def test_candidates_for_an_owner_are_each_given_once_and_nobody_is_the_last(index_of):
    index = index_of("石桥县总工会介绍，青禾轴承公司建成书屋8间，青禾轴承公司再建9间。")
    found = owners(index, index.settings[-1], Known(None, None))
    texts = [one.text for one in found]
    assert texts[-1] is None
    assert len(set(texts)) == len(texts)
    assert {"石桥县总工会", "青禾轴承公司"} <= set(texts)


def test_the_owner_of_the_number_before_is_a_candidate(index_of):
    index = index_of("建成书屋8间。再建9间。")
    held = Held(Owner("云栖驿站", None, None, ()), index.settings[0].quantity.span)
    assert "云栖驿站" in [one.text for one in owners(index, index.settings[1], Known(held, None))]


def test_words_for_the_whole_place_are_candidates(index_of):
    index = index_of("石桥县总工会统计，全县建成书屋8间。")
    assert "全县" in [one.text for one in owners(index, index.settings[0], Known(None, None))]


def test_periods_and_events_before_a_number_are_candidates(index_of):
    index = index_of("2023年，驿站投入使用以来，服务职工800人次。")
    found = [one.period.span.of(index.text) for one in times(index, index.settings[0], None) if one.period]
    assert found == ["2023年", "驿站投入使用以来"]


def test_an_average_by_the_year_is_no_period(index_of):
    index = index_of("职工薪酬年均增长8%。")
    assert [one.period for one in times(index, index.settings[0], None)] == [None]


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("到2030年，培训职工2万人。", "target"),
        ("到2030年，已培训职工2万人。", None),
        ("截至2023年底，培训职工2万人。", None),
        ("石桥县总工会将新建驿站20座。", "target"),
        ("石桥县总工会将20箱水送到工地。", None),
        ("石桥县总工会将技能等级与薪酬挂钩，带动2万人提升技能。", None),
        ("日前，石桥县总工会介绍，三年内将累计培训职工2万人。", "target"),
        ("对符合条件的职工，给予补助500元。", "standard"),
        ("石桥县总工会发放补助500元。", None),
        ("存满积分的，每月增发津贴200元。", "standard"),
        ("学习优秀的再奖励500元。", "standard"),
        ("凡在县内务工一年的职工，学费由工会补助40%、单位补助30%。", "standard"),
        ("每个驿站每年获得补助6000元。", "standard"),
        ("一线职工占参赛选手的比例不得低于80%。", "standard"),
        ("积分最多可抵免学费的40%。", "standard"),
        ("最受欢迎的，还有一台20寸的电视机。", None),
        ("这个数目是最明显的，约为2万人。", None),
        ("去年起存满积分的，每月增发津贴200元。", None),
        ("在校期间工会每年为其发放5000元助学金。", None),
        ("缴存率达到100%，覆盖率不低于95%。", None),
        ("计划每人每年免费体检2次。", None),
    ],
)
def test_some_constructions_state_the_status(text, want, index_of):
    index = index_of(text)
    assert stated(index, index.settings[-1], None) == want


def test_the_likeliest_status_wins():
    assert status({"actual": 0.5, "target": 0.3, "standard": 0.2}) == ("actual", 0.5)


def test_clues_and_signs_are_the_same_each_time(index_of):
    index = index_of("目前，石桥县总工会已建成驿站30个。")
    (setting,) = index.settings
    assert list(clues(index, setting, None, None)) == list(clues(index, setting, None, None))
    assert list(signs(index, setting)) == list(signs(index, setting))
    assert "no time" in list(clues(index, setting, None, None))


def test_the_candidate_with_the_most_weight_is_chosen():
    place, probability = choose({"near": 2.0, "far": -1.0}, [["far"], ["near"], []])
    assert place == 1
    assert 0.8 < probability < 0.9


def test_candidates_that_agree_support_each_other():
    weights = {"one": 1.0, "two": 0.8, "three": 0.8}
    texts = ["驿站", "户外劳动者服务", "户外劳动者服务点"]
    assert choose(weights, [["one"], ["two"], ["three"]])[0] == 0
    assert agree(weights, [(("one",),), (("two",),), (("three",),)], texts)[0] != 0


@pytest.fixture
def record_of(index_of):
    def read(sure):
        index = index_of("石桥县总工会建成书屋8间。")
        found = next(iter(read_records(index, load_models())))
        return index, replace(found, sure=dict.fromkeys(found.sure, sure))

    return read


def test_confidence_stays_within_its_limits(record_of):
    index, record = record_of(1.0)
    bold, shy = LinearModel(("right",), (50.0,), {}), LinearModel(("right",), (-50.0,), {})
    assert (confidence(bold, index, record), confidence(shy, index, record)) == (0.99, 0.05)


def test_surer_decisions_give_no_less_evidence():
    low = {"selection": 0.6, "metric": 0.3, "subject": 0.3, "status": 0.6, "period": 0.3}
    high = dict.fromkeys(low, 0.96)
    assert set(doubts(low)) < set(doubts(high))


def test_a_record_that_is_surer_of_everything_is_more_confident(record_of):
    model = load_models().confidence
    low, high = (confidence(model, *record_of(sure)) for sure in (0.3, 0.99))
    assert low < 0.5 < high


def test_a_record_tells_of_its_owner_and_of_rivals(make_reading):
    text = "石桥县总工会和青禾轴承公司建成书屋8间。"
    index = Index(make_reading(text, NAMES))
    found = next(iter(read_records(index, load_models())))
    assert {"rivals 2", "person False", "unit things", "numbers 0"} <= set(traits(index, found))


def test_a_place_that_only_ranks_something_owns_nothing(make_reading):
    index = Index(make_reading("建成云栖市级驿站8间。", [["place", "云栖市"]]))
    found = owners(index, index.settings[0], Known(None, None))
    assert [one.text for one in found if "here" in one.features] == []


def test_what_names_no_owner_belongs_to_the_organisation_that_signs(make_reading):
    reading = make_reading("近年来，不断健全机制，受到好评。已建成书屋8间。\n石桥县总工会", NAMES)
    signed = replace(reading.article, authors=(Author("李明远", "石桥县总工会"),))
    assert Index(reading).signer is None
    assert Index(replace(reading, article=signed)).signer == reading.entities[0]


def test_no_word_is_an_edge():
    assert edge(None) == "^"


@pytest.mark.parametrize(("told", "share"), [("0.45", 0.04), ("0.50", 0.3), ("0.75", 0.65), ("0.89", 0.8)])
def test_an_indicator_on_a_doubtful_number_has_the_less_confidence(make_reading, told, share):
    reading = make_reading("今年，沅江纺机厂的培训合格率为96.5%，参加培训1260人次。")
    at = reading.article.text.index("96.5%")
    doubts = (Notice("ocr", Span(at, at + 4), f"the number was read with confidence {told}"),)
    doubted = replace(reading, article=replace(reading.article, notices=doubts))
    (sure, other), (less, same) = indicators(reading), indicators(doubted)
    assert less == replace(sure, confidence=round(sure.confidence * share, 4))
    assert same == other
