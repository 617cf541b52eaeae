"""The straight line: from a path to its cases. It writes nothing; where cases go is the caller's business."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import TashanError
from kg.values import Case, Document, Source
from pipeline.extract.cases import to_case
from pipeline.read import read, walk
from pipeline.repair import fix_characters
from pipeline.report import Failure, Step
from pipeline.split import split

if TYPE_CHECKING:
    from spacy.language import Language


@dataclass(frozen=True, slots=True)
class Result:
    """One input file: its document's source with all its cases, or the failure that kept it out."""

    path: str
    source: Source | None = None
    cases: tuple[Case, ...] = ()
    failure: Failure | None = None


def run(paths: Iterable[Path], nlp: "Language") -> Iterator[Result]:
    """Yield one result for each file under `paths`, in order; a file that fails does not stop the rest."""
    for found in walk(paths):
        yield Result(found.path, failure=found) if isinstance(found, Failure) else run_file(found, nlp)


def run_file(path: Path, nlp: "Language") -> Result:
    """Return the cases of one file, all of them or none.

    A failure of a reader or a rule is a result that names the step; it is never raised.
    """
    step: Step = "read"
    try:
        documents = tuple(read(path))
        step = "extract"
        cases = tuple(case for document in documents for case in extract(document, nlp))
    except TashanError as error:
        return Result(str(path), failure=Failure(str(path), step, getattr(error, "reason", str(error))))
    except Exception as error:  # one document must not take the others with it
        return Result(str(path), failure=Failure(str(path), step, f"{type(error).__name__}: {error}"))
    return Result(str(path), source=documents[0].source, cases=cases)


def extract(document: Document, nlp: "Language") -> Iterator[Case]:
    """Yield a case for each article of `document`."""
    for article in split(fix_characters(document)):
        yield to_case(article, nlp(article.text))
