from importlib.resources import files

import pytest

import kg.lexicon
import pipeline.lexicon
from kg.errors import LexiconError
from pipeline.lexicon import table, words

TABLES = sorted(
    path.name.removesuffix(".tsv")
    for package in (pipeline.lexicon, kg.lexicon)
    for path in files(package).iterdir()
    if path.name.endswith(".tsv")
)


@pytest.mark.parametrize("name", TABLES)
def test_every_table_reads_and_has_no_empty_or_padded_key(name):
    rows = table(name)
    assert rows
    for row in rows:
        key = next(iter(row.values()))
        assert key == key.strip(), row


@pytest.mark.parametrize("name", TABLES)
def test_no_row_stands_twice(name):
    rows = [tuple(row.values()) for row in table(name)]
    assert len(rows) == len(set(rows))


def test_words_chooses_rows_by_their_columns():
    assert "师带徒" in words("words", tag="vn")
    assert "师带徒" not in words("words", tag="j")


@pytest.mark.parametrize(
    ("line", "reason"), [("a\tb\tc", "wanted 2 columns"), (" \tb", "first cell is empty")]
)
def test_a_bad_row_names_table_line_and_reason(line, reason):
    with pytest.raises(LexiconError, match=reason) as caught:
        kg.lexicon._row("demo", 7, ["word", "tag"], line)
    assert (caught.value.name, caught.value.line) == ("demo", 7)
