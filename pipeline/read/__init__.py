"""Reading: from the paths a person gave to documents, one per file.

`walk` finds the files, `read` opens one. A file that gives no text raises `kg.errors.UnreadableFile`,
whatever the library that parsed it raised.
"""

from pipeline.read.files import read
from pipeline.read.folders import walk

__all__ = ["read", "walk"]
