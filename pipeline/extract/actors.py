"""Who did it: the clause's subject, else the one the sentence or the discourse before it speaks of."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from kg.values import Entity, Span
from pipeline.extract.clauses import Clause
from pipeline.extract.deeds import Candidate
from pipeline.extract.predicates import people
from pipeline.extract.reading import Reading
from pipeline.lexicon import words

_BODIES = frozenset(
    ("enterprise", "studio", "union", "government", "park", "platform", "school", "association", "place")
)
_NOBODY = re.compile(
    r"(?:我们|你们|我|你|您|自己|大家|这|那|其|它们?|[他她]们|人们|此次|本次|这里|谁|每.{0,2}|有人)"
)
_PERSON_AGAIN = re.compile(r"(?:他|她)$")
_THIS = re.compile(r"(?:该|本)(?=[\u4e00-\u9fff]{1,8}$)")
_WRITERS = ("记者", "笔者", "通讯员", "作者", "编辑", "校对", "文", "摄", "图")
_WRITES = re.compile(r"[ \u3000]?(?:摄|供图|报道|讯|/[文图摄]|文/|图/|[）)]$)")
_SPEAKS = re.compile(
    r"(?:表示|说|介绍|称|告诉.{0,6}|坦言|透露|指出|强调|要求|认为|谈到|笑道|说道|感慨|致辞|讲话|回忆|解释|看来|建议|希望|呼吁)(?:道|，|$|说)"
)
_EVENT = re.compile(r"(?:活动|竞赛|大赛|比赛|培训|仪式|行动|工程|项目|会议|宣讲|讲座|课程|现场)$")
_EVENT_OPENS = re.compile(r"(?:活动|竞赛|大赛|比赛|培训|仪式|行动|会议|宣讲|讲座)")
_ANY_BODY = re.compile(
    r"(?:组|队|团|方|党委|党支部|支部|党组|团委|工委|部门|领导|代表|中心|各地|全[省市县区国镇乡院厂矿校]|我[省市县区]|[省市县区镇乡]里"
    r"|委员会|小组|协会|局|办|站|处|科室|法院|班子|一行|专家|党员|家长|医护人员|同志|负责人|银行|集团|厂|矿|院)$"
)
_QUOTED = re.compile(r"[“《][^”》]*[”》]?")
_REPRESENTS = re.compile(r"[\u4e00-\u9fff]{0,4}?(?:代表|带领|率领|率队|带队|一行|陪同)")
_HOLDS = ("开展", "举办", "举行", "主办", "承办", "组织", "启动", "发起")
# A subject never begins with one of these: the phrase was cut behind its noun.
_CUT = ("面向", "对", "为", "向", "从", "在", "被", "把", "将", "由", "的", "等")
# Behind a subject: for whom it acts, and how often or with whom.
_TOWARDS = re.compile(r"(?:还|也|又)?(?:面向|针对|围绕|[为向对给])(?!了)")
_HOW = re.compile(
    r"(?:多次|先后|一同|一起|共同|分别|专门|主动|积极|带队|带头|率先|及时|定期|还|也|均|都|已|再|又)+$"
)
_OPENS, _OWNED = frozenset("，。；：！？\n,;"), re.compile(r"[的“（、]|.{0,12}(?:下|中|里|指导|支持)，")
_AND = re.compile(r"[、和与及]")
_SUFFIX = re.compile(r"(?:一行|同志|教授|等人?|先生|女士|老师|.{0,3}工作人员|.{0,4}志愿者们?)?$")
_LONGEST, _LONGEST_TITLE, _LONGEST_NAME = 30, 14, 60
# So many characters after it was named, an organisation is no longer what the text speaks of.
_MEMORY = 200


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, as written, with the entity's id where it is one of the article's."""

    name: str
    id: str | None = None


