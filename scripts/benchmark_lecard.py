"""Print how well the search and plain rankers order the candidates of LeCaRD, similar Chinese legal cases.

    PYTHONPATH=. python scripts/benchmark_lecard.py ../shared/data/lecard [--db FILE] [--queries N]

The folder holds the 107 queries, the summaries of 2,611 cases and their grades 0 to 3 in the form of KELLER
(Deng et al., 2024). FILE is a graph that has read the summaries already, each from a file named by its id.
Nothing is tuned on this set: it shows what the search is worth on another field's texts.
"""

import argparse
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from statistics import fmean
from typing import TYPE_CHECKING

from benchmark_search import document_texts, graph
from search_baselines import baselines

import kg
from pipeline.evaluate.ranks import average_precision, ndcg
from pipeline.evaluate.retrieval import documents

if TYPE_CHECKING:
    from sqlite_utils import Database

BEST = 3  # the grade that MAP looks for
Rank = Callable[[str], Sequence[str]]

# As published, on other texts of the same cases.
TOLD = {
    "BM25 (told)": (0.731, 0.484),
    "TF-IDF (told)": (0.795, 0.457),
    "BERT (told)": (0.787, None),
    "SAILER, zero-shot (told)": (0.843, None),
    "KELLER (told)": (0.869, None),
}


@dataclass(frozen=True, slots=True)
class Case:
    """A query with the grades of its candidates."""

    text: str
    grades: Mapping[str, int]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--db", type=Path)
    parser.add_argument("--queries", type=int)
    given = parser.parse_args()
    cases = [*islice(read_cases(given.folder), given.queries)]
    print("| LeCaRD, candidates reordered | NDCG@10 | MAP |\n| --- | --- | --- |")
    with graph(given.db, read_summaries(given.folder), demo=False) as db:
        for name, rank in rankers(db).items():
            orders = [order(rank, case) for case in cases]
            gain = fmean(ndcg(*pair) for pair in zip(orders, (case.grades for case in cases), strict=True))
            precision = fmean(
                average_precision(found, case.grades, BEST) for found, case in zip(orders, cases, strict=True)
            )
            print(f"| {name} | {gain:.3f} | {precision:.3f} |")
    for name, (gain, precision) in TOLD.items():
        print(f"| {name} | {gain:.3f} | {f'{precision:.3f}' if precision else '–'} |")


def read_cases(folder: Path) -> Iterator[Case]:
    """Yield the queries with the grades of their candidates."""
    queries = json.loads((folder / "query_total.json").read_text(encoding="utf-8"))
    for name, grades in json.loads((folder / "label_top30_dict.json").read_text(encoding="utf-8")).items():
        yield Case(queries[name]["q"], grades)


def read_summaries(folder: Path) -> dict[str, str]:
    """Return the summaries of the cases by id, one paragraph for each crime."""
    cases = json.loads((folder / "doc_fact.json").read_text(encoding="utf-8"))
    return {name: "\n".join(facts.values()) for name, facts in cases.items()}


def rankers(db: "Database") -> dict[str, Rank]:
    return {"tashan similar": searched(db), **baselines(document_texts(db))}


def searched(db: "Database") -> Rank:
    """Return the ranking of the search, asked for every case that it has."""
    named = documents(db)
    stems = {case_id: name for name, ids in named.items() for case_id in ids}

    def rank(text: str) -> list[str]:
        return [*dict.fromkeys(stems[hit.case_id] for hit in kg.similar(db, text, top=len(stems)))]

    return rank


def order(rank: Rank, case: Case) -> list[str]:
    """Return the candidates in the order of a ranking, those it lacks at the end."""
    found = [name for name in rank(case.text) if name in case.grades]
    return found + sorted(case.grades.keys() - {*found})


if __name__ == "__main__":
    main()
