import pytest

from pipeline.read.columns import Gap, SetLine, part_columns

SIZE = 12
LEFT, RIGHT = 60, 320
PROSE = (
    "把职工的诉求列成一张清单交",
    "给专人督办，全年收到诉求三",
    "百余件，办结率达到九成以上",
    "，职工说这样的清单看得见摸",
)


def set_line(left: str, right: str = "", *, at: int = LEFT) -> SetLine:
    """Set one or two pieces of text in characters of 12 points, the right one at its column."""
    end = at + SIZE * len(left)
    if not right:
        return SetLine(left, at, end, SIZE)
    gap = Gap(len(left) + 1, end, RIGHT)
    return SetLine(f"{left} {right}", at, RIGHT + SIZE * len(right), SIZE, (gap,))


def texts(lines: list[SetLine]) -> list[str]:
    return [line.text for line in lines]


WOVEN = [set_line(f"左{piece}", f"右{piece}") for piece in PROSE * 2]


def test_woven_columns_are_parted():
    assert part_columns(WOVEN) == [f"左{piece}" for piece in PROSE * 2] + [
        f"右{piece}" for piece in PROSE * 2
    ]


def test_a_line_across_the_page_keeps_its_place():
    title = SetLine("横贯全页的一个标题在两栏之上居中排着", LEFT + 40, 500, SIZE)
    assert part_columns([title, *WOVEN, title]) == [title.text, *part_columns(WOVEN), title.text]


def test_a_column_may_be_longer_than_the_other():
    tail = [set_line("左栏还有一行"), set_line("右栏也还有一行", at=RIGHT)]
    parted = part_columns([*WOVEN, *tail])
    assert parted[8] == "左栏还有一行"
    assert parted[-1] == "右栏也还有一行"


def test_the_last_line_of_a_paragraph_may_end_early():
    short = set_line("就此说到这里", "右栏这一行照旧排满了整整一行")
    assert part_columns([*WOVEN, short])[8] == "就此说到这里"


@pytest.mark.parametrize(
    "lines",
    [
        [],
        WOVEN[:5],
        [set_line(piece) for piece in PROSE * 3],
        [set_line("工" * (6 + number % 5), "获奖职工名单如下") for number in range(12)],
        [set_line("编号", "这一格里写着措施的全部内容") for _ in range(12)],
    ],
    ids=["nothing", "too few lines", "one column", "a ragged table", "a table of short cells"],
)
def test_lines_without_a_gutter_stay_as_they_are(lines):
    assert part_columns(lines) == texts(lines)


def test_every_line_stays_whole_or_in_two():
    lines = [*WOVEN, set_line("尾行独自在左边")]
    assert sorted("".join(part_columns(lines))) == sorted("".join(texts(lines)).replace(" ", ""))
