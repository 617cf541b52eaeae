"""Stand-off annotation: what is written as offsets is read back as it was, and holds no text."""

import importlib.util
import json
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
FACTS = ROOT / "corpus/annotations/facts.jsonl"
TEXT = "澜川市总工会今年建成 12家驿站。\n市总工会主席 林远乔走访了澜川驿站。"


@pytest.fixture(scope="module")
def standoff():
    sys.path.insert(0, str(ROOT / "scripts"))
    try:
        spec = importlib.util.spec_from_file_location("standoff", ROOT / "scripts/standoff.py")
        module = importlib.util.module_from_spec(spec)
        sys.modules["standoff"] = module
        spec.loader.exec_module(module)
        return module
    finally:
        sys.path.remove(str(ROOT / "scripts"))


@pytest.fixture(scope="module")
def rows():
    return [json.loads(line) for line in FACTS.read_text(encoding="utf-8").splitlines()]


def places(fact):
    """Yield every pair of offsets, however deep."""
    if isinstance(fact, list) and len(fact) == 2 and all(isinstance(one, int) for one in fact):
        yield tuple(fact)
    elif isinstance(fact, dict | list):
        for one in fact.values() if isinstance(fact, dict) else fact:
            yield from places(one)


def test_facts_survive_the_way_to_offsets_and_back(standoff):
    row = {
        "id": "a",
        "entities": {"union": ["澜川市总工会|市总工会"], "person": ["林远乔"]},
        "indicators": [
            {"raw": "12家", "metric": "驿站", "value": 12, "unit": "家", "op": "=", "status": "actual"}
        ],
        "measures": [{"text": "走访了澜川驿站", "action": "走访", "object": "澜川驿站", "theme": "维权服务"}],
        "not_indicators": ["今年"],
    }
    kept = json.loads(json.dumps(standoff.to_offsets(row, standoff.searchable(TEXT))))
    assert standoff.to_text(kept, TEXT) == row


def test_a_phrase_is_sought_nearest_to_its_fact_and_without_regard_to_spaces(standoff):
    text = standoff.searchable(TEXT)
    assert text.find("驿站", near=30) == (TEXT.rindex("驿站"), TEXT.rindex("驿站") + 2)
    assert text.find("建成12家") == (TEXT.index("建成"), TEXT.index("家驿") + 1)
    assert text.find("没有的") is None


def test_the_file_holds_offsets_and_no_running_text(rows):
    assert len({row["id"] for row in rows}) == len(rows) >= 450
    for row in rows:
        assert all(
            0 <= start < end for start, end in places([row["names"], row["indicators"], row["measures"]])
        )
        words = [one.get("concept", "") for one in row["measures"]]
        assert max(map(len, words), default=0) <= 20, row["id"]


def test_every_offset_lies_within_its_article(rows, standoff, shared):
    texts = standoff.read_texts(shared / "data/news/union.jsonl")
    for row in rows:
        assert max((end for _, end in places(row)), default=0) <= len(texts[row["id"]]), row["id"]
