"""One thing, many names: how mentions become entities."""

import importlib.util

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from kg.values import Article, Part, Source, Span
from pipeline.extract.mentions import mentions
from pipeline.extract.names import entities
from pipeline.extract.reading import Mention, Word
from pipeline.extract.shorts import brands, canonical, short_forms

PIECES = [
    "江苏", "海岭市", "海岭", "江塘区", "区", "总工会", "工会", "有限公司", "公司", "华岭", "机床",
    "股份", "张晓梅", "说，", "主席", "“青苗”", "工程", "、", "，", "。", "在", "《办法》", "产业园",
    "驿站", "（以下简称", "）", "和",
]  # fmt: skip
texts = st.lists(st.sampled_from(PIECES), max_size=30).map("".join)


def article_of(text):
    source = Source("test.txt", "0" * 64, "text/plain")
    return Article("id", source, text, (Part("body", Span(0, len(text))),))


def things(text):
    article = article_of(text)
    return entities(article, mentions(article))


def thing(text, kind):
    found = [entity for entity in things(text) if entity.type == kind]
    assert len(found) == 1
    return found[0]


def test_full_and_short_names_of_a_union_are_one_thing_named_in_full():
    union = thing("海岭市江塘区总工会成立。江塘区总工会开会，江塘区总工作扎实，区总走访。", "union")
    assert union.name == "海岭市江塘区总工会"
    assert {"江塘区总工会", "区总"} <= set(union.aliases)


def test_a_brand_joins_its_legal_name_wherever_it_stands():
    text = "江苏华岭机床股份有限公司扩产。华岭机床招工，江苏华岭增资，华岭公司分红。"
    company = thing(text, "enterprise")
    assert company.name == "江苏华岭机床股份有限公司"
    assert {"华岭机床", "江苏华岭", "华岭公司"} <= set(company.aliases)
    assert len(company.mentions) == 4


def test_a_defined_short_name_joins_what_it_was_defined_for():
    text = "山东蓝桥化工有限公司（以下简称“桥化集团”）招工。桥化集团分红。"
    company = thing(text, "enterprise")
    assert (company.name, "桥化集团" in company.aliases) == ("山东蓝桥化工有限公司", True)


def test_the_short_name_of_a_bureau_joins_the_long_one():
    text = "天津市人力资源和社会保障局发布。市人社局解读。"
    bureau = thing(text, "government")
    assert bureau.aliases == ("市人社局",)


def test_a_campaign_is_known_by_what_its_quotes_hold():
    campaign = thing("实施“青苗”工程。青苗见效。", "program")
    assert (campaign.name, campaign.aliases) == ("“青苗”工程", ("青苗",))
    assert len(campaign.mentions) == 2


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("记者采访宋(sòng)明明。宋明明说，好。", {"宋(sòng)明明", "宋明明"}),
        ("劳模張曉華说，好。张晓华表示感谢。", {"張曉華", "张晓华"}),
    ],
)
def test_a_name_spelt_out_or_in_traditional_characters_is_the_same_person(text, names):
    person = thing(text, "person")
    assert {person.name, *person.aliases} == names
    assert len(person.mentions) == 2


def test_two_unions_with_the_same_short_name_stay_two_and_the_short_name_is_not_guessed():
    found = [entity for entity in things("常州市总工会和南通市总工会来访。") if entity.type == "union"]
    assert [entity.name for entity in found] == ["常州市总工会", "南通市总工会"]


def test_names_of_two_types_are_never_one_thing():
    text = "南通说南通"
    found = entities(
        article_of(text), (Mention("place", Span(0, 2), "a"), Mention("person", Span(3, 5), "b"))
    )
    assert [entity.type for entity in found] == ["person", "place"]


def test_ids_count_the_things_in_order_of_first_mention():
    found = things("李晓梅说，海岭市总工会办实事。李晓梅说，好。")
    assert [entity.id for entity in found] == [f"e{number}" for number in range(1, len(found) + 1)]
    assert sorted(found, key=lambda entity: entity.mentions[0].start) == list(found)


def test_no_mentions_give_no_entities():
    assert entities(article_of(""), ()) == ()


