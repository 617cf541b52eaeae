"""Print the scores of `tashan evaluate` on several gold sets side by side.

    PYTHONPATH=. python scripts/benchmark_quality.py corpus/gold/demo.yaml [GOLD.yaml ...]

A figure is F1 (a share, where there is nothing to leave out), behind it the number of gold facts.
"""

import argparse
import json
from pathlib import Path

from click.testing import CliRunner

from pipeline.app.cli import tashan

Scores = dict[str, dict[str, float]]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("gold", nargs="+", type=Path)
    given = parser.parse_args()
    told = {path.name: scores(path) for path in given.gold}
    names = sorted({name for found in told.values() for name in found})
    print(f"| figure | {' | '.join(told)} |\n|{' --- |' * (1 + len(told))}")
    for name in names:
        print(f"| {name} | {' | '.join(cell(found.get(name)) for found in told.values())} |")


def scores(gold: Path) -> Scores:
    """Return the figures of one gold set, whose texts lie where `tashan evaluate` looks for them."""
    done = CliRunner().invoke(tashan, ["evaluate", str(gold), "--json"], catch_exceptions=False)
    found: Scores = json.loads(done.stdout)
    return found


def cell(figure: dict[str, float] | None) -> str:
    return f"{figure['f1']:.2f} ({figure['gold']:.0f})" if figure else "–"


if __name__ == "__main__":
    main()
