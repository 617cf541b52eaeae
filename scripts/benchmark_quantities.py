"""Measure the reader of quantities beside its peers: public suites, gold facts, spans of financial news.

    PYTHONPATH=. python scripts/benchmark_quantities.py [SHARED]
        [--peer recognizers=VENV/bin/python] [--peer jionlp=VENV/bin/python]

SHARED is the folder of test material (default: `shared` beside the repository). A peer is run by a Python of
its own, made by `python -m venv VENV; VENV/bin/pip install recognizers-text-suite 'emoji<1.8'` (or `jionlp`);
none is a dependency of the project. Figures are of each suite's second half.
"""

import argparse
import json
import re
import subprocess
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from hashlib import sha256
from pathlib import Path
from typing import Any

from quantity_suites import Case, cases, read, right

import pipeline.evaluate
import pipeline.nlp
from kg.records import to_record
from pipeline.quantity import periods, quantities
from pipeline.quantity.numerals import fold
from pipeline.quantity.scan import figures
from pipeline.run import run

SCRIPTS = Path(__file__).resolve().parent
ROLES = ("money", "proportion", "number", "date")
SENTENCES, TODAY = 1500, "2023-09-15"
BEFORE = re.compile(r"(?:截[至止]到?|自|从|至|到)\s?")
AFTER = re.compile(
    r"(?:(?:凌晨|清晨|早上|上午|中午|下午|傍晚|晚上|晚间|晚)(?:\d{1,2}[时点:]\d{0,2}分?)?|\d{1,2}[时点:]\d{0,2}分?"
    r"|之前|以前|前|起|开始)$"
)
Found = dict[str, Any]
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Peer:
    """A reader beside ours: its name and the Python that has it."""

    name: str
    python: str

    def ask(self, questions: list[Found]) -> list[list[Found] | None]:
        """Return the peer's answer to each question; None where it has no reader of the kind."""
        done = subprocess.run(
            [self.python, SCRIPTS / "quantity_peers.py", self.name], check=True, text=True,
            input="".join(json.dumps(one) + "\n" for one in questions), stdout=subprocess.PIPE,
        )  # fmt: skip
        return [json.loads(line) for line in done.stdout.split("\n") if line]


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("shared", nargs="?", type=Path, default=SCRIPTS.parents[1] / "shared")
    parser.add_argument("--peer", action="append", default=[], metavar="NAME=PYTHON")
    parser.add_argument("--sentences", type=int, default=SENTENCES)
    parser.add_argument(
        "--misses", action="store_true", help="list our misses in the half that was looked at"
    )
    given = parser.parse_args(arguments)
    peers = [Peer(*one.split("=", 1)) for one in given.peer]
    every = list(cases(given.shared / "data/numbers"))
    print_suites(every, peers)
    print_gold(given.shared / "gold", peers)
    print_spans(given.shared / "data/fewfc", given.sentences, peers)
    if given.misses:
        print_misses(every)


def print_table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    print(f"\n| {' | '.join(head)} |\n|{' --- |' * len(head)}")
    for row in rows:
        print(f"| {' | '.join(row)} |")


def print_suites(every: list[Case], peers: Sequence[Peer]) -> None:
    """Print the share of cases that each reader answers right, of those in scope and of the second half."""
    asked = [case for case in every if not case.seen and case.out_of_scope is None]
    verdicts: dict[str, list[bool | None]] = {"Tashan": [right(case, read(case)) for case in asked]}
    for peer in peers:
        told = peer.ask([_question(case) for case in asked])
        verdicts[peer.name] = [
            None if answers is None else right(case, map(_bounds, answers))
            for case, answers in zip(asked, told, strict=True)
        ]
    rows = []
    for suite in dict.fromkeys(case.suite for case in every):
        here = [at for at, case in enumerate(asked) if case.suite == suite]
        out = sum(case.suite == suite and case.out_of_scope is not None for case in every)
        shares = [_share([verdict[at] for at in here]) for verdict in verdicts.values()]
        rows.append((suite, str(len(here)), str(out), *shares))
    print_table(("suite", "cases", "out of scope (both halves)", *verdicts), rows)


def print_misses(every: list[Case]) -> None:
    """Print what our reader gets wrong in the half that was looked at, and why cases are out of scope."""
    for case in every:
        if case.seen and case.out_of_scope is None and not right(case, read(case)):
            print(f"{case.suite}\t{case.text}\twanted {case.wanted[0]}\ttold {read(case)}")
    reasons: dict[tuple[str, str], int] = defaultdict(int)
    for case in every:
        reasons[case.suite, case.out_of_scope or "in scope"] += 1
    for (suite, reason), count in sorted(reasons.items()):
        print(f"{suite}\t{count}\t{reason}")


def _question(case: Case) -> Found:
    return {"kind": case.kind, "text": case.text, "day": str(case.day or TODAY)}


def _bounds(found: Found) -> tuple[Any, Any]:
    if "first" in found:
        return date.fromisoformat(found["first"]), date.fromisoformat(found["last"])
    return _decimal(found.get("low")), _decimal(found.get("high"))


def _decimal(text: object) -> Decimal | None:
    try:
        return Decimal(str(text))
    except InvalidOperation:
        return None


def _share(verdicts: Sequence[bool | None]) -> str:
    asked = [verdict for verdict in verdicts if verdict is not None]
    return f"{sum(asked) / len(asked):.2f}" if asked else "–"


