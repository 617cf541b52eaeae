"""Turn annotation written by reading (YAML, names as text) into offsets without text, and back.

    PYTHONPATH=. python scripts/standoff.py write ARTICLES.jsonl FOLDER... [-o corpus/annotations/facts.jsonl]
    PYTHONPATH=. python scripts/standoff.py join ARTICLES.jsonl            # prints the YAML again

ARTICLES holds a JSON object with `id` and `text` a line; offsets count the characters of that text.
"""

import argparse
import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from annotations import read_texts

KEPT = Path("corpus/annotations/facts.jsonl")
PHRASES = ("metric", "subject", "period")
WORDS = ("action", "object", "actor", "beneficiary")
VALUES = ("value", "low", "high", "unit", "op", "status", "direction", "from", "delta", "delta_unit")
Facts = dict[str, Any]
Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Text:
    """A text that is searched without regard to its white space."""

    text: str
    bare: str
    offsets: tuple[int, ...]

    def find(self, phrase: object, near: int = 0) -> Place | None:
        """Return the place of `phrase` that begins nearest to the offset `near`; None where it is not."""
        wanted = "".join(str(phrase).split())
        starts, start = [], self.bare.find(wanted) if wanted else -1
        while start >= 0:
            starts.append(start)
            start = self.bare.find(wanted, start + 1)
        if not starts:
            return None
        best = min(starts, key=lambda start: abs(self.offsets[start] - near))
        return self.offsets[best], self.offsets[best + len(wanted) - 1] + 1


def searchable(text: str) -> Text:
    offsets = tuple(index for index, char in enumerate(text) if not char.isspace())
    return Text(text, "".join(text[index] for index in offsets), offsets)


def to_offsets(row: Facts, text: Text) -> Facts:
    """Return the facts of an annotated article with every piece of its text as offsets."""
    entities = row.get("entities") or {}
    names = [(kind, text_of) for kind, listed in entities.items() for text_of in listed or ()]
    return {
        "id": row["id"],
        "names": [found for kind, written in names if (found := _name(kind, str(written), text))],
        "indicators": [found for one in row.get("indicators") or () if (found := _indicator(one, text))],
        "measures": [found for one in row.get("measures") or () if (found := _measure(one, text))],
        "not_indicators": [place for one in row.get("not_indicators") or () if (place := text.find(one))],
    }


def _name(kind: str, written: str, text: Text) -> Facts | None:
    forms = [place for form in written.split("|") if (place := text.find(form))]
    return {"type": kind, "forms": forms} if forms else None


def _indicator(row: Facts, text: Text) -> Facts | None:
    place = text.find(row["raw"])
    if not place:
        return None
    phrases = {key: _phrases(row[key], text, place[0]) for key in PHRASES if row.get(key)}
    values = {key: row[key] for key in VALUES if row.get(key) is not None}
    return {"raw": place, **phrases, **values}


def _phrases(value: object, text: Text, near: int) -> Place | list[Place] | None:
    """Return the place of a phrase; of several accepted ones the list of their places, the first first."""
    if not isinstance(value, list):
        return text.find(value, near)
    found = [place for one in value if (place := text.find(one, near))]
    return found if len(found) > 1 else found[0] if found else None


def places_of(value: Any) -> list[Place]:  # noqa: ANN401
    """Return the places of a phrase of stand-off facts: none, one, or those of every accepted wording."""
    if not value:
        return []
    return [tuple(place) for place in (value if isinstance(value[0], list | tuple) else [value])]


def _measure(row: Facts, text: Text) -> Facts | None:
    place = text.find(row["text"])
    if not place:
        return None
    phrases = {key: text.find(row[key], place[0]) for key in WORDS if row.get(key)}
    labels = {key: row[key] for key in ("theme", "concept") if row.get(key)}
    return {"text": place, **phrases, **labels}


def to_text(row: Facts, text: str) -> Facts:
    """Return stand-off facts as they were written: names by type with `|` between forms, phrases as text."""
    entities: dict[str, list[str]] = {}
    for name in row["names"]:
        forms = "|".join(text[start:end] for start, end in name["forms"])
        entities.setdefault(name["type"], []).append(forms)
    facts = {key: [_written(one, text) for one in row[key]] for key in ("indicators", "measures")}
    skipped = [text[start:end] for start, end in row["not_indicators"]]
    return {"id": row["id"], "entities": entities, **facts, "not_indicators": skipped}


def _written(fact: Facts, text: str) -> Facts:
    held = {key: value for key, value in fact.items() if value is not None}
    return {
        key: _words(value, text) if isinstance(value, list | tuple) else value for key, value in held.items()
    }


def _words(value: Any, text: str) -> str | list[str]:  # noqa: ANN401
    """Return what stands at the places of a phrase, a list where several wordings are accepted."""
    found = [text[slice(*place)] for place in places_of(value)]
    return found if len(found) > 1 else found[0]


def written(folders: Iterable[Path]) -> Iterator[Facts]:
    """Yield the annotated articles of all YAML files of the folders, each article once."""
    seen: set[str] = set()
    for path in sorted(file for folder in folders for file in folder.glob("part*.yaml")):
        for row in yaml.safe_load(path.read_text(encoding="utf-8")) or ():
            if row["id"] not in seen:
                seen.add(row["id"])
                yield row


def annotated(articles: Path, kept: Path = KEPT) -> Iterator[tuple[str, Facts]]:
    """Yield text and facts (as written) of every article of the stand-off file `kept`."""
    texts = read_texts(articles)
    for line in kept.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        yield texts[row["id"]], to_text(row, texts[row["id"]])


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("command", choices=["write", "join"])
    parser.add_argument("articles", type=Path)
    parser.add_argument("folders", type=Path, nargs="*")
    parser.add_argument("-o", "--output", type=Path, default=KEPT)
    given = parser.parse_args()
    if given.command == "join":
        rows = [facts for _, facts in annotated(given.articles, given.output)]
        yaml.safe_dump(rows, sys.stdout, allow_unicode=True, sort_keys=False)
        return
    texts = read_texts(given.articles)
    facts = [
        to_offsets(row, searchable(texts[row["id"]])) for row in written(given.folders) if row["id"] in texts
    ]
    given.output.parent.mkdir(parents=True, exist_ok=True)
    lines = (
        json.dumps(row, ensure_ascii=False, separators=(",", ":"))
        for row in sorted(facts, key=lambda r: r["id"])
    )
    given.output.write_text("\n".join(lines) + "\n", encoding="utf-8")
    counts = {
        key: sum(len(row[key]) for row in facts)
        for key in ("names", "indicators", "measures", "not_indicators")
    }
    print(len(facts), "articles", counts)


if __name__ == "__main__":
    main()
