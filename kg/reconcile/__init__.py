"""One indicator, many articles: which reports are of one thing, how they agree, and how it went over time."""

from kg.reconcile.observations import VERDICTS, Claim, Observation, Verdict, observations, observe
from kg.reconcile.records import OBSERVED, observation_record, observation_rows
from kg.reconcile.reports import Report
from kg.reconcile.rows import FIELDS, IndicatorFilter, indicator_rows
from kg.reconcile.series import Series, series

__all__ = [
    "FIELDS",
    "OBSERVED",
    "VERDICTS",
    "Claim",
    "IndicatorFilter",
    "Observation",
    "Report",
    "Series",
    "Verdict",
    "indicator_rows",
    "observation_record",
    "observation_rows",
    "observations",
    "observe",
    "series",
]
