"""No reader crashes, hangs or takes memory, whatever it is given; what was found stays as a test.

`TASHAN_FUZZ` says how many inputs each reader gets in the long form (20,000 if it is not set).
"""

import os
import warnings
import zipfile

import pytest

from pipeline.read import read
from tests.pipeline.read.fuzzing import KINDS, made, run, tried

SHORT = 6
LONG = int(os.environ.get("TASHAN_FUZZ", "20000"))


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("name", KINDS)
def test_every_reader_stands_damaged_input(name):
    assert [what for number in range(SHORT) if (what := tried(name, number))] == []


@pytest.mark.long
@pytest.mark.timeout(0)
@pytest.mark.parametrize("name", KINDS)
def test_every_reader_stands_thousands_of_damaged_inputs(name):
    done, found = run(name, range(LONG))
    assert (done, found) == (LONG, [])


@pytest.mark.parametrize("name", KINDS)
def test_an_input_is_made_from_its_number_alone(name):
    if KINDS[name].packed or name in ("zip", "tar", "pdf"):
        assert len(made(name, 7)) > 100  # the hour stands in what is packed
    else:
        assert made(name, 7) == made(name, 7) != made(name, 8)


def test_many_inputs_are_tried_in_a_process_of_their_own():
    assert run("txt", range(30)) == (30, [])


def test_a_mail_in_a_code_page_that_no_one_knows_is_read_by_its_bytes(read_bytes):
    mail = (
        "Subject: a\r\nContent-Type: text/plain; charset=x-unheard\r\n\r\n" + "工会办夜校，工人来听课。" * 3
    )
    assert "工会办夜校" in read_bytes("a.eml", mail.encode()).text


def test_members_of_one_name_or_of_none_are_read_or_named(tmp_path):
    from pipeline.read import open_file

    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for name in ("a.txt", "a.txt", ""):
            archive.writestr(zipfile.ZipInfo(name), "工会办夜校，工人来听课。" * 5)
    found = open_file(path)
    assert len(found.documents) == 2
    assert [failure.step for failure in found.lost] == ["read"]


def test_the_reader_of_a_whole_input_is_the_one_of_its_ending(tmp_path):
    for name, kind in KINDS.items():
        if kind.reader:
            continue
        path = tmp_path / f"{name}{kind.ending}"
        path.write_bytes(kind.samples()[0])
        assert any("清单" in document.text for document in read(path)), name
