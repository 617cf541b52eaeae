"""Score readers on pages whose reading order is known, as lay_out_pages.py makes them.

    PYTHONPATH=. python scripts/benchmark_reading.py FOLDER pdf|scan [--peers PEER/bin/python]

`order` is one minus the edit distance between an article and the stretch of the output that fits it best,
over the article's length: what the columns' order, lines of other columns, boxes, captions and page numbers
within the article cost. `whole` compares with the one article of the output that fits best, from its first
character to its last: what wrong borders between articles cost too. White space is left out. Figures are
means over the articles of a style; `boxes` is `order` for boxes and captions. Peers are asked by
reading_peers.py.
"""

import argparse
import json
import subprocess
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import mean

from lay_out_pages import HELD_OUT, STYLES

from pipeline.read import open_file


@dataclass(frozen=True, slots=True)
class Score:
    """What one reader made of one style."""

    order: float
    whole: float
    boxes: float | None


def distance(short: str, long: str, *, within: bool) -> int:
    """Return the edit distance between two texts; `within` compares the best stretch of the second.

    G. Myers, A fast bit-vector algorithm for approximate string matching, 1999; Hyyrö's form for whole texts.

    >>> distance("夜校", "在夜校里", within=True), distance("夜校", "在夜校里", within=False)
    (0, 2)
    """
    size = len(short)
    if not size:
        return 0 if within else len(long)
    masks: dict[str, int] = {}
    for at, character in enumerate(short):
        masks[character] = masks.get(character, 0) | 1 << at
    every, last = (1 << size) - 1, 1 << (size - 1)
    up, down, score = every, 0, size
    best = score
    for character in long:
        mask = masks.get(character, 0)
        vertical = mask | down
        crossing = (((mask & up) + up) ^ up) | mask
        rise, fall = down | ~(crossing | up) & every, up & crossing
        score += bool(rise & last) - bool(fall & last)
        best = min(best, score)
        rise = (rise << 1 | (0 if within else 1)) & every
        up, down = (fall << 1 & every) | ~(vertical | rise) & every, rise & vertical
    return best if within else score


def squeeze(text: str) -> str:
    """Return a text without its white space."""
    return "".join(text.split())


def score(truth: dict[str, list], output: Sequence[str]) -> Score:
    """Score the articles that a reader gave against what the pages hold."""
    told = [squeeze(text) for text in output]
    joined = "".join(told)
    articles = [squeeze("".join(lines)) for lines in truth["articles"]]
    beside = [squeeze("".join(lines)) for lines in truth["boxes"]] + [
        squeeze(text) for text in truth["captions"]
    ]
    orders = [_share(distance(text, joined, within=True), len(text)) for text in articles]
    wholes = [_whole(text, told, beside) for text in articles]
    boxes = [_share(distance(text, joined, within=True), len(text)) for text in beside]
    return Score(mean(orders), mean(wholes), mean(boxes) if boxes else None)


def _whole(text: str, told: Sequence[str], beside: Sequence[str]) -> float:
    """Return the score of the best article of the output; boxes behind its text are no fault."""
    best = 0.0
    for one in told:
        bare = one
        for box in beside:
            bare = bare.replace(box, "")
        best = max(best, _share(distance(text, bare, within=False), max(len(text), len(bare))))
    return best


def _share(edits: int, length: int) -> float:
    return max(0.0, 1 - edits / max(length, 1))


def ours(path: Path) -> list[str]:
    """Return the texts of a file's documents as Tashan reads them."""
    return [document.text for document in open_file(path).documents]


def articles(path: Path) -> list[str]:
    """Return the texts of a file's articles as Tashan repairs and splits them."""
    from pipeline.repair import fix_characters
    from pipeline.split import split

    found = (fix_characters(document) for document in open_file(path).documents)
    return [article.text for document in found for article in split(document)]


def peer(python: str, name: str, paths: Iterable[Path]) -> list[list[str]]:
    """Return what a peer reads of each file, as one text."""
    script = Path(__file__).with_name("reading_peers.py")
    asked = "\n".join(map(str, paths))
    told = subprocess.run(
        [python, str(script), name], input=asked, capture_output=True, text=True, check=True
    )
    return [[json.loads(line)] for line in told.stdout.splitlines()]


def show(name: str, scores: dict[str, Score]) -> None:
    """Print a row for each style and the means of both halves."""
    for style, each in scores.items():
        boxes = "" if each.boxes is None else f"{each.boxes:.3f}"
        print(f"{name}\t{style}\t{each.order:.3f}\t{each.whole:.3f}\t{boxes}")
    for half, kept in (("tuning", False), ("held out", True)):
        chosen = [each for style, each in scores.items() if (style in HELD_OUT) == kept]
        if chosen:
            beside = [each.boxes for each in chosen if each.boxes is not None]
            row = [mean(each.order for each in chosen), mean(each.whole for each in chosen)]
            row += [mean(beside)] if beside else []
            print(f"{name}\t{half.upper()}\t" + "\t".join(f"{value:.3f}" for value in row))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("form", choices=("pdf", "scan"))
    parser.add_argument("--peers", help="the Python of an environment with pypdfium2, pdfplumber, markitdown")
    parser.add_argument("--style", action="append", help="only this style")
    chosen = parser.parse_args()
    names = chosen.style or [style.name for style in STYLES]
    ending = ".pdf" if chosen.form == "pdf" else ".tiff"
    paths = [chosen.folder / f"{name}{ending}" for name in names]
    truths = [json.loads((chosen.folder / f"{name}.json").read_text(encoding="utf-8")) for name in names]
    print("reader\tstyle\torder\twhole\tboxes")
    told = [articles(path) for path in paths]
    show("tashan", {name: score(*pair) for name, *pair in zip(names, truths, told, strict=True)})
    if chosen.peers:
        for other in ("pypdfium2", "pdfplumber", "markitdown"):
            found = peer(chosen.peers, other, paths)
            show(other, {name: score(*pair) for name, *pair in zip(names, truths, found, strict=True)})


if __name__ == "__main__":
    main()
