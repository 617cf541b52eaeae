"""Stand-off annotation: what is written as offsets is read back as it was, and holds no text."""

import importlib.util
import json
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
FACTS = ROOT / "corpus/annotations/facts.jsonl"
TEXT = "澜川市总工会今年建成 12家驿站。\n市总工会主席 林远乔走访了澜川驿站。"


def script(name):
    """Return a script as a module, with what it imports from beside it."""
    sys.path.insert(0, str(ROOT / "scripts"))
    try:
        spec = importlib.util.spec_from_file_location(name, ROOT / f"scripts/{name}.py")
        module = importlib.util.module_from_spec(spec)
        sys.modules[name] = module
        spec.loader.exec_module(module)
        return module
    finally:
        sys.path.remove(str(ROOT / "scripts"))


@pytest.fixture(scope="module")
def standoff():
    return script("standoff")


@pytest.fixture(scope="module")
def widening(standoff):
    module = script("widen_annotations")
    module.to_offsets, module.searchable = standoff.to_offsets, standoff.searchable
    return module


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


def test_several_accepted_wordings_survive_too_and_what_is_not_in_the_text_goes(standoff):
    row = {"raw": "12家", "metric": ["建成", "驿站", "没有的"], "subject": ["澜川市总工会", "没有的"]}
    kept = standoff.to_offsets({"id": "a", "indicators": [row]}, standoff.searchable(TEXT))
    (found,) = standoff.to_text(json.loads(json.dumps(kept)), TEXT)["indicators"]
    assert found == {"raw": "12家", "metric": ["建成", "驿站"], "subject": "澜川市总工会"}


@pytest.mark.parametrize(
    ("value", "found"), [(None, []), ([3, 5], [(3, 5)]), ([[3, 5], [7, 9]], [(3, 5), (7, 9)])]
)
def test_a_phrase_has_no_place_or_one_or_several(standoff, value, found):
    assert standoff.places_of(value) == found


def wordings(widening, text, entities, **row):
    """Return the accepted wordings of the metric and the owner of one annotated number."""
    facts = {"id": "a", "entities": entities, "indicators": [{"unit": "家", "op": "=", "value": 12, **row}]}
    kept = widening.to_offsets(facts, widening.searchable(text))
    wide = widening.widen(kept, {"id": "a", "text": text})
    assert widening.widen(wide, {"id": "a", "text": text}) == wide
    (found,) = widening.to_text(wide, text)["indicators"]
    return found.get("metric"), found.get("subject")


PLACES = {"place": ["澜川市|澜川"], "union": ["澜川市总工会|市总工会"]}


def test_a_union_stands_for_its_place_and_the_place_for_the_whole_of_it(widening):
    text = "澜川市总工会走访各区。全市去年建成暖心驿站12家，澜川的工友说好。"
    metric, subject = wordings(widening, text, PLACES, raw="12家", metric="暖心驿站", subject="澜川市总工会")
    assert metric == ["暖心驿站", "建成暖心驿站"]
    assert subject[0] == "澜川市总工会"
    assert set(subject) >= {"澜川市总工会", "澜川", "全市"}


def test_a_firm_has_its_short_name_and_what_points_back_to_it(widening):
    text = "青禾轴承有限公司成立以来，该公司共解决了12家客户的技术难题。青禾轴承很忙。"
    names = {"enterprise": ["青禾轴承有限公司|青禾轴承"]}
    _, subject = wordings(widening, text, names, raw="12家", metric="客户", subject="青禾轴承有限公司")
    assert subject == ["青禾轴承有限公司", "青禾轴承", "该公司"]


@pytest.mark.parametrize("metric", ["客户", "去基层", "走访"])
def test_what_measures_nothing_by_itself_is_no_wording(widening, metric):
    text = f"他们{metric}12家，很忙。"
    found, _ = wordings(widening, text, {}, raw="12家", metric=metric)
    assert found == metric


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
