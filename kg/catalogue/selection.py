"""Which cases a reader wants to see: theme, place, kind of actor, practice, days, results, one thing."""

from dataclasses import dataclass, fields
from datetime import date

from kg.catalogue.pages import Clause
from kg.values import EntityType, Theme

# A list that is made once: an EXISTS for each article may walk all measures of a theme each time.
_OF_MEASURE = "a.id IN (SELECT m.article_id FROM measures m WHERE {})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """What a case must have; each part that is given must hold, those of a measure for any one measure.

    `place` is the name of a place, `actor` the type of who acted, `concept` the name of a practice, `entity`
    the id of a thing. `since` and `until` are days of publication, both included; `results` asks for
    measures with reported results.
    """

    theme: Theme | None = None
    place: str | None = None
    actor: EntityType | None = None
    concept: str | None = None
    entity: str | None = None
    since: date | None = None
    until: date | None = None
    results: bool = False

    def __bool__(self) -> bool:
        """Tell whether anything is asked for."""
        return any(getattr(self, field.name) not in (None, False) for field in fields(self))

    def clauses(self) -> list[Clause]:
        """Return the conditions on the row `a` of `articles`."""
        found = [*self._of_article()]
        if of_measure := self._of_measure():
            told = " AND ".join(text for text, _ in of_measure)
            found.append((_OF_MEASURE.format(told), tuple(v for _, values in of_measure for v in values)))
        return found

    def _of_article(self) -> list[Clause]:
        thing = "a.id IN (SELECT e.article_id FROM entities e JOIN things t ON t.id = e.thing_id WHERE {})"
        wanted: list[tuple[object, str]] = [
            (self.place, thing.format("t.name = ? AND t.type = 'place'")),
            (self.entity, thing.format("t.id = ?")),
            (self.since and self.since.isoformat(), "a.published >= ?"),
            (self.until and self.until.isoformat(), "a.published <= ?"),
        ]
        return [(text, (value,)) for value, text in wanted if value is not None]

    def _of_measure(self) -> list[Clause]:
        actor = "EXISTS (SELECT 1 FROM entities e WHERE e.id = m.actor_id AND e.type = ?)"
        wanted: list[tuple[object, str]] = [
            (self.theme, "m.theme = ?"),
            (self.concept, "m.concept = ?"),
            (self.actor, actor),
        ]
        found: list[Clause] = [(text, (value,)) for value, text in wanted if value is not None]
        if self.results:
            found.append(("EXISTS (SELECT 1 FROM measure_results r WHERE r.measure_id = m.id)", ()))
        return found
