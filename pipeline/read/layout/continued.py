"""Joins the two parts of an article that leaves off on one page and goes on on another."""

from collections.abc import Sequence
from dataclasses import replace

from kg.values import Notice, Span
from pipeline.read.layout.paragraphs import Paragraph, join_paragraphs
from pipeline.repair.continued import leaves_off, pair, takes_up

_NEAR_END, _NEAR_START = 2, 3  # paragraphs among which the marks are looked for
_JOINED = "the article goes on here from page {}"
_FINISHED = "。！？!?…”）)"


def join_continued(parts: Sequence[Sequence[Paragraph]]) -> list[list[Paragraph]]:
    """Return the texts of articles, those that go on elsewhere with the rest of them, without the marks.

    A title that the second part repeats comes last. Marks without a partner stay as they are.
    """
    left = [(part, at) for part, text in enumerate(parts) if (at := _left_at(text)) is not None]
    taken = [(part, at) for part, text in enumerate(parts) if (at := _taken_at(text)) is not None]
    pairs = pair(
        [(parts[part][at].page, _page(leaves_off(parts[part][at].text))) for part, at in left],
        [(parts[part][at].page, _page(takes_up(parts[part][at].text))) for part, at in taken],
    )
    whole = [list(part) for part in parts]
    for first, second in pairs:
        (one, end), (other, start) = left[first], taken[second]
        if one != other:
            whole[one] = _join(whole[one], end, whole[other], start)
            whole[other] = []
    return [part for part in whole if part]


def begins_inside(paragraph: Paragraph) -> bool:
    """Tell whether a paragraph says that it goes on from another page."""
    return takes_up(paragraph.text) is not None


def is_marked(before: Paragraph, after: Paragraph) -> bool:
    """Tell whether a mark says that the one does not go on in the other."""
    return begins_inside(after) or leaves_off(before.text) is not None


def _left_at(text: Sequence[Paragraph]) -> int | None:
    places = range(max(len(text) - _NEAR_END, 0), len(text))
    return next((at for at in places if leaves_off(text[at].text)), None)


def _taken_at(text: Sequence[Paragraph]) -> int | None:
    return next((at for at, paragraph in enumerate(text[:_NEAR_START]) if takes_up(paragraph.text)), None)


def _page(mark: tuple[str, str] | None) -> str:
    return mark[1] if mark else ""


def _join(first: list[Paragraph], end: int, second: list[Paragraph], start: int) -> list[Paragraph]:
    stopped = (leaves_off(first[end].text) or ("", ""))[0]
    before = first[:end] + ([_cut_end(first[end], stopped)] if stopped else [])
    rest = (takes_up(second[start].text) or ("", ""))[0]
    after = ([_cut_start(second[start], rest)] if rest else []) + second[start + 1 :]
    if not before or not after:
        return [*before, *first[end + 1 :], *after, *second[:start]]
    told = Notice("rejoined", Span(0, 1), _JOINED.format(before[-1].page))
    after[0] = replace(after[0], notices=(*after[0].notices, told))
    if before[-1].text.rstrip()[-1:] not in _FINISHED:
        after[0:1] = [join_paragraphs(before.pop(), after[0])]
    return [*before, *after, *first[end + 1 :], *second[:start]]


def _cut_end(paragraph: Paragraph, text: str) -> Paragraph:
    kept = tuple(note for note in paragraph.notices if note.span.end <= len(text))
    return replace(paragraph, text=text, notices=kept)


def _cut_start(paragraph: Paragraph, text: str) -> Paragraph:
    by = len(paragraph.text) - len(text)
    kept = (replace(note, span=note.span.shifted(-by)) for note in paragraph.notices if note.span.start >= by)
    return replace(paragraph, text=text, notices=tuple(kept))
