"""Original titles glued before the first sentence."""

import pytest

from kg.values import Document, Source
from pipeline.split import split
from pipeline.split.original import title_end

REST = "白河市总工会组织专家走进车间，为三百名一线职工免费检查身体，并建立健康档案。"


@pytest.mark.parametrize(
    ("title", "opening"),
    [
        ("夜校开进工地 职工学有所得", "3月4日，"),
        ("夜校开进工地 职工学有所得", "2021年3月4日上午，"),
        ("夜校开进工地 职工学有所得", "近日，"),
        ("夜校开进工地 职工学有所得", "为丰富职工的业余生活，"),
        ("夜校开进工地 职工学有所得", "“以前下了班只能看手机，现在能学技术了。”"),
        ("夜校开进工地 职工学有所得", "（通讯员 李大明）"),
        ("夜校开进工地 职工学有所得", "杭州日报讯（记者 李大明）"),
        ("夜校开进工地 职工学有所得", "【江海网报道 记者 李大明】"),
        ("夜校开进工地 职工学有所得", "长沙晚报讯 白河区"),
        ("夜校开进工地 职工学有所得", "长沙市融媒（通讯员 李大明）"),
        ("夜校开进工地 职工学有所得", "长沙晚报-江海网讯 白河区"),
        ("夜校开进长沙 职工学有所得", "长沙发布消息 长沙晚报讯 3月4日，"),
        ("白河市总工会：夜校开进工地", "白河市总工会聚焦职工所盼，"),
        ("【工会】白河公司夜校开课", "白河公司聚焦职工所盼，"),
        ("夜校开进工地！开进万家！", "炎炎夏日，"),
        ("夜校开进工地 职工学有所得", "夜校开进工地 职工学有所得 "),
    ],
)
def test_an_opening_ends_the_title(title, opening):
    text = f"原标题：{title}{opening}{REST}"
    assert text[: title_end(text)] == f"原标题：{title}"


@pytest.mark.parametrize(
    "text",
    [
        "原标题：夜校开进工地 职工学有所得" + REST,
        "原标题：关于在3月4日，",
        "原标题：白河开展“送清凉，防暑保安康”活动",
        "夜校开进工地3月4日，" + REST,
        "原标题：夜校开进工地。职工学有所得。3月4日，" + REST,
        "原标题：" + "".join(map(chr, range(0x4E00, 0x4E50))) + "近日，" + REST,
    ],
)
def test_a_title_whose_end_is_not_sure_stays(text):
    assert title_end(text) is None


def test_a_long_original_title_is_the_title_of_its_article():
    title = "为新业态劳动者撑起“遮阳伞”！白河市高新区开展“高温送清凉 关爱伴你行”系列活动 走进二十个快递站点"
    (article,) = split(Document(Source("x", "0" * 64, "text/plain"), f"原标题：{title}近日，{REST}"))
    assert article.title == title
    assert not article.notices
