"""Partitions: some files that are read together and written as one part of a set of Parquet files.

A part is written whole or not at all, and its name says which files it holds: a part that is there already
need not be read again, and one that two machines write is the same.
"""

import posixpath
import tempfile
import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from hashlib import sha256
from itertools import groupby, islice
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, cast

from kg.errors import BadRecord, UnreadableFile
from kg.parquet import (
    extractor_of,
    read_cases,
    read_documents,
    source_of,
    write_cases,
    write_documents,
)
from kg.values import Case
from pipeline.engines.pages import MOST_PAGES
from pipeline.read import walk
from pipeline.read.files import MEDIA_TYPES
from pipeline.report import Failure, Report, Result

if TYPE_CHECKING:
    from fsspec import AbstractFileSystem

_KINDS = ("entities", "indicators", "measures", "relations")


@dataclass(frozen=True, slots=True)
class Partition:
    """Files by path or URL, and those that are known to fail before they are read.

    `together` says that articles go on among the files: they are read at once, after all others.
    """

    number: int
    files: tuple[str, ...]
    lost: tuple[Failure, ...] = ()
    together: bool = False

    @property
    def name(self) -> str:
        """The name of the part's files: its place in the order, and a hash of what it holds."""
        told = sha256("\0".join(self.files).encode("utf-8", "surrogateescape")).hexdigest()[:8]
        return f"{'together' if self.together else 'part'}-{self.number:07}-{told}.parquet"


@dataclass(frozen=True, slots=True)
class Done:
    """What became of a partition; `loose` are files whose articles go on in others, left for later."""

    counts: dict[str, int] = field(default_factory=dict)
    failures: tuple[Failure, ...] = ()
    loose: tuple[str, ...] = ()

    def add_to(self, report: Report) -> None:
        """Add this partition to a report."""
        report.counts.update(self.counts)
        report.failures.extend(self.failures)


def partitions(places: Iterable[Path | str], size: int) -> Iterator[Partition]:
    """Yield all files under folders and URLs in partitions of `size`, in order."""
    files = _files(places)
    for number, some in enumerate(iter(lambda: tuple(islice(files, size)), ())):
        paths = tuple(item.path if isinstance(item, Failure) else item for item in some)
        yield Partition(number, paths, tuple(item for item in some if isinstance(item, Failure)))


def of_pages(loose: Iterable[str]) -> Iterator[Partition]:
    """Yield partitions of the files whose articles go on in others: those of one folder are read together.

    A newspaper has no more than so many pages: in a larger folder each is read alone.
    """
    groups = groupby(sorted(loose, key=lambda path: (posixpath.dirname(path), path)), key=posixpath.dirname)
    for number, (_, group) in enumerate(groups):
        files = tuple(group)
        for some in [files] if len(files) <= MOST_PAGES else [(path,) for path in files]:
            yield Partition(number, some, together=True)


def is_written(folder: str, partition: Partition) -> bool:
    """Tell whether a part is there already: the list of its documents is written last."""
    files, root = _file_system(folder)
    return bool(files.exists(posixpath.join(root, "documents", partition.name)))


def write_part(folder: str, partition: Partition, results: Iterable[Result], extractor: str) -> Done:
    """Write the cases and the documents of a partition below `folder`, and return what became of it."""
    found = list(results)
    report, cases, documents = Report(), list[tuple[str, Case]](), list[dict[str, Any]]()
    later = [result for result in found if result.loose and not partition.together]
    for result in found:
        documents += _documents(result, later=result in later)
        if result in later:  # the files that its articles go on in may be read on other machines
            continue
        report.counts["files"] += 1
        for failure in result.failures:
            report.fail(failure)
        for case in result.cases:
            report.count(case)
            cases.append((result.path, case))
    _put(folder, f"cases/{partition.name}", lambda file: write_cases(file, cases, extractor=extractor))
    _put(
        folder,
        f"documents/{partition.name}",
        lambda file: write_documents(file, documents, extractor=extractor),
    )
    return Done(dict(report.counts), tuple(report.failures), tuple(result.path for result in later))


def written(folder: str, partition: Partition) -> Done:
    """Return what became of a partition whose part is there already, as far as its documents tell."""
    files, root = _file_system(folder)
    with _opened(files, posixpath.join(root, "documents", partition.name), "rb") as file:
        told = list(read_documents(file))
    rows = [row for row in told if not row.get("later")]
    failures = tuple(Failure(row["path"], row["step"], row["reason"]) for row in rows if row["step"])
    counts = {"files": len(rows), "unchanged": len(rows) - len(failures), "failures": len(failures)}
    return Done(counts, failures, tuple(row["path"] for row in told if row.get("later")))


def loaded(place: str) -> Iterator[tuple[Result, str]]:
    """Yield the result of each document of a set of parts, or of one file of cases, and its extractor's name.

    Raises:
        UnreadableFile: nothing lies there, only what is no set of parts, or what is no case; it is named.
    """
    files, root = _file_system(place)
    if files.isfile(root):
        yield from _grouped(files, root, {})
        return
    parts = sorted(
        path for path in files.find(posixpath.join(root, "documents")) if path.endswith(".parquet")
    )
    if not parts:
        raise UnreadableFile(place, "neither a Parquet file nor a folder that `extract --engine dask` wrote")
    for part in parts:
        with _part(files, part) as file:
            documents = {row["path"]: row for row in read_documents(file) if not row.get("later")}
        yield from _grouped(files, posixpath.join(root, "cases", posixpath.basename(part)), documents)


