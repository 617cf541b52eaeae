"""Settling the graph: every block that something changed in is compared anew, and no other.

What is settled depends on what the graph holds, not on the order in which it came: a block is the set of its
profiles, and its things are a function of that set.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.cases import case
from kg.resolve.naming import plain
from kg.resolve.partition import Cluster, partition
from kg.resolve.profiles import Profile, from_content
from kg.resolve.records import BLOCKS_OF_NAME, admit, mark, rehome, thing_row
from kg.resolve.rulings import Ruling, decisions, rulings_on
from kg.rows import Row

if TYPE_CHECKING:
    from sqlite_utils import Database

_AT_ONCE = 200  # blocks read and written together
_STORED = """
SELECT p.id, p.content, p.thing_id, m.leader_id, m.rule, m.score, m.evidence
FROM profiles p LEFT JOIN merges m ON m.profile_id = p.id WHERE p.block = ? ORDER BY p.id
"""
_KEEP_THING = """
INSERT INTO things(id, name, type, context) VALUES (:id, :name, :type, :context)
ON CONFLICT (id) DO UPDATE SET name = excluded.name, context = excluded.context
WHERE (name, context) <> (excluded.name, excluded.context)
"""
_KEEP_MERGE = (
    "INSERT OR REPLACE INTO merges(profile_id, leader_id, rule, score, evidence) VALUES (?, ?, ?, ?, ?)"
)
_UNUSED = "DELETE FROM things WHERE id = ? AND NOT EXISTS (SELECT 1 FROM profiles WHERE thing_id = things.id)"

Why = tuple[str | None, str | None, float | None, str | None]  # leader, rule, score, evidence


@dataclass(frozen=True, slots=True)
class Member:
    """A profile as it is stored: the thing it is of, and why it was joined to the leader of that."""

    profile: Profile
    thing_id: str
    why: Why


@dataclass(frozen=True, slots=True)
class Thing:
    """One thing as it should be: its row, and for each of its profiles why it is of it."""

    row: Row
    members: Mapping[str, Why]


def settle(db: "Database") -> int:
    """Compare anew the profiles of every block in which something changed; return how many those were."""
    _admit_unread(db)
    for name in _take(db, "name"):
        rehome(db, *name.split("|", 1))
    count = 0
    while blocks := _take(db, "block"):
        regions = [region(db, block) for block in blocks]
        wanted = [thing for stored in regions for thing in things(db, stored)]
        _write(db, wanted, [member for stored in regions for member in stored])
        count += len(blocks)
    return count


def region(db: "Database", block: str) -> list[Member]:
    """Return the profiles of a block and of all blocks that rulings join to it, one ruling after another."""
    blocks, waiting, found = {block}, [block], []
    while waiting:
        here = [_member(row) for row in db.execute(_STORED, [waiting.pop()]).fetchall()]
        found += here
        fresh = set(_joined_blocks(db, here)) - blocks
        blocks |= fresh
        waiting += sorted(fresh)
    return found


def things(db: "Database", stored: Sequence[Member]) -> list[Thing]:
    """Return the things that the profiles of a region are of, as they should be."""
    found = [member.profile for member in stored]
    taken: set[str] = set()
    told = decisions(found, rulings_on(db, _names(stored)))
    return [_thing(cluster, taken) for cluster in partition(found, told)]


def _thing(cluster: Cluster, taken: set[str]) -> Thing:
    row = thing_row(cluster.leader, taken)
    taken.add(row["id"])
    leader = cluster.leader.id
    why: dict[str, Why] = {leader: (None, None, None, None)}
    for key, verdict in cluster.why.items():
        why[key] = (leader, verdict.rule, verdict.score, verdict.evidence)
    return Thing(row, why)


def _member(row: tuple[str, ...]) -> Member:
    _, content, thing_id, leader, rule, score, evidence = row
    return Member(from_content(content), thing_id, (leader, rule, score, evidence))  # type: ignore[arg-type]


def _names(stored: Iterable[Member]) -> Iterator[tuple[str, str]]:
    for member in stored:
        kind = member.profile.type
        yield from ((kind, name) for name in (plain(kind, member.profile.name), *member.profile.names))


def _joined_blocks(db: "Database", found: Iterable[Member]) -> Iterator[str]:
    for ruling in rulings_on(db, _names(found)):
        if ruling.same:
            for name in (ruling.name, ruling.other_name):
                yield from (row[0] for row in db.execute(BLOCKS_OF_NAME, [ruling.type, name]).fetchall())


def _write(db: "Database", wanted: Sequence[Thing], stored: Iterable[Member]) -> None:
    """Write what is not yet so: things, the links to them, and why profiles were joined."""
    db.conn.executemany(_KEEP_THING, [thing.row for thing in wanted])
    there = {member.profile.id: member for member in stored}
    moved = [
        (thing.row["id"], key)
        for thing in wanted
        for key in thing.members
        if there[key].thing_id != thing.row["id"]
    ]
    db.conn.executemany("UPDATE profiles SET thing_id = ? WHERE id = ?", moved)
    db.conn.executemany("UPDATE entities SET thing_id = ? WHERE profile_id = ?", moved)
    db.conn.executemany(_UNUSED, sorted({(there[key].thing_id,) for _, key in moved}))
    changed = [(key, why) for thing in wanted for key, why in thing.members.items() if there[key].why != why]
    db.conn.executemany("DELETE FROM merges WHERE profile_id = ?", [(key,) for key, why in changed])
    db.conn.executemany(_KEEP_MERGE, [(key, *why) for key, why in changed if why[0]])


def _take(db: "Database", kind: str) -> list[str]:
    rows = db.execute("SELECT key FROM unsettled WHERE kind = ? ORDER BY key LIMIT ?", [kind, _AT_ONCE])
    keys = [str(row[0]) for row in rows.fetchall()]
    db.conn.executemany("DELETE FROM unsettled WHERE kind = ? AND key = ?", [(kind, key) for key in keys])
    return keys


def decide(db: "Database", words: Iterable[Ruling]) -> None:
    """Put these rulings in the place of all that were in force, and settle what that changes."""
    with db.atomic():
        before = _ruled(db)
        db.execute("DELETE FROM rulings")
        db.conn.executemany("INSERT OR REPLACE INTO rulings VALUES (?, ?, ?, ?, ?, ?, ?)", map(_row, words))
        for article_id, kind, name in sorted(before | _ruled(db)):
            mark(db, "block", [row[0] for row in db.execute(BLOCKS_OF_NAME, [kind, name]).fetchall()])
            if article_id:
                _read_again(db, article_id)
        settle(db)


def named(db: "Database", wanted: Iterable[tuple[str, str]]) -> dict[str, tuple[str, str]]:
    """Return type and name of the things that bear one of these names (pairs of type and name), by id."""
    sql = (
        "SELECT DISTINCT t.id, t.type, t.name FROM profile_names n JOIN profiles p ON p.id = n.profile_id "
        "JOIN things t ON t.id = p.thing_id WHERE n.type = ? AND n.name = ?"
    )
    return {
        thing_id: (kind, name)
        for wanted_kind, written in wanted
        for thing_id, kind, name in db.execute(sql, [wanted_kind, plain(wanted_kind, written)]).fetchall()
    }


def _admit_unread(db: "Database") -> None:
    """Admit the entities of articles that an older Tashan stored without profiles."""
    sql = "SELECT DISTINCT article_id FROM entities WHERE profile_id IS NULL ORDER BY 1"
    for (article_id,) in db.execute(sql).fetchall():
        _read_again(db, article_id)


def _read_again(db: "Database", article_id: str) -> None:
    """Make the profiles of an article's entities anew, as rulings on names of this article may have it."""
    if db.execute("SELECT 1 FROM articles WHERE id = ?", [article_id]).fetchone() is None:
        return
    sql = "SELECT DISTINCT profile_id, thing_id FROM entities WHERE article_id = ?"
    old = db.execute(sql, [article_id]).fetchall()
    moved = "UPDATE entities SET profile_id = :profile_id, thing_id = :thing_id WHERE id = :key"
    for key, row in admit(db, case(db, article_id)).items():
        db.execute(moved, row | {"key": key})
    for profile_id, thing_id in old:
        _forget_unused(db, profile_id, thing_id)


def _forget_unused(db: "Database", profile_id: str | None, thing_id: str) -> None:
    used = db.execute("SELECT 1 FROM entities WHERE profile_id = ?", [profile_id]).fetchone()
    if profile_id is not None and not used:
        block = "INSERT OR IGNORE INTO unsettled SELECT 'block', block FROM profiles WHERE id = ?"
        db.execute(block, [profile_id])
        db.execute("DELETE FROM profiles WHERE id = ?", [profile_id])
    unused = "AND NOT EXISTS (SELECT 1 FROM entities WHERE thing_id = things.id)"
    db.execute(f"{_UNUSED} {unused}", [thing_id])


def _ruled(db: "Database") -> set[tuple[str, str, str]]:
    first = "SELECT article_id, type, name FROM rulings"
    second = "SELECT other_article_id, type, other_name FROM rulings"
    return set(db.execute(f"{first} UNION {second}").fetchall())


def _row(ruling: Ruling) -> tuple[str, str, str, str, str, int, str]:
    kind = ruling.type
    name, other = plain(kind, ruling.name), plain(kind, ruling.other_name)
    return kind, name, ruling.article_id, other, ruling.other_article_id, int(ruling.same), ruling.reason