class Discourse:
    """Follows an article clause by clause and remembers which organisation or place acted last.

    A paragraph of an organisation's own article begins with that organisation. A person, and a subject
    that is no entity (`各企业`), acts only in the sentence of which it is the subject. What somebody says is
    nobody's deed, unless a clause of it has a subject.
    """

    def __init__(self, reading: Reading) -> None:
        self.text = reading.article.text
        self.mentions = sorted(_acting(reading), key=lambda pair: pair[0])
        self.kinds = {entity.id: entity.type for entity in reading.entities}
        self.author = _author(reading)
        self.entity, self.named_at = self.author, 0
        self.local: Actor | None = None
        self.person: Actor | None = None
        self.holder: Actor | None = None
        self.silent = False
        self.sentence = Span(0, 0)
        self.depth, self.place, self.seen = 0, 0, 0

    def actor(self, candidate: Candidate) -> Actor | None:
        """Return who acts in `candidate`; call it for every clause, in text order."""
        found = self._actor(candidate)
        if found and found.id and candidate.predicate.action.of(self.text).endswith(_HOLDS):
            self.holder = found
        return found

    def _actor(self, candidate: Candidate) -> Actor | None:
        self._pass_over(candidate.clause)
        quoted = self._in_quotation(candidate.clause.span.start)
        found, read = self._subject(candidate), candidate.predicate
        if read.silent:
            return found
        if _SPEAKS.search(candidate.clause.span.of(self.text) + candidate.clause.mark.replace("：", "，")):
            self.silent, self.local = True, None
            return found
        if read.subject is not None:
            if found is not None and not quoted:
                self._remember(found, read.subject.start)
            if found is not None or not self._tells_event(read.subject):
                self.silent = self.silent or found is None
                return found
        if self.local is not None and not self.silent:
            return self.local
        if self.silent or quoted:
            return None
        of_event = read.subject is not None or self._opens_with_event(candidate)
        return (self.holder if of_event else None) or self._spoken_of(candidate.clause.span.start)

    def _pass_over(self, clause: Clause) -> None:
        """Come to `clause` past those without an action, and remember the name that opens one of them."""
        self._enter(clause.sentence)
        for span, entity in self._between(max(self.seen, clause.sentence.start), clause.span.start):
            opens = span.start == clause.sentence.start or self.text[span.start - 1] in _OPENS
            if opens and not _OWNED.match(self.text, span.end) and not _WRITES.match(self.text, span.end):
                self._remember(Actor(entity.name, entity.id), span.start)
        self.seen = clause.span.end

    def _tells_event(self, subject: Span) -> bool:
        """Tell whether an event stands where the one who holds it is meant: 本次活动发放药品."""
        return bool(_EVENT.search(subject.of(self.text).strip("”、 ")))

    def _opens_with_event(self, candidate: Candidate) -> bool:
        """Tell whether a bare event stands before the deed: a verb-like noun that is read as no subject."""
        opening = _EVENT_OPENS.match(self.text, candidate.clause.span.start)
        return opening is not None and opening.end() <= candidate.predicate.action.start

    def _enter(self, sentence: Span) -> None:
        if sentence == self.sentence:
            return
        if self.author and "\n" in self.text[self.sentence.start : sentence.start]:
            self.entity, self.named_at = self.author, sentence.start
        self.sentence, self.local, self.silent = sentence, None, False

    def _in_quotation(self, start: int) -> bool:
        """Tell whether the clause at `start` stands in a quotation that an earlier clause opened."""
        for char in self.text[self.place : start]:
            if char in "“”\n":
                self.depth = 1 if char == "“" else 0
        self.place = max(self.place, start)
        return self.depth > 0

    def _spoken_of(self, start: int) -> Actor | None:
        if self.entity is self.author or start - self.named_at <= _MEMORY:
            return self.entity
        return None

    def _remember(self, found: Actor, start: int) -> None:
        if found.id and self.kinds.get(found.id) in _BODIES:
            self.entity, self.named_at, self.local = found, start, found
        else:
            self.local = found
            self.person = found if found.id else self.person

    def _subject(self, candidate: Candidate) -> Actor | None:
        """Return whom the clause's subject names, or None where it names nobody who can act."""
        subject = candidate.predicate.subject
        if subject is None:
            return None
        name = subject.of(self.text).strip("“”、 （）")
        if _PERSON_AGAIN.match(name):
            return self.person
        if _NOBODY.match(name):
            return None
        if _THIS.match(name):
            return self._this(name)
        return self._named(subject, name)

    def _this(self, name: str) -> Actor:
        """Return the organisation that 该会, 本公司 mean: the one spoken of, where its name ends alike."""
        if self.entity and self.entity.name.endswith(name[1:]):
            return self.entity
        return Actor(name)

    def _named(self, subject: Span, name: str) -> Actor | None:
        """Return the entity that the subject names, or the subject itself if it can act."""
        if any(writer in name for writer in _WRITERS[:3]) or _WRITES.match(self.text, subject.end):
            return None
        near = self._between(subject.start - _LONGEST_NAME, subject.end)
        inside = [pair for pair in near if pair[0].overlaps(subject)]
        if not inside:
            return _phrase(name)
        first, leader = inside[0]
        if leader.type == "person" and _REPRESENTS.match(self.text, first.end):
            return Actor(leader.name, leader.id)
        span, entity = max(inside, key=lambda pair: (pair[0].end, pair[0].end - pair[0].start))
        tail = _HOW.sub("", self.text[span.end : max(span.end, subject.end)].strip("”、 （）"))
        if _TOWARDS.match(tail):
            subject, tail = Span(subject.start, span.end), ""
        if entity.type == "person":
            return Actor(entity.name, entity.id) if _SUFFIX.match(tail) else _phrase(name)
        return self._body(inside, subject, tail)

    def _body(self, inside: list[tuple[Span, Entity]], subject: Span, tail: str) -> Actor | None:
        """Return the organisation or place of a subject that ends in one: the first of several."""
        span, entity = max(inside, key=lambda pair: (pair[0].end, pair[0].end - pair[0].start))
        if tail.startswith("的"):
            return _phrase(tail[1:])
        for other, first in inside:
            if other.end < span.start and first.type not in ("person", "place") and self._joined(other.end):
                span, entity, tail = other, first, ""
                break
        if not tail or (entity.type != "place" and _heads(tail)):
            return Actor(entity.name, entity.id)
        return _phrase(self.text[max(span.start, subject.start) : subject.end].strip("“”、 （）"))

    def _joined(self, place: int) -> bool:
        return bool(_AND.match(self.text, place))

    def _between(self, start: int, end: int) -> list[tuple[Span, Entity]]:
        """Return the mentions that begin from `start` on and before `end`."""
        first = bisect_left(self.mentions, start, key=lambda pair: pair[0].start)
        last = bisect_left(self.mentions, end, key=lambda pair: pair[0].start)
        return self.mentions[first:last]


