"""Titles and bylines by themselves."""

import pytest

from kg.values import Document, Source
from pipeline.repair import fix_characters
from pipeline.split import split
from pipeline.split.heads import clean_title
from pipeline.split.kinds import tell_kind
from pipeline.split.origin import writers_of
from pipeline.split.people import read_byline
from pipeline.split.press import read_credits
from pipeline.split.titles import is_title, mend_halves


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("将普惠服务送进园区", "白河市总工会推动企业"),
        ("开展集中入会行动", "临江区总工会联合多部门"),
    ],
)
def test_halves_that_were_swapped_are_exchanged(first, second):
    assert mend_halves(first, second, "") == second + first


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("织密服务网", "跑出加速度"),
        ("把工会建在产业链上——", "白河县竹木产业园的实践"),
        ("白河市总工会出实招", "让职工学有所得"),
        ("夏日送清凉！", "白河市总工会在行动"),
    ],
)
def test_halves_that_stand_right_stay(first, second):
    assert mend_halves(first, second, "") is None


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("白河市总工会党组书记、主席 李大明", ["李大明"]),
        ("孙阳 周 文 摄", ["孙阳", "周文"]),
        ("□本报记者 李大明 通讯员 周文", ["李大明", "周文"]),
        ("文/李大明 图/周文", ["李大明", "周文"]),
        ("青禾公司工会主席 古丽·买买提", ["古丽·买买提"]),
        ("青禾公司工会主席李大明", ["李大明"]),
        ("（记者李大明）", ["李大明"]),
        ("《江海工友报》记者 李大明", ["李大明"]),
        ("江海新闻记者 李大明", ["李大明"]),
        ("作者：李大明 周文 单位：江海大学", ["李大明", "周文"]),
        ("白河市总工会研究室 李大明 周文", ["李大明", "周文"]),
        ("白河市总工会权益部 郦大明", ["郦大明"]),
    ],
)
def test_a_byline_gives_its_names(text, names):
    byline = read_byline(text)
    assert byline is not None
    assert [author.name for author in byline.authors] == names


@pytest.mark.parametrize(
    "text",
    [
        "打造高素质干部队伍",
        "近年来，工会",
        "安全生产 万家平安",
        "本刊记者",
        "白河市总工会",
        "《江海工友报》",
        "作者单位：江海大学",
    ],
)
def test_a_line_without_names_is_no_byline(text):
    assert read_byline(text) is None


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("【工会之窗】", "column"),
        ("编者按：请看。", "editor_note"),
        ("江海晚报 2021年3月4日 第5版 要闻", "source"),
        ("责任编辑：李大明", "source"),
        ("（第7期）", "source"),
        ("[                \t责编：李大明 ]", "source"),
        ("【责任编辑:李大明 】", "source"),
        ("（原标题《夜校开课了》）", "source"),
        ("2021年第3期（总第12期）", "source"),
        ("白河市产业工人队伍建设改革协调小组办公室 2021年7月15日", "source"),
        ("白河市总工会举办第7期培训班", "short"),
        ("李大明 摄", "credit"),
        ("（李大明 周文）", "byline"),
        ("工会办起了夜校。", "body"),
        ("让车间成为课堂", "short"),
    ],
)
def test_a_line_tells_what_it_is(text, kind):
    assert tell_kind(text) == kind


def test_a_numbered_line_is_no_title():
    assert is_title("让车间成为课堂")
    assert not is_title("一、让车间成为课堂")


@pytest.mark.parametrize("title", ["Microsoft Word - 1.doc", "无标题", "untitled", "a.pdf", None])
def test_a_title_of_the_metadata_that_says_nothing_is_dropped(title):
    assert clean_title(title) is None


@pytest.mark.parametrize(
    ("line", "writers"),
    [
        ("2021-03-04 来源：江海晨报 作者：李大明、周文", ["李大明", "周文"]),
        ("来源：江海晨报 作者：练小舟 阅读次数：12", ["练小舟"]),
        ("来源：江海晨报 责任编辑：李大明 审核：周文", []),
        ("来源：江海晨报 作者：江海晨报", []),
    ],
)
def test_a_source_line_names_its_writers_and_not_its_editors(line, writers):
    assert writers_of(line) == writers


