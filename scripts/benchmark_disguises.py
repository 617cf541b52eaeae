"""Compare the facts of real articles with those of the same articles in disguise.

    PYTHONPATH=. python scripts/benchmark_disguises.py ARTICLES.jsonl [--articles 8]

Traditional characters, other encodings, bytes read in a wrong one, spaced, full-width and zero-width
characters. F1 over entities, indicators and measures, of the half that jumble_pages.py holds out; names and
phrases are compared in simplified, half-width characters. The seed is fixed.
"""

import argparse
import json
import random
import tempfile
import unicodedata
from collections.abc import Callable
from pathlib import Path

from opencc import OpenCC
from train_joints import is_for_tuning

import pipeline.nlp
from pipeline.report import Result
from pipeline.run import run_file

SEED = 77
_TRADITIONAL, _TAIWAN, _SIMPLE = OpenCC("s2t"), OpenCC("s2tw"), OpenCC("t2s")


def widened(text: str) -> str:
    """Return a text in full-width characters.

    >>> widened("12.5%")
    '１２．５％'
    """
    return "".join(chr(ord(char) + 0xFEE0) if "!" <= char <= "~" else char for char in text)


DISGUISES: dict[str, Callable[[str], bytes]] = {
    "traditional": lambda text: _TRADITIONAL.convert(text).encode(),
    "traditional, Taiwan": lambda text: _TAIWAN.convert(text).encode(),
    "GB 18030": lambda text: text.encode("gb18030"),
    "UTF-16": lambda text: text.encode("utf-16"),
    "GB 18030 read as Latin-1": lambda text: text.encode("gb18030").decode("latin-1").encode(),
    "UTF-8 read as Latin-1": lambda text: text.encode().decode("latin-1").encode(),
    "UTF-8 read as GB 18030, what is odd lost": lambda text: (
        text.encode().decode("gb18030", "replace").encode()
    ),
    "spaced": lambda text: " ".join(text.replace(" ", "")).encode(),
    "full width": lambda text: widened(text).encode(),
    "zero-width characters between": lambda text: "\u200b".join(text).encode(),
}


def facts(result: Result) -> set[tuple[str, ...]]:
    """Return the facts of a file, comparable."""
    found: set[tuple[str, ...]] = set()
    for case in result.cases:
        found |= {("entity", each.type, _plain(each.name)) for each in case.entities}
        found |= {
            ("indicator", _plain(each.metric), _plain(each.subject), str(each.value), str(each.low), each.op,
             _plain(each.unit), each.status, _plain(each.period))
            for each in case.indicators
        }  # fmt: skip
        found |= {("measure", _plain(each.text), each.theme) for each in case.measures}
    return found


def _plain(text: str | None) -> str:
    plain: str = _SIMPLE.convert(unicodedata.normalize("NFKC", text or ""))
    return plain.replace(" ", "")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("file", type=Path)
    parser.add_argument("--articles", type=int, default=8)
    given = parser.parse_args()
    rows = map(json.loads, given.file.read_text(encoding="utf-8").splitlines())
    held = [row["text"] for row in rows if not is_for_tuning(row["id"])]
    texts = random.Random(SEED).sample(held, min(given.articles, len(held)))
    nlp = pipeline.nlp.load("rjieba")
    counts = dict.fromkeys(DISGUISES, (0, 0, 0))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "article.txt"
        for text in texts:
            path.write_bytes(text.encode())
            truth = facts(run_file(path, nlp))
            for name, disguise in DISGUISES.items():
                path.write_bytes(disguise(text))
                told = facts(run_file(path, nlp))
                both, one, other = counts[name]
                counts[name] = (both + len(truth & told), one + len(truth), other + len(told))
    for name, (both, one, other) in counts.items():
        print(f"{name}\t{2 * both / max(one + other, 1):.3f}\t{both} of {one}, {other} told")


if __name__ == "__main__":
    main()
