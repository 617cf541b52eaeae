"""Reading: from the paths a person gave to the documents that their files hold.

`walk` finds the files, `open_file` and `read` open one. A file that gives no text raises
`kg.errors.UnreadableFile`, whatever the library that parsed it raised.
"""

from pipeline.read.files import Opened, open_file, read
from pipeline.read.folders import walk

__all__ = ["Opened", "open_file", "read", "walk"]
