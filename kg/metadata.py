"""What Datasette says of a Tashan file: titles, a description of every table and column, facets, queries."""

import json
from importlib.resources import files
from typing import Any


def metadata(name: str = "tashan") -> dict[str, Any]:
    """Return the metadata that `kg/datasette.json` holds, for the database that Datasette knows by `name`.

    Datasette names a database after its file, without the ending.

    >>> metadata("cases")["databases"]["cases"]["tables"]["measures"]["label_column"]
    'text'
    """
    told: dict[str, Any] = json.loads(files("kg").joinpath("datasette.json").read_text("utf-8"))
    told["databases"] = {name: told["databases"]["tashan"]}
    return told
