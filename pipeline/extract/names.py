"""One thing, many names: the mentions of an article grouped into entities."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping

from kg.values import ENTITY_TYPES, Article, Entity, EntityType, Span
from pipeline.extract.reading import Mention
from pipeline.extract.shorts import brands, canonical, quoted, short_forms
from pipeline.lexicon.dictionary import Dictionary, longest, occurrences

_TYPES: dict[str, EntityType] = {kind: kind for kind in ENTITY_TYPES}
_SUGGEST: dict[str, Callable[[str], set[str]]] = {"enterprise": brands, "program": quoted}
Group = tuple[str, list[str], list[Span], str]
_DEFINED = re.compile(
    r"[（(](?:以下|下)?(?:统称|简称|称)(?:为)?[：:]?\s?[“《‘]?([^“”‘’《》（）()\n，。；]{2,12})[”》’]?[）)]"
)


def entities(article: Article, mentions: tuple[Mention, ...]) -> tuple[Entity, ...]:
    """Return the things that the mentions name, in order of first mention, with ids `e1`, `e2` and so on.

    The canonical name is the fullest form; an entity's mentions are all places where one of its names stands,
    and those of one type never overlap.
    """
    kinds = sorted({mention.type for mention in mentions})
    named = [(kind, *_named(article.text, kind, mentions)) for kind in kinds]
    groups = list(_placed(article.text, named))
    groups.sort(key=lambda group: (group[2][0], -group[2][0].end, group[0]))
    return tuple(_entity(number, group) for number, group in enumerate(groups, 1))


def _entity(number: int, group: Group) -> Entity:
    kind, names, spans, rule = group
    return Entity(f"e{number}", _TYPES[kind], names[0], tuple(names[1:]), tuple(spans), rule)


def _named(text: str, kind: str, mentions: tuple[Mention, ...]) -> tuple[list[list[str]], dict[str, str]]:
    """Return the names of each thing of one type, and the rule that found each name."""
    rules: dict[str, str] = {}
    defined: dict[str, str] = {}
    for mention in mentions:
        if mention.type == kind:
            name = mention.span.of(text)
            rules.setdefault(name, mention.rule)
            match = _DEFINED.match(
                text, mention.span.end + (text[mention.span.end : mention.span.end + 1] == "》")
            )
            if match:
                defined[match[1]] = name
                rules.setdefault(match[1], "defined")
    groups = _joined(rules, kind, defined)
    _add_unseen(text, kind, groups)
    return groups, rules


def _placed(text: str, named: list[tuple[str, list[list[str]], dict[str, str]]]) -> Iterator[Group]:
    """Yield each thing that has a place of its own in the text; one walk finds the names of all types."""
    every = {name: name for _, groups, _ in named for group in groups for name in group}
    found = list(Dictionary(every).matches(text))
    for kind, groups, rules in named:
        places = _places(found, [name for group in groups for name in group])
        for names in groups:
            spans = sorted(span for name in names for span in places[name])
            if spans:
                yield kind, names, spans, rules[names[0]]


def _joined(names: Mapping[str, str], kind: str, defined: Mapping[str, str]) -> list[list[str]]:
    """Group the names of one type: a shorter one belongs to the one longer thing that it may stand for."""
    groups: list[list[str]] = []
    owners: dict[str, list[list[str]]] = {}
    for name in sorted(names, key=lambda name: (-len(name), name)):
        keys = [key for key in (name, canonical(name, kind)) if key in owners]
        found = owners[keys[0]] if keys else []
        if name in defined:
            found = [group for group in groups if defined[name] in group] or found
        if len(found) == 1:
            group = found[0]
            group.append(name)
        else:
            group = [name]
            groups.append(group)
        for form in {canonical(name, kind), *short_forms(name, kind)}:
            held = owners.setdefault(form, [])
            if not any(group is other for other in held):
                held.append(group)
    return groups


def _add_unseen(text: str, kind: str, groups: list[list[str]]) -> None:
    """Add to each thing the short names that its full name suggests and that stand in the text."""
    if kind not in _SUGGEST:
        return
    suggested = [_SUGGEST[kind](group[0]) for group in groups]
    seen = occurrences(text, {form for forms in suggested for form in forms})
    known = {name for group in groups for name in group}
    for group, forms in zip(groups, suggested, strict=True):
        fresh = sorted((form for form in forms - known if seen[form]), key=lambda form: (-len(form), form))
        known.update(fresh)
        group.extend(fresh)


def _places(found: list[tuple[int, int, str]], names: Iterable[str]) -> dict[str, list[Span]]:
    """Return every place of every name, the longest first, so that none overlap."""
    out: dict[str, list[Span]] = {name: [] for name in names}
    for start, end, name in longest(match for match in found if match[2] in out):
        out[name].append(Span(start, end))
    return out
