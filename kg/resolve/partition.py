"""The profiles of a block as things: which are one, and why, whatever the order they came in.

The method is leader clustering (Hartigan 1975) in a fixed order, fullest name first: a profile joins the one
thing whose leader it is judged the same as and none of whose members it is judged to be apart from. It is
compared with leaders, not with whoever joined before, so that chains of likeness do not run on; where two
leaders would do equally well it stays alone.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from kg.resolve.profiles import Profile, is_distinctive
from kg.resolve.verdicts import Verdict, fullness, judge

_ASKED = 8  # members that a profile is compared with, so that a thing in every article costs no more
_COMMON = 2  # a Chinese name of two characters is borne by many
_MARGIN = 0.06  # by so much a thing must fit better than the next for a name to be of it

Pair = frozenset[str]


@dataclass(frozen=True, slots=True)
class Decisions:
    """What people decided of pairs of profiles, by their ids: `same` must be one thing, `apart` must not."""

    same: frozenset[Pair] = frozenset()
    apart: frozenset[Pair] = frozenset()


_NONE = Decisions()


@dataclass(slots=True)
class Cluster:
    """One thing: its leader, all its profiles, and why each but the leader is there."""

    leader: Profile
    members: list[Profile]
    why: dict[str, Verdict] = field(default_factory=dict)


def partition(found: Iterable[Profile], decisions: Decisions = Decisions()) -> list[Cluster]:
    """Return the things that profiles are of; the answer depends on what they are, not on their order."""
    ordered = sorted(set(found), key=_rank)
    clusters = [_decided(group) for group in _groups(ordered, decisions)]
    out: list[Cluster] = []
    for cluster in sorted(clusters, key=lambda cluster: _rank(cluster.leader)):
        choice = _choose(cluster, out, decisions)
        if choice is None:
            out.append(cluster)
        else:
            target, verdict = choice
            target.members += cluster.members
            target.why |= {cluster.leader.id: verdict} | cluster.why
    return _join_lone_people(out, decisions)


def _rank(profile: Profile) -> tuple[object, ...]:
    told = -len(profile.ties), -len(profile.company)
    return (profile.scope, *told, *fullness(profile.parsed), -len(profile.names), profile.id)


def _groups(ordered: Sequence[Profile], decisions: Decisions) -> list[list[Profile]]:
    """Return the profiles, those that people decided to be one thing together."""
    group_of = {profile.id: [profile] for profile in ordered}
    for pair in sorted(map(sorted, decisions.same)):
        if len(pair) == 2 and all(key in group_of for key in pair):
            first, second = group_of[pair[0]], group_of[pair[1]]
            if first is not second:
                first += second
                group_of.update({profile.id: first for profile in second})
    return list({id(group): group for group in group_of.values()}.values())


def _decided(group: list[Profile]) -> Cluster:
    leader, *rest = sorted(group, key=_rank)
    verdict = Verdict(True, "decided by a person", 1.0, leader.name)
    return Cluster(leader, [leader, *rest], {profile.id: verdict for profile in rest})


def _choose(
    cluster: Cluster, things: Sequence[Cluster], decisions: Decisions
) -> tuple[Cluster, Verdict] | None:
    """Return the one thing that a cluster belongs to: the surest, unless two are equally sure."""
    fit = _fit_person if cluster.leader.type == "person" else _fit
    allowed = (thing for thing in things if not _is_ruled_apart(cluster, thing, decisions))
    found = ((thing, fit(cluster.leader, thing)) for thing in allowed)
    fits = sorted(((thing, why) for thing, why in found if why), key=lambda item: -item[1].score)
    if not fits or (fit is _fit and len(fits) > 1 and fits[0][1].score - fits[1][1].score < _MARGIN):
        return None
    return fits[0]


def _fit(profile: Profile, thing: Cluster) -> Verdict | None:
    """Return why a profile is of a thing: judged the same as its leader, and apart from no member."""
    verdict = judge(thing.leader, profile)
    if verdict is None or not verdict.same:
        return None
    others = (judge(other, profile) for other in thing.members[1:_ASKED])
    return None if any(other is not None and not other.same for other in others) else verdict


def _fit_person(profile: Profile, thing: Cluster) -> Verdict | None:
    """Return why a person is of a thing: judged the same as half of its members, of many the fullest."""
    asked = thing.members[:_ASKED]
    verdicts = [verdict for verdict in (judge(other, profile) for other in asked) if verdict]
    same = [verdict for verdict in verdicts if verdict.same]
    if 2 * len(same) < len(asked) or 2 * len(same) < len(verdicts):
        return None
    return max(same, key=lambda verdict: verdict.score)


def _is_ruled_apart(cluster: Cluster, thing: Cluster, decisions: Decisions) -> bool:
    return bool(decisions.apart) and any(
        frozenset((mine.id, other.id)) in decisions.apart
        for mine in cluster.members
        for other in thing.members
    )


def _join_lone_people(things: list[Cluster], decisions: Decisions) -> list[Cluster]:
    """Join people of whom nothing else is told to the only one of their name of whom something is."""
    told = [thing for thing in things if thing.leader.type == "person" and any(m.ties for m in thing.members)]
    if len(told) != 1 or is_distinctive(told[0].leader.name):
        return things
    (target,) = told
    kept = [target]
    for thing in things:
        if thing is target:
            continue
        verdict = judge(target.leader, thing.leader)
        if (
            verdict is None
            and _is_near(target.leader, thing.leader)
            and not _is_ruled_apart(thing, target, decisions)
        ):
            target.members += thing.members
            why = Verdict(True, "only one of the name", 0.7, "、".join(thing.leader.around[:1]))
            target.why |= {thing.leader.id: why} | thing.why
        else:
            kept.append(thing)
    return kept


def _is_near(told: Profile, lone: Profile) -> bool:
    """Tell whether a person may be the one that more is told of: same province, or none and a rarer name."""
    if lone.around:
        return lone.around[:1] == told.around[:1]
    return len(lone.name) > _COMMON
