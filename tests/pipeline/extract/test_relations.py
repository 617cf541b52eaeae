from hashlib import sha256

import pytest

from kg.values import Article, Author, Entity, Part, Source, Span
from pipeline.extract.reading import Reading
from pipeline.extract.relations import relations
from pipeline.nlp.sentences import sentence_spans


def read(text, *names, authors=(), byline=None):
    """Return a reading of `text` with entities `names`: (type, name, alias …), each with all its places."""
    entities = tuple(
        Entity(f"e{n}", kind, first, tuple(aliases), places(text, (first, *aliases)), "test")
        for n, (kind, first, *aliases) in enumerate(names, 1)
    )
    parts = [Part("body", Span(0, len(text)))]
    if byline:
        start = text.index(byline)
        parts = [Part("byline", Span(start, start + len(byline)))]
    source = Source("case.txt", "0" * 64, "text/plain")
    article = Article(sha256(text.encode()).hexdigest()[:16], source, text, tuple(parts), authors=authors)
    return Reading(article, sentence_spans(text), (), (), (), entities)


def places(text, names):
    found = []
    for name in names:
        at = text.find(name)
        while at >= 0:
            found.append(Span(at, at + len(name)))
            at = text.find(name, at + 1)
    return tuple(sorted(found))


def named(reading):
    """Return the relations as (head name, type, tail name)."""
    names = {entity.id: entity.name for entity in reading.entities}
    return {(names[r.head], r.type, names[r.tail]) for r in relations(reading, (), ())}


CASES = {
    "byline": (
        read(
            "朔屏市总工会党组书记、主席 宁远舟\n正文。",
            ("union", "朔屏市总工会"),
            ("person", "宁远舟"),
            authors=(Author("宁远舟", "朔屏市总工会", "党组书记、主席"),),
            byline="朔屏市总工会党组书记、主席 宁远舟",
        ),
        {("宁远舟", "works_for", "朔屏市总工会"), ("宁远舟", "leads", "朔屏市总工会")},
    ),
    "position": (
        read(
            "华岭机床副总经理庄晓棠说，效率提高了。",
            ("enterprise", "华岭机床"),
            ("position", "副总经理"),
            ("person", "庄晓棠"),
        ),
        {("庄晓棠", "works_for", "华岭机床")},
    ),
    "place in name": (
        read(
            "朔屏市砚湖区总工会开展活动。",
            ("union", "朔屏市砚湖区总工会"),
            ("place", "朔屏市"),
            ("place", "砚湖区"),
        ),
        {("朔屏市砚湖区总工会", "located_in", "砚湖区"), ("砚湖区", "located_in", "朔屏市")},
    ),
    "part": (
        read("澜川集团与澜川集团铸造厂开会。", ("enterprise", "澜川集团"), ("enterprise", "澜川集团铸造厂")),
        {("澜川集团铸造厂", "part_of", "澜川集团")},
    ),
    "studio": (
        read(
            "华岭机床的庄晓棠劳模创新工作室成立。",
            ("enterprise", "华岭机床"),
            ("studio", "庄晓棠劳模创新工作室"),
            ("person", "庄晓棠"),
        ),
        {("华岭机床", "has_studio", "庄晓棠劳模创新工作室"), ("庄晓棠", "leads", "庄晓棠劳模创新工作室")},
    ),
    "issue": (
        read(
            "华岭机床出台《一线职工晋级办法》。", ("enterprise", "华岭机床"), ("policy", "一线职工晋级办法")
        ),
        {("华岭机床", "issues", "一线职工晋级办法")},
    ),
    "award": (
        read("庄晓棠荣获全国五一劳动奖章。", ("person", "庄晓棠"), ("honor", "全国五一劳动奖章")),
        {("庄晓棠", "awarded", "全国五一劳动奖章")},
    ),
    "cooperation": (
        read("华岭机床与澜川职业学院共建产业学院。", ("enterprise", "华岭机床"), ("school", "澜川职业学院")),
        {("华岭机床", "cooperates_with", "澜川职业学院")},
    ),
}