def _grouped(
    files: "AbstractFileSystem", path: str, documents: dict[str, dict[str, Any]]
) -> Iterator[tuple[Result, str]]:
    """Yield a result for each document: the cases of one follow each other; one without cases has failed."""
    with _part(files, path) as file:
        name = extractor_of(file) or "unknown"
        given = groupby(read_cases(file), key=itemgetter(0))
        found = {document: tuple(case for _, case in cases) for document, cases in given}
    for document in documents or found:
        row, cases = documents.get(document), found.get(document, ())
        if row and row["step"]:
            yield Result(document, failure=Failure(document, row["step"], row["reason"])), name
        else:
            source = source_of(row) if row else replace(cases[0].article.source, path=document, page=None)
            yield Result(document, source, cases), name


@contextmanager
def _part(files: "AbstractFileSystem", path: str) -> Iterator[BinaryIO]:
    """Open a file of cases or documents; what is wrong with it is said with its path."""
    with _opened(files, path, "rb") as file:
        try:
            yield file
        except BadRecord as error:
            raise UnreadableFile(path, error.reason) from error


def read_place(place: str, read: Callable[[Path], Result]) -> Result:
    """Return the result of one file by path or URL; one that lies elsewhere is fetched first."""
    if "://" not in place:
        return read(Path(place))
    files, path = _file_system(place)
    with tempfile.TemporaryDirectory() as folder:
        local = Path(folder) / posixpath.basename(path)
        try:
            files.get_file(path, str(local))
        except Exception as error:  # each file system raises its own
            return Result(place, failure=Failure(place, "read", f"{type(error).__name__}: {error}"))
        return read(local).moved(str(local), place)


def read_places(
    places: Sequence[str], read: Callable[[tuple[Path, ...]], Sequence[Result]]
) -> Sequence[Result]:
    """Return the results of files of one folder that are read together; those that lie elsewhere are fetched.

    Raises:
        OSError: one cannot be fetched; file systems raise others of their own too.
    """
    if "://" not in places[0]:
        return read(tuple(map(Path, places)))
    with tempfile.TemporaryDirectory() as folder:
        local = [Path(folder) / posixpath.basename(place) for place in places]
        for place, path in zip(places, local, strict=True):
            files, inner = _file_system(place)
            files.get_file(inner, str(path))
        found = read(tuple(local))
    return [one.moved(str(path), place) for one, path, place in zip(found, local, places, strict=True)]


def _documents(result: Result, *, later: bool) -> Iterator[dict[str, Any]]:
    """Yield a row for the file, then one for each thing inside it that could not be read.

    A file that is left for `later` has nothing but its row yet.
    """
    source = result.source
    own = {
        "path": result.path,
        "sha256": source and source.sha256,
        "media_type": source and source.media_type,
        "page": source and source.page,
        "cases": 0 if later else len(result.cases),
        "step": result.failure and result.failure.step,
        "reason": result.failure and result.failure.reason,
        "later": later,
    }
    yield own
    empty = dict.fromkeys(own) | {"cases": 0, "later": False}
    for failure in () if later else result.lost:
        yield empty | {"path": failure.path, "step": failure.step, "reason": failure.reason}


def _files(places: Iterable[Path | str]) -> Iterator[str | Failure]:
    for place in places:
        if isinstance(place, Path):
            yield from (item if isinstance(item, Failure) else str(item) for item in walk([place]))
        else:
            yield from _listed(place)


def _listed(url: str) -> Iterator[str | Failure]:
    files, root = _file_system(url)
    found: Sequence[str] = sorted(files.find(root))
    if not found:
        yield Failure(url, "read", "no file there")
    for path in found:
        place = files.unstrip_protocol(path)
        ending = posixpath.splitext(path)[1].lower()
        if ending in MEDIA_TYPES:
            yield place
        elif not posixpath.basename(path).startswith((".", "~$")):
            yield Failure(place, "read", f"no reader for the ending {ending or '(none)'}")


def _file_system(place: str) -> "tuple[AbstractFileSystem, str]":
    from fsspec.core import url_to_fs

    files, path = url_to_fs(place)
    return files, path


def _opened(files: "AbstractFileSystem", path: str, mode: str) -> BinaryIO:
    return cast("BinaryIO", files.open(path, mode))


def _put(folder: str, name: str, write: Callable[[BinaryIO], None]) -> None:
    """Write a file under another name first, so that it appears only when it is whole."""
    files, root = _file_system(folder)
    place = posixpath.join(root, name)
    files.makedirs(posixpath.dirname(place), exist_ok=True)
    coming = f"{posixpath.dirname(place)}/.{uuid.uuid4().hex}"
    with _opened(files, coming, "wb") as file:
        write(file)
    files.mv(coming, place)
