"""One observation of many reports: the same subject, metric, period and status, with every source of it.

Nothing is averaged and nothing dropped. Reports that can mean one number are one claim; claims that cannot
are a conflict where they come from different cases and are of one time. A case that gives several numbers
under one name speaks of several things (a prize of each grade): each is then an observation of its own.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby, pairwise
from typing import TYPE_CHECKING, Literal

from kg.reconcile.copies import distinct
from kg.reconcile.figures import Figure, Kinship, kinship
from kg.reconcile.reports import Report, reports
from kg.reconcile.rows import EVERYTHING, IndicatorFilter
from kg.rows import digest

if TYPE_CHECKING:
    from sqlite_utils import Database

Verdict = Literal["conflict", "hedge", "rounding", "agree", "several", "open", "single"]
VERDICTS: tuple[Verdict, ...] = ("conflict", "hedge", "rounding", "agree", "several", "open", "single")

_ORDER: tuple[Kinship, ...] = ("agree", "rounding", "hedge")
_CLOSE = 92  # days between two articles that speak of one time when they name none


@dataclass(frozen=True, slots=True)
class Claim:
    """One number of an observation: the reports that can mean it, and how they agree."""

    kinship: Kinship
    reports: tuple[Report, ...]

    @property
    def figure(self) -> Figure:
        """The most exact figure that a report gives; never a mean."""
        return min((report.figure for report in self.reports), key=_vagueness)

    @property
    def cases(self) -> frozenset[str]:
        """The ids of the cases that report it."""
        return frozenset(str(report.row["case_id"]) for report in self.reports)

    @property
    def voices(self) -> int:
        """How many reports there are when a sentence that is copied, word for word or nearly, counts once."""
        return len(distinct(report.voice for report in self.reports))


@dataclass(frozen=True, slots=True)
class Observation:
    """What is said of one subject, metric, period and status; `unit` is a base unit, `change` up or down.

    `verdict`: `conflict` cases differ; `hedge`, `rounding`, `agree` how well they agree; `several` a case
    gives other numbers under this name; `open` cases differ, perhaps on different times; `single` one voice.
    """

    id: str
    subject: str | None
    thing_id: str | None
    metric: str | None
    unit: str
    status: str
    change: str | None
    period: str | None
    period_start: date | None
    period_end: date | None
    verdict: Verdict
    claims: tuple[Claim, ...]

    @property
    def reports(self) -> tuple[Report, ...]:
        """All reports, claim by claim."""
        return tuple(report for claim in self.claims for report in claim.reports)

    @property
    def cases(self) -> frozenset[str]:
        """The ids of the cases that report it."""
        return frozenset[str]().union(*(claim.cases for claim in self.claims))


def observations(
    db: "Database", wanted: IndicatorFilter = EVERYTHING, *, thing_id: str | None = None
) -> Iterator[Observation]:
    """Yield the observations of a graph, those of one thing together, or those of one thing alone.

    Raises:
        BadPeriod: the period that is asked for is none.
    """
    for _, found in groupby(reports(db, wanted, thing_id), key=lambda report: report.subject):
        yield from observe(found)


def observe(found: Iterable[Report]) -> Iterator[Observation]:
    """Yield the observations of some reports, in an order that does not depend on theirs."""
    for alike in _grouped(found, lambda report: report.key):
        for same in _grouped(_timed(alike), lambda report: report.time.key):
            yield from _observations(sorted(same, key=lambda report: report.place))


def _grouped(found: Iterable[Report], key: Callable[[Report], tuple[str, ...]]) -> list[list[Report]]:
    groups: dict[tuple[str, ...], list[Report]] = defaultdict(list)
    for report in found:
        groups[key(report)].append(report)
    return [groups[name] for name in sorted(groups)]


def _timed(alike: Sequence[Report]) -> Iterator[Report]:
    """Give copies of one sentence the period that the clearest of them tells."""
    times = {}
    for report in sorted(alike, key=lambda report: (report.time.clarity, report.time.key)):
        times[report.voice, report.row["raw"]] = report.time
    for report in alike:
        yield report.at(times[report.voice, report.row["raw"]])


def _observations(same: Sequence[Report]) -> Iterator[Observation]:
    claims = _claims(same)
    if len(claims) > 1 and not _comparable(claims):
        for claim in claims:
            yield _observation((claim,), _verdict(claim, "several"), claim.figure)
    elif len(claims) > 1:
        yield _observation(claims, "conflict" if _of_one_time(claims) else "open")
    else:
        yield _observation(claims, _verdict(claims[0], "single"))


def _claims(same: Sequence[Report]) -> list[Claim]:
    """Put together the reports that can mean one number; each fits the first and the last of its claim."""
    if len(same) == 1:
        return [Claim("agree", tuple(same))]
    alike: dict[Figure, list[Report]] = defaultdict(list)
    for report in same:
        alike[report.figure].append(report)
    claims: list[list[Figure]] = []
    for figure in sorted(alike, key=lambda f: (f.value, _vagueness(f))):
        if claims and all(kinship(figure, other) for other in (claims[-1][0], claims[-1][-1])):
            claims[-1].append(figure)
        else:
            claims.append([figure])
    return [
        Claim(_weakest(figures), tuple(report for figure in figures for report in alike[figure]))
        for figures in claims
    ]


def _weakest(figures: Sequence[Figure]) -> Kinship:
    kinds = (kinship(first, second) or "hedge" for first, second in pairwise(figures))
    return _ORDER[max((_ORDER.index(kind) for kind in kinds), default=0)]


def _comparable(claims: Sequence[Claim]) -> bool:
    """Tell whether no case makes two of the claims itself."""
    return sum(len(claim.cases) for claim in claims) == len(
        {case for claim in claims for case in claim.cases}
    )


def _of_one_time(claims: Sequence[Claim]) -> bool:
    """Tell whether claims are of one time: dated, in articles of about a day, or in copies of a sentence."""
    first = claims[0].reports[0]
    if first.time.days:
        return True
    reports = [report for claim in claims for report in claim.reports]
    told = [report.published for report in reports if report.published is not None]
    if len(told) == len(reports) and (max(told) - min(told)).days <= _CLOSE:
        return True
    voices = [distinct(report.voice for report in claim.reports) for claim in claims]
    return len(distinct(voice for some in voices for voice in some)) < sum(map(len, voices))


def _verdict(claim: Claim, alone: Verdict) -> Verdict:
    if claim.kinship != "agree":
        return claim.kinship
    return "agree" if claim.voices > 1 and len(claim.cases) > 1 else alone


def _observation(claims: Sequence[Claim], verdict: Verdict, figure: Figure | None = None) -> Observation:
    first = claims[0].reports[0]
    start, end = first.time.days or (None, None)
    told = () if figure is None else (str(figure.value), str(figure.low), str(figure.high))
    return Observation(
        id=digest(first.subject, *first.key, *first.time.key, *told),
        subject=first.row["thing"] or first.row["subject"],
        thing_id=first.row["thing_id"],
        metric=first.metric,
        unit=first.figure.unit,
        status=first.row["status"],
        change=first.change,
        period=first.time.text,
        period_start=start,
        period_end=end,
        verdict=verdict,
        claims=tuple(claims),
    )


def _vagueness(figure: Figure) -> tuple[bool, object, object, object]:
    return figure.op != "=", figure.high - figure.low, figure.step, figure.op
