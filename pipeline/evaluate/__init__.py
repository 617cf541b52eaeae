"""Scores: what was extracted beside what a person found, and a list of everything that differs.

The definitions are those of the gold sets: names and numbers decide, not offsets, so any repair of a text can
be scored. Figures are micro-averaged.
"""

from collections.abc import Sequence
from pathlib import Path

from kg.errors import BadGold
from pipeline.evaluate.facts import (
    judge_entities,
    judge_indicators,
    judge_measures,
    judge_offsets,
    judge_relations,
)
from pipeline.evaluate.pairing import Gold, Record, pair
from pipeline.evaluate.structure import judge_head, judge_repair, judge_sections
from pipeline.evaluate.tally import Miss, Scores, Tally
from pipeline.read.refusal import explain

__all__ = ["Gold", "Miss", "Record", "Scores", "Tally", "evaluate", "read_gold", "texts_of"]

_JUDGES = (
    judge_head, judge_sections, judge_repair, judge_entities, judge_indicators, judge_measures,
    judge_relations, judge_offsets,
)  # fmt: skip


def evaluate(gold: Sequence[Gold], records: Sequence[Record]) -> Scores:
    """Return the scores of extracted records (as the contract has them) against gold articles."""
    scores = Scores()
    pairs, left = pair(gold, records)
    scores.add("articles", sum(record is not None for _, record in pairs), len(records), len(gold))
    for article, record in pairs:
        if record is None:
            scores.miss(article["id"], "article", "not found")
        for judge in _JUDGES:
            judge(scores, article, record or {})
    for record in left:
        scores.miss("-", "article extra", record.get("title"))
    return scores


def read_gold(path: Path) -> list[Gold]:
    """Return the articles of a gold file (YAML).

    Raises:
        BadGold: it is no YAML, or holds no list of articles with ids.
    """
    import yaml

    try:
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise BadGold(path, explain(error)) from error
    articles = data.get("articles") if isinstance(data, dict) else data
    if not isinstance(articles, list) or not all(isinstance(one, dict) and "id" in one for one in articles):
        raise BadGold(path, "wanted a list of articles, each with an id")
    return articles


def texts_of(path: Path) -> list[Path]:
    """Return where the texts of a gold file lie by custom: a folder of its name, else seeds or demo."""
    beside = [path.with_suffix(""), path.parent.parent / "seeds", path.parent.parent / "demo"]
    named = beside[0] if beside[0].is_dir() else None
    return [named] if named else [place for place in beside[1:] if place.is_dir()]
