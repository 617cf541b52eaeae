"""Fail when the line has become slower than it was, told by jieba.posseg over the same texts in the same run.

    python scripts/check_speed.py            # compares with scripts/speed_ratio.json
    python scripts/check_speed.py --keep     # writes today's ratio there

Both cut and read the demo corpus in this process, in turn, start-up left out; the ratio is that of the best
rounds, in CPU time, so that neither the machine nor its other work decides. Exit status 1: more than 30 %
below the ratio that was kept.
"""

import argparse
import json
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
KEPT = ROOT / "scripts/speed_ratio.json"
DROP = 0.3  # how far the ratio may fall


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--keep", action="store_true")
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args(arguments)
    ratio = measured(given.rounds)
    if given.keep:
        told = {"ratio": round(ratio, 3), "measured": datetime.now(UTC).date().isoformat()}
        KEPT.write_text(json.dumps(told) + "\n", encoding="utf-8")
    kept = json.loads(KEPT.read_text(encoding="utf-8"))["ratio"]
    print(f"{ratio:.3f} of jieba.posseg's speed; {kept} was kept, {kept * (1 - DROP):.3f} is the least")
    if ratio < kept * (1 - DROP):
        raise SystemExit(1)


def measured(rounds: int) -> float:
    """Return how fast the line is beside jieba.posseg: 2 is twice as fast."""
    from speed_peers import posseg, tashan

    from pipeline.read import open_file

    files = sorted((ROOT / "corpus/demo").rglob("*.txt"))
    texts = [document.text for file in files for document in open_file(file).documents]
    readers = tashan(), posseg()
    spent = [round_of(readers, texts) for _ in range(rounds)]
    line, words = (min(column) for column in zip(*spent, strict=True))
    return words / line


def round_of(readers: tuple[Callable[[str], int], ...], texts: list[str]) -> list[float]:
    """Return the CPU-seconds of each reader for all texts."""
    spent = []
    for read in readers:
        begun = time.process_time()
        for text in texts:
            read(text)
        spent.append(time.process_time() - begun)
    return spent


if __name__ == "__main__":
    main()
