"""One thing, many names: which entities of all articles mean one thing, each with the reason.

The store admits the entities of a case and settles the blocks of names that changed, in the document's
transaction. `decide` puts in force what people ruled; `named` finds things by any of their names.
"""

from kg.resolve.blocks import decide, named, settle
from kg.resolve.records import admit
from kg.resolve.rulings import Ruling, rulings

__all__ = ["Ruling", "admit", "decide", "named", "rulings", "settle"]
