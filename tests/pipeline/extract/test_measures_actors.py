"""Actors: who is said to have done it, who only speaks or reports, and when nobody is named."""

import pytest

from kg.values import Author, Entity, Span
from pipeline.extract.actors import Discourse
from pipeline.extract.candidates import candidates
from pipeline.nlp.tokenizer import cutter
from tests.pipeline.extract.test_measures import read

UNION, PLACE, PERSON = ("union", "石桥县总工会"), ("place", "云溪市"), ("person", "韩青山")


def named(text, *names):
    """Return the entities of the names that stand in `text`."""
    return tuple(
        Entity(f"e{n}", kind, name, (), (Span(text.index(name), text.index(name) + len(name)),), "test")
        for n, (kind, name) in enumerate(names, 1)
        if name in text
    )


def actors(text, authors=()):
    reading = read(text, named(text, UNION, PLACE, PERSON), authors)
    discourse = Discourse(reading)
    found = [(candidate, discourse.actor(candidate)) for candidate in candidates(reading)]
    return {c.clause.span.of(text): actor.name if actor else None for c, actor in found}


@pytest.mark.parametrize(
    ("text", "clause", "actor"),
    [
        ("8月3日，石桥县总工会举办焊工技能比武。", "石桥县总工会举办焊工技能比武", "石桥县总工会"),
        ("今年石桥县总工会举办焊工技能比武。", "今年石桥县总工会举办焊工技能比武", "石桥县总工会"),
        ("“暖心团”成员开展慰问活动。", "“暖心团”成员开展慰问活动", "“暖心团”成员"),
        ("云溪市组织开展技能大赛。", "云溪市组织开展技能大赛", "云溪市"),
        ("石桥县总工会慰问组送去防暑药品。", "石桥县总工会慰问组送去防暑药品", "石桥县总工会"),
        ("石桥县总工会主席韩青山走访困难职工。", "石桥县总工会主席韩青山走访困难职工", "韩青山"),
        ("石桥县总工会面向快递员开展体检。", "石桥县总工会面向快递员开展体检", "石桥县总工会"),
        ("镇党委书记韩青山带队慰问困难职工。", "镇党委书记韩青山带队慰问困难职工", "韩青山"),
        ("法律援助律师韩青山为工友们讲解劳动合同法。", "法律援助律师韩青山为工友们讲解劳动合同法", "韩青山"),
        ("项目党支部多次开展现场培训。", "项目党支部多次开展现场培训", "项目党支部"),
        ("技能大赛由石桥县总工会主办。", "技能大赛由石桥县总工会主办", "石桥县总工会"),
        ("与会领导为职工发放奖金。", "与会领导为职工发放奖金", "与会领导"),
        ("韩青山老师带队开展技能培训。", "韩青山老师带队开展技能培训", "韩青山"),
        ("韩青山带徒三年，他为班组开设夜校两所。", "他为班组开设夜校两所", "韩青山"),
    ],
)
def test_the_subject_or_the_agent_acts(text, clause, actor):
    assert actors(text)[clause] == actor


@pytest.mark.parametrize(
    ("text", "clause"),
    [
        ("记者韩青山报道，为职工发放防暑药品。", "为职工发放防暑药品"),
        ("劳模韩青山说，厂里开办了夜校，为职工发放补贴。", "为职工发放补贴"),
        ("劳模韩青山走访班组。为职工发放防暑药品。", "为职工发放防暑药品"),
        ("韩青山摄，为职工发放防暑药品。", "为职工发放防暑药品"),
        ("焊工技能比武在文化宫举行。", "焊工技能比武在文化宫举行"),
        ("石桥县总工会开展培训。韩青山被县里授予奖章。", "韩青山被县里授予奖章"),
        ("石桥县总工会开展培训。持续高温给户外劳动者带来挑战。", "持续高温给户外劳动者带来挑战"),
    ],
)
def test_who_reports_speaks_or_is_done_to_does_not_act(text, clause):
    assert actors(text)[clause] is None


def test_an_event_is_held_by_who_held_one_last_not_by_who_was_named_last():
    text = "石桥县总工会开展消夏活动。云溪市送去西瓜。活动邀请律师讲课。"
    assert actors(text)["活动邀请律师讲课"] == "石桥县总工会"


@pytest.mark.parametrize(
    "text", ["他们为职工发放药品。", "面向职工开放浴室。", "为职工发放药品的职工提供帮助。"]
)
def test_a_pronoun_of_many_and_a_cut_phrase_are_no_actors(text):
    assert set(actors(text).values()) <= {None}


def test_a_name_that_opens_a_clause_without_an_action_acts_in_the_next():
    text = "石桥县总工会依托职工之家等平台，为职工举办讲座。"
    assert actors(text)["为职工举办讲座"] == "石桥县总工会"


def test_what_is_quoted_changes_nothing_for_the_text_around_it():
    quote = "“" + "我们在云溪市打工，" + "云溪市开办了夜校，" * 5 + "”"
    text = f"石桥县总工会举办讲座。{quote}一名学员说。为职工发放药品。"
    assert actors(text)["为职工发放药品"] == "石桥县总工会"


def test_an_organisation_named_long_ago_is_no_longer_spoken_of():
    far = "天气晴朗。" * 60
    assert actors(f"石桥县总工会举办讲座。{far}为职工发放药品。")["为职工发放药品"] is None


def test_a_newspaper_is_not_the_actor_of_its_articles():
    text = "临江晚报讯\n为职工发放防暑药品。"
    paper = Entity("e1", "media", "临江晚报", (), (Span(0, 4),), "test")
    discourse = Discourse(read(text, (paper,), (Author("王一", "临江晚报", None),)))
    assert discourse.author is None


def test_verbs_inside_names_are_no_actions():
    text = "石桥县委组织部开展培训。"
    reading = read(text, named(text, ("government", "石桥县委组织部")))
    (found,) = candidates(reading)
    assert found.predicate.action.of(text) == "开展"
    assert [word for word, _ in cutter("rjieba")(text) if "组织" in word]
