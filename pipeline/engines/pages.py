"""Files that are pages of one newspaper: those whose articles go on in others are read once more, together.

The results of such files are held back until all others are there; those of one folder belong together.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path

from pipeline.report import Result

MOST_PAGES = 64
"""Files that are read together; a newspaper has no more pages."""


def join_pages(
    results: Iterable[Result], together: Callable[[tuple[Path, ...]], Sequence[Result]]
) -> Iterator[Result]:
    """Yield all results, in order, but those of files that go on in others at the end.

    `together` reads some files at once and joins their articles. What fails then keeps what it gave alone.
    """
    loose = list[Result]()
    for result in results:
        if result.loose and "://" not in result.path:
            loose.append(result)
        else:
            yield result
    for _, group in groupby(sorted(loose, key=_folder), key=_folder):
        alone = list(group)
        if 1 < len(alone) <= MOST_PAGES:
            joined = together(tuple(Path(result.path) for result in alone))
            alone = [one if other.failure else other for one, other in zip(alone, joined, strict=True)]
        yield from alone


def _folder(result: Result) -> str:
    return str(Path(result.path).parent)
