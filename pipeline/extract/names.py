"""One thing, many names: the mentions of an article grouped into entities."""

import re
from collections.abc import Iterable, Mapping

from kg.values import Article, Entity, EntityType, Span
from pipeline.extract.reading import Mention

_NOISE = re.compile(r"[\s“”‘’『』「」（）()]")


def entities(article: Article, mentions: tuple[Mention, ...]) -> tuple[Entity, ...]:
    """Return the things that the mentions name, in order of first mention, with ids `e1`, `e2` ….

    The canonical name is the fullest form; mentions are all places where one of the names stands.
    """
    text = article.text
    groups = [group for kind in sorted({m.type for m in mentions}) for group in _groups(text, kind, mentions)]
    groups.sort(key=lambda group: (group[2][0], group[0]))
    return tuple(
        Entity(f"e{number}", kind, names[0], tuple(names[1:]), tuple(spans), rule)
        for number, (kind, names, spans, rule) in enumerate(groups, 1)
    )


Group = tuple[EntityType, list[str], list[Span], str]


def _groups(text: str, kind: str, mentions: tuple[Mention, ...]) -> list[Group]:
    own = [mention for mention in mentions if mention.type == kind]
    rules: dict[str, str] = {}
    for mention in own:
        rules.setdefault(mention.span.of(text), mention.rule)
    places = _places(text, rules)
    out: list[Group] = []
    for names in _joined(rules, kind):
        spans = sorted(span for name in names for span in places[name])
        if spans:
            out.append((kind, names, spans, rules[names[0]]))  # type: ignore[arg-type]
    return out


def _joined(names: Iterable[str], kind: str) -> list[list[str]]:
    """Group names of one type: a shorter one belongs to the only longer thing that it may stand for."""
    order = sorted(names, key=lambda name: (-len(name), name))
    heads: list[list[str]] = []
    for name in order:
        owners = [group for group in heads if any(stands_for(name, longer, kind) for longer in group)]
        if len(owners) == 1:
            owners[0].append(name)
        else:
            heads.append([name])
    return heads


def stands_for(short: str, full: str, kind: str) -> bool:
    """Tell whether `short` may be a shorter name of what `full` names.

    >>> stands_for("区总工会", "海岭区总工会", "union")
    True
    >>> stands_for("海岭", "海岭市", "place")
    True
    """
    a, b = _NOISE.sub("", short), _NOISE.sub("", full)
    if a == b:
        return True
    if kind == "place":
        return re.fullmatch(re.escape(a) + "(?:省|市|区|县|州|镇|乡|街道|村)", b) is not None
    if kind in ("person", "honor", "position", "policy"):
        return False
    if kind == "enterprise":
        return b.startswith(a) or b.endswith(a)
    return b.endswith(a)


def _places(text: str, names: Mapping[str, str]) -> dict[str, list[Span]]:
    """Return every place of every name, the longest first, so that none of this type overlap."""
    taken = bytearray(len(text) + 1)
    out: dict[str, list[Span]] = {name: [] for name in names}
    for name in sorted(names, key=lambda name: (-len(name), name)):
        start = text.find(name)
        while start >= 0:
            end = start + len(name)
            if not any(taken[start:end]):
                taken[start:end] = b"\x01" * (end - start)
                out[name].append(Span(start, end))
            start = text.find(name, start + 1)
    return out
