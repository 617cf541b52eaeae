"""What people decided of facts: a log apart from extraction, replayed over every new one.

A judgement names its fact by content, so that it outlives new readings and new models; the extracted case is
kept beside the judged one, which is what every query sees.
"""

from kg.judgements.history import judgements
from kg.judgements.judging import judge, judge_all, judge_each, undo
from kg.judgements.keep import extracted
from kg.judgements.queue import ReviewItem, review_case, review_queue
from kg.judgements.values import Addition, Change, Judgement, Opinion

__all__ = [
    "Addition",
    "Change",
    "Judgement",
    "Opinion",
    "ReviewItem",
    "extracted",
    "judge",
    "judge_all",
    "judge_each",
    "judgements",
    "review_case",
    "review_queue",
    "undo",
]