def test_the_bracket_of_a_telegram_head_names_reporters_of_any_surname():
    assert [
        author.name for author in read_credits(["本报白河3月2日电（记者 练小舟 通讯员 周文）日前，"])
    ] == [
        "练小舟",
        "周文",
    ]


def test_a_quoted_medium_or_a_unit_is_where_the_author_works():
    for line in ("《江海工友报》记者 李大明", "作者：李大明 单位：江海工友报"):
        byline = read_byline(line)
        assert byline is not None
        assert byline.authors[0].organization == "江海工友报"


TEXT = "日前，白河市总工会组织专家走进车间，为三百名一线职工免费检查身体，并为农民工建立健康档案。"


@pytest.mark.parametrize(
    ("lines", "titles"),
    [
        (
            ["让车间成为课堂", "——白河市总工会办夜校侧记", TEXT],
            ["让车间成为课堂", "——白河市总工会办夜校侧记"],
        ),
        (["让车间成为课堂", "本报记者 李大明", "——白河夜校侧记", TEXT], ["让车间成为课堂", "——白河夜校侧记"]),
        (
            ["八元吃饱 十元吃好", "白河市“共享食堂”暖人心", TEXT],
            ["八元吃饱 十元吃好", "白河市“共享食堂”暖人心"],
        ),
        (
            ["谁有本事谁揭榜", "白河新能源公司以揭榜挂帅激发一线活力", "白河晚报记者 李大明", TEXT],
            ["谁有本事谁揭榜", "白河新能源公司以揭榜挂帅激发一线活力"],
        ),
        (
            ["放下瓦刀拿起书：白河县帮农民", "工圆大学梦", "记者 李大明", TEXT],
            ["放下瓦刀拿起书：白河县帮农民工圆大学梦"],
        ),
        (
            ["把工会建在产业链上——", "竹木产业园的实践", "记者 李大明", TEXT],
            ["把工会建在产业链上——竹木产业园的实践"],
        ),
        (["织密服务网", "跑出加速度", "记者 李大明", TEXT], ["织密服务网 跑出加速度"]),
        (["让车间成为课堂", "夜校开进车间", TEXT, "食堂办到工地", TEXT], ["让车间成为课堂"]),
        (["让车间成为课堂", "一、夜校开进车间", TEXT], ["让车间成为课堂"]),
    ],
)
def test_the_lines_of_a_title_are_joined_or_stay_beside_each_other(lines, titles):
    (article,) = split(fix_characters(Document(Source("x.txt", "0" * 64, "text/plain"), "\n".join(lines))))
    assert [span.of(article.text) for span in article.spans("title")] == titles
    assert article.title == titles[0]


def test_a_title_line_that_the_metadata_gives_keeps_its_subtitle():
    text = f"十二间工作室 一个朋友圈\n白河市劳模工匠创新工作室联盟的协同攻关之路\n白河市总工会 李大明\n{TEXT}"
    (article,) = split(Document(Source("x", "0" * 64, "text/plain"), text, title="十二间工作室 一个朋友圈"))
    assert len(article.spans("title")) == 2


def test_a_table_keeps_its_rows_and_the_heading_above():
    rows = [
        "工种\t决赛人数\t第一名的单位和成绩",
        "焊接\t64\t白河船厂",
        "装配\t48\t青禾公司",
        "钳工\t40\t江海机械",
    ]
    text = "\n".join(["竞赛情况通报", "一、基本情况", TEXT, "二、竞赛成绩", *rows, "三、激励措施", TEXT])
    (article,) = split(Document(Source("x", "0" * 64, "text/plain"), text))
    assert [section.heading for section in article.sections] == [
        "一、基本情况",
        "二、竞赛成绩",
        "三、激励措施",
    ]
    assert not article.notices
    assert set(rows) <= set(article.text.split("\n"))
