"""A judged set for search: queries of several kinds, and which documents a person found to answer them.

A folder of two files. `queries.jsonl` has an object a line: `id`, `kind` (keyword, need, like), `topic`, and
either `text` or, where a document is the query, its name as `like`; a need may have a `wording`, the same
need in the words of the field. `qrels.tsv` has the query's id, the document's name and the grade a line: 2
answers it, 1 is related and useful, 0 neither. A document is named by its file's name without the ending.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Literal, get_args

from kg.errors import BadGold
from pipeline.read.refusal import explain

Half = Literal["dev", "test"]
Kind = Literal["keyword", "need", "like", "wording"]
Grades = Mapping[str, int]

BEST = 2


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked: a text, or a document by its name (`like`)."""

    id: str
    kind: Kind
    topic: str
    text: str | None = None
    like: str | None = None
    wording: str | None = None

    @property
    def half(self) -> Half:
        """The half of the set it belongs to, by a hash of its topic, so that no topic stands in both."""
        return "test" if sha256(self.topic.encode()).digest()[0] % 2 else "dev"


@dataclass(frozen=True, slots=True)
class Judged:
    """Queries, and the grades of documents for each query by its id."""

    queries: Sequence[Query]
    grades: Mapping[str, Grades]

    def of(self, half: Half) -> "Judged":
        """Return the queries of one half with their grades."""
        return replace(self, queries=[query for query in self.queries if query.half == half])

    def texts(self) -> "Judged":
        """Return the queries that are texts with their grades."""
        return replace(self, queries=[query for query in self.queries if query.text is not None])

    def documents(self) -> set[str]:
        """Return the names of all documents that are judged or asked by."""
        judged = {name for query in self.queries for name in self.grades[query.id]}
        return judged | {query.like for query in self.queries if query.like}

    def worded(self) -> Iterator[Query]:
        """Yield each need again in the words of the field: what is lost between the two is wording."""
        for query in self.queries:
            if query.wording:
                yield replace(query, kind="wording", text=query.wording, wording=None)


def read_judged(folder: Path) -> Judged:
    """Return the judged set of a folder.

    Raises:
        BadGold: a file is missing or malformed, a query is asked in no way or in two, or has no answer.
    """
    queries = [_query(folder, line) for line in _lines(folder / "queries.jsonl")]
    grades: dict[str, dict[str, int]] = {query.id: {} for query in queries}
    for line in _lines(folder / "qrels.tsv"):
        name, document, grade = _judgement(folder, line)
        if name not in grades or document in grades[name]:
            raise BadGold(folder / "qrels.tsv", f"no such query, or judged twice: {line!r}")
        grades[name][document] = grade
    for query in queries:
        if max(grades[query.id].values(), default=0) < BEST:
            raise BadGold(folder / "qrels.tsv", f"nothing answers the query {query.id}")
    return Judged(queries, grades)


def _lines(path: Path) -> Iterator[str]:
    try:
        yield from path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise BadGold(path, explain(error)) from error


def _query(folder: Path, line: str) -> Query:
    try:
        query = Query(**json.loads(line))
    except (ValueError, TypeError) as error:
        raise BadGold(folder / "queries.jsonl", f"{error}: {line[:40]!r}") from error
    if query.kind not in get_args(Kind) or (query.text is None) == (query.like is None):
        raise BadGold(
            folder / "queries.jsonl", f"wanted a known kind, and either text or like: {line[:40]!r}"
        )
    return query


def _judgement(folder: Path, line: str) -> tuple[str, str, int]:
    fields = line.split("\t")
    if len(fields) != 3 or fields[2] not in {"0", "1", "2"}:
        raise BadGold(folder / "qrels.tsv", f"wanted query, document and a grade of 0 to 2: {line!r}")
    return fields[0], fields[1], int(fields[2])
