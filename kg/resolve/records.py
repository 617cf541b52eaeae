"""Profiles in the graph: letting those of a case in, and finding the block that a short name belongs to."""

from collections.abc import Container, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from kg.resolve.naming import parse, plain
from kg.resolve.profiles import ORGANISATIONS, Profile, profiles
from kg.rows import Row, digest, row_id
from kg.values import Case

if TYPE_CHECKING:
    from sqlite_utils import Database

_LONGEST_SHORT = 4  # an abbreviation longer than this shows by itself what it stands for
_CLAIMS = """
SELECT DISTINCT p.type, p.name FROM profile_names n JOIN profiles p ON p.id = n.profile_id
WHERE n.type = ? AND n.name = ? AND n.number > 0
"""
_KEEP_NAME = "INSERT INTO profile_names(profile_id, name, type, number) VALUES (?, ?, ?, ?)"
BLOCKS_OF_NAME = """
SELECT DISTINCT p.block FROM profile_names n JOIN profiles p ON p.id = n.profile_id
WHERE n.type = ? AND n.name = ?
"""
_SHORTS = """
SELECT p.id, p.block FROM profile_names n JOIN profiles p ON p.id = n.profile_id
WHERE n.type = ? AND n.name = ? AND n.number = 0
"""


def admit(db: "Database", case: Case) -> Mapping[str, Row]:
    """Store the profiles of a case's entities; return `profile_id` and `thing_id` of each by its row's id.

    A new profile stands for a thing of its own until `settle` compares it.
    """
    pinned = db.execute(_PINNED, {"article": case.article.id}).fetchall()
    found = profiles(case, ((kind, name) for kind, name in pinned))
    distinct = {profile.id: profile for profile in found.values()}
    things = _known(db, distinct)
    things |= _store(db, [profile for key, profile in distinct.items() if key not in things])
    return {
        row_id(case.article.id, own): {"profile_id": profile.id, "thing_id": things[profile.id]}
        for own, profile in found.items()
    }


_PINNED = """
SELECT type, name FROM rulings WHERE article_id = :article
UNION SELECT type, other_name FROM rulings WHERE other_article_id = :article
"""


def _known(db: "Database", ids: Iterable[str]) -> dict[str, str]:
    wanted = list(ids)
    marks = ", ".join("?" * len(wanted))
    return dict(db.execute(f"SELECT id, thing_id FROM profiles WHERE id IN ({marks})", wanted).fetchall())


def _store(db: "Database", fresh: Sequence[Profile]) -> dict[str, str]:
    """Store new profiles, each of a thing of its own, and return the things' ids by the profiles'."""
    things = {profile.id: thing_row(profile) for profile in fresh}
    db.conn.executemany("INSERT OR IGNORE INTO things VALUES (:id, :name, :type, :context)", things.values())
    db.conn.executemany(
        "INSERT INTO profiles(id, name, type, block, content, thing_id) VALUES (?, ?, ?, ?, ?, ?)",
        [(p.id, p.name, p.type, p.block, p.content, things[p.id]["id"]) for p in fresh],
    )
    numbered = [(p.id, name, p.type, number) for p in fresh for number, name in enumerate(_names(p))]
    db.conn.executemany(_KEEP_NAME, numbered)
    mark(db, "block", {profile.block for profile in fresh})
    mark(db, "name", {f"{kind}|{name}" for _, name, kind, _ in numbered if _may_move(kind, name)})
    return {key: str(row["id"]) for key, row in things.items()}


def _names(profile: Profile) -> tuple[str, ...]:
    return (plain(profile.type, profile.name), *profile.names[1:])


def thing_row(leader: Profile, taken: Container[str] = ()) -> Row:
    """Return the row of a thing, which is made of its leader alone, so that others who come leave its id be.

    Of things of one name that nothing else tells apart, `taken` holds the ids of those before it.
    """
    own = [leader.scope] if leader.scope else list(leader.ties[:1])
    thing_id = digest(leader.type, leader.name, *own)
    if thing_id in taken:
        thing_id = digest(leader.type, leader.name, leader.id)
    context = "、".join(leader.ties[:2] or leader.around)
    return {"id": thing_id, "name": leader.name, "type": leader.type, "context": context}


def mark(db: "Database", kind: str, keys: Iterable[str]) -> None:
    """Mark blocks or names as unsettled."""
    db.conn.executemany(
        "INSERT OR IGNORE INTO unsettled(kind, key) VALUES (?, ?)", ((kind, key) for key in keys)
    )


def rehome(db: "Database", kind: str, name: str) -> None:
    """Put the profiles of a short name into the block of the one full name that is called so in an article.

    Where several are, or the name's own block is among them, it stays in that.
    """
    own = parse(kind, name).block
    claims = db.execute(_CLAIMS, [kind, name]).fetchall()
    claimed = {parse(*claim).block for claim in claims if len(claim[1]) > len(name)}
    home = min(claimed) if len(claimed) == 1 and _may_move(kind, name) else own
    for profile_id, block in db.execute(_SHORTS, [kind, name]).fetchall():
        if home != block and not _is_scoped(block):
            db.execute("UPDATE profiles SET block = ? WHERE id = ?", [home, profile_id])
            mark(db, "block", [block, home])


def _may_move(kind: str, name: str) -> bool:
    return kind in ORGANISATIONS and len(name) <= _LONGEST_SHORT


def _is_scoped(block: str) -> bool:
    return "|@" in block