def print_gold(folder: Path, peers: Sequence[Peer]) -> None:
    """Print how the quantities of the gold news articles are found, by the scorer's own pairing."""
    gold = pipeline.evaluate.read_gold(folder / "news.yaml")
    texts = {path.stem: path.read_text(encoding="utf-8") for path in sorted((folder / "news").glob("*.txt"))}
    days = {one["file"]: str(one.get("published") or TODAY) for one in gold}
    told = {"Tashan, every quantity": {name: _ours(text) for name, text in texts.items()}}
    told["Tashan, indicators"] = _reported(folder / "news")
    for peer in peers:
        answers = peer.ask(
            [
                {"kind": "all", "text": text, "day": days.get(name, "2023-09-15")}
                for name, text in texts.items()
            ]
        )
        told[peer.name] = {
            name: [_indicator(texts[name], one) for one in found or ()]
            for name, found in zip(texts, answers, strict=True)
        }
    print_table(
        ("news.yaml", "precision", "recall", "F1", "value", "unit", "op"),
        [(name, *_figures(gold, texts, found)) for name, found in told.items()],
    )


def _ours(text: str) -> list[Found]:
    fields = ("value", "low", "high", "op", "unit")
    return [
        {name: getattr(one, name) for name in fields}
        | {"start": one.span.start, "end": one.span.end, "raw": one.span.of(text)}
        for one in quantities(text)
    ]


def _reported(folder: Path) -> dict[str, list[Found]]:
    """Return what the whole line reports, by article: the ranker left out what is no indicator."""
    results = run([folder], pipeline.nlp.load())
    return {
        Path(result.path).stem: [one for case in result.cases for one in to_record(case)["indicators"]]
        for result in results
    }


def _indicator(text: str, found: Found) -> Found:
    low, high = _bounds(found)
    ends = (
        {"value": low, "low": None, "high": None}
        if low == high
        else {"value": None, "low": low, "high": high}
    )
    return found | ends | {"raw": text[found["start"] : found["end"]]}


def _figures(gold: Any, texts: dict[str, str], told: dict[str, list[Found]]) -> Iterator[str]:  # noqa: ANN401
    records = [
        {"source": {"path": f"{name}.txt"}, "text": texts[name], "indicators": found}
        for name, found in told.items()
    ]
    tallies = pipeline.evaluate.evaluate(gold, records).tallies
    found = tallies["indicators"]
    yield from (f"{share:.2f}" for share in (found.precision, found.recall, found.f1))
    yield from (f"{tallies[f'indicators.{field}'].recall:.2f}" for field in ("value", "unit", "op"))


def print_spans(folder: Path, count: int, peers: Sequence[Peer]) -> None:
    """Print which share of the marked spans each reader finds exactly."""
    sentences = _sentences(folder)[:count]
    told = {"Tashan": [set(_our_spans(text)) for text, _ in sentences]}
    for peer in peers:
        kinds = ("all", "number", "percent", "unit", "currency", "dates")
        questions = [{"kind": kind, "text": text, "day": TODAY} for text, _ in sentences for kind in kinds]
        answers = iter(peer.ask(questions))
        told[peer.name] = [
            {
                span
                for kind in kinds
                for one in next(answers) or ()
                for span in _readings(kind, text, one["start"], one["end"])
            }
            for text, _ in sentences
        ]
    rows = []
    for role in ROLES:
        wanted = [
            (at, span) for at, (_, marks) in enumerate(sentences) for name, span in marks if name == role
        ]
        shares = [_recall(wanted, found) for found in told.values()]
        rows.append((role, str(len(wanted)), *shares))
    print_table(("FewFC, recall of exact spans", "spans", *told), rows)


def _readings(kind: str, text: str, start: int, end: int) -> Iterable[Span]:
    """Return a peer's span, of a date also what ours are trimmed to."""
    return _dates(text, start, end) if kind == "dates" else ((start, end),)


def _recall(wanted: Sequence[tuple[int, Span]], found: Sequence[set[Span]]) -> str:
    hits = sum(span in found[at] for at, span in wanted)
    return f"{hits / len(wanted):.2f}" if hits else "–"


def _sentences(folder: Path) -> list[tuple[str, set[tuple[str, Span]]]]:
    """Return the sentences that mark a quantity, of one half, in the order of a hash."""
    found = {}
    for name in ("train_base.json", "test_base.json", "train_trans.json", "test_trans.json"):
        for row in map(json.loads, (folder / name).read_text(encoding="utf-8").splitlines()):
            digest = sha256(row["content"].encode()).digest()
            mentions = [mention for event in row["events"] for mention in event["mentions"]]
            marks = {
                (one["role"], (one["span"][0], one["span"][1])) for one in mentions if one["role"] in ROLES
            }
            if marks and digest[0] % 2:
                found[digest] = (row["content"], marks)
    return [found[digest] for digest in sorted(found)]


def _dates(text: str, start: int, end: int) -> Iterator[Span]:
    """Yield a period with and without the word before its date and the hour or bound behind it."""
    before, after = BEFORE.match(text, start, end), AFTER.search(text, start, end)
    for first in {start, before.end() if before else start}:
        for last in {end, after.start() if after else end}:
            if first < last:
                yield first, last


def _our_spans(text: str) -> Iterator[Span]:
    """Yield the places of periods and quantities, whole and without the words that only stand beside.

    Of a quantity that is the numeral with hedge or unit, and bare; of a date what 截至 and 晚间 leave.
    """
    for one in periods(text, None):
        yield from _dates(text, one.span.start, one.span.end)
    told = [(one.span.start, one.span.end) for one in quantities(text)]
    yield from told
    for figure in figures(fold(text)):
        for start, end in told:
            if start <= figure.start and figure.end <= end:
                yield from (
                    (first, last)
                    for first in (start, figure.start)
                    for last in (figure.end, figure.unit_start)
                )


if __name__ == "__main__":
    main()
