"""What `import kg` gives, and what it does not load."""

import subprocess
import sys

import pytest

import kg
from kg import errors

HEAVY = (
    "sqlite_utils",
    "numpy",
    "networkx",
    "sklearn",
    "pyarrow",
    "openpyxl",
    "rdflib",
    "spacy",
    "jieba",
    "rjieba",
)


def loaded(code: str) -> set[str]:
    """Return the heavy modules that a fresh Python has loaded after some code."""
    told = f"{code}\nimport sys\nprint(*(set(sys.modules) & set({HEAVY!r})))"
    return set(
        subprocess.run(
            [sys.executable, "-c", told], capture_output=True, text=True, check=True
        ).stdout.split()
    )


def test_importing_kg_loads_nothing_heavy():
    assert loaded("import kg") == set()


def test_a_query_loads_only_what_opens_the_file(db, path):
    code = f"import kg; db = kg.open_graph({str(path)!r}); assert kg.similar(db, '师带徒'); db.close()"
    assert loaded(code) <= {"sqlite_utils", "numpy"}


def test_the_front_door_is_in_order():
    assert kg.__all__ == sorted(kg.__all__)


@pytest.mark.parametrize("name", kg.__all__)
def test_every_name_of_the_front_door_is_documented(name):
    assert getattr(kg, name).__doc__


def test_every_error_is_in_the_drawn_tree():
    kinds = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, Exception)]
    assert all(kind.__name__ in errors.__doc__ for kind in kinds)
    assert all(issubclass(kind, errors.TashanError) for kind in kinds)