FIRM, OTHER, HONOR = ("enterprise", "华岭机床"), ("enterprise", "澜川集团"), ("honor", "五一劳动奖状")
PERSON, UNION = ("person", "庄晓棠"), ("union", "朔屏市总工会")
WON = {
    "the subject wins, and not the firm that the clause names last": (
        read("庄晓棠为澜川集团解决难题，荣获五一劳动奖状。", PERSON, OTHER, HONOR),
        {"庄晓棠"},
    ),
    "who grants it by 被 wins nothing": (
        read("华岭机床连续三年被朔屏市总工会授予五一劳动奖状。", FIRM, UNION, HONOR),
        {"华岭机床"},
    ),
    "授予 names the winner behind it": (
        read("朔屏市总工会授予庄晓棠五一劳动奖状。", UNION, PERSON, HONOR),
        {"庄晓棠"},
    ),
    "a person stands for his house": (
        read("华岭机床职工庄晓棠潜心钻研，获得五一劳动奖状。", FIRM, PERSON, HONOR),
        {"庄晓棠"},
    ),
    "他 is the person named last": (
        read("庄晓棠进厂二十年。在澜川集团，他荣获五一劳动奖状。", PERSON, OTHER, HONOR),
        {"庄晓棠"},
    ),
    "names joined by 和 win together": (
        read("近日，华岭机床和澜川集团荣获五一劳动奖状。", FIRM, OTHER, HONOR),
        {"华岭机床", "澜川集团"},
    ),
    "of a row of people the clause's last alone wins": (
        read("庄晓棠参赛，华岭机床荣获五一劳动奖状。", PERSON, FIRM, HONOR),
        {"华岭机床"},
    ),
    "nobody named, nobody wins": (read("近日荣获五一劳动奖状。", HONOR), set()),
}
POLICY = ("policy", "技能津贴办法")
ISSUED = {
    "all whom 会同 joins issue it": (
        read("朔屏市总工会会同华岭机床出台《技能津贴办法》。", UNION, FIRM, POLICY),
        {"朔屏市总工会", "华岭机床"},
    ),
    "who acts by a rule did not issue it": (
        read("华岭机床按照朔屏市总工会印发的《技能津贴办法》落实。", FIRM, UNION, POLICY),
        {"朔屏市总工会"},
    ),
    "a contract is issued by those who sign it": (
        read("华岭机床与朔屏市总工会签订《技能津贴办法》。", FIRM, UNION, POLICY),
        {"华岭机床", "朔屏市总工会"},
    ),
    "a house whose help is named did not issue it": (
        read("在澜川集团协助下，朔屏市总工会制定《技能津贴办法》。", OTHER, UNION, POLICY),
        {"朔屏市总工会"},
    ),
}


ALSO, STAR, PAPER = ("person", "宁远舟"), ("honor", "澜川工匠"), ("media", "澜川晚报")
BORNE = {
    "an honour right before a name": (
        read("全国劳模庄晓棠讲课。", PERSON, ("honor", "全国劳模")),
        {"庄晓棠"},
    ),
    "who obtained it": (read("五一劳动奖状获得者庄晓棠讲课。", PERSON, HONOR), {"庄晓棠"}),
    "two honours of two people": (
        read("“澜川工匠”、五一劳动奖状获得者庄晓棠、宁远舟讲课。", PERSON, ALSO, HONOR, STAR),
        {"庄晓棠", "宁远舟"},
    ),
    "a post between": (
        read("五一劳动奖状获得者、华岭机床车间主任庄晓棠讲课。", PERSON, FIRM, HONOR),
        {"庄晓棠"},
    ),
    "a verb between": (read("五一劳动奖状颁发后，庄晓棠讲课。", PERSON, HONOR), set()),
    "another's deed between": (read("五一劳动奖状、华岭机床请来庄晓棠。", PERSON, FIRM, HONOR), set()),
    "who tells of winners wins nothing": (
        read("从朔屏市总工会获悉，五一劳动奖状获得者到场。", UNION, HONOR),
        set(),
    ),
}


@pytest.mark.parametrize("case", BORNE)
def test_an_honour_before_a_name_is_borne_by_it(case):
    reading, bearers = BORNE[case]
    assert {head for head, kind, _ in named(reading) if kind == "awarded"} == bearers


@pytest.mark.parametrize(
    ("text", "houses"),
    [
        ("华岭机床党委副书记、朔屏市总工会主席庄晓棠说。", {"华岭机床", "朔屏市总工会"}),
        ("华岭机床生产保障部一级技术员庄晓棠说。", {"华岭机床"}),
        ("华岭机床请来朔屏市总工会主席庄晓棠。", {"朔屏市总工会"}),
        ("澜川晚报记者庄晓棠报道。", {"澜川晚报"}),
        ("澜川晚报7月28日电（记者 宁远舟 庄晓棠 通讯员 某某）正文。", {"澜川晚报"}),
        ("澜川晚报7月28日电（记者 宁远舟 通讯员 庄晓棠）正文。", set()),
        ("澜川晚报记者从华岭机床获悉，庄晓棠到场。", set()),
    ],
)
def test_every_post_before_a_name_is_a_house_of_it(text, houses):
    reading = read(text, PERSON, ALSO, FIRM, UNION, PAPER)
    assert {t for h, kind, t in named(reading) if kind == "works_for" and h == "庄晓棠"} == houses


def test_the_chief_reporter_does_not_lead_the_paper():
    assert "leads" not in {kind for _, kind, _ in named(read("澜川晚报主任记者庄晓棠报道。", PERSON, PAPER))}


