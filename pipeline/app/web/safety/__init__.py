"""What keeps the page safe: who may come in, from where, how much, and what a browser may do."""

from pipeline.app.web.safety.access import Access, Gate, User, require
from pipeline.app.web.safety.accounts import ROLES, Accounts, Role
from pipeline.app.web.safety.headers import Headers
from pipeline.app.web.safety.limits import Bodies, Bucket, Rates
from pipeline.app.web.safety.origin import Origins

__all__ = [
    "ROLES",
    "Access",
    "Accounts",
    "Bodies",
    "Bucket",
    "Gate",
    "Headers",
    "Origins",
    "Rates",
    "Role",
    "User",
    "require",
]
