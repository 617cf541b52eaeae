import random

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.read.layout import Printed, Rect
from pipeline.read.layout.columns import cut

from .conftest import column, line, prose, texts

FEWER = settings(max_examples=50)


def read(lines) -> list[str]:
    return [each for part in cut(lines) for each in texts(sorted(part, key=lambda one: one.place.top))]


def shuffled(lines):
    lines = list(lines)
    random.Random(3).shuffle(lines)
    return lines


def test_two_columns_follow_each_other_whatever_the_order_of_the_lines():
    left, right = prose("左"), prose("右", left=150)
    assert read(shuffled(left + right)) == texts(left + right)


def test_three_columns_under_a_title_that_spans_them():
    parts = [prose(name, left=150 * at, top=40) for at, name in enumerate("甲乙丙")]
    title = line("一张清单管到底的厂里人人都说好的那一件事", 20, 0, 20)
    lines = [title, *(each for part in parts for each in part)]
    assert read(shuffled(lines)) == texts(lines)


def test_a_title_over_two_of_three_columns_belongs_to_them():
    title = line("夜校办到了班组里头", 20, 0, 24)
    wide = [title, *prose("甲", top=40), *prose("乙", left=150, top=40)]
    beside = prose("丙", 9, left=300)
    assert read(shuffled(wide + beside)) == texts(wide + beside)


def test_a_name_in_the_middle_below_a_title_comes_before_the_columns():
    title, name = line("一张清单管到底的厂里人人都说好的那一件", 5, 0, 20), line("梁秋禾", 180, 26)
    lines = [title, name, *(each for at in range(3) for each in prose("甲乙丙"[at], 6, 150 * at - 20, 50))]
    assert read(shuffled(lines))[:2] == texts([title, name])


def test_a_box_over_all_columns_parts_what_is_above_it_from_what_is_below():
    above = [*prose("甲"), *prose("乙", left=150)]
    below = [*prose("丙", top=300), *prose("丁", left=150, top=300)]
    box = Printed("", Rect(0, 120, 275, 280), 10)
    assert [text for text in read(shuffled([*above, *below, box])) if text] == texts(above + below)


def test_a_picture_within_the_columns_is_passed_by():
    left = [*prose("甲"), *prose("乙", top=300)]
    right = prose("丙", 24, left=150)
    picture = Printed("", Rect(0, 120, 120, 280), 10)
    assert read(shuffled([*left, *right, picture])) == texts(left + right)


def test_cells_of_a_table_are_no_columns():
    names = ["细纱挡车工技能大赛", "焊接赛", "数控车工岗位练兵比武", "钳工比武", "叉车驾驶员", "电工"]
    cells = column(names) + column([f"第{number}名" for number in range(6)], left=200)
    assert len(cut(cells)) == 1


def test_a_last_line_beside_nothing_stays_in_its_column():
    left, right = prose("左", 6), prose("右", 5, left=150)
    assert read(shuffled(left + right)) == texts(left + right)


places = st.tuples(st.integers(0, 40), st.integers(0, 60), st.integers(1, 30))


@FEWER
@given(st.lists(places, max_size=40))
def test_every_line_is_in_one_stretch(found):
    lines = [
        Printed(f"行{number}", Rect(left * 10, top * 10, (left + width) * 10, top * 10 + 10), 10)
        for number, (left, top, width) in enumerate(found)
    ]
    assert sorted(texts(each for part in cut(lines) for each in part)) == sorted(texts(lines))
