"""Count the character language model that judges which line goes on with which.

    PYTHONPATH=. python scripts/train_joints.py FILE.jsonl[.xz]... [--field FILE.jsonl]

The articles of --field count `FIELD` times, but for those that jumble_pages.py holds out or learns margins
from: they are not read.
Digits count as one character, Latin letters as another, characters outside the most frequent as a third.
Only n-grams seen at least so often as `LEAST` says are kept, as logarithms of eight bits; no text is kept.
Deterministic: there is no seed.
"""

import argparse
import hashlib
import json
import lzma
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from pipeline.repair.grams import BITS, COLUMNS, HEAD, STEP, normal

KNOWN = 4000  # characters; their numbers fit in BITS
LEAST = (1, 5, 6, 8)  # of an n-gram, by its length
DISCOUNT = 0.75
FIELD = 8
_ORDER = len(LEAST)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("files", type=Path, nargs="+")
    parser.add_argument("--field", type=Path, help="articles of the field, with id and text")
    parser.add_argument("-o", "--output", type=Path, default=Path("models/joints"), help="a folder")
    given = parser.parse_args()
    characters, running = read_running([*texts(given.files), *field(given.field) * FIELD])
    levels = list(estimate(running, len(characters)))
    for length, (keys, _, _) in enumerate(levels, 1):
        print(f"{length}\t{len(keys):,}")
    write(given.output, characters, levels)


def write(folder: Path, characters: str, levels: list[tuple[np.ndarray, np.ndarray, np.ndarray]]) -> None:
    """Write what `read_grams` reads, and print size and checksum of each file.

    The n-grams are not compressed, so that a process maps the file and reads the few pages that it asks for.
    """
    folder.mkdir(parents=True, exist_ok=True)
    known = np.frombuffer(characters.encode(), dtype=np.uint8)
    np.savez_compressed(folder / HEAD, characters=known, sizes=np.array([len(keys) for keys, _, _ in levels]))
    for name, parts in zip(COLUMNS, zip(*levels, strict=True), strict=True):
        np.save(folder / name, np.concatenate(parts))
    for name in (HEAD, *COLUMNS):
        data = (folder / name).read_bytes()
        print(name, len(data), hashlib.sha256(data).hexdigest())


def read_running(read: list[str]) -> tuple[str, np.ndarray]:
    """Return the known characters, the unknown one first, and all texts as their numbers."""
    counts: Counter[str] = Counter()
    for text in read:
        counts.update(text)
    merged: Counter[str] = Counter()
    for char, count in counts.items():
        merged[normal(char)] += count
    known = [char for char, _ in sorted(merged.items(), key=lambda item: (-item[1], item[0])) if char != "\0"]
    characters = "\0" + "".join(known[: KNOWN - 1])
    numbers = {char: number for number, char in enumerate(characters)}
    table = {ord(char): chr(numbers.get(normal(char), 0)) for char in counts}
    rows = [
        np.frombuffer(text.translate(table).encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
        for text in read
    ]
    return characters, np.concatenate(rows).astype(np.int64)


def field(path: Path | None) -> list[str]:
    """Return the texts of a file that are for tuning."""
    rows = map(json.loads, path.read_text(encoding="utf-8").splitlines()) if path else ()
    return [_plain(row["text"]) for row in rows if use_of(row["id"]) == "tuning"]


def use_of(name: str) -> str:
    """Return what the article of this id is for: tuning, margins or, half of them, held-out.

    Margins are how clear a gain must be: learnt on pages that no model has counted and no score is told of.

    >>> use_of("n00008"), use_of("n00001")
    ('tuning', 'held-out')
    """
    margins = hashlib.sha256(name.encode()).digest()[1] % 2 == 0
    return "held-out" if not is_for_tuning(name) else "margins" if margins else "tuning"


def is_for_tuning(name: str) -> bool:
    """Tell whether the article of this id is in the half for tuning.

    >>> is_for_tuning("n00008"), is_for_tuning("n00001")
    (True, False)
    """
    return hashlib.sha256(name.encode()).digest()[0] % 2 == 0


def texts(files: list[Path]) -> Iterator[str]:
    """Yield the texts of JSON Lines; a full stop parts them, so that what opens one opens a sentence."""
    for path in files:
        with lzma.open(path, "rt") if path.suffix == ".xz" else path.open(encoding="utf-8") as lines:
            yield from (_plain(json.loads(line)["text"]) for line in lines)


def _plain(text: str) -> str:
    return f"{text.strip()}。".replace(" ", "")


def estimate(running: np.ndarray, known: int) -> Iterator[tuple[np.ndarray, np.ndarray, np.ndarray]]:
    """Yield sorted keys, chances and backoff weights of the n-grams of each length."""
    counts = np.bincount(running, minlength=known)
    keys, chances = np.arange(known), (counts + 0.5) / (len(running) + 0.5 * known)
    for length in range(2, _ORDER + 1):
        longer, higher = extend(running, length, keys, chances)
        shorter = np.searchsorted(keys, longer & (1 << BITS * (length - 1)) - 1)
        behind = backoffs(np.searchsorted(keys, longer >> BITS), higher, chances[shorter], len(keys))
        yield keys, steps(-np.log(chances), 0, 255, np.uint8), behind
        keys, chances = longer, higher
    yield keys, steps(-np.log(chances), 0, 255, np.uint8), np.zeros(len(keys), dtype=np.int8)


def extend(
    running: np.ndarray, length: int, keys: np.ndarray, chances: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return the frequent n-grams of one length and their last characters' chances, from the shorter ones."""
    packed = np.zeros(len(running) - length + 1, dtype=np.int64)
    for place in range(length):
        packed = packed << BITS | running[place : len(packed) + place]
    found, counts = np.unique(packed, return_counts=True)
    starts = np.flatnonzero(np.diff(found >> BITS, prepend=-1))
    sizes = np.diff(np.append(starts, len(found)))
    totals = np.repeat(np.add.reduceat(counts, starts), sizes)
    kinds = np.repeat(sizes, sizes)
    shorter = found & (1 << BITS * (length - 1)) - 1
    kept = (counts >= LEAST[length - 1]) & np.isin(shorter, keys) & np.isin(found >> BITS, keys)
    found, counts, totals, kinds = found[kept], counts[kept], totals[kept], kinds[kept]
    lower = chances[np.searchsorted(keys, shorter[kept])]
    return found, (counts - DISCOUNT) / totals + DISCOUNT * kinds / totals * lower


def backoffs(there: np.ndarray, higher: np.ndarray, lower: np.ndarray, size: int) -> np.ndarray:
    """Return the weight of what is shorter behind each of `size` n-grams, in steps of its logarithm.

    For each longer n-gram, `there` is the place of what it begins with, `higher` its chance and `lower` that
    without its first character.
    """
    taken = np.bincount(there, weights=higher, minlength=size)
    spare = np.bincount(there, weights=lower, minlength=size)
    weight = np.maximum(1 - taken, 1e-4) / np.maximum(1 - spare, 1e-4)
    return steps(np.log(weight), -127, 127, np.int8)


def steps(logarithms: np.ndarray, low: int, high: int, kind: type) -> np.ndarray:
    """Return logarithms in whole steps."""
    return np.clip(np.round(logarithms * STEP), low, high).astype(kind)


if __name__ == "__main__":
    main()
