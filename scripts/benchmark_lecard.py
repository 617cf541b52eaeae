"""Print how well the search and plain rankers order the candidates of LeCaRD, similar Chinese legal cases.

    PYTHONPATH=. python scripts/benchmark_lecard.py ../shared/data/lecard [--db FILE] [--queries N] [--ablate]

The folder holds the 107 queries, the summaries of 2,611 cases and their grades 0 to 3 in the form of KELLER
(Deng et al., 2024). FILE is a graph that has read the summaries already, each from a file named by its id.
Nothing is tuned on this set: it shows what the search is worth on another field's texts. Each figure has the
95 % interval of its bootstrap; `--ablate` ranks also without what each signal of the search gave to the
scores, the search itself being asked once.
"""

import argparse
import json
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from benchmark_search import document_texts, graph
from search_baselines import baselines

import kg
from kg.search import Signal
from pipeline.evaluate.ranks import average_precision, estimate, ndcg
from pipeline.evaluate.retrieval import SIGNALS, documents

if TYPE_CHECKING:
    from sqlite_utils import Database

BEST = 3  # the grade that MAP looks for
Rank = Callable[[str, Collection[str]], Sequence[str]]
"""Gives the cases for a text, best first; those that are wanted must be among them."""

Find = Callable[[str, frozenset[str]], Sequence[tuple[str, Mapping[Signal, float]]]]
"""Gives the cases for a text, best first, each with how much of its score each signal gave."""

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
    parser.add_argument("--ablate", action="store_true")
    given = parser.parse_args()
    cases = [*islice(read_cases(given.folder), given.queries)]
    print("| LeCaRD, candidates reordered | NDCG@10 | MAP |\n| --- | --- | --- |")
    with graph(given.db, read_summaries(given.folder), demo=False) as db:
        for name, rank in rankers(db, ablate=given.ablate).items():
            orders = [order(rank, case) for case in cases]
            pairs = [(found, case.grades) for found, case in zip(orders, cases, strict=True)]
            gain = estimate([ndcg(*pair) for pair in pairs])
            print(f"| {name} | {gain} | {estimate([average_precision(*pair, BEST) for pair in pairs])} |")
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


def rankers(db: "Database", *, ablate: bool = False) -> dict[str, Rank]:
    find = finder(db)
    own = {"tashan similar": searched(find)}
    if ablate:
        own |= {f"without {signal}": searched(find, without=signal) for signal in SIGNALS}
    plain = {name: over(rank) for name, rank in baselines(document_texts(db)).items()}
    return own | plain


def over(rank: Callable[[str], Sequence[str]]) -> Rank:
    """Return a ranking that orders all texts as one that orders some."""
    return lambda text, _: rank(text)


def finder(db: "Database") -> Find:
    """Return what asks the search for all its cases, each text once; only candidates are explained."""
    named = documents(db)
    stems = {case_id: name for name, ids in named.items() for case_id in ids}

    @cache
    def find(text: str, wanted: frozenset[str]) -> list[tuple[str, Mapping[Signal, float]]]:
        def pick(found: Sequence[Mapping[str, str]]) -> list[int]:
            return [at for at, row in enumerate(found) if stems[row["case_id"]] in wanted]

        hits = kg.similar(db, text, top=len(stems), pick=pick)
        return [
            (stems[one.case_id], {reason.signal: reason.weight for reason in hit.reasons})
            for hit in hits
            for one in (hit, *hit.duplicates)
        ]

    return find


def searched(find: Find, *, without: Signal | None = None) -> Rank:
    """Return the ranking of the search, or that by the scores without what a signal gave them."""

    def left(given: Mapping[Signal, float]) -> float:
        return sum(weight for signal, weight in given.items() if signal != without)

    def rank(text: str, wanted: Collection[str]) -> list[str]:
        found = find(text, frozenset(wanted))
        if without:
            found = sorted(found, key=lambda one: -left(one[1]))
        return [*dict.fromkeys(name for name, _ in found)]

    return rank


def order(rank: Rank, case: Case) -> list[str]:
    """Return the candidates in the order of a ranking, those it lacks at the end."""
    found = [name for name in rank(case.text, case.grades) if name in case.grades]
    return found + sorted(case.grades.keys() - {*found})


if __name__ == "__main__":
    main()