@given(texts)
def test_every_mention_holds_one_of_the_names_and_none_of_a_type_overlap(text):
    taken = {}
    for entity in things(text):
        names = {entity.name, *entity.aliases}
        assert len(names) == 1 + len(entity.aliases)
        assert entity.mentions
        for span in entity.mentions:
            assert span.of(text) in names
            assert not any(span.overlaps(other) for other in taken.setdefault(entity.type, []))
            taken[entity.type].append(span)


@given(texts)
def test_every_mention_belongs_to_an_entity_of_its_type(text):
    article = article_of(text)
    found = mentions(article)
    names = {(e.type, name) for e in entities(article, found) for name in (e.name, *e.aliases)}
    assert {(mention.type, mention.span.of(text)) for mention in found} <= names


@given(texts)
def test_the_same_mentions_give_the_same_entities(text):
    assert things(text) == things(text)


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("安徽青禾轴承有限公司", "青禾"),
        ("中城（海岭）云帆能源集团有限公司", "中城云帆"),
        ("岭海银杏科技有限责任公司", "岭海银杏"),
    ],
)
def test_the_brand_stands_between_place_and_trade(name, wanted):
    assert wanted in brands(name)


@pytest.mark.parametrize("name", ["机床厂", "有限公司", "江苏公司", "物流公司", ""])
def test_a_name_without_a_brand_suggests_none(name):
    assert brands(name) == set()


def test_a_person_has_no_shorter_name():
    assert short_forms("欧阳明慧", "person") == set()


def test_canonical_names_forget_quotation_marks():
    assert canonical("“春燕”工作室", "studio") == "春燕工作室"


def load_scorer(shared):
    spec = importlib.util.spec_from_file_location("tashan_score", shared / "score/score.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def as_record(article, nlp):
    words = tuple(
        Word(token.text, token.tag_, Span(token.idx, token.idx + len(token.text)))
        for token in nlp(article.text)
    )
    found = entities(article, mentions(article, words))
    shown = [
        {
            "type": entity.type, "name": entity.name, "aliases": list(entity.aliases),
            "mentions": [{"start": span.start, "end": span.end} for span in entity.mentions],
        }
        for entity in found
    ]  # fmt: skip
    return {"source": {"path": article.source.path}, "text": article.text, "entities": shown}


def test_real_news_articles_keep_their_score(shared, nlp):
    gold = yaml.safe_load((shared / "gold/news.yaml").read_text(encoding="utf-8"))["articles"]
    records = []
    for one in gold:
        text = (shared / f"gold/news/{one['file']}.txt").read_text(encoding="utf-8")
        source = Source(f"{one['file']}.txt", "0" * 64, "text/plain")
        records.append(as_record(Article(one["id"], source, text, ()), nlp))
    tally = load_scorer(shared).score(gold, records, [])
    assert tally["entities"].f1 >= 0.85
    assert tally["offsets"].f1 == 1.0


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("澜川银行向上联络，澜川银行东湖分行开业。", {"澜川银行", "澜川银行东湖分行"}),
        (
            "砚湖矿业集团有限公司第五分公司开工，砚湖矿业集团庆祝。",
            {"砚湖矿业集团有限公司第五分公司", "砚湖矿业集团"},
        ),
    ],
)
def test_a_branch_and_its_house_are_two_things(text, names):
    assert {entity.name for entity in things(text) if entity.type == "enterprise"} == names


def test_a_name_in_latin_letters_behind_a_name_is_no_other_thing():
    union = thing("蓝峡海员工会（BSU）发声明。蓝峡海员工会说，谈判继续。", "union")
    assert canonical("蓝峡海员工会（BSU）", "union") == "蓝峡海员工会"
    assert union.name.startswith("蓝峡海员工会")
    assert canonical("中建（海岭）新能源有限公司", "enterprise") == "中建（海岭）新能源有限公司"


def test_a_unit_of_a_house_suggests_no_short_name_of_the_house():
    assert "中建二局" not in brands("中建二局安装公司")
    assert "华岭" in brands("江苏华岭安装有限公司")
