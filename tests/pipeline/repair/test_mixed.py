"""Columns that were read across the page are set one behind the other; what reads well stays."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.repair import cut_columns, cut_lines

LEFT = (
    "近年来，江海市总工会围绕产业工人队伍建设改革，把车间当课堂，把师傅请上台，走出了一条技能提升的新路子。"
    "市总工会联合职业院校开办夜校，每周三晚上授课，已有六百名青年工人走进课堂，学会了数控编程和设备点检，回到车间就能用上。"
)
RIGHT = (
    "各级工会还建起户外劳动者驿站，配备饮水机和急救箱，让环卫工人和快递员累了能歇脚、渴了能喝水、热了能纳凉。"
    "下一步，市总工会将继续推动企业签订技能工资专项协议，职工取得等级证书后按月领取津贴，技术工人的收入稳定增长。"
)
WIDTH = 15


def printed(text: str, width: int = WIDTH) -> list[str]:
    return [text[at : at + width] for at in range(0, len(text), width)]


def pairs(left: list[str], right: list[str]) -> list[tuple[str, str]]:
    most = max(len(left), len(right))
    return [(left[at] if at < len(left) else "", right[at] if at < len(right) else "") for at in range(most)]


def alternating(left: list[str], right: list[str]) -> str:
    return "\n".join(line for pair in pairs(left, right) for line in pair if line)


def side_by_side(left: list[str], right: list[str]) -> str:
    return "\n".join(f"{one:　<{WIDTH}}    {other}".rstrip() for one, other in pairs(left, right)).replace(
        "　", "  "
    )


@pytest.mark.parametrize("set_as", [alternating, side_by_side])
@pytest.mark.parametrize("shorter", [0, 2])
def test_two_columns_come_one_behind_the_other(set_as, shorter):
    left, right = printed(LEFT), printed(RIGHT)[: len(printed(LEFT)) - shorter]
    lines = cut_columns(f"职工夜校\n\n{set_as(left, right)}")
    assert "".join(line.text for line in lines) == "职工夜校" + "".join([*left, *right])
    told = [line.text for line in lines if line.notices]
    assert told == [left[0], right[0]]
    assert {note.code for line in lines for note in line.notices} == {"reordered"}


def test_a_first_line_that_is_set_in_stays_so():
    left = printed(LEFT)
    text = "\n".join(f"{one}      {other}" for one, other in zip(left, printed(f"  {RIGHT}"), strict=False))
    lines = cut_columns(text)
    assert any(line.text.startswith("各级工会") for line in lines)


@pytest.mark.parametrize("text", ["\n".join(printed(LEFT + RIGHT)), LEFT, f"{LEFT}\n\n{RIGHT}", "", "\n\n"])
def test_lines_that_read_on_stay(text):
    assert cut_columns(text) == cut_lines(text)


def test_the_cells_of_a_table_stay_in_their_rows():
    rows = [
        "工种    人数    部门",
        *(f"细纱挡车{at}    6{at}    青禾纺织有限公司{at}车间" for at in range(9)),
    ]
    assert [line.text for line in cut_columns("\n".join(rows))] == [
        line.text for line in cut_lines("\n".join(rows))
    ]


def test_a_list_of_names_side_by_side_stays():
    rows = [f"江海市总工会职工服务中心{at}    白河船厂工会委员会办公室{at}" for at in "一二三四五六七八九"]
    assert all(not line.notices for line in cut_columns("\n".join(rows)))


LINES = st.lists(st.text("工会办夜校，。 \n", max_size=24), max_size=24)


@settings(max_examples=80)
@given(LINES)
def test_every_character_stays_and_each_line_knows_its_place(lines):
    text = "\n".join(lines)
    found = cut_columns(text)
    assert sorted("".join("".join(line.text.split()) for line in found)) == sorted("".join(text.split()))
    for line in found:
        start = line.pieces[0].start
        assert text[start : start + len(line.text)] == line.text


@pytest.mark.parametrize("rows", [3, 4, 5])
@pytest.mark.parametrize("more", [0, 1, 2])
def test_three_short_columns_that_were_read_across_lose_nothing(rows, more):
    """Runs of ten to fourteen lines once had no way to be dealt out into three columns."""
    third = (
        "工会请来医生为装卸工查腰查腿，查出毛病的由工会联系医院，住院的钱由互助保障先行垫付，职工不用自己跑手续。"
        * 2
    )
    columns = [printed(text)[: rows + (number < more)] for number, text in enumerate((LEFT, RIGHT, third))]
    lines = [column[at] for at in range(rows + 1) for column in columns if at < len(column)]
    found = [line.text for line in cut_columns("\n".join(lines))]
    assert sorted(found) == sorted(lines)
    if rows == 5 and more < 2:
        assert found == [line for column in columns for line in column]
    elif rows < 5:
        assert found == lines
