"""Articles that leave off in one place of a text, or in one file, and go on in another.

“下转第3版” and “上接第1版” are joined within a document, and between the documents of one run: the pages of a
newspaper as files of their own. The joint is a notice; marks that find no partner stay.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import PurePosixPath

from kg.values import Document, Notice, Span
from pipeline.repair import Joints, cut_lines, is_unfinished
from pipeline.repair.continued import is_marked, joints_within, leaves_off, page_of, takes_up
from pipeline.split.borders import find_stories
from pipeline.split.kinds import tell

_JOINTS = Joints(())
_LIKELY = 0.0  # a joint at least this plausible joins parts whose pages are not known
_MOST = 2_500  # pairs of marks that are tried: fifty articles of one newspaper go on
_TITLE_LINES = 3  # before the mark of a part: its title, repeated
_GOES_ON = "the article goes on here from {}"
_AGAIN = "; its title, which stands there again, is left out"


def join_continued(documents: Sequence[Document]) -> list[Document]:
    """Return documents, in their order, each article that goes on elsewhere whole where it begins.

    What goes on leaves its own document. Documents without a mark are returned as they are.
    """
    whole = [_join_within(document) if is_marked(document.text) else document for document in documents]
    left = [mark for index, document in enumerate(whole) for mark in _marks(index, document, leaving=True)]
    taken = [mark for index, document in enumerate(whole) for mark in _marks(index, document, leaving=False)]
    pairs = list(_pairs(whole, left, taken))
    return _rebuilt(whole, pairs) if pairs else whole


def is_loose(document: Document) -> bool:
    """Tell whether an article of a document says that it goes on, or began, elsewhere."""
    return is_marked(document.text) and any(
        leaves_off(line.text) or takes_up(line.text) for line in cut_lines(document.text)
    )


@dataclass(frozen=True, slots=True)
class _Mark:
    """A line that leaves off or takes up: its document, what is left of it, the page named, its own page."""

    document: int
    keeps: Span  # of the document's text: the line without its mark
    line: Span
    names: str
    page: str | None


@dataclass(frozen=True, slots=True)
class _Part:
    """What takes up where `left` leaves off: its text, and what its document, the one `taken`, loses."""

    left: _Mark
    taken: int
    document: Document
    span: Span
    cuts: tuple[Span, ...]
    message: str

    def takes(self, mark: _Mark) -> bool:
        """Tell whether a mark stands in what is taken away."""
        return self.taken == mark.document and any(cut.overlaps(mark.line) for cut in self.cuts)

    def overlaps(self, other: "_Part") -> bool:
        """Tell whether another part takes away some of the same text."""
        return self.taken == other.taken and any(a.overlaps(b) for a in self.cuts for b in other.cuts)


@dataclass(frozen=True, slots=True)
class _Stretch:
    """A stretch of a document's text, or words of our own where there is no document."""

    span: Span
    document: Document | None = None
    words: str = ""
    message: str = ""  # of the notice at its beginning

    @property
    def text(self) -> str:
        return self.span.of(self.document.text) if self.document else self.words


def _marks(index: int, document: Document, *, leaving: bool) -> Iterator[_Mark]:
    if not is_marked(document.text):
        return
    page = str(document.source.page) if document.source.page else page_of(_stem(document))
    for line in cut_lines(document.text):
        start = line.pieces[0].start
        whole = Span(start, start + len(line.text))
        found = leaves_off(line.text) if leaving else takes_up(line.text)
        if found:
            text, names = found
            keeps = Span(start, start + len(text)) if leaving else Span(whole.end - len(text), whole.end)
            yield _Mark(index, keeps, whole, names, page)


def _stem(document: Document) -> str:
    return PurePosixPath(document.source.path.replace("\\", "/")).stem


def _folder(document: Document) -> str:
    return str(PurePosixPath(document.source.path.replace("\\", "/").split("!/")[0]).parent)


def _pairs(
    documents: Sequence[Document], left: Sequence[_Mark], taken: Sequence[_Mark]
) -> Iterator[tuple[_Mark, _Mark]]:
    """Yield which mark goes on in which: pages that name each other first, then what reads on best."""
    if len(left) * len(taken) > _MOST:
        return
    alone = len(left) == len(taken) == 1
    ways = []
    for one in left:
        for other in taken:
            score = _fits(documents, one, other)
            same = one.document == other.document
            if score is not None and (
                score >= _LIKELY or (alone and same and one.line.end <= other.line.start)
            ):
                ways.append((score, one, other))
    used: set[tuple[int, int]] = set()
    for _, one, other in sorted(ways, key=lambda way: (-way[0], way[1].document, way[1].line)):
        keys = {(one.document, one.line.start), (other.document, other.line.start)}
        if not keys & used:
            used |= keys
            yield one, other


def _fits(documents: Sequence[Document], one: _Mark, other: _Mark) -> float | None:
    """Return how well a part goes on with another, or nothing where their pages or folders forbid it."""
    first, second = documents[one.document], documents[other.document]
    apart = first.source.path != second.source.path
    if apart and _folder(first) != _folder(second):
        return None
    known = [(mark.names, page) for mark, page in ((one, other.page), (other, one.page)) if page and apart]
    if any(named != page for named, page in known):
        return None
    tail, head = one.keeps.of(first.text), other.keeps.of(second.text)
    reads = _JOINTS.score(tail, head) if tail and head and is_unfinished(tail) else -1.0
    return reads + 20.0 * (len(known) == 2)


