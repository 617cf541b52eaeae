"""Reading a review file: every row is checked; one that cannot be taken is named with its reason."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.errors import BadJudgement, BadSheet, TashanError, UnknownCase
from kg.judgements import Judgement, Opinion, ReviewItem, judge_each, review_case
from kg.judgements.fields import FIELDS
from kg.judgements.values import FactKind
from kg.review.labels import (
    FACT,
    HEADINGS,
    REASON,
    SHEETS,
    VERDICT,
    VERDICTS,
    VERSION,
    from_cells,
    plainest,
    version,
)

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet
    from sqlite_utils import Database

Cells = Mapping[str, Any]
_FORMULA = "单元格是公式，请改为文字或数字"
_CHANGED = "导出之后这条事实已有变化，请重新导出"


@dataclass(frozen=True, slots=True)
class Refusal:
    """A row that was not taken: its sheet, its number as a spreadsheet shows it, and why."""

    sheet: str
    row: int
    reason: str

    def __str__(self) -> str:
        """Return the refusal as one line."""
        return f"{self.sheet} {self.row}: {self.reason}"


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of a review file: the judgements made, how many rows said nothing new, and the refused."""

    judgements: tuple[Judgement, ...]
    unchanged: int
    refused: tuple[Refusal, ...]


@dataclass(frozen=True, slots=True)
class _Said:
    """What a row says, and where it stands."""

    sheet: str
    row: int
    word: Opinion


def import_review(db: "Database", path: Path | str, *, person: str, partial: bool = False) -> Imported:
    """Take the judgements of a review file: all, or none if a row is refused; the good ones if `partial`.

    A row that was not changed does nothing, nor does one whose judgement is in force already. A row whose
    fact changed after the file was written is refused.

    Raises:
        BadSheet: the file is no review file.
        BadJudgement: who judges is not named.
    """
    said: list[_Said] = []
    refused: list[Refusal] = []
    unchanged = 0
    library = _Library(db, {}, set())
    for sheet, kind in _sheets(Path(path)):
        for row, cells in _rows(sheet):
            try:
                word = _word(kind, cells, library)
            except TashanError as error:
                refused.append(Refusal(sheet.title, row, _told(error)))
            else:
                said += [_Said(sheet.title, row, word)] if word else []
                unchanged += word is None
    made = judge_each(db, [one.word for one in said], person=person, whole=not partial, dry=bool(refused))
    refused += [
        Refusal(one.sheet, one.row, _told(result))
        for one, result in zip(said, made, strict=True)
        if isinstance(result, TashanError)
    ]
    kept = tuple(result for result in made if isinstance(result, Judgement))
    return Imported(kept if partial or not refused else (), unchanged, tuple(refused))


def _told(error: TashanError) -> str:
    return str(getattr(error, "reason", error))


def _sheets(path: Path) -> "list[tuple[Worksheet, FactKind]]":
    from zipfile import BadZipFile

    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book: Any = load_workbook(path)
    except OSError as error:
        raise BadSheet(path, f"cannot be read: {error.strerror or error}") from error
    except (BadZipFile, InvalidFileException, KeyError, ValueError) as error:
        raise BadSheet(path, f"no readable xlsx file ({error})") from error
    found: list[tuple[Worksheet, FactKind]]
    found = [(book[title], kind) for kind, title in SHEETS.items() if title in book.sheetnames]
    if not found:
        raise BadSheet(path, f"no sheet named {'、'.join(SHEETS.values())}")
    for sheet, kind in found:
        there = {str(cell.value) for cell in sheet[1]}
        lost = [name for name in (FACT, VERSION, VERDICT, *HEADINGS[kind].values()) if name not in there]
        if lost:
            raise BadSheet(path, f"sheet {sheet.title} lacks the column {'、'.join(lost)}")
    return found


def _rows(sheet: "Worksheet") -> Iterator[tuple[int, Cells]]:
    """Yield each row that holds anything: its number, and its cells by their headings."""
    headings = [str(cell.value) for cell in sheet[1]]
    for number, row in enumerate(sheet.iter_rows(min_row=2), 2):
        values = [_FORMULA if cell.data_type == "f" else cell.value for cell in row]
        if any(value is not None for value in values):
            yield number, dict(zip(headings, values, strict=False))


@dataclass(slots=True)
class _Library:
    """The facts of the cases that a file speaks of, as they are now, and which of them it named so far."""

    db: "Database"
    cases: dict[str, dict[str, ReviewItem]]
    named: set[str]

    def item(self, fact: str) -> ReviewItem:
        """Return a fact by its name.

        Raises:
            BadJudgement: it is not there any more, or named twice.
        """
        case_id = fact.partition("/")[0]
        if fact in self.named:
            raise BadJudgement("同一事实出现了两行")
        self.named.add(fact)
        if case_id not in self.cases:
            try:
                self.cases[case_id] = {item.fact: item for item in review_case(self.db, case_id)}
            except UnknownCase:
                self.cases[case_id] = {}
        if fact not in self.cases[case_id]:
            raise BadJudgement("库中已没有这条事实")
        return self.cases[case_id][fact]


def _word(kind: FactKind, cells: Cells, library: _Library) -> Opinion | None:
    """Return what a row says; none if it says nothing, or what is in force already."""
    if _FORMULA in [cells.get(name) for name in (VERDICT, REASON, *HEADINGS[kind].values())]:
        raise BadJudgement(_FORMULA)
    verdict, reason = (_text(cells.get(name)) for name in (VERDICT, REASON))
    values = from_cells(kind, cells)
    before, _, state = str(cells.get(VERSION) or "").partition(".")
    edited = version(values, None).partition(".")[0] != before
    if not verdict and not edited:
        if reason:
            raise BadJudgement("有理由而没有评判")
        return None
    item, wanted = library.item(str(cells.get(FACT) or "")), _verdict(verdict, edited=edited)
    if item.kind != kind:
        raise BadJudgement(f"这条事实属于{SHEETS[item.kind]}")
    if version(item.values, item.status) != f"{before}.{state}":
        if _in_force(item, wanted, values):
            return None
        raise BadJudgement(_CHANGED)
    changes = _changes(item, values) if wanted == "更正" else {}
    return Opinion(item.fact, VERDICTS[wanted], changes, reason)


def _changes(item: ReviewItem, values: Mapping[str, str | None]) -> dict[str, str | None]:
    names = FIELDS[item.kind]
    return {name: values[name] for name in names if values[name] != plainest(name, item.values[name])}


def _verdict(verdict: str | None, *, edited: bool) -> str:
    wanted = verdict or "更正"
    if wanted not in VERDICTS:
        raise BadJudgement(f"评判应为{'、'.join(VERDICTS)}之一，得到“{wanted}”")
    if wanted == "更正" and not edited:
        raise BadJudgement("选了更正，却没有改任何一项")
    if wanted != "更正" and edited:
        raise BadJudgement(f"选了{wanted}，却改了内容")
    return wanted


def _in_force(item: ReviewItem, wanted: str, values: Mapping[str, str | None]) -> bool:
    """Tell whether a fact already is as a row says."""
    if wanted == "剔除":
        return item.status == "rejected"
    same = all(plainest(name, item.values[name]) == value for name, value in values.items())
    return same and item.status in ("confirmed", "corrected", "added")


def _text(value: object) -> str | None:
    return None if value is None else str(value).strip() or None
