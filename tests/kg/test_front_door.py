"""What `import kg` gives, and what it does not load."""

import ast
import inspect
import subprocess
import sys
from importlib import import_module
from pathlib import Path

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


def test_importing_kg_loads_no_module_of_it():
    code = "import kg, sys; print([name for name in sys.modules if name.startswith('kg.')])"
    assert subprocess.check_output([sys.executable, "-c", code], text=True) == "[]\n"


@pytest.mark.parametrize("first", ["kg.search", "kg.similar", "kg.check", "kg.cases", "kg.metadata"])
def test_a_function_goes_before_the_module_of_its_name_whichever_comes_first(first):
    name = first.removeprefix("kg.")
    code = f"""
import {first}, kg, sys
assert kg.{name} is sys.modules["{first}"].{name}
from kg import {name}
assert callable({name}) and callable(kg.{name})
"""
    subprocess.run([sys.executable, "-c", code], check=True)


def test_tools_and_python_are_told_the_same_homes():
    """What `if TYPE_CHECKING` imports is what a name gives when it is asked for."""
    tree = ast.parse(Path(kg.__file__).read_text(encoding="utf-8"))
    block = next(node for node in tree.body if isinstance(node, ast.If))
    told = {alias.name: node.module for node in block.body for alias in node.names}
    assert sorted(told) == kg.__all__ == dir(kg)
    for name, home in told.items():
        found = vars(import_module(home))[name]
        assert getattr(kg, name) is found
        assert not inspect.ismodule(found)


def test_an_unknown_name_is_named():
    with pytest.raises(AttributeError, match="module 'kg' has no attribute 'searching'"):
        kg.searching  # noqa: B018


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
