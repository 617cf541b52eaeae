"""Print how well the search and plain rankers answer a judged set, side by side.

    PYTHONPATH=. python scripts/benchmark_search.py corpus/gold/retrieval ARTICLES.jsonl [--db FILE]

ARTICLES holds a JSON object with `id` and `text` a line; the demo corpus is added to them. FILE is a graph
that has read both already, each article from a file named by its id; without it one is made in a temporary
folder. With `--short` each document is cut down to a digest, its title and first sentences, and the grades
stay: what a digest no longer says is lost to every ranker alike.
"""

import argparse
import json
import re
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from annotations import read_texts
from click.testing import CliRunner
from search_baselines import baselines

import kg
from pipeline.app.asking import meant
from pipeline.app.cli import tashan
from pipeline.data import data_path
from pipeline.evaluate.judged import Query, read_judged
from pipeline.evaluate.retrieval import (
    Figures,
    Ranker,
    ask,
    documents,
    figures,
    practices_ranker,
    similar_ranker,
)

if TYPE_CHECKING:
    from sqlite_utils import Database

KINDS = ("keyword", "need", "like", "all", "wording")
DIGEST = 200  # characters at most
_SENTENCE = re.compile(r".+?(?:[。！？!?]|\n|$)", re.DOTALL)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("gold", type=Path)
    parser.add_argument("articles", type=Path)
    parser.add_argument("--db", type=Path)
    parser.add_argument("--half", choices=["dev", "test"])
    parser.add_argument("--short", action="store_true", help="Search digests of the documents.")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    judged = read_judged(given.gold)
    judged = judged.of(given.half) if given.half else judged
    opened = graph(given.db, read_texts(given.articles))
    with digests(opened) if given.short else opened as db:
        told = {name: figures(ask(judged, ranker)) for name, ranker in rankers(db).items()}
        told["tashan practices"] = figures(ask(judged.texts(), practices_ranker(db, meant)))
    if given.json:
        print(json.dumps({name: {k: f.to_record() for k, f in row.items()} for name, row in told.items()}))
    else:
        show(told)


@contextmanager
def graph(path: Path | None, texts: Mapping[str, str], *, demo: bool = True) -> "Iterator[Database]":
    """Open the graph at `path`, or make one of the texts, with the demo corpus or without."""
    with tempfile.TemporaryDirectory() as name:
        if path is None:
            folder, path = Path(name) / "articles", Path(name) / "cases.db"
            write(folder, texts)
            ingest([folder, data_path("corpus/demo")] if demo else [folder], path)
        with closing(kg.open_graph(path)) as db:
            yield db


@contextmanager
def digests(whole: "AbstractContextManager[Database]") -> "Iterator[Database]":
    """Open a graph of digests of the documents of another one."""
    with whole as db:
        texts = {name: digest(text) for name, text in document_texts(db).items()}
    with graph(None, texts, demo=False) as short:
        yield short


def digest(text: str) -> str:
    """Return the beginning of a text, whole sentences of no more than 200 characters, or of the first one."""
    kept = ""
    for sentence in _SENTENCE.findall(text):
        if kept and len(kept) + len(sentence) > DIGEST:
            break
        kept += sentence
    return kept[: 2 * DIGEST]


def ingest(folders: Sequence[Path], path: Path) -> None:
    """Read folders into the graph at `path` as a user does."""
    arguments = ["ingest", *map(str, folders), "--db", str(path)]
    CliRunner().invoke(tashan, arguments, catch_exceptions=False)


def write(folder: Path, texts: Mapping[str, str]) -> None:
    """Write each text to a file of its name."""
    folder.mkdir()
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")


def rankers(db: "Database") -> dict[str, Ranker]:
    """Return the rankers by name; the plain ones read the same texts as the search: those of the graph."""
    texts = document_texts(db)
    plain = {name: over_texts(rank, texts) for name, rank in baselines(texts).items()}
    return {"tashan similar": similar_ranker(db, meant)} | plain


def document_texts(db: "Database") -> dict[str, str]:
    """Return the text of each document: of its cases, one after another."""
    texts = dict(db.execute("SELECT id, text FROM articles"))
    return {name: "\n".join(texts[one] for one in ids) for name, ids in documents(db).items()}


def over_texts(rank: Callable[[str], Sequence[str]], texts: Mapping[str, str]) -> Ranker:
    """Return a ranker of queries made of one of texts; a document is asked by its text."""

    def asked(query: Query) -> list[str]:
        text = query.text if query.like is None else texts.get(query.like, "")
        return [name for name in rank(text or "") if name != query.like]

    return asked


def show(told: Mapping[str, Mapping[str, Figures]]) -> None:
    for figure, title in (("ndcg", "nDCG@10"), ("precision", "MAP"), ("recall", "Recall@10")):
        print(f"\n| {title} | {' | '.join(KINDS)} |\n|{' --- |' * (1 + len(KINDS))}")
        for name, row in told.items():
            cells = [str(getattr(row[kind], figure)) if kind in row else "–" for kind in KINDS]
            print(f"| {name} | {' | '.join(cells)} |")


if __name__ == "__main__":
    main()
