"""Pages of public accounts, governments and unions give body, title, source, day and author."""

import difflib

import pytest

from kg.values import Source
from pipeline.read.frames import Imprint, find_frame, read_imprint
from pipeline.read.web import read_web
from pipeline.repair import fix_characters
from pipeline.split import split
from tests.pipeline.read.pages import LAYOUTS, STORIES, Story, mobile, notice, page, paper, zoom

SOURCE = Source("page.html", "0" * 64, "text/html")
PAGES = [
    pytest.param(layout, story, id=f"{layout.__name__}-{n}")
    for layout in LAYOUTS
    for n, story in enumerate(STORIES)
]
# What a page does not say in a way that is sure: a newspaper's name in the page's title, a name in brackets.
UNSAID = {paper: {"publisher"}, zoom: {"author"}, notice: {"author"}}


def articles(html: str):
    return split(fix_characters(read_web(SOURCE, html.encode())))


def likeness(got: str, wanted: str) -> float:
    """Return F1 over characters in their order, white space left out."""
    left, right = "".join(got.split()), "".join(wanted.split())
    blocks = difflib.SequenceMatcher(None, left, right, autojunk=False).get_matching_blocks()
    return 2 * sum(block.size for block in blocks) / max(len(left) + len(right), 1)


def body_of(found) -> str:
    return "\n".join(span.of(one.text) for one in found for span in one.spans("body", "heading"))


@pytest.mark.parametrize(("layout", "story"), PAGES)
def test_the_body_is_that_of_the_story_and_nothing_else(layout, story: Story):
    found = articles(layout(story))
    assert len(found) == 1
    assert likeness(body_of(found), "\n".join(story.body)) > (0.95 if layout is mobile else 0.99)


@pytest.mark.parametrize(("layout", "story"), PAGES)
def test_title_source_day_and_author_are_those_of_the_story(layout, story: Story):
    (article,) = articles(layout(story))
    told = {
        "title": article.title == story.title,
        "publisher": article.publisher == story.source,
        "published": article.published == story.day,
        "author": story.author in {author.name for author in article.authors},
    }
    assert {name for name, right in told.items() if not right} == UNSAID.get(layout, set())


def test_beside_trafilatura_no_layout_is_worse_and_all_together_are_better():
    import trafilatura

    ours, theirs = [], []
    for layout in LAYOUTS:
        wanted, html = "\n".join(STORIES[0].body), layout(STORIES[0])
        ours.append(likeness(body_of(articles(html)), wanted))
        theirs.append(likeness(trafilatura.extract(html) or "", wanted))
    assert all(own >= other for own, other in zip(ours, theirs, strict=True))
    assert sum(ours) - sum(theirs) > 0.05 * len(LAYOUTS)


def load(html: str):
    import trafilatura

    return trafilatura.load_html(html)


def test_a_sentence_that_begins_like_a_button_is_no_button():
    body = "".join(
        f"<p>{line}</p>"
        for line in (*STORIES[0].body[:3], "扫一扫门口的码，就能预约夜校。", STORIES[0].body[3])
    )
    (article,) = articles(page("", f'<h1>一张清单管到底</h1><div id="js_content">{body}</div>'))
    assert "扫一扫门口的码" in article.text


def test_of_several_frames_none_is_the_article():
    twice = page(
        "",
        f'<div class="news_content">{STORIES[0].html}</div><div class="news_content">{STORIES[1].html}</div>',
    )
    assert find_frame(load(twice)) is None
    assert find_frame(load(page("", '<div id="zoom">短</div>'))) is None
    assert find_frame(load(page("", f'<div id="zoom">{STORIES[0].html}</div>'))) is not None


@pytest.mark.parametrize(
    ("html", "wanted"),
    [
        ('<meta name="PubDate" content="2023-13-45">', Imprint()),
        ('<meta name="PubDate" content="2023年5月6日">', Imprint(published=STORIES[0].day)),
        (
            '<meta name="Author" content="作者：罗小满"><meta name="ContentSource" content="来源：">',
            Imprint(author="罗小满"),
        ),
        ('<script>var ct = "99999999999";</script>', Imprint()),
    ],
)
def test_what_the_mark_up_does_not_say_is_nothing(html, wanted):
    assert read_imprint(load(page(html, "<p>字</p>"))) == wanted
