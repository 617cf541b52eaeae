"""The demo corpus is what corpus/README.md says it is."""

import re
import subprocess
import sys
import unicodedata
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
import yaml

from kg.values import ENTITY_TYPES, RELATION_TYPES, THEMES

ROOT = Path(__file__).resolve().parent.parent
CORPUS = ROOT / "corpus"
DEMO = CORPUS / "demo"
SHARED_GOLD = ROOT.parent / "shared" / "gold"
ENCODINGS = {
    "09-safety-points.txt": "utf-8-sig",
    "10-industry-college.txt": "gb18030",
    "11-open-factory.txt": "gb18030",
    "12-craftsman-college-hk.txt": "big5",
    "17-rest-cure-b.html": "gb2312",
    "18-party-park.html": "gbk",
}
# Kinds of things and generic titles, which any article of the field may use.
GENERIC = {
    "实施方案", "薪酬管理办法", "产业学院", "工匠学院", "工作室联盟", "创新工作室", "职工创新工作室",
    "劳模工作室", "劳模创新工作室", "劳模和工匠创新工作室", "大师工作室", "技能大师工作站",
}  # fmt: skip
NAMED = ("enterprise", "person", "studio", "policy", "school")
# The scorer drops these too before it compares.
IGNORED = re.compile(r"[\s“”‘’\"'『』「」《》〈〉【】,，。;；:：、·•\-—–~～!！?？]")


def squeeze(text: str) -> str:
    return IGNORED.sub("", unicodedata.normalize("NFKC", text)).lower()


def demo_files() -> list[Path]:
    return sorted(path for path in DEMO.rglob("*") if path.is_file())


def read_plainly(path: Path) -> str:
    """Read a file of the corpus without the pipeline: this module tests the corpus, not the readers."""
    if path.suffix == ".pdf":
        with pypdfium2.PdfDocument(path) as document:
            return "".join(page.get_textpage().get_text_range() for page in document)
    if path.suffix == ".docx":
        with zipfile.ZipFile(path) as archive:
            return re.sub(r"<[^>]+>", "", archive.read("word/document.xml").decode("utf-8"))
    encoding = "utf-8" if path.parent.name == "sources" else ENCODINGS.get(path.name, "utf-8")
    return path.read_bytes().decode(encoding)


def gold(name: str) -> list[dict[str, Any]]:
    articles: list[dict[str, Any]] = yaml.safe_load((CORPUS / "gold" / name).read_text("utf-8"))["articles"]
    return articles


def text_of(article: dict[str, Any]) -> str:
    """Return the squeezed text that an article lies in: the source if it was built, as a PDF cuts phrases."""
    stem = article.get("file") or article["page"]
    files = [*(CORPUS / "sources").glob(f"{stem}.txt"), *DEMO.rglob(f"{stem}.*")]
    return squeeze(read_plainly(files[0]))


def phrases(article: dict[str, Any]) -> Iterator[str]:
    """Yield what must stand in the file as it is: everything but titles and what a cut divides."""
    yield from (indicator["raw"] for indicator in article["indicators"])
    yield from (measure["anchor"] for measure in article["measures"])
    yield from (names[0] for things in article["entities"].values() for names in things)
    yield from (end for relation in article["relations"] for end in (relation[0], relation[2]))
    yield from article["authors"]
    for field in ("sections", "truncated", "order"):
        yield from article.get(field) or []


def test_the_corpus_holds_the_files_and_articles_that_its_readme_counts() -> None:
    pages = Counter(article["page"] for article in gold("pages.yaml"))
    singles = [path for path in demo_files() if path.parent.name != "magazine"]
    assert pages.keys() == {path.stem for path in (DEMO / "magazine").iterdir()}
    files, articles = len(demo_files()), len(singles) + pages.total()
    assert f"{files} files, {articles} articles" in (CORPUS / "README.md").read_text("utf-8")
    assert articles >= 44


def test_every_file_stands_in_the_readme() -> None:
    readme = (CORPUS / "README.md").read_text("utf-8")
    assert [path for path in demo_files() if f"`{path.relative_to(DEMO).as_posix()}`" not in readme] == []


def test_all_formats_are_there() -> None:
    formats = Counter(path.suffix for path in demo_files())
    assert formats.keys() == {".txt", ".html", ".docx", ".pdf"}
    assert min(formats.values()) >= 4


