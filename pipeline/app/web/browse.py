"""Datasette under /data: every table, facets and SQL, over connections that only read and end in time."""

from typing import TYPE_CHECKING, Any

import kg
from pipeline.app.web.options import WebOptions

if TYPE_CHECKING:
    from starlette.types import ASGIApp


def make_browser(options: WebOptions) -> tuple["ASGIApp", Any]:
    """Return Datasette's application for the library, and Datasette itself."""
    from datasette.app import Datasette

    path = options.db_path
    datasette = Datasette(
        [str(path)],
        immutables=(),
        metadata=kg.metadata(path.stem),
        settings={
            "base_url": "/data/",
            "sql_time_limit_ms": options.sql_milliseconds,
            "allow_download": False,
            "max_returned_rows": 1000,
            "allow_csv_stream": True,
            "max_csv_mb": 50,
        },
        inspect_data={},
    )
    return datasette.app(), datasette
