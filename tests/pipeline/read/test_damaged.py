"""Files damaged at random: a document or a refusal, never another error."""

import random
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from kg.errors import UnreadableFile
from pipeline.read import read

PAGE = """<html><head><meta charset="utf-8"><title>夜校</title></head><body>
<div class="nav"><a href="/">首页</a></div><h1>厂里的夜校</h1>
<table><tr><td>年份</td><td>人数</td></tr></table>
<p>两年来<b>六十多人</b>考取了证书。</p>
</body></html>"""


def damage(data: bytes, chance: random.Random) -> bytes:
    damaged = bytearray(data)
    for _ in range(chance.choice((1, 3, 20, 100))):
        place = chance.randrange(len(damaged) + 1)
        length = chance.randrange(1, 40)
        kind = chance.choice(("change", "delete", "insert", "repeat", "cut"))
        if kind == "change":
            damaged[place : place + 1] = chance.randbytes(1)
        elif kind == "delete":
            del damaged[place : place + length]
        elif kind == "insert":
            damaged[place:place] = chance.randbytes(length)
        elif kind == "repeat":
            damaged[place:place] = damaged[place : place + 10 * length]
        elif chance.random() < 0.1:
            del damaged[place:]
    return bytes(damaged) or b"x"


def damaged_copies(path: Path, seeds: range) -> Iterator[Path]:
    data = path.read_bytes()
    for seed in seeds:
        path.write_bytes(damage(data, random.Random(seed)))
        yield path


def count_survivors(path: Path, seeds: range) -> int:
    survivors = 0
    for copy in damaged_copies(path, seeds):
        with suppress(UnreadableFile):
            (document,) = read(copy)
            assert document.text.strip()
            assert document.text.encode("utf-8")
            survivors += 1
    return survivors


@pytest.fixture
def page_file(tmp_path: Path) -> Path:
    path = tmp_path / "page.html"
    path.write_text(PAGE, encoding="utf-8")
    return path


@pytest.mark.parametrize("name", ["word_file", "pdf_file", "page_file"])
def test_a_damaged_file_gives_a_document_or_a_refusal(request, name):
    seeds = range(70)
    assert count_survivors(request.getfixturevalue(name), seeds) < len(seeds)


@pytest.mark.long
@pytest.mark.parametrize("name", ["word_file", "pdf_file", "page_file"])
def test_many_damaged_files_give_a_document_or_a_refusal(request, name):
    seeds = range(1000, 3000)
    assert count_survivors(request.getfixturevalue(name), seeds) < len(seeds)


def test_damage_is_the_same_for_the_same_seed():
    data = PAGE.encode()
    assert damage(data, random.Random(1)) == damage(data, random.Random(1)) != data
