"""The measure of reading order, and the pages it is taken on."""

import sys
from importlib import import_module
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

SCRIPTS = Path(__file__).parent.parent / "scripts"


@pytest.fixture(scope="module")
def scripts():
    sys.path.insert(0, str(SCRIPTS))
    try:
        yield import_module("benchmark_reading"), import_module("lay_out_pages")
    finally:
        sys.path.remove(str(SCRIPTS))


def plain_distance(short: str, long: str, *, within: bool) -> int:
    row = [0 if within else at for at in range(len(long) + 1)]
    for number, character in enumerate(short, 1):
        above, row = row, [number]
        for at, other in enumerate(long, 1):
            row.append(min(above[at] + 1, row[at - 1] + 1, above[at - 1] + (character != other)))
    return min(row) if within else row[-1]


letters = st.text("一二三", max_size=12)


@settings(suppress_health_check=list(HealthCheck))
@given(letters, letters, st.booleans())
def test_the_distance_is_that_of_the_plain_table(scripts, short, long, within):
    assert scripts[0].distance(short, long, within=within) == plain_distance(short, long, within=within)


def test_an_article_in_order_scores_one_and_boxes_behind_it_cost_nothing(scripts):
    truth = {"articles": [["夜校", "开到车间旁"]], "boxes": [["相关链接", "什么是夜校"]], "captions": []}
    found = scripts[0].score(truth, ["夜校\n开到车间旁\n相关链接\n什么是夜校"])
    assert (found.order, found.whole, found.boxes) == (1, 1, 1)
    cut = scripts[0].score(truth, ["夜校\n开到相关链接什么是夜校车间旁"])
    assert cut.order < 1


@pytest.mark.parametrize("at", range(12))
def test_every_style_sets_all_its_text(scripts, at):
    style = scripts[1].STYLES[at]
    html, truth = scripts[1].lay_out(style, at)
    assert len(truth.articles) == style.articles
    assert all(line in html for article in truth.articles for line in article)
    assert all(line in html for box in truth.boxes for line in box)


def test_half_of_the_styles_are_held_out(scripts):
    names = [style.name for style in scripts[1].STYLES]
    assert len(scripts[1].HELD_OUT) * 2 == len(names)
    assert set(scripts[1].HELD_OUT) < set(names)
