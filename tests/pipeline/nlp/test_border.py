"""spaCy comes without its command line, and the command line comes to who asks for it."""

import subprocess
import sys

import pytest

from pipeline.nlp.border import import_spacy


def told(code: str) -> list[str]:
    """Return what a fresh Python prints, by words."""
    return subprocess.check_output([sys.executable, "-W", "error", "-c", code], text=True).split()


LEAN = "from pipeline.nlp.border import import_spacy; import sys; spacy = import_spacy();"


def test_the_command_line_of_spacy_is_not_loaded():
    code = LEAN + "print(*({'spacy.cli', 'typer', 'weasel', 'requests'} & set(sys.modules)), spacy.__name__)"
    assert told(code) == ["spacy"]


@pytest.mark.parametrize(
    "asks",
    [
        "from spacy.cli import info; print(info.__module__)",
        "import spacy.cli; print(spacy.cli.info.__module__)",
        "from spacy.cli.info import info; print(info.__module__)",
    ],
)
def test_who_imports_the_command_line_gets_the_real_one(asks):
    assert told(LEAN + asks) == ["spacy.cli.info"]


def test_spacy_still_tells_of_itself():
    assert told(LEAN + "print(spacy.info(silent=True)['spacy_version'] == spacy.__version__)") == ["True"]


def test_a_spacy_that_is_there_is_taken_as_it_is():
    import spacy

    assert import_spacy() is spacy
    assert told("import spacy, spacy.cli as before;" + LEAN + "print(spacy.cli is before)") == ["True"]


def test_importing_the_package_or_its_sentences_loads_no_spacy():
    code = "import pipeline.nlp, pipeline.nlp.sentences, sys; print('spacy' in sys.modules)"
    assert told(code) == ["False"]
