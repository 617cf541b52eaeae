"""Score which names are one thing: read the articles, resolve them, compare with a gold of families.

    PYTHONPATH=. python scripts/benchmark_resolve.py corpus/gold/things.yaml ../shared/data/news/union.jsonl

All articles are read, not only those of the gold, so that names are as ambiguous as they are there.
`--misses` lists what differs in the half that may be looked at; `--db FILE` keeps the graph, or uses one that
was kept.
"""

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlite_utils import Database

import kg
from kg.values import Case, Document, Source
from pipeline.evaluate.things import Score, read_families, score, stored_things
from pipeline.nlp import load
from pipeline.run import extract


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("gold", type=Path)
    parser.add_argument("articles", type=Path, help="JSON Lines with `id` and `text`")
    parser.add_argument("--db", type=Path)
    parser.add_argument("--misses", action="store_true")
    given = parser.parse_args()
    with TemporaryDirectory() as folder:
        things = stored_things(resolved(given.articles, given.db or Path(folder) / "things.db"))
    families = read_families(given.gold)
    print("| half | pairs the same | pairs apart | precision | recall | B-cubed P | R | F1 | not found |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- | --- |")
    for half in ("dev", "test"):
        found = score([family for family in families if family.half == half], things)
        print(row(half, found))
        if given.misses and half == "dev":
            print("\n".join(found.wrong))


def row(half: str, found: Score) -> str:
    precision, recall = found.b_cubed
    figures = (found.precision, found.recall, precision, recall, found.b_cubed_f1)
    cells = " | ".join(f"{figure:.3f}" for figure in figures)
    return f"| {half} | {found.same} | {found.apart} | {cells} | {len(found.missing)} |"


def resolved(articles: Path, db: Path) -> Database:
    """Return a graph of the articles, made now unless it was kept."""
    if db.exists():
        return kg.open_graph(db)
    graph = kg.open_graph(db, write=True)
    for case in cases(articles):
        kg.add(graph, case.article.source, [case], extractor="benchmark")
    return graph


def cases(articles: Path) -> Iterator[Case]:
    nlp = load()
    for line in articles.read_text(encoding="utf-8").splitlines():
        told = json.loads(line)
        source = Source(f"{told['id']}.txt", told["id"], "text/plain")
        yield from extract(Document(source, told["text"]), nlp)


if __name__ == "__main__":
    main()