def _rebuilt(documents: Sequence[Document], pairs: Sequence[tuple[_Mark, _Mark]]) -> list[Document]:
    parts = list(_apart(_part(documents, left, rest) for left, rest in pairs))
    found = []
    for index, document in enumerate(documents):
        cuts = [cut for part in parts if part.taken == index for cut in part.cuts]
        here = [part for part in parts if part.left.document == index]
        found.append(_assembled(document, _stretches(document, cuts, here)) if cuts or here else document)
    return found


def _apart(parts: Iterable[_Part]) -> Iterator[_Part]:
    """Yield parts that can be moved side by side: none lies in another, or goes where one is taken away.

    What stood in a part that is moved would else be told twice, or be lost.
    """
    kept: list[_Part] = []
    for part in parts:
        if not part.takes(part.left) and not any(
            part.overlaps(other) or part.takes(other.left) or other.takes(part.left) for other in kept
        ):
            kept.append(part)
            yield part


def _part(documents: Sequence[Document], left: _Mark, rest: _Mark) -> _Part:
    """Return the part that takes up; a title that it repeats above it is left out, which its notice tells."""
    document = documents[rest.document]
    extent = _extent(document, rest)
    above = cut_lines(document.text[: rest.line.start])
    again = above if rest.document != left.document and len(above) <= _TITLE_LINES else []
    again = again if again and all(line.text in documents[left.document].text for line in again) else []
    cuts = [extent, *([Span(0, rest.line.start)] if again else [])]
    message = _GOES_ON.format(_told(document, documents[left.document])) + (_AGAIN if again else "")
    return _Part(left, rest.document, document, Span(rest.keeps.start, extent.end), tuple(cuts), message)


def _stretches(document: Document, cuts: Sequence[Span], parts: Sequence[_Part]) -> Iterator[_Stretch]:
    """Yield what a document is made of: without the `cuts`, with the `parts` where it leaves off."""
    at = 0
    events: list[tuple[int, int, _Part | None]] = [(span.start, span.end, None) for span in cuts]
    events += [(part.left.keeps.end, part.left.line.end, part) for part in parts]
    for start, end, part in sorted(events, key=lambda event: event[:2]):
        if start < at:
            continue  # within a part that was moved
        yield _Stretch(Span(at, start), document)
        at = end
        if part is not None:
            tail = part.left.keeps.of(document.text)
            yield _Stretch(Span(0, 0), None, "" if tail and is_unfinished(tail) else "\n")
            yield _Stretch(part.span, part.document, message=part.message)
            yield _Stretch(Span(0, 0), None, "\n")
    yield _Stretch(Span(at, len(document.text)), document)


def _assembled(document: Document, stretches: Iterable[_Stretch]) -> Document:
    words, notices, at = list[str](), list[Notice](), 0
    for stretch in stretches:
        source, text = stretch.document, stretch.text
        if source is not None:
            by = at - stretch.span.start
            inside = (note for note in source.notices if stretch.span.covers(note.span))
            notices += (replace(note, span=note.span.shifted(by)) for note in inside)
        if stretch.message and text:
            notices.append(Notice("rejoined", Span(max(at - 1, 0), at + 1), stretch.message))
        words.append(text)
        at += len(text)
    return replace(document, text="".join(words), notices=tuple(notices))


def _told(document: Document, first: Document) -> str:
    """Return where a part stands, for a person who reads the first one."""
    page = f"page {document.source.page}" if document.source.page else "further on"
    name = PurePosixPath(document.source.path.replace("\\", "/")).name
    return (
        page
        if document.source.path == first.source.path
        else f"{name}, {page}"
        if document.source.page
        else name
    )


def _extent(document: Document, rest: _Mark) -> Span:
    """Return the text of the part from its mark to where its article ends."""
    entries = tell(cut_lines(document.text[rest.line.start :]))
    stories = find_stories(entries)
    last = [entry for story in stories[:1] for entry in story.entries()]
    end = max((entry.line.pieces[0].start + len(entry.text) for entry in last), default=0)
    return Span(rest.line.start, rest.line.start + end)


def _join_within(document: Document) -> Document:
    """Return a document without the pairs of marks that stand side by side within its lines."""
    places = joints_within(document.text)
    if not places:
        return document
    edges = [0, *(edge for place in places for edge in place), len(document.text)]
    kept = [Span(*edge) for edge in list(pairwise(edges))[::2]]
    words, notices, at = list[str](), list[Notice](), 0
    for number, span in enumerate(kept):
        inside = (note for note in document.notices if span.covers(note.span))
        notices += (replace(note, span=note.span.shifted(at - span.start)) for note in inside)
        if number:
            notices.append(Notice("rejoined", Span(max(at - 1, 0), at + 1), _GOES_ON.format("another page")))
        words.append(span.of(document.text))
        at += span.end - span.start
    return replace(document, text="".join(words), notices=tuple(notices))
