"""The straight line: from a path to its cases. It writes nothing; where cases go is the caller's business."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from kg.errors import TashanError
from kg.values import Case, Document
from pipeline.extract.cases import to_case
from pipeline.extract.script import in_original
from pipeline.read import open_file, walk
from pipeline.read.files import Opened
from pipeline.read.refusal import shown
from pipeline.repair import fix_characters
from pipeline.repair.script import simplify
from pipeline.report import Failure, Result, Step
from pipeline.split import is_loose, join_continued, split, split_verbatim

if TYPE_CHECKING:
    from spacy.language import Language

T = TypeVar("T")


def run(paths: Iterable[Path], nlp: "Language") -> Iterator[Result]:
    """Yield one result for each file under `paths`, in order; a file that fails does not stop the rest."""
    for found in walk(paths):
        yield Result(found.path, failure=found) if isinstance(found, Failure) else run_file(found, nlp)


def run_file(path: Path, nlp: "Language", *, repair: bool = True) -> Result:
    """Return the cases of one file, all of them or none; without `repair` its text is left alone.

    A failure of a reader or a rule is a result that names the step; it is never raised.
    """
    (result,) = run_together((path,), nlp, repair=repair)
    return result


def run_together(paths: Sequence[Path], nlp: "Language", *, repair: bool = True) -> list[Result]:
    """Return the result of each of some files, in order; an article that goes on in another is joined."""
    opened = [_open(path) for path in paths]
    documents = [document for each in opened if isinstance(each, Opened) for document in each.documents]
    whole = _guarded("", "repair", lambda: _repaired(documents)) if repair else documents
    joined = iter(()) if isinstance(whole, Result) else iter(whole)
    results = []
    for path, each in zip(paths, opened, strict=True):
        if isinstance(each, Result):
            results.append(each)
        elif isinstance(whole, Result):
            results.append(_failed(shown(path), whole))
        else:
            own = tuple(islice(joined, len(each.documents)))
            results.append(_extracted(shown(path), replace(each, documents=own), nlp, repair=repair))
    return results


def _failed(name: str, whole: Result) -> Result:
    return Result(name, failure=whole.failure and replace(whole.failure, path=name))


def _repaired(documents: Iterable[Document]) -> list[Document]:
    return join_continued([fix_characters(document) for document in documents])


def _open(path: Path) -> Opened | Result:
    return _guarded(shown(path), "read", lambda: open_file(path))


def _extracted(name: str, opened: Opened, nlp: "Language", *, repair: bool) -> Result:
    def read() -> Result:
        found = (_cases(document, nlp, repair=repair) for document in opened.documents)
        cases = tuple(chain.from_iterable(found))
        loose = repair and any(is_loose(document) for document in opened.documents)
        return Result(name, opened.source, cases, lost=opened.lost, loose=loose)

    return _guarded(name, "extract", read)


def _guarded(name: str, step: Step, does: Callable[[], T]) -> T | Result:
    try:
        return does()
    except TashanError as error:
        return Result(name, failure=Failure(name, step, getattr(error, "reason", str(error))))
    except MemoryError:  # whoever set the limit can say what it was
        raise
    except Exception as error:  # one document must not take the others with it
        return Result(name, failure=Failure(name, step, f"{type(error).__name__}: {error}"))


def extract(document: Document, nlp: "Language", *, repair: bool = True) -> Iterator[Case]:
    """Yield a case for each article of `document`, whose text is repaired or left as it stands."""
    return _cases(fix_characters(document) if repair else document, nlp, repair=repair)


def _cases(fixed: Document, nlp: "Language", *, repair: bool) -> Iterator[Case]:
    read = replace(fixed, text=simplify(fixed.text))
    for article in split(read) if repair else split_verbatim(read):
        case = to_case(article, nlp(article.text))
        yield case if read.text == fixed.text else in_original(case, read.text, fixed.text)