@pytest.mark.parametrize("path", demo_files(), ids=lambda path: path.name)
def test_a_file_decodes_to_chinese_prose_of_the_promised_length(path: Path) -> None:
    text = read_plainly(path)
    chinese = len(re.findall(r"[\u4e00-\u9fff]", text))
    assert 300 <= chinese <= 3000
    assert "\ufffd" not in text


def test_old_encodings_do_not_pass_for_utf8() -> None:
    for name, encoding in ENCODINGS.items():
        data = next(DEMO.rglob(name)).read_bytes()
        if encoding == "utf-8-sig":
            assert data.startswith(b"\xef\xbb\xbf")
        else:
            with pytest.raises(UnicodeDecodeError):
                data.decode("utf-8")


def test_the_corpus_stays_small() -> None:
    assert sum(path.stat().st_size for path in CORPUS.rglob("*") if path.is_file()) < 1_800_000


@pytest.mark.parametrize("article", gold("demo.yaml"), ids=lambda article: article["id"])
def test_gold_facts_stand_in_their_text(article: dict[str, Any]) -> None:
    text = text_of(article)
    assert [phrase for phrase in phrases(article) if squeeze(phrase) not in text] == []


@pytest.mark.parametrize("article", gold("pages.yaml"), ids=lambda article: article["id"])
def test_the_structure_of_a_page_stands_in_its_text(article: dict[str, Any]) -> None:
    text = text_of(article)
    parts = [
        *article["authors"],
        *article["sections"],
        *article.get("truncated", []),
        *article.get("order", []),
    ]
    assert [part for part in parts if squeeze(part) not in text] == []
    assert Counter(squeeze(article["title"])) - Counter(text) == Counter()


def test_gold_covers_every_type_theme_operator_and_status() -> None:
    articles = gold("demo.yaml")
    indicators = [indicator for article in articles for indicator in article["indicators"]]
    measures = [measure for article in articles for measure in article["measures"]]
    assert len(articles) >= 12
    assert {kind for article in articles for kind in article["entities"]} >= set(ENTITY_TYPES) - {"position"}
    assert {theme for measure in measures for theme in measure["theme"]} == set(THEMES)
    assert {i["op"] for i in indicators if isinstance(i["op"], str)} == {
        "=",
        "~",
        ">",
        ">=",
        "<",
        "<=",
        "range",
    }
    assert {i["status"] for i in indicators if isinstance(i["status"], str)} == {
        "actual",
        "target",
        "standard",
    }
    assert {i.get("direction") for i in indicators} == {None, "up", "down"}
    assert {relation[1] for article in articles for relation in article["relations"]} <= set(RELATION_TYPES)


def test_gold_numbers_are_in_base_units() -> None:
    for article in gold("demo.yaml"):
        for indicator in article["indicators"]:
            if indicator["op"] == "range":
                assert indicator["low"] < indicator["high"]
            elif "万元" in indicator["raw"] or "亿元" in indicator["raw"]:
                assert indicator["value"] >= 10_000


def test_no_name_of_other_gold_sets_appears() -> None:
    if not SHARED_GOLD.is_dir():
        pytest.skip("the gold sets of the project's makers lie beside a checkout only")
    names: set[str] = set()
    for path in sorted(SHARED_GOLD.glob("*.yaml")):
        for article in yaml.safe_load(path.read_text("utf-8"))["articles"]:
            things = article.get("entities") or {}
            names |= {name for kind in NAMED for entity in things.get(kind) or [] for name in entity}
    names = {name for name in names if len(name) >= 3} - GENERIC
    texts = {path.name: read_plainly(path) for path in demo_files()}
    assert [(name, file) for name in names for file, text in texts.items() if name in text] == []


def test_building_again_gives_the_same_files(tmp_path: Path) -> None:
    subprocess.run([sys.executable, ROOT / "scripts" / "build_demo.py", tmp_path], check=True)
    built = sorted(path for path in tmp_path.rglob("*") if path.is_file())
    assert len(built) == len(list((CORPUS / "sources").glob("*.txt")))
    for path in built:
        kept = DEMO / path.relative_to(tmp_path)
        assert read_plainly(path) == read_plainly(kept)
        # Compressed formats depend on the machine's zlib.
        assert path.suffix in (".docx", ".pdf") or path.read_bytes() == kept.read_bytes()
