"""The sheet an article is written on: its text line by line, with parts and notices at their places."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from kg.values import Notice, Part, Span
from pipeline.split.kinds import Entry


@dataclass(slots=True)
class Sheet:
    """An article's text as it grows; `origins` are (place in the document, place here, length), by piece."""

    words: list[str] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    origins: list[tuple[int, int, int]] = field(default_factory=list)
    length: int = 0

    @classmethod
    def of(cls, entries: Iterable[Entry], *, moved: bool) -> "Sheet":
        """Return the sheet with all `entries`; `moved` says that the title stood elsewhere."""
        sheet = cls()
        for entry in entries:
            sheet.add(entry)
            if moved and entry.kind == "title":
                place = sheet.parts[-1].span
                sheet.notices.append(Notice("title_moved", place, "the title stood elsewhere"))
        sheet.origins.sort()
        return sheet

    @property
    def text(self) -> str:
        """The whole text."""
        return "\n".join(self.words)

    def add(self, entry: Entry) -> None:
        """Append a line as a part, with its notices."""
        start = self.length + bool(self.words)
        line = entry.line
        self.words.append(line.text)
        self.length = start + len(line.text)
        kind = "body" if entry.kind == "short" else entry.kind
        self.parts.append(Part(kind, Span(start, self.length)))
        self.notices += (replace(note, span=note.span.shifted(start)) for note in line.notices)
        ends = [piece.at for piece in line.pieces[1:]] + [len(line.text)]
        for piece, end in zip(line.pieces, ends, strict=False):
            self.origins.append((piece.start, start + piece.at, end - piece.at))

    def anchor(self, notices: Sequence[Notice]) -> list[Notice]:
        """Return those of a document's notices that mark text of this sheet, at their places here.

        A notice that marks nothing speaks of the whole document and stands at the start of every article.
        """
        found = ((notice, self._place(notice.span)) for notice in notices)
        return [replace(notice, span=span) for notice, span in found if span is not None]

    def _place(self, span: Span) -> Span | None:
        if span.end <= span.start:
            return Span(0, 0)
        first = max(0, bisect_right(self.origins, (span.start, self.length, 0)) - 1)
        places: list[int] = []
        for begin, here, size in self.origins[first:]:
            if begin >= span.end:
                break
            low, high = max(begin, span.start), min(begin + size, span.end)
            if low < high:
                places += (here + low - begin, here + high - begin)
        return Span(min(places), max(places)) if places else None
