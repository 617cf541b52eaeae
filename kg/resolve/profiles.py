"""What an article tells of each of its entities that helps to know it elsewhere: names, ties, company.

A profile is made of its article alone. Entities whose articles tell the same share one profile, so that a
thing which a thousand articles name in one way is compared once.
"""

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

from kg.errors import BadRecord
from kg.lexicon import words
from kg.resolve import places
from kg.resolve.naming import HEAVY, Name, parse, plain
from kg.rows import digest
from kg.values import Case, Entity

ORGANISATIONS = frozenset(
    {"enterprise", "union", "government", "park", "school", "association", "platform", "studio", "media"}
)
_COMPANY = ORGANISATIONS - {"media", "government", "platform"}
_FIELDS = ("type", "name", "names", "ties", "around", "company", "scope")
_MOST = 9
_REMEMBERED = 1 << 15  # profiles kept as values, so that memory has a bound
_LONGEST_BRAND = 4
_LEVEL_AT_HEAD = re.compile(
    r"(?:本|该|全)?(自治区|自治州|省|市(?![北南中西][^医])|区(?![块域])|县|州|旗|镇|乡|村|街道)"
)
_CALLED = re.compile(
    r"[一-龥]{1,2}(?:先生|女士|阿姨|叔叔|大爷|大妈|师傅|老师|师|某某?|同学|经理|总|工|姐|哥|叔|婶|奶奶|爷爷)|[小老阿][一-龥]"
)
_OFFICES = re.compile(r"总书记|国家主席|国务院总理|国务院副总理|委员长|总统|首相|外交部长|外交部发言人")
_PRESS = re.compile(r"(?:记者|编辑|校对|责编|编审|主编|审核|监制|编导|摄影)[^，。；：:\n]{0,10}$")
_PORTAL = re.compile(r"搜狐|网易|新浪|腾讯|百家号|今日头条|凤凰网|微博|抖音|微信")
_SHARE = 0.75


@dataclass(frozen=True)
class Profile:
    """What one or more articles tell alike of a thing.

    `name` is the fullest name and `names` all that mean something by themselves; `ties` are a person's
    employers, `around` the provinces of the article and `company` the organisations in it, each only where
    they help to tell things of one name apart. `scope` is the article of a name that means nothing elsewhere.
    """

    type: str
    name: str
    names: tuple[str, ...]
    ties: tuple[str, ...] = ()
    around: tuple[str, ...] = ()
    company: tuple[str, ...] = ()
    scope: str = ""

    @cached_property
    def parsed(self) -> Name:
        """The name taken apart."""
        return parse(self.type, self.name)

    @cached_property
    def id(self) -> str:
        """A hash of all that the profile tells."""
        return digest("profile", self.content)

    @cached_property
    def content(self) -> str:
        """The profile as JSON, which gives it back."""
        told = {key: value for key in _FIELDS if (value := getattr(self, key))}
        return json.dumps(told, ensure_ascii=False, separators=(",", ":"))

    @property
    def block(self) -> str:
        """The block that the name alone puts it in."""
        return f"{self.type}|@{self.scope} {self.name}" if self.scope else self.parsed.block


@lru_cache(_REMEMBERED)
def from_content(content: str) -> Profile:
    """Return the profile of its JSON.

    Raises:
        BadRecord: it is no JSON of a profile.
    """
    try:
        told = json.loads(content)
        several = {key: tuple(told.get(key, ())) for key in ("names", "ties", "around", "company")}
        return Profile(told["type"], told["name"], **several, scope=told.get("scope", ""))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BadRecord(f"not a profile: {error}") from error


def profiles(case: Case, pinned: Iterable[tuple[str, str]] = ()) -> dict[str, Profile]:
    """Return the profile of each entity of a case, by the entity's own id.

    `pinned` are the types and names of which a person decided something in this article alone: their
    profiles are of this article only.
    """
    setting = _Setting(case)
    held = frozenset(pinned)
    return {entity.id: setting.profile(entity, held) for entity in case.entities}


