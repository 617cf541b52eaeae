"""The pages that are jumbled for measuring repair: their truth, and that the scripts run."""

import json
import random
import sys
from importlib import import_module
from pathlib import Path

import pytest

from pipeline.repair.grams import read_grams

SCRIPTS = Path(__file__).parent.parent / "scripts"
SENTENCES = (
    "近日，海岭市总工会在白河船厂开办职工夜校，每周三晚上授课，六百名青年工人走进课堂。",
    "夜校请来劳模当老师，讲焊接和数控编程，加强技能培训，学完就能在车间里用上。",
    "市总工会推动企业签订技能工资专项协议，职工取得等级证书后按月领取津贴，收入稳定增长。",
    "各级工会建起户外劳动者驿站，完善服务设施，配备饮水机和急救箱，让环卫工人累了能歇脚。",
    "下一步，夜校要开到工地和园区，推动优质课程上线，让更多职工随时都能学到本领。",
)
TEXT = "".join(SENTENCES * 4)


@pytest.fixture(scope="module")
def scripts():
    sys.path.insert(0, str(SCRIPTS))
    try:
        yield import_module("jumble_pages"), import_module("train_joints"), import_module("train_leads")
    finally:
        sys.path.remove(str(SCRIPTS))


@pytest.fixture(scope="module")
def stories(scripts):
    made = [
        scripts[0].Story("让车间成为职工的课堂", tuple(SENTENCES)),
        scripts[0].Story("夜校", SENTENCES[::-1]),
    ]
    return [story for story in made if story is not None]


def characters_in_order(lines) -> str:
    return "".join("".join(lines).split())


def characters(lines) -> list[str]:
    return sorted(characters_in_order(lines))


def test_every_kind_of_page_holds_what_it_should_and_nothing_else(scripts, stories):
    for kind in scripts[0].KINDS:
        page = kind(stories, random.Random(3))
        assert characters(page.lines) == characters(page.truth), kind.__name__


def test_all_kinds_but_the_sound_ones_change_the_order(scripts, stories):
    kinds = {kind.__name__: kind(stories, random.Random(3)) for kind in scripts[0].KINDS}
    same = {
        name
        for name, page in kinds.items()
        if characters_in_order(page.lines) == characters_in_order(page.truth)
    }
    assert same == {"sound", "cut"}


def test_columns_are_cut_within_sentences(scripts):
    parts = scripts[0].columns(SENTENCES, 3, random.Random(1))
    assert "".join("".join(part) for part in parts) == "".join(SENTENCES)
    assert all(part[-1][-1] not in "。！？" for part in parts[:-1])


def test_prose_becomes_a_story_and_other_text_none(scripts):
    told = "".join(f"{sentence[:-1]}第{number}。" for number, sentence in enumerate(SENTENCES * 4))
    story = scripts[0].make_story(f"夜校新事，职工都说好课堂开在车间里，热闹。{told}")
    assert story is not None
    assert story.title == "职工都说好课堂开在车间里"
    assert len(story.paragraphs) >= 4
    assert scripts[0].make_story("太短。") is None


def test_the_measures_print_a_row_for_each_kind(scripts, stories, capsys):
    scripts[0].measure(stories, 1, None)
    rows = [line.split("\t") for line in capsys.readouterr().out.splitlines()]
    assert [row[0] for row in rows[1:]] == [kind.__name__ for kind in scripts[0].KINDS]
    assert all(float(value) >= 0 for row in rows[1:] for value in row[1:])


def test_a_model_is_counted_from_articles(scripts, tmp_path, monkeypatch, capsys):
    rows = [{"id": f"n{number}", "text": TEXT} for number in range(8)]
    path = tmp_path / "news.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    monkeypatch.setattr(sys, "argv", ["", str(path), "--field", str(path), "-o", str(tmp_path / "joints")])
    scripts[1].main()
    assert len(capsys.readouterr().out.splitlines()) == 8
    model = read_grams(tmp_path / "joints")
    assert model.chance("", "工") > model.chance("", "\0")
    assert model.chance(TEXT[:3], TEXT[3]) > model.chance("", TEXT[3])


def test_leads_are_told_from_what_follows(scripts, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(scripts[2], "RAREST", 2)
    path = tmp_path / "news.jsonl"
    path.write_text("".join(json.dumps({"text": TEXT}) + "\n" for _ in range(60)), encoding="utf-8")
    monkeypatch.setattr(sys, "argv", ["", str(path), "-o", str(tmp_path / "leads.npz")])
    scripts[2].main()
    assert "accuracy" in capsys.readouterr().out
    assert (tmp_path / "leads.npz").stat().st_size > 100
