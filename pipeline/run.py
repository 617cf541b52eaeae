"""The straight line: from a path to its cases. It writes nothing; where cases go is the caller's business."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import TashanError
from kg.values import Case, Document
from pipeline.extract.cases import to_case
from pipeline.extract.script import in_original
from pipeline.read import open_file, walk
from pipeline.read.refusal import shown
from pipeline.repair import fix_characters
from pipeline.repair.script import simplify
from pipeline.report import Failure, Result, Step
from pipeline.split import split, split_verbatim

if TYPE_CHECKING:
    from spacy.language import Language


def run(paths: Iterable[Path], nlp: "Language") -> Iterator[Result]:
    """Yield one result for each file under `paths`, in order; a file that fails does not stop the rest."""
    for found in walk(paths):
        yield Result(found.path, failure=found) if isinstance(found, Failure) else run_file(found, nlp)


def run_file(path: Path, nlp: "Language", *, repair: bool = True) -> Result:
    """Return the cases of one file, all of them or none; without `repair` its text is left alone.

    A failure of a reader or a rule is a result that names the step; it is never raised.
    """
    step: Step = "read"
    name = shown(path)
    try:
        opened = open_file(path)
        step = "extract"
        cases = tuple(case for document in opened.documents for case in extract(document, nlp, repair=repair))
    except TashanError as error:
        return Result(name, failure=Failure(name, step, getattr(error, "reason", str(error))))
    except MemoryError:  # whoever set the limit can say what it was
        raise
    except Exception as error:  # one document must not take the others with it
        return Result(name, failure=Failure(name, step, f"{type(error).__name__}: {error}"))
    return Result(name, opened.source, cases, lost=opened.lost)


def extract(document: Document, nlp: "Language", *, repair: bool = True) -> Iterator[Case]:
    """Yield a case for each article of `document`, whose text is repaired or left as it stands."""
    fixed = fix_characters(document) if repair else document
    read = replace(fixed, text=simplify(fixed.text))
    for article in split(read) if repair else split_verbatim(read):
        case = to_case(article, nlp(article.text))
        yield case if read.text == fixed.text else in_original(case, read.text, fixed.text)
