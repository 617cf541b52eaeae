import pytest
import trafilatura
from hypothesis import given
from hypothesis import strategies as st

from pipeline.read.page import Line, page_lines


def lines_of(body: str) -> list[Line]:
    root = trafilatura.load_html(f"<html><body><div>{body}</div><p>尾</p></body></html>")
    assert root is not None
    *lines, last = page_lines(root)
    assert last == Line("尾")
    return lines


CASES = [
    ("<p>甲</p>乙<p>丙</p>", ["甲", "乙", "丙"]),
    ("甲<br>乙<br/><br/>丙", ["甲", "乙", "丙"]),
    ("<p>甲<b>乙</b><i>丙</i>丁</p>", ["甲乙丙丁"]),
    ("<p>技能\n    比武</p>", ["技能比武"]),
    ("<p>two\n   words</p>", ["two words"]),
    ("<p><span>来源：甲报</span>\n<span>作者：乙</span></p>", ["来源：甲报 作者：乙"]),
    ("<p>主席　梁秋禾</p>", ["主席　梁秋禾"]),
    ("<ul><li>甲<ul><li>乙</li></ul></li><li>丙</li></ul>", ["甲", "乙", "丙"]),
    (
        "<table><tr><th>年份</th><th>人数</th></tr><tr><td>2022</td><td><p>310</p></td></tr></table>",
        ["年份\t人数", "2022\t310"],
    ),
    ("<table><tr><td>甲</td></tr><tr><td>乙<br>丙</td></tr></table>", ["甲", "乙", "丙"]),
    (
        "<table><tr><td>栏</td><td><p>甲</p><p>乙</p><p>丙</p><p>丁</p></td></tr></table>",
        ["栏", "甲", "乙", "丙", "丁"],
    ),
    ("<pre>甲\n乙</pre>", ["甲", "乙"]),
    ("甲<script>var 乙</script><style>丙</style><!-- 丁 -->戊", ["甲戊"]),
    ("<p style='display: none'>藏</p><p style='visibility:hidden'>待显</p>", ["待显"]),
    ("<p>甲<a href='#'>打印</a></p>", ["甲"]),
    ("<p>津贴<sup>①</sup>900元</p>", ["津贴①900元"]),
    ("<p> \n </p><p>&nbsp;</p>", []),
]


@pytest.mark.parametrize(("body", "wanted"), CASES)
def test_lines_are_those_a_browser_shows(body, wanted):
    assert [line.text for line in lines_of(body)] == wanted


def test_a_heading_is_known_as_one():
    assert [line.heading for line in lines_of("<h1>题</h1><p>文</p><h3>小<b>题</b></h3>")] == [
        "h1",
        None,
        "h3",
    ]


def test_links_are_counted():
    (line,) = lines_of("<p>见<a href='#'>办法</a>和<a href='#'>细则</a>。</p>")
    assert (line.links, line.linked, line.linked_share) == (2, 4, 4 / 7)


@pytest.mark.parametrize(
    ("body", "aside"),
    [
        ("<nav>甲</nav>", True),
        ("<footer><p>甲</p></footer>", True),
        ("<div class='page-footer'>甲</div>", True),
        ("<div id='comments'><p>甲</p></div>", True),
        ("<div class='commentary'>甲</div>", False),
        ("<div class='content'>甲</div>", False),
    ],
)
def test_navigation_foot_lines_and_comments_stand_aside(body, aside):
    assert [line.aside for line in lines_of(body)] == [aside]


def test_words_that_a_damaged_row_holds_beside_its_cells_are_kept():
    assert "".join(line.text for line in lines_of("<table><tr>甲<td>乙<td>丙</table>")).count("甲") == 1


@given(
    st.lists(
        st.sampled_from(
            ["甲", " ", "\n", "<p>", "</p>", "<b>", "</b>", "<br>", "<td>", "<tr>", "<li>", "</div>"]
        )
    )
)
def test_no_character_is_lost_and_no_line_is_blank(pieces):
    body = "".join(pieces)
    root = trafilatura.load_html(f"<html><body><div>{body}</div><p>尾</p></body></html>")
    assert root is not None
    lines = [line.text for line in page_lines(root)]
    assert "".join(lines).count("甲") == body.count("甲")
    assert all(line == line.strip() != "" for line in lines)