def _acting(reading: Reading) -> Iterator[tuple[Span, Entity]]:
    writers = {author.name for author in reading.article.authors}
    for entity in reading.entities:
        if entity.type in _BODIES or (entity.type == "person" and entity.name not in writers):
            for span in entity.mentions:
                yield span, entity


def _author(reading: Reading) -> Actor | None:
    """Return the organisation of the byline, but no newspaper: its article speaks of itself."""
    for author in reading.article.authors:
        if author.organization:
            known = [e for e in reading.entities if author.organization in (e.name, *e.aliases)]
            if any(entity.type == "media" for entity in known):
                return None
            return Actor(author.organization, known[0].id if known else None)
    return None


@cache
def _titles() -> tuple[str, ...]:
    return tuple(words("positions", kind="head"))


def _heads(tail: str) -> bool:
    """Tell whether what follows an organisation's name is its own: a title, a department, a team."""
    if len(tail) > _LONGEST_TITLE or tail.endswith(people()):
        return False
    return bool(_ANY_BODY.search(tail)) or any(title in tail for title in _titles())


def _phrase(name: str) -> Actor | None:
    name = re.split("联合|面向|针对", name)[0].removesuffix("一行").removesuffix("等") or name
    name = _HOW.sub("", name)
    if name.count("”") > name.count("“"):
        name = f"“{name}"  # the mark before it went with those around the phrase: “服务团”成员
    return Actor(name) if _is_actor(name) else None


def _is_actor(name: str) -> bool:
    if (
        not 2 <= len(name) <= _LONGEST
        or name.endswith(_WRITERS)
        or name.startswith(("联合", *_CUT))
        or _QUOTED.fullmatch(name)
    ):
        return False
    return name.endswith(people()) or bool(_ANY_BODY.search(name))
