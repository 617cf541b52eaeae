"""Observations for other programs: nested, as JSON, or flat, as a table with a row for every report."""

from collections.abc import Iterable, Iterator
from datetime import date
from fractions import Fraction
from typing import Any

from kg.reconcile.figures import Figure
from kg.reconcile.observations import Claim, Observation
from kg.reconcile.rows import Row, shown

OBSERVED = (
    "observation", "verdict", "thing_id", "thing", "measured", "base_value", "base_unit", "claim", "cases",
    "voices",
)  # fmt: skip


def observation_record(observation: Observation) -> dict[str, Any]:
    """Return the JSON object of an observation: what, of whom, when, then each claim with all its reports.

    Numbers of a claim are in the base unit; a report has every field of an indicator's row, as written.
    """
    return {
        "observation": observation.id,
        "verdict": observation.verdict,
        "subject": observation.subject,
        "thing_id": observation.thing_id,
        "metric": observation.metric,
        "unit": observation.unit,
        "status": observation.status,
        "change": observation.change,
        "period": observation.period,
        "period_start": _iso(observation.period_start),
        "period_end": _iso(observation.period_end),
        "cases": len(observation.cases),
        "claims": [_claim(claim) for claim in observation.claims],
    }


def observation_rows(found: Iterable[Observation]) -> Iterator[Row]:
    """Yield a row for every report of some observations: the keys of `OBSERVED`, then those of `FIELDS`.

    `claim` counts the numbers of an observation from 1; `voices` those who report this one, copies once.
    """
    for observation in found:
        for number, claim in enumerate(observation.claims, 1):
            for report in claim.reports:
                told = (
                    observation.id, observation.verdict, observation.thing_id, report.row["thing"],
                    observation.metric, _number(report.figure.value), observation.unit, number,
                    len(observation.cases), claim.voices,
                )  # fmt: skip
                yield dict(zip(OBSERVED, told, strict=True)) | shown(dict(report.row))


def _claim(claim: Claim) -> dict[str, Any]:
    return {
        **_figure(claim.figure),
        "kinship": claim.kinship,
        "cases": len(claim.cases),
        "voices": claim.voices,
        "reports": [shown(dict(report.row)) for report in claim.reports],
    }


def _figure(figure: Figure) -> dict[str, Any]:
    if figure.op == "range":
        return {"op": figure.op, "value": None, "low": _number(figure.low), "high": _number(figure.high)}
    return {"op": figure.op, "value": _number(figure.value), "low": None, "high": None}


def _number(value: Fraction) -> int | float:
    return int(value) if value.denominator == 1 else float(value)


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