PARK = ("park", "镜湖产业园")


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("华岭机床、澜川集团、朔屏市总工会联合举办比武。", 3),
        ("华岭机床、澜川集团、朔屏市总工会、镜湖产业园、澜川晚报共同举办比武。", 4),
        ("华岭机床联合澜川集团、朔屏市总工会举办比武。", 2),
        ("华岭机床、澜川集团参加了朔屏市总工会共同举办的比武。", 0),
    ],
)
def test_who_stand_in_one_list_before_common_work_cooperate(text, pairs):
    found = [one for one in named(read(text, FIRM, OTHER, UNION, PARK, PAPER)) if one[1] == "cooperates_with"]
    assert len(found) == pairs
    assert all(first != second for first, _, second in found)


ROAD = ("place", "青柳路")


@pytest.mark.parametrize(
    ("reading", "wanted"),
    [
        (read("镜湖产业园位于青柳路。", PARK, ROAD), {("镜湖产业园", "located_in", "青柳路")}),
        (read("镜湖产业园位于市区的青柳路旁。", PARK, ROAD), set()),
        (read("湖北襄阳的职工。", ("place", "湖北"), ("place", "襄阳")), {("襄阳", "located_in", "湖北")}),
        (read("朔屏襄阳的职工。", ("place", "朔屏"), ("place", "襄阳")), set()),
        (
            read("共青团朔屏市委开会。", ("government", "共青团朔屏市委"), ("place", "朔屏市")),
            {("共青团朔屏市委", "located_in", "朔屏市")},
        ),
        (
            read("华岭机床工会开会。", ("union", "华岭机床工会"), FIRM),
            {("华岭机床工会", "part_of", "华岭机床")},
        ),
    ],
)
def test_places_and_parts_are_told_by_names_and_by_what_stands_there(reading, wanted):
    assert named(reading) == wanted


@pytest.mark.parametrize("case", WON)
def test_an_honour_goes_to_the_subject_of_its_verb(case):
    reading, winners = WON[case]
    assert {head for head, kind, _ in named(reading) if kind == "awarded"} == winners


@pytest.mark.parametrize("case", ISSUED)
def test_a_policy_is_issued_by_the_subjects_of_its_verb(case):
    reading, issuers = ISSUED[case]
    assert {head for head, kind, _ in named(reading) if kind == "issues"} == issuers


OWN = (
    ("enterprise", "华岭机床"),
    ("union", "澜川总工会"),
    ("person", "庄晓棠"),
    ("studio", "曲径创新工作室"),
)
BYLINE = "华岭机床工会主席 宁远舟"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("质检员庄晓棠用积分换来假期。", {("庄晓棠", "works_for", "华岭机床")}),
        ("去年建起曲径创新工作室。", {("华岭机床", "has_studio", "曲径创新工作室")}),
        ("澜川总工会的庄晓棠来访。", set()),
        ("老友庄晓棠来访。", set()),
    ],
)
def test_in_its_own_article_a_house_owns_the_workers_and_studios_of_nobody_else(text, found):
    authors = (Author("宁远舟", "华岭机床工会", "主席"),)
    reading = read(f"{BYLINE}\n{text}", *OWN, authors=authors, byline=BYLINE)
    assert named(reading) & {(h, k, t) for h, k, t in named(reading) if "宁远舟" not in h} == found


def test_a_newspaper_owns_no_worker_of_its_articles():
    paper = (Author("宁远舟", "澜川晚报", None),)
    reading = read("质检员庄晓棠用积分换来假期。", *OWN, ("media", "澜川晚报"), authors=paper)
    assert named(reading) == set()


NEGATIVE = {
    "a reader of a policy does not issue it": read(
        "华岭机床认真学习《一线职工晋级办法》。", ("enterprise", "华岭机床"), ("policy", "一线职工晋级办法")
    ),
    "two in one sentence do not cooperate by that": read(
        "华岭机床、澜川集团分别召开职代会。", ("enterprise", "华岭机床"), ("enterprise", "澜川集团")
    ),
    "a brand makes no part": read(
        "澜川与澜川环卫服务有限公司签到。",
        ("enterprise", "澜川机床有限公司", "澜川"),
        ("enterprise", "澜川环卫服务有限公司"),
    ),
    "a person near an organization need not work there": read(
        "庄晓棠来到华岭机床看望职工。", ("enterprise", "华岭机床"), ("person", "庄晓棠")
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_a_pattern_gives_its_relation(name):
    reading, wanted = CASES[name]
    assert named(reading) == wanted


@pytest.mark.parametrize("name", NEGATIVE)
def test_nearness_alone_is_no_relation(name):
    assert named(NEGATIVE[name]) == set()


@pytest.mark.parametrize("name", CASES)
def test_the_evidence_holds_a_name_of_both_ends(name):
    reading, _ = CASES[name]
    entities = {entity.id: entity for entity in reading.entities}
    for relation in relations(reading, (), ()):
        sentence = relation.evidence.of(reading.article.text)
        assert sentence
        tail = entities[relation.tail]
        assert any(alias in reading.article.text for alias in (tail.name, *tail.aliases))


def test_an_article_without_names_has_no_relations():
    assert relations(read("大家都很高兴。"), (), ()) == ()
