"""Cases as Parquet: what many machines write, `load` brings in and any engine of tables queries in place.

A column is a key of the contract's record, nested as there; `document` is the path of the file that a case
came from. Numbers are floats, for engines that count, with their exact digits beside them (`value_exact`).
"""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any, BinaryIO

from kg.errors import BadRecord
from kg.records import from_record, to_record
from kg.rows import EXACT
from kg.values import Case, Source

if TYPE_CHECKING:
    import pyarrow
    from pyarrow.parquet import ParquetFile

Record = dict[str, Any]

_TEXT, _WHOLE, _REAL = "string", "int64", "float64"
_SPAN = {"start": _WHOLE, "end": _WHOLE}
_INDICATOR = {
    "id": _TEXT, "metric": _TEXT, "subject": _TEXT, "subject_id": _TEXT, "value": _REAL, "low": _REAL,
    "high": _REAL, "op": _TEXT, "unit": _TEXT, "raw": _TEXT, "direction": _TEXT, "from": _REAL,
    "delta": _REAL, "delta_unit": _TEXT, "period": _TEXT, "period_start": _TEXT, "period_end": _TEXT,
    "status": _TEXT,
    **_SPAN, "evidence": _SPAN, "confidence": _REAL, "rule": _TEXT,
    **{f"{name}_exact": _TEXT for name in EXACT},
}  # fmt: skip
_MEASURE = {
    "id": _TEXT, "text": _TEXT, "action": _TEXT, "object": _TEXT, "actor": _TEXT, "actor_id": _TEXT,
    "beneficiary": _TEXT, "theme": _TEXT, "concept": _TEXT, "results": [_TEXT], **_SPAN, "evidence": _SPAN,
    "confidence": _REAL, "rule": _TEXT, "concepts": [{"id": _TEXT, "score": _REAL}],
}  # fmt: skip
_SOURCE = {"path": _TEXT, "sha256": _TEXT, "media_type": _TEXT, "page": _WHOLE}
_CASE = {
    "document": _TEXT, "case_id": _TEXT, "source": _SOURCE, "column": _TEXT, "title": _TEXT,
    "authors": [{"name": _TEXT, "organization": _TEXT, "position": _TEXT}], "publisher": _TEXT,
    "published": _TEXT, "sections": [{"heading": _TEXT, **_SPAN}], "text": _TEXT,
    "warnings": [{"code": _TEXT, **_SPAN, "message": _TEXT}],
    "entities": [
        {"id": _TEXT, "type": _TEXT, "name": _TEXT, "aliases": [_TEXT], "mentions": [_SPAN], "rule": _TEXT}
    ],
    "indicators": [_INDICATOR], "measures": [_MEASURE],
    "relations": [{"head": _TEXT, "type": _TEXT, "tail": _TEXT, "evidence": _SPAN, "rule": _TEXT}],
    "parts": [{"kind": _TEXT, **_SPAN}],
    "concepts": [{"id": _TEXT, "name": _TEXT, "theme": _TEXT, "broader": _TEXT, "definition": _TEXT}],
    "address": _TEXT,
}  # fmt: skip
_DOCUMENT = {
    "path": _TEXT, "sha256": _TEXT, "media_type": _TEXT, "page": _WHOLE, "cases": _WHOLE, "step": _TEXT,
    "reason": _TEXT, "later": "bool",
}  # fmt: skip
_EXTRACTOR = b"tashan.extractor"
_ROWS_READ = 256


def write_cases(file: BinaryIO, cases: Iterable[tuple[str, Case]], *, extractor: str) -> None:
    """Write cases, each with the path of its document, as one Parquet file."""
    _write(file, _CASE, [_case_row(document, case) for document, case in cases], extractor)


def write_documents(file: BinaryIO, documents: Iterable[Record], *, extractor: str) -> None:
    """Write what became of each file: its source and number of cases, or the step and reason of failing."""
    _write(file, _DOCUMENT, list(documents), extractor)


def read_cases(file: BinaryIO) -> Iterator[tuple[str, Case]]:
    """Yield the cases of one Parquet file in order, each with the path of its document.

    Raises:
        BadRecord: the file is no Parquet, or a row of it no case.
    """
    for row in _rows(file):
        document = row.pop("document", None)
        for indicator in row.get("indicators", ()):
            _restore(indicator)
        case = from_record(row)
        yield document or case.article.source.path.partition("!/")[0], case


def read_documents(file: BinaryIO) -> Iterator[Record]:
    """Yield what became of each file, as `write_documents` wrote it.

    Raises:
        BadRecord: the file is no Parquet.
    """
    return _rows(file)


def extractor_of(file: BinaryIO) -> str | None:
    """Return the name of the extractor that a Parquet file says it was written by.

    Raises:
        BadRecord: the file is no Parquet.
    """
    name = (_open(file).schema_arrow.metadata or {}).get(_EXTRACTOR)
    return None if name is None else name.decode()


def source_of(document: Mapping[str, Any]) -> Source:
    """Return the source of a document that gave cases."""
    return Source(**{name: document[name] for name in _SOURCE})


def _case_row(document: str, case: Case) -> Record:
    row = {"document": document, **to_record(case, explain=True)}
    for told, indicator in zip(row["indicators"], case.indicators, strict=True):
        for name in EXACT:
            exact: Decimal | None = getattr(indicator, name)
            told["from" if name == "earlier" else name] = None if exact is None else float(exact)
            told[f"{name}_exact"] = None if exact is None else str(exact)
    return row


def _restore(indicator: Record) -> None:
    """Put the exact digits in the place of the floats, where a file has them."""
    for name in EXACT:
        exact = indicator.pop(f"{name}_exact", None)
        if exact is not None:
            indicator["from" if name == "earlier" else name] = Decimal(exact)


def _write(file: BinaryIO, columns: Record, rows: list[Record], extractor: str) -> None:
    import pyarrow
    import pyarrow.parquet

    schema = pyarrow.schema(_arrow(columns).fields, metadata={_EXTRACTOR: extractor.encode()})
    pyarrow.parquet.write_table(pyarrow.Table.from_pylist(rows, schema=schema), file, compression="zstd")


def _arrow(shape: Any) -> "pyarrow.DataType":  # noqa: ANN401 (a name, a list of one, or a mapping of these)
    import pyarrow

    if isinstance(shape, list):
        return pyarrow.list_(_arrow(shape[0]))
    if isinstance(shape, dict):
        return pyarrow.struct([pyarrow.field(name, _arrow(inner)) for name, inner in shape.items()])
    return pyarrow.type_for_alias(shape)


def _open(file: BinaryIO) -> "ParquetFile":
    from pyarrow import ArrowException
    from pyarrow.parquet import ParquetFile

    try:
        return ParquetFile(file)
    except ArrowException as error:
        raise BadRecord(f"not a Parquet file ({error})") from error


def _rows(file: BinaryIO) -> Iterator[Record]:
    for batch in _open(file).iter_batches(batch_size=_ROWS_READ):
        yield from batch.to_pylist()
