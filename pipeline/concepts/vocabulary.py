"""The vocabulary of practices: each concept with its names, wordings and the needs it answers.

Tashan's own is the tables `practices` and `needs` of the lexicon, a user's own one file of these columns.
"""

import os
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from pathlib import Path
from typing import cast, overload

from kg.errors import LexiconError
from kg.values import THEMES, Concept, Theme
from pipeline.lexicon import Row, rows, table

VARIABLE = "TASHAN_VOCABULARY"
COLUMNS = ("id", "name", "aliases", "wordings", "definition", "theme", "broader", "note", "needs")


@dataclass(frozen=True, slots=True)
class Entry:
    """A concept with all that is said of it.

    `aliases` are other names, `wordings` the phrases in which articles tell the deed, `needs` what somebody
    says who has the problem and does not know the practice; `note` tells it from its neighbours.
    """

    concept: Concept
    aliases: tuple[str, ...] = ()
    wordings: tuple[str, ...] = ()
    needs: Sequence[str] = ()
    note: str | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """The preferred name and the aliases."""
        return (self.concept.name, *self.aliases)


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """The concepts of a field, in the order of their table."""

    entries: tuple[Entry, ...]

    @cached_property
    def concepts(self) -> Mapping[str, Concept]:
        """The concepts by their ids."""
        return {entry.concept.id: entry.concept for entry in self.entries}


@cache
def own_vocabulary() -> Vocabulary:
    """Return Tashan's vocabulary; it is read once, its needs when somebody asks for one."""
    entries = map(_entry, table("practices"))
    return Vocabulary(tuple(replace(entry, needs=_OwnNeeds(entry.concept.id)) for entry in entries))


class _OwnNeeds(Sequence[str]):
    """The needs of a concept of Tashan's vocabulary; their table is long, and reading articles spares it."""

    def __init__(self, own: str) -> None:
        self._own = own

    @overload
    def __getitem__(self, place: int) -> str: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[str, ...]: ...
    def __getitem__(self, place: int | slice) -> str | tuple[str, ...]:
        return _own_needs().get(self._own, ())[place]

    def __len__(self) -> int:
        return len(_own_needs().get(self._own, ()))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash(tuple(self))


@cache
def _own_needs() -> dict[str, tuple[str, ...]]:
    """Return the needs of each concept, by its id."""
    needs: dict[str, list[str]] = {}
    for row in table("needs"):
        needs.setdefault(row["id"], []).append(row["need"].strip())
    return {own: tuple(found) for own, found in needs.items()}


def vocabulary() -> Vocabulary:
    """Return the vocabulary in use: that of the file `TASHAN_VOCABULARY` names, else Tashan's own.

    The environment says it, so that it holds in every process that reads files.
    """
    path = os.environ.get(VARIABLE)
    return read_vocabulary(Path(path)) if path else own_vocabulary()


@cache
def read_vocabulary(path: Path) -> Vocabulary:
    """Return the vocabulary of a user's file: UTF-8, tab-separated, with a header of `COLUMNS`.

    Only `id` and `name` must be there. `aliases`, `wordings` and `needs` hold parts separated by `|`; `theme`
    is one of the seven or empty, `broader` the id of a wider concept. A `#` starts a comment line.

    Raises:
        LexiconError: it is not UTF-8; a line has too few or too many columns, or a cell that is not allowed.
        OSError: the file cannot be read.
    """
    name = str(path)
    try:
        found = rows(name, path.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError as error:
        raise LexiconError(name, 1, "wanted UTF-8") from error
    broader = {row.get("id", ""): row.get("broader", "") for _, row in found}
    seen: set[str] = set()
    for number, row in found:
        if reason := _fault(row, broader, seen):
            raise LexiconError(name, number, reason)
        seen.add(row["id"])
    return Vocabulary(tuple(_entry(row) for _, row in found))


def _fault(row: Row, broader: Mapping[str, str], seen: Container[str]) -> str | None:
    """Return what is wrong with a row of a user's table, `seen` being the ids before it."""
    theme, wider = row.get("theme", ""), row.get("broader", "")
    if missing := [name for name in ("id", "name") if not row.get(name, "").strip()]:
        return f"no {' and no '.join(missing)}"
    if unknown := [name for name in row if name not in COLUMNS]:
        return f"wanted columns of {', '.join(COLUMNS)}, got {', '.join(unknown)}"
    if row["id"] in seen:
        return f"the id {row['id']!r} is there twice"
    if theme and theme not in THEMES:
        return f"wanted a theme of {', '.join(THEMES)} or none, got {theme!r}"
    if wider and wider not in broader:
        return f"the broader concept {wider!r} is not in the table"
    if row["id"] in _upwards(wider, broader):
        return f"{row['id']!r} is broader than itself"
    return None


def _upwards(own: str, broader: Mapping[str, str]) -> set[str]:
    seen: set[str] = set()
    while own and own not in seen:
        seen.add(own)
        own = broader.get(own, "")
    return seen


def _entry(row: Row) -> Entry:
    theme = cast("Theme | None", row.get("theme") or None)
    broader, definition = row.get("broader") or None, row.get("definition") or None
    concept = Concept(row["id"], row["name"], theme, broader, definition)
    aliases, wordings, needs = (_split(row.get(name, "")) for name in ("aliases", "wordings", "needs"))
    return Entry(concept, aliases, wordings, needs, row.get("note") or None)


def _split(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split("|") if part.strip())


def to_table(of: Vocabulary) -> str:
    """Return a vocabulary as the text of a table that `read_vocabulary` reads."""
    lines = ["\t".join(COLUMNS)]
    for entry in of.entries:
        concept = entry.concept
        lists = ("|".join(parts) for parts in (entry.aliases, entry.wordings))
        about = (concept.definition, concept.theme, concept.broader, entry.note)
        cells = (concept.id, concept.name, *lists, *(cell or "" for cell in about), "|".join(entry.needs))
        lines.append("\t".join(cells))
    return "\n".join(lines) + "\n"