class _Setting:
    """What an article tells of the places and organisations that its names stand among."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.places = self._count_places()
        self.around = self._provinces()
        self.by_id = {entity.id: entity for entity in case.entities}
        self.media = self._newspapers()
        self.employers = self._employers()
        self.company = self._company()

    def profile(self, entity: Entity, pinned: frozenset[tuple[str, str]]) -> Profile:
        kind = entity.type
        written = (entity.name, *entity.aliases)
        scope = self.case.article.id if any((kind, plain(kind, name)) in pinned for name in written) else ""
        forms = self.absolute(entity)
        if not forms:
            return Profile(kind, entity.name, (), scope=self.case.article.id)
        if kind == "person":
            return self._person(entity, forms[0], scope)
        names = tuple(dict.fromkeys(plain(kind, form) for form in forms))
        around = self.around if _needs_place(parse(kind, forms[0])) else ()
        return Profile(kind, forms[0], names, around=around, scope=scope)

    def absolute(self, entity: Entity) -> tuple[str, ...]:
        """Return the names that mean something elsewhere; 市总工会 becomes that of the article's one 市."""
        kind = entity.type
        written = (entity.name, *entity.aliases)
        if kind == "person":
            return written[:1] if not _CALLED.fullmatch(plain(kind, entity.name)) else ()
        told = tuple(name for name in written if not parse(kind, name).relative)
        if parse(kind, entity.name).relative:
            told = tuple(name for name in told if name not in entity.name)
        if not told and kind in ORGANISATIONS:
            told = tuple(name for name in map(self._placed, written[:1]) if name)
        return told

    def _placed(self, name: str) -> str | None:
        match = _LEVEL_AT_HEAD.match(name)
        found = [
            (place, count)
            for place, count in self.places.items()
            if match and places.level(place) == match[1]
        ]
        if not match or not found or match.end() == len(name):
            return None
        place, count = max(found, key=lambda item: (item[1], item[0]))
        return place + name[match.end() :] if count >= _SHARE * sum(number for _, number in found) else None

    def _count_places(self) -> Counter[str]:
        """Count the article's places, each under its fullest name, where they stand alone or begin a name."""
        counts: Counter[str] = Counter()
        for entity in self.case.entities:
            if entity.type == "place":
                chain = places.head(entity.name + "内") or (entity.name,)
            else:
                chain = places.head(entity.name) if entity.type in ORGANISATIONS - {"media"} else ()
            for place in chain:
                counts[places.full(place)] += max(1, len(entity.mentions))
        return counts

    def _provinces(self) -> tuple[str, ...]:
        counts: Counter[str] = Counter()
        for place, count in self.places.items():
            counts[places.province(place) or ""] += count
        del counts[""]
        return tuple(name for name, _ in sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:3])

    def _employers(self) -> Mapping[str, tuple[str, ...]]:
        found: dict[str, set[str]] = defaultdict(set)
        for relation in self.case.relations:
            tail = self.by_id.get(relation.tail)
            if relation.type in ("works_for", "leads") and tail and relation.head in self.by_id:
                found[relation.head].update(plain(tail.type, name) for name in self.absolute(tail)[:1])
        for author in self.case.article.authors:
            employer = author.organization or self.case.article.publisher or ""
            for entity in self.case.entities:
                if (
                    employer
                    and not _PORTAL.match(employer)
                    and entity.type == "person"
                    and entity.name == author.name
                ):
                    found[entity.id].add(_MARKS.sub("", employer))
        for entity in self.case.entities:
            if entity.type == "person" and self._is_of_press(entity):
                found[entity.id].update(self.media)
        return {key: tuple(sorted(names)) for key, names in found.items()}

    def _newspapers(self) -> list[str]:
        names = (plain("media", entity.name) for entity in self.case.entities if entity.type == "media")
        return sorted(name for name in names if not _PORTAL.match(name))[:3]

    def _is_of_press(self, entity: Entity) -> bool:
        text = self.case.article.text
        return any(_PRESS.search(text, max(0, span.start - 14), span.start) for span in entity.mentions[:5])

    def _company(self) -> tuple[str, ...]:
        """Return the blocks of some organisations of the article, none nation-wide, and some people."""
        parsed = (
            parse(entity.type, name)
            for entity in self.case.entities
            if entity.type in _COMPANY
            for name in self.absolute(entity)[:1]
        )
        blocks = {name.block for name in parsed if len(name.stem) > 1 and not HEAVY.match(name.text)}
        people = {f"person|{entity.name}" for entity in self.case.entities if entity.type == "person"}
        return (*sorted(blocks)[:_MOST], *sorted(people)[: _MOST + 1])

    def _person(self, entity: Entity, name: str, scope: str) -> Profile:
        names = (plain("person", name),)
        if is_distinctive(names[0]):
            return Profile("person", name, names, scope=scope)
        if offices := tuple(sorted(set(self._offices(entity)))):
            return Profile("person", name, names, offices, scope=scope)
        ties = self.employers.get(entity.id, ())
        company = tuple(block for block in self.company if block != f"person|{name}")
        return Profile("person", name, names, ties, self.around, company, scope)

    def _offices(self, entity: Entity) -> Iterator[str]:
        text = self.case.article.text
        for span in entity.mentions[:5]:
            for match in (
                _OFFICES.match(text, span.end),
                _OFFICES.search(text, max(0, span.start - 6), span.start),
            ):
                if match:
                    yield match.group()


_MARKS = re.compile(r"[\s《》“”]")


def is_distinctive(name: str) -> bool:
    """Tell whether few people can bear a name: one that is no Chinese name of two or three characters.

    >>> is_distinctive("罗伯特·洛朗松"), is_distinctive("林望舒")
    (True, False)
    """
    return len(name) > 3 or not (name[:1] in words("surnames") or name[:2] in words("surnames"))


def holds_office(profile: Profile) -> bool:
    """Tell whether a person holds an office that one person of a country holds at a time."""
    return any(_OFFICES.fullmatch(tie) for tie in profile.ties)


def _needs_place(name: Name) -> bool:
    """Tell whether a name can be of several things in several places."""
    if name.type == "enterprise":
        return not name.places and not name.legal and len(name.text) <= _LONGEST_BRAND
    if name.type in ("union", "government", "association", "park", "school"):
        return bool(name.places) and not places.known(name.places[-1])
    return name.type in ("place", "platform", "studio") and not places.known(name.text)
