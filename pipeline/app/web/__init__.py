"""The page and the API: `make_app` gives the application that `tashan serve` runs."""

from pipeline.app.web.application import make_app
from pipeline.app.web.options import WebOptions

__all__ = ["WebOptions", "make_app"]
