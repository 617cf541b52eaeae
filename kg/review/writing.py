"""The review file: a sheet for each kind of fact, of which only what a person judges can be changed."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.errors import UnknownFormat
from kg.export.cells import legible
from kg.export.files import whole
from kg.judgements import ReviewItem, review_queue
from kg.judgements.fields import FIELDS, NUMBERS
from kg.judgements.values import FACT_KINDS, FactKind
from kg.review.labels import (
    FACT,
    HEADINGS,
    LONGEST,
    REASON,
    SHEETS,
    SHOWN,
    VERDICT,
    VERDICTS,
    VERSION,
    to_cell,
    version,
    words_of,
)

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet
    from sqlite_utils import Database

_HIDDEN = (FACT, VERSION)
_HEIGHT = 48


def export_review(
    db: "Database",
    path: Path | str,
    *,
    kinds: Sequence[FactKind] = FACT_KINDS,
    below: float = 1.0,
    top: int = 500,
    link: str = "{path}",
) -> int:
    """Write the facts that nobody judged, least sure first, to an xlsx file; return how many they are.

    There is one sheet a kind, with at most `top` facts of a confidence under `below`. `link` is where a
    case's cell leads, with `{case_id}` and `{path}` in it: the file that it came from, or a page of the web.

    Raises:
        UnknownFormat: the ending of `path` is not xlsx.
        UnwritableFile: it cannot be written there.
    """
    from openpyxl import Workbook

    path = Path(path)
    if path.suffix.lower() != ".xlsx":
        raise UnknownFormat(path, (".xlsx",))
    book, count = Workbook(), 0
    book.remove(book.worksheets[0])
    for kind in kinds:
        found = review_queue(db, kinds=[kind], below=below, top=top)
        _fill(book.create_sheet(SHEETS[kind]), kind, found, link)
        count += len(found)
    with whole(path) as part:
        book.save(part)
    return count


def _fill(sheet: "Worksheet", kind: FactKind, items: Sequence[ReviewItem], link: str) -> None:
    headings = [*_HIDDEN, *SHOWN, VERDICT, *HEADINGS[kind].values(), REASON]
    sheet.append(headings)
    for row, item in enumerate(items, 2):
        for column, value in enumerate(_cells(kind, item), 1):
            _put(sheet, row, column, value)
        leads = link.replace("{case_id}", item.case_id).replace("{path}", item.path)
        case: Any = sheet.cell(row, 1 + len(_HIDDEN))
        case.hyperlink = legible(leads)
        sheet.row_dimensions[row].height = _HEIGHT
    _dress(sheet, headings, len(items))
    _offer(sheet, kind, headings, len(items))


def _cells(kind: FactKind, item: ReviewItem) -> list[Any]:
    shown = [item.title or item.path, item.quote, item.evidence.strip(), item.confidence, item.conflict]
    fields = [to_cell(kind, name, item.values[name]) for name in FIELDS[kind]]
    return [item.fact, version(item.values, item.status), *shown, None, *fields, None]


def _put(sheet: "Worksheet", row: int, column: int, value: Any) -> None:  # noqa: ANN401
    cell: Any = sheet.cell(row, column)
    cell.value = legible(value)[:LONGEST] if isinstance(value, str) else value
    if isinstance(value, str):
        cell.data_type = "s"  # a text that begins with = stays a text, also when its cell is edited
        cell.style = "Normal"
        cell.quotePrefix = value.startswith(("=", "+", "-", "@"))


def _dress(sheet: "Worksheet", headings: Sequence[str], count: int) -> None:
    """Freeze the heading, hide the keys, set widths, and lock all but what a person judges."""
    from openpyxl.styles import Alignment, Font, PatternFill, Protection
    from openpyxl.utils import get_column_letter

    first = headings.index(VERDICT) + 1
    for column, heading in enumerate(headings, 1):
        place = sheet.column_dimensions[get_column_letter(column)]
        place.width, place.hidden = SHOWN.get(heading, 14), heading in _HIDDEN
        sheet.cell(1, column).font = Font(bold=True)
        for row in range(2, count + 2):
            cell = sheet.cell(row, column)
            cell.protection = Protection(locked=column < first)
            cell.alignment = Alignment(vertical="top", wrap_text=True)
            if column >= first:
                cell.fill = PatternFill("solid", start_color="FFFBE6")
    sheet.freeze_panes = "D2"
    sheet.auto_filter.ref = sheet.dimensions
    sheet.protection.sheet = True
    sheet.protection.formatColumns = sheet.protection.autoFilter = False


def _offer(sheet: "Worksheet", kind: FactKind, headings: Sequence[str], count: int) -> None:
    """Give the verdict and every field of codes a list to choose from, and numbers a check."""
    lists = {VERDICT: tuple(VERDICTS)}
    lists |= {HEADINGS[kind][field]: words_of(kind, field) for field in FIELDS[kind]}
    numbers = {heading for field, heading in HEADINGS[kind].items() if field in NUMBERS}
    first = headings.index(VERDICT)
    for column, heading in enumerate(headings[first:] if count else (), first + 1):
        if lists.get(heading):
            _allow(sheet, column, count, f'"{",".join(lists[heading])}"')
        elif heading in numbers:
            _allow(sheet, column, count, None)


def _allow(sheet: "Worksheet", column: int, count: int, choices: str | None) -> None:
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    rule = DataValidation(
        type="list" if choices else "decimal",
        operator=None if choices else "greaterThanOrEqual",
        formula1=choices or "-1E15",
        allow_blank=True,
        showErrorMessage=True,
        error="请从列表中选" if choices else "请填数字",
    )
    rule.add(f"{get_column_letter(column)}2:{get_column_letter(column)}{count + 1}")
    sheet.add_data_validation(rule)
