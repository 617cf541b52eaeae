"""Cases as Parquet come back as they went in, to the last digit, and tables can be queried in place."""

import io
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import BadRecord
from kg.parquet import extractor_of, read_cases, read_documents, source_of, write_cases, write_documents
from kg.values import Source


def written(write, *arguments, extractor="hand"):
    file = io.BytesIO()
    write(file, *arguments, extractor=extractor)
    return io.BytesIO(file.getvalue())


def test_cases_come_back_as_they_went_in(pump, dock):
    cases = [("a/1.txt", pump), ("a/2.txt", dock)]
    assert list(read_cases(written(write_cases, cases))) == cases


@pytest.mark.parametrize("number", ["0.10", "1E+30", "12345678901234567.89", "-0.000001", "0"])
def test_a_number_is_kept_to_its_last_digit(dock, number):
    exact = replace(dock.indicators[0], value=Decimal(number), earlier=Decimal(number))
    case = replace(dock, indicators=(exact, *dock.indicators[1:]))
    [(_, back)] = read_cases(written(write_cases, [("x", case)]))
    assert str(back.indicators[0].value) == str(back.indicators[0].earlier) == number


def test_days_are_kept(dock):
    dated = replace(dock.indicators[0], period_start=date(2023, 1, 1), period_end=date(2023, 8, 31))
    case = replace(dock, indicators=(dated,), measures=(), relations=())
    assert [back for _, back in read_cases(written(write_cases, [("x", case)]))] == [case]


def test_the_name_of_the_extractor_is_kept(dock):
    assert extractor_of(written(write_cases, [("x", dock)], extractor="tashan 1+ab")) == "tashan 1+ab"


def test_a_set_without_rows_is_a_set():
    assert list(read_cases(written(write_cases, []))) == []


def test_a_file_of_another_program_has_no_extractor():
    import pyarrow
    import pyarrow.parquet

    file = io.BytesIO()
    pyarrow.parquet.write_table(pyarrow.table({"a": [1]}), file)
    assert extractor_of(file) is None
    with pytest.raises(BadRecord):
        list(read_cases(file))


def test_cases_of_another_program_may_lack_what_the_contract_does_not_ask_for(dock):
    import pyarrow
    import pyarrow.parquet

    file = written(write_cases, [("x", dock)])
    table = pyarrow.parquet.read_table(file).drop_columns(["document", "parts"])
    plain = io.BytesIO()
    pyarrow.parquet.write_table(table, plain)
    [(document, case)] = read_cases(plain)
    assert document == dock.article.source.path
    assert case == replace(dock, article=replace(dock.article, parts=()))


def test_what_is_no_parquet_is_refused():
    with pytest.raises(BadRecord, match="not a Parquet file"):
        list(read_documents(io.BytesIO(b"PK\x03\x04")))


@given(
    st.lists(
        st.fixed_dictionaries(
            {
                "path": st.text(st.characters(codec="utf-8"), min_size=1),
                "sha256": st.none() | st.text("0123456789abcdef", min_size=64, max_size=64),
                "media_type": st.none() | st.just("text/plain"),
                "page": st.none() | st.integers(1, 900),
                "cases": st.integers(0, 2**40),
                "step": st.none() | st.sampled_from(["read", "extract"]),
                "reason": st.none() | st.text(st.characters(codec="utf-8")),
                "later": st.none() | st.booleans(),
            }
        ),
        max_size=4,
    )
)
def test_documents_come_back_as_they_went_in(documents):
    assert list(read_documents(written(write_documents, documents))) == documents


def test_the_source_of_a_document():
    source = Source("a.txt", "ab", "text/plain")
    row = {
        "path": "a.txt",
        "sha256": "ab",
        "media_type": "text/plain",
        "page": None,
        "cases": 1,
        "step": None,
    }
    assert source_of(row) == source
