"""Who stands before a verb as its subject: the names of its clause, or of the nearest one before it."""

import re
from collections.abc import Iterator, Sequence

from kg.values import EntityType, Span
from pipeline.extract.scene import Place, Scene

_CLAUSE_END = "，。；！？：\n"
# A name behind one of these is no subject; 由 names who acts, and 被 who does it to the subject.
_OBLIQUE = re.compile(
    r"(?:在|于|被|对|为|向|给|把|将|从|据|经|受|以|按照|根据|帮助|带领|支持|推荐|服务)[^，。；]{0,6}$"
)
_PASSIVE, _NEXT = re.compile(r"[被受经][^，。；]{0,2}$"), 2
_JOINED = re.compile(r"[”》]?(?:、|和|与|及|以及|同|会同|联合|携手|共同)[“《]?")
_TITLE = re.compile(r"[^，。；、的]{0,14}")
_AGAIN = re.compile(r"[^，。；]{0,4}(?:他|她)(?!们)")


def subjects(scene: Scene, before: Span, types: frozenset[EntityType]) -> list[Place]:
    """Return the mentions that are the subject of the verb at the end of `before`, a sentence up to it.

    A clause without a name of these types goes on about the one before it; 他 is the person named last.
    """
    end = before.end
    for clause in _clauses_back(scene.text, before):
        named = [one for one in scene.within(clause, types) if not _oblique(scene, clause, one)]
        if named:
            return _joined(scene, named) if clause.end == end else _joined(scene, _head(scene, named))
        if _AGAIN.match(scene.text, clause.start, clause.end):
            return scene.last(clause.start, frozenset({"person"}))
    return []


def _clauses_back(text: str, before: Span) -> Iterator[Span]:
    """Yield the clauses of a stretch from its end back to its start."""
    end = before.end
    while end > before.start:
        start = max(text.rfind(mark, before.start, end) for mark in _CLAUSE_END) + 1
        start = max(start, before.start)
        yield Span(start, end)
        end = start - 1


def _oblique(scene: Scene, clause: Span, one: Place) -> bool:
    """Tell whether a name is no subject; one right before the verb is, though 根据 governs both."""
    start = max(clause.start, one.span.start - 8)
    next_to_verb = clause.end - one.span.end <= _NEXT
    return bool((_PASSIVE if next_to_verb else _OBLIQUE).search(scene.text, start, one.span.start))


def _head(scene: Scene, named: Sequence[Place]) -> list[Place]:
    """Return the names of the phrase that opens a clause: a person with his house, or several joined."""
    found = [named[0]]
    for one in named[1:]:
        gap = scene.text[found[-1].span.end : one.span.start]
        person = one.entity.type == "person" and _TITLE.fullmatch(gap)
        if not person and not _JOINED.fullmatch(gap):
            break
        found.append(one)
    return found


def _joined(scene: Scene, named: Sequence[Place]) -> list[Place]:
    """Return the last of the names with those that 和 or 会同 joins to it; a person stands for his house."""
    found = [named[-1]]
    for one in reversed(named[:-1]):
        if not _JOINED.fullmatch(scene.text[one.span.end : found[0].span.start]):
            break
        found.insert(0, one)
    return found
