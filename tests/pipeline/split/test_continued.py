"""Articles that go on elsewhere: within a text, in another file, and marks that stay."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kg.values import Document, Notice, Source, Span
from pipeline.repair import leaves_off, takes_up
from pipeline.repair.continued import joints_within, page_of
from pipeline.split import is_loose, join_continued, split

LEAD = "近年来，云栖市总工会把车间当课堂，把师傅请上台，走出了一条技能提升的新路子。"
CUT = "云栖市总工会联合职业院校开办夜校，每周三晚上授课，已有六百名青年工"
REST = "人走进课堂，学会了数控编程和设备点检。"
END = "市总工会还推动企业签订技能工资专项协议，职工取得等级证书后按月领取津贴。"
OTHER = "青禾公司发放津贴\n\n本报记者 王芳\n\n日前，青禾公司为120名技术工人发放津贴，每人每月300元。"
HEAD = "让车间成为职工的课堂\n\n本报记者 李明远\n\n"


def document(text: str, path: str = "报/工友报_01.txt") -> Document:
    return Document(Source(path, "", "text/plain"), text)


def first(mark: str = "（下转第3版）", path: str = "报/工友报_01.txt") -> Document:
    return document(f"{HEAD}{LEAD}\n\n{CUT}{mark}", path)


def second(mark: str = "（上接第1版）", path: str = "报/工友报_03.txt", head: str = OTHER) -> Document:
    return document(f"{head}\n\n{mark}{REST}\n\n{END}", path)


def test_an_article_goes_on_in_another_file():
    one, other = join_continued([first(), second()])
    assert f"{CUT}{REST}" in one.text
    assert one.text.rstrip().endswith(END)
    assert other.text.rstrip() == OTHER
    (note,) = one.notices
    assert (note.code, note.span.of(one.text)) == ("rejoined", "工人")
    assert note.message == "the article goes on here from 工友报_03.txt"


def test_the_joint_is_a_notice_of_the_article():
    one, _ = join_continued([first(), second()])
    (article,) = split(one)
    assert [(note.code, note.span.of(article.text)) for note in article.notices] == [("rejoined", "工人")]
    assert article.title == "让车间成为职工的课堂"


def test_the_order_of_the_files_does_not_matter():
    other, one = join_continued([second(), first()])
    assert f"{CUT}{REST}" in one.text
    assert REST not in other.text


def test_it_goes_on_within_one_text():
    text = "\n\n".join((first().text, f"【综合】\n\n{OTHER}", f"（上接第1版）{REST}\n\n{END}"))
    (whole,) = join_continued([document(text, "报.txt")])
    assert f"{CUT}{REST}\n\n{END}" in whole.text
    assert [article.title for article in split(whole)] == ["让车间成为职工的课堂", "青禾公司发放津贴"]
    assert whole.notices[0].message == "the article goes on here from further on"


def test_marks_side_by_side_go():
    text = f"{CUT}，下转第三版上接第一版{REST}"
    (whole,) = join_continued([document(text)])
    assert whole.text == f"{CUT}，{REST}"
    assert [note.span.of(whole.text) for note in whole.notices] == [f"，{REST[0]}"]


def test_a_title_that_the_other_file_repeats_is_left_out_and_told():
    one, other = join_continued([first(), second(head="让车间成为职工的课堂")])
    assert not other.text.strip()
    assert one.text.count("让车间成为职工的课堂") == 1
    assert "left out" in one.notices[0].message


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (first(), second(path="别的报/工友报_03.txt")),  # another folder
        (first(), second(path="报/工友报_02.txt")),  # another page than the mark names
        (first(), second("（上接第2版）")),
        (first(), second(mark="")),
        (first(mark=""), second()),
    ],
)
def test_marks_without_a_partner_stay(one, other):
    assert join_continued([one, other]) == [one, other]
    assert is_loose(one) or is_loose(other)


def test_without_pages_in_names_what_reads_on_is_joined():
    good, bad = (
        second(path="报/丙.txt"),
        document(f"{OTHER}\n\n（上接第1版）近年来，工会办起书屋。", "报/乙.txt"),
    )
    one, unlike, rest = join_continued([first(path="报/甲.txt"), bad, good])
    assert f"{CUT}{REST}" in one.text
    assert unlike == bad
    assert rest.text.rstrip() == OTHER


def test_notices_of_both_parts_move_along():
    one, other = first(), second()
    place = other.text.index("数控")
    noted = Document(other.source, other.text, notices=(Notice("ocr", Span(place, place + 2), "?"),))
    whole, rest = join_continued([one, noted])
    assert [note.span.of(whole.text) for note in whole.notices if note.code == "ocr"] == ["数控"]
    assert not rest.notices


@pytest.mark.parametrize(
    ("text", "page"),
    [
        ("办夜校（下转第3版）", "3"),
        ("办夜校（下转2版）", "2"),
        ("办夜校（下转第三版）", "3"),
        ("办夜校（下转A02版）返回搜狐，查看更多", "A2"),
        ("办夜校（下接第十二页）", "12"),
        ("办夜校（转第4版）", "4"),
        ("办夜校 下转 5版", "5"),
        ("办夜校【未完，下转第2页】", "2"),
        ("办夜校（文转第2版）", "2"),
        ("办夜校（下转第二版·要闻）", "2"),
        ("办夜校▶下转第7版", "7"),
        ("办夜校（下转封底）", "封底"),
    ],
)
def test_it_is_told_in_many_ways_that_a_text_goes_on(text, page):
    assert leaves_off(text) == ("办夜校", page)


@pytest.mark.parametrize(
    ("text", "page"),
    [
        ("（上接第1版）办夜校", "1"),
        ("上接A1版 办夜校", "A1"),
        ("（紧接第一版）办夜校", "1"),
        ("（上接1版《夜校》）办夜校", "1"),
        ("（接第1版）办夜校", "1"),
        ("【上接01版】办夜校", "1"),
        ("◀上接第十版 办夜校", "10"),
    ],
)
def test_it_is_told_in_many_ways_that_a_text_began_elsewhere(text, page):
    assert takes_up(text) == ("办夜校", page)


@pytest.mark.parametrize(
    "text",
    [
        "职工在烈日下转移到安全地带",
        "业务从线下转到线上",
        "接到第1版样书",
        "拿到本月第3版",
        "由线下转账3万元",
        "路上接第一批客人",
    ],
)
def test_other_words_are_no_mark(text):
    assert leaves_off(text) is None
    assert takes_up(text) is None
    assert not joints_within(text)


@pytest.mark.parametrize(
    ("name", "page"),
    [
        ("2023-10-12 第3版", "3"),
        ("工友报20231012A03", "A3"),
        ("page-7", "7"),
        ("工友报_20231012", None),
        ("三版", "3"),
    ],
)
def test_names_tell_pages(name, page):
    assert page_of(name) == page


PIECES = st.lists(
    st.sampled_from(
        ["（下转第3版）", "（上接第1版）", "下转第三版上接第一版", CUT, REST, "\n\n", "【综合】", OTHER]
    ),
    max_size=9,
).map("".join)


@settings(max_examples=80)
@given(st.lists(PIECES, min_size=1, max_size=3))
@example(["（下转第3版）\n\n（下转第3版）", "", f"（上接第1版）\n\n（上接第1版）{CUT}"])
@example([f"（上接第1版）{REST}{CUT}（下转第3版）"])
def test_nothing_but_marks_and_repeated_titles_is_lost(texts):
    documents = [document(text, f"报/工友报_0{number}.txt") for number, text in enumerate(texts, 1)]
    joined = join_continued(documents)
    assert [one.source for one in joined] == [one.source for one in documents]

    def characters(found: list[Document]) -> list[str]:
        marks = "（下转第3版）（上接第1版）下转第三版上接第一版"
        return sorted(char for one in found for char in one.text if not char.isspace() and char not in marks)

    if not any("left out" in note.message for one in joined for note in one.notices):
        assert characters(joined) == characters(documents)
    assert all(note.span.end <= len(one.text) for one in joined for note in one.notices)
