"""Faults of things against the profiles they are made of, found by resolving every block once more."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from kg.check.fault import Fault, shown
from kg.errors import BadRecord
from kg.resolve.blocks import Member, Thing, region, things

if TYPE_CHECKING:
    from sqlite_utils import Database

_NAMES = "SELECT name, context FROM things WHERE id = ?"


def thing_faults(db: "Database") -> Iterator[Fault]:
    """Yield every profile that is not of the thing it should be of, or not for the reason that it should."""
    for (block,) in db.execute("SELECT DISTINCT block FROM profiles ORDER BY block").fetchall():
        try:
            stored = region(db, block)
            wanted = things(db, stored)
        except BadRecord as error:
            yield Fault("profiles", block, "profiles that can be read", str(error))
            continue
        there = {member.profile.id: member for member in stored}
        for thing in wanted:
            yield from _faults_of(db, thing, there)


def _faults_of(db: "Database", thing: Thing, there: Mapping[str, Member]) -> Iterator[Fault]:
    row = thing.row
    for key, why in thing.members.items():
        member = there[key]
        if member.thing_id != row["id"]:
            yield Fault("profiles", key, f"the thing {row['id']} {row['name']}", shown(member.thing_id))
        elif member.why != why:
            yield Fault("merges", key, f"the reason {shown(why[1])}", shown(member.why[1]))
    kept = db.execute(_NAMES, [row["id"]]).fetchone()
    if kept and kept != (row["name"], row["context"]):
        yield Fault("things", row["id"], f"the name {shown(row['name'])}", shown(kept[0]))
