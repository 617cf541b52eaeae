"""Beside each indicator, what other cases say of the same: whether they agree, and what they say instead."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

import kg

if TYPE_CHECKING:
    from sqlite_utils import Database

    from kg import Claim, Observation

# What a reader is told: that cases differ, or that several tell the same.
_TOLD = frozenset({"conflict", "open", "agree", "rounding", "hedge"})


def agreement(db: "Database", rows: Iterable[Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    """Return what is told of some indicators beside others, by `indicator_id`; those told once are left out.

    `verdict` is that of the observation, `others` are what other cases say, each with its `case_id`,
    `indicator_id`, `title` and `raw`.
    """
    wanted = {row["indicator_id"] for row in rows}
    things = dict.fromkeys(row["entity_id"] for row in rows if row["entity_id"])
    found: dict[str, dict[str, Any]] = {}
    for thing in things:
        for observation in kg.observations(db, thing_id=thing):
            if observation.verdict in _TOLD and len(observation.cases) > 1:
                found |= _of_reports(observation, wanted)
    return found


def _of_reports(observation: "Observation", wanted: set[str]) -> dict[str, dict[str, Any]]:
    differ = observation.verdict in ("conflict", "open")
    told = {}
    for claim in observation.claims:
        for report in claim.reports:
            if report.row["id"] in wanted:
                others = _others(observation, claim, str(report.row["case_id"]), differ=differ)
                told[str(report.row["id"])] = {"verdict": observation.verdict, "others": others}
    return told


def _others(observation: "Observation", own: "Claim", case_id: str, *, differ: bool) -> list[dict[str, Any]]:
    """Return the reports of other cases: of other claims where cases differ, of the same where they agree."""
    claims = [claim for claim in observation.claims if (claim is not own) == differ]
    reports = [report for claim in claims for report in claim.reports if report.row["case_id"] != case_id]
    return [
        {"indicator_id": r.row["id"], **{name: r.row[name] for name in ("case_id", "title", "path", "raw")}}
        for r in reports
    ]
