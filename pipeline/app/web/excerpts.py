"""A few words of a case around what made it a hit, with what matched told apart."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kg import Reason
from kg.script import plain

_WIDTH = 110


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of an excerpt; `found` tells whether it is what matched."""

    text: str
    found: bool


def excerpt(text: str, reasons: Sequence[Reason], *, said: str | None = None) -> tuple[Piece, ...]:
    """Return a few words of a text, what matched told apart.

    They begin with `said`, the sentence that answers best, or stand around the weightiest reason.
    """
    placed = [reason for reason in reasons if reason.start is not None]
    at = max(text.find(said), 0) if said else next((reason.start or 0 for reason in placed), 0)
    start, end = _window(text, at, _WIDTH)
    words = [word for reason in placed for word in reason.detail.split(", ") if len(word) > 1]
    pieces = split_at(text[start:end].replace("\n", " "), words)
    return (
        ((Piece("…", False),) if start else ()) + pieces + ((Piece("…", False),) if end < len(text) else ())
    )


def split_at(text: str, words: Iterable[str]) -> tuple[Piece, ...]:
    """Return a text as pieces, each place of one of the words, in either script, a piece of its own.

    >>> [piece.text for piece in split_at("推行师带徒制度", ["师带徒"]) if piece.found]
    ['师带徒']
    """
    wanted, said = [plain(word) for word in {*words} if word], plain(text)
    pieces, after = list[Piece](), 0
    while starts := [(at, -len(word)) for word in wanted if (at := said.find(word, after)) >= 0]:
        at, length = min(starts)  # of those that begin first the longest
        pieces += [Piece(text[after:at], False), Piece(text[at : at - length], True)]
        after = at - length
    return tuple(piece for piece in (*pieces, Piece(text[after:], False)) if piece.text)


def _window(text: str, at: int, width: int) -> tuple[int, int]:
    """Return start and end of about `width` characters around a place, from its sentence on if near."""
    start = max((text.rfind(mark, 0, at) for mark in "。！？\n；"), default=-1) + 1
    if at - start > width // 2:
        start = at - width // 3
    return start, min(len(text), start + width)
