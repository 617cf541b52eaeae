"""Files that people send to a served library: queued beside it, and read by a process of its own.

The queue outlives the server. `Tray` keeps it, `Keeper` starts the clerk (`pipeline.app.uploads.clerk`),
which reads what waits as `tashan ingest` would.
"""

from pipeline.app.uploads.keeper import Keeper, one_core_left
from pipeline.app.uploads.tray import Tray
from pipeline.app.uploads.values import STATES, Outcome, State, TrayFull, UnknownUpload, Upload, UploadBusy

__all__ = [
    "STATES",
    "Keeper",
    "Outcome",
    "State",
    "Tray",
    "TrayFull",
    "UnknownUpload",
    "Upload",
    "UploadBusy",
    "one_core_left",
]
