"""Editions: the same article from two sources, and revised versions, told apart and counted once.

`settle_editions` groups what came since the last time; `copies` shows the groups and
`editions_of` those of one article; `repeat_in` keeps the
facts that editions tell again marked when those of one article change.
"""

from kg.editions.groups import Copy, CopyGroup, copies, copies_of, editions_of
from kg.editions.repeats import repeat_in
from kg.editions.settling import settle_editions

__all__ = ["Copy", "CopyGroup", "copies", "copies_of", "editions_of", "repeat_in", "settle_editions"]
