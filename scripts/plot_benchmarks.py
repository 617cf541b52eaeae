"""Draw what benchmark_scale.py measured: speed beside peers, time and memory over the size of a folder.

    python scripts/plot_benchmarks.py build/bench/scale.json build/bench/scale.svg

The ending of the second path tells the format (svg, png, pdf). The same figures make the same file.
"""

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.axes import Axes

NAMES = {
    "tashan": "Tashan, everything", "posseg": "jieba.posseg", "jionlp": "jieba.posseg + JioNLP",
    "lac": "LAC (ONNX)", "bert": "a BERT encoder",
}  # fmt: skip
BLUE, GREY, ORANGE = "#1f5f8b", "#8a8f94", "#c8641e"


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("figures", type=Path)
    parser.add_argument("picture", type=Path)
    given = parser.parse_args(arguments)
    draw(json.loads(given.figures.read_text(encoding="utf-8")), given.picture)


def draw(told: dict[str, Any], picture: Path) -> None:
    """Write the picture of what benchmark_scale.py told."""
    import matplotlib as mpl

    mpl.use("Agg")
    mpl.rcParams |= {"svg.hashsalt": "tashan", "svg.fonttype": "none", "font.size": 9}
    from matplotlib import pyplot

    figure, (speed, time, memory) = pyplot.subplots(1, 3, figsize=(12, 3.6), layout="constrained")
    draw_peers(speed, told["peers"])
    runs = [run for run in told["runs"] if run["source"] == "generated"] or told["runs"]
    draw_growth(time, runs, "clock_seconds", "seconds by the clock")
    draw_growth(memory, runs, "peak_mib", "peak memory of all processes, MiB")
    picture.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(picture, metadata={"Date": None} if picture.suffix == ".svg" else None, dpi=120)
    pyplot.close(figure)


def draw_peers(axes: "Axes", peers: list[dict[str, Any]]) -> None:
    """Draw characters a CPU-second, one bar a program, the fastest on top."""
    ordered = sorted(peers, key=lambda one: one["characters"] / one["cpu_seconds"])
    speeds = [one["characters"] / one["cpu_seconds"] for one in ordered]
    colours = [BLUE if one["name"] == "tashan" else GREY for one in ordered]
    bars = axes.barh([NAMES[one["name"]] for one in ordered], speeds, color=colours)
    axes.bar_label(bars, [f"{speed:,.0f}" for speed in speeds], padding=3)
    axes.set(xlabel="characters a CPU-second", xlim=(0, max(speeds, default=1) * 1.25))
    axes.spines[["top", "right"]].set_visible(False)


def draw_growth(axes: "Axes", runs: list[dict[str, Any]], field: str, label: str) -> None:
    """Draw a figure over the number of documents, one line a number of workers."""
    for workers, colour, mark in zip(
        sorted({run["workers"] for run in runs}), (BLUE, ORANGE, GREY, "black"), "os^x", strict=False
    ):
        some = sorted((run["documents"], run[field]) for run in runs if run["workers"] == workers)
        name = f"{workers} worker{'s' * (workers != 1)}"
        axes.plot(*zip(*some, strict=True), color=colour, marker=mark, label=name)
    axes.set(xlabel="documents", ylabel=label, ylim=(0, None), xlim=(0, None))
    axes.legend(frameon=False)
    axes.spines[["top", "right"]].set_visible(False)


if __name__ == "__main__":
    main()
