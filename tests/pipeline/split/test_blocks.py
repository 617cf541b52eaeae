"""Articles told by the white space between them."""

from pipeline.repair import cut_lines
from pipeline.split.blocks import find_blocks
from pipeline.split.kinds import tell

SCHOOL = (
    "云栖市总工会联合职业院校开办夜校，每周三晚上授课，已有六百名青年工人走进课堂，学会了数控编程和设备点检。"
)
CLINIC = "日前，白河市总工会组织专家走进车间，为三百名一线职工免费检查身体，并建立健康档案。"
PAGE = f"""【工会快讯】

云栖：夜校开课了

{SCHOOL}


白河：专家进车间

{CLINIC}


{SCHOOL}

临江：夜校办到家门口


【光影】

练兵正当时

{CLINIC}
"""


def titles(text: str) -> list[tuple[str, str]]:
    entries = tell(cut_lines(text))
    return [(entries[start].text, entries[at].text) for start, at in find_blocks(entries).items()]


def test_a_wide_gap_within_a_column_begins_an_article_with_its_title_before_or_behind():
    assert titles(PAGE) == [
        ("白河：专家进车间", "白河：专家进车间"),
        (SCHOOL, "临江：夜校办到家门口"),
    ]


def test_wide_gaps_of_a_page_without_columns_say_nothing():
    assert titles(PAGE.replace("【工会快讯】", "").replace("【光影】", "")) == []


def test_columns_set_as_tight_as_paragraphs_say_nothing():
    assert titles(PAGE.replace("\n\n\n【", "\n\n【")) == []


def test_a_wide_gap_behind_a_sentence_that_was_cut_begins_no_article():
    assert titles(PAGE.replace("设备点检。\n\n\n白河", "设备点\n\n\n白河"))[:1] == [
        (SCHOOL, "临江：夜校办到家门口")
    ]


def test_a_block_that_begins_with_text_and_holds_no_title_is_no_article():
    assert titles(PAGE.replace("\n\n临江：夜校办到家门口", "")) == [("白河：专家进车间", "白河：专家进车间")]
