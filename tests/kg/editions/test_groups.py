"""The groups that a person sees: files, texts, editions."""

from dataclasses import replace

import kg

from .conftest import APART, FIRST, REVISED, add


def test_editions_say_what_is_other_in_them(library):
    (group,) = kg.copies(library)
    assert group.kind == "article"
    assert [copy.path for copy in group.copies] == ["first.txt", "reprint.txt", "revised.txt", "cut.txt"]
    assert [copy.edition for copy in group.copies] == ["first", "same", "revised", "revised"]
    assert group.copies[2].changes == (("120对", "130对"),)
    assert 0.9 < group.copies[2].share < 1


def test_one_file_in_two_places_and_one_text_in_two_files(empty):
    twin = replace(FIRST.article, source=replace(FIRST.article.source, path="twin.txt"))
    text = replace(FIRST.article, source=replace(FIRST.article.source, path="page.html", sha256="0" * 64))
    add(empty, FIRST, APART, replace(FIRST, article=twin), replace(FIRST, article=text))
    list(kg.settle_editions(empty))
    groups = {group.kind: [copy.path for copy in group.copies] for group in kg.copies(empty)}
    assert groups == {"file": ["first.txt", "twin.txt"], "text": ["first.txt", "page.html", "twin.txt"]}
    assert {key for key, _ in kg.copies_of(empty, "twin.txt")} == {
        FIRST.article.source.sha256,
        FIRST.article.id,
    }
    assert list(kg.copies_of(empty, "apart.txt")) == []


def test_the_editions_of_one_article_begin_with_the_first(library):
    (group,) = kg.copies(library)
    assert {kg.editions_of(library, copy.case_id) for copy in group.copies} == {group.copies}
    assert kg.editions_of(library, APART.article.id) == ()
    assert kg.editions_of(library, "nowhere") == ()


def test_a_group_as_json(library):
    (group,) = kg.copies(library, [FIRST.article.id])
    record = group.to_record()
    assert record["copies"][2]["case_id"] == REVISED.article.id
    assert list(record) == ["kind", "copies"]
    assert list(kg.copies(library, [APART.article.id])) == []
