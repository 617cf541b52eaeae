"""The vocabulary is sound, and users may bring their own."""

import subprocess
import sys
from collections import Counter
from dataclasses import replace

import pytest

from kg.errors import LexiconError
from kg.values import THEMES, Concept
from pipeline.concepts import own_vocabulary, read_vocabulary
from pipeline.concepts.names import names_of, own_names

ENTRIES = own_vocabulary().entries
CONCEPTS = own_vocabulary().concepts


def test_every_concept_is_complete():
    for entry in ENTRIES:
        assert entry.concept.definition
        assert len(entry.needs) >= 15
        assert entry.concept.theme in THEMES


def test_ids_are_unique_and_no_name_means_two_practices():
    names = [name for entry in ENTRIES for name in set(entry.names)]
    assert [name for name, count in Counter(names).items() if count > 1] == []
    assert len(CONCEPTS) == len(ENTRIES)


def test_no_wording_of_one_practice_is_the_name_of_another():
    owner = {name: entry.concept.id for entry in ENTRIES for name in entry.names}
    strange = [
        (entry.concept.id, said)
        for entry in ENTRIES
        for said in entry.wordings
        if owner.get(said, entry.concept.id) != entry.concept.id
    ]
    assert strange == []


def test_no_need_is_there_twice():
    needs = Counter(need for entry in ENTRIES for need in entry.needs)
    assert [need for need, count in needs.items() if count > 1] == []


def test_broader_concepts_exist_and_make_no_circle():
    for start in CONCEPTS.values():
        seen, at = set(), start
        while at.broader:
            assert at.id not in seen
            seen.add(at.id)
            at = CONCEPTS[at.broader]


def test_there_are_concepts_for_every_theme():
    assert {concept.theme for concept in CONCEPTS.values()} == set(THEMES)
    assert 200 <= len(CONCEPTS) <= 300


@pytest.mark.parametrize(
    ("text", "concept"),
    [
        ("成立创新工作室", "创新工作室"),
        ("成立创新工作室联盟", "工作室联盟"),
        ("组织名师带徒活动", "师带徒"),
        ("", None),
        ("天", None),
    ],
)
def test_the_longest_name_decides(text, concept):
    found = own_names().longest(text)
    assert (found and CONCEPTS[found.concept_id].name) == concept


def test_a_users_table_needs_only_ids_and_names(tmp_path):
    path = tmp_path / "field.tsv"
    path.write_text("\ufeff# 护理\nid\tname\naudit\t查房\n", encoding="utf-8")
    (entry,) = read_vocabulary(path).entries
    assert (entry.concept, entry.names, entry.needs) == (Concept("audit", "查房"), ("查房",), ())


def test_a_users_table_may_say_everything(tmp_path):
    path = tmp_path / "field.tsv"
    rows = [
        "id\tname\taliases\twordings\tdefinition\ttheme\tbroader\tnote\tneeds",
        "care\t护理\t\t\t\t\t\t\t",
        "audit\t查房\t巡房|夜查\t逐床查看\t护士长逐床查看\t维权服务\tcare\t不是会诊\t夜里没人管| 病人等太久",
    ]
    path.write_text("\n".join(rows), encoding="utf-8")
    entry = read_vocabulary(path).entries[1]
    assert entry.concept == Concept("audit", "查房", "维权服务", "care", "护士长逐床查看")
    assert entry.names == ("查房", "巡房", "夜查")
    assert (entry.wordings, entry.note) == (("逐床查看",), "不是会诊")
    assert entry.needs == ("夜里没人管", "病人等太久")
    assert names_of(read_vocabulary(path)).longest("开展夜查").concept_id == "audit"


@pytest.mark.parametrize(
    ("lines", "line", "reason"),
    [
        (["id\tname", "a\t"], 2, "no name"),
        (["name\ttheme", "查房\t维权服务"], 2, "no id"),
        (["# 注", "id\tname", "", "a\t甲", "a\t乙"], 5, "'a' is there twice"),
        (["id\tname\ttheme", "a\t甲\t护理"], 2, "wanted a theme of 思想引领"),
        (["id\tname\tbroader", "a\t甲\tb"], 2, "'b' is not in the table"),
        (["id\tname\tbroader", "a\t甲\tb", "b\t乙\ta"], 2, "broader than itself"),
        (["id\tname\tcolour", "a\t甲\tb"], 2, "got colour"),
        (["id\tname", "a"], 2, "wanted 2 columns"),
        (["# nothing"], 1, "no header"),
    ],
)
def test_what_is_wrong_with_a_users_table_is_said_with_its_line(tmp_path, lines, line, reason):
    path = tmp_path / "field.tsv"
    path.write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(LexiconError, match=reason) as caught:
        read_vocabulary(path)
    assert (caught.value.line, caught.value.name) == (line, str(path))


def test_the_needs_of_the_own_vocabulary_are_a_sequence_like_any():
    entry = next(entry for entry in own_vocabulary().entries if len(entry.needs) > 2)
    needs = tuple(entry.needs)
    assert (entry.needs[0], entry.needs[-1], entry.needs[1:]) == (needs[0], needs[-1], needs[1:])
    assert needs[0] in entry.needs
    assert entry == replace(entry, needs=needs)
    assert hash(entry) == hash(replace(entry, needs=needs))
    assert entry != replace(entry, needs=needs[1:])
    assert entry.needs != len(needs)


def test_reading_articles_spares_the_table_of_needs():
    code = """
from pipeline.concepts import matcher
from pipeline.concepts.vocabulary import _own_needs
said = matcher().measures([("成立职工书屋，送书进车间", "职工书屋")])
assert said[0] and not _own_needs.cache_info().currsize
assert matcher().query("想看点书却没有地方") and _own_needs.cache_info().currsize
"""
    subprocess.run([sys.executable, "-c", code], check=True)
