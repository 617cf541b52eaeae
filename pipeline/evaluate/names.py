"""When two names or numbers count as the same in a score."""

import re
import unicodedata
from collections.abc import Iterable
from typing import Any

_STRIPPED = re.compile(r"[\s“”‘’\"'『』「」《》〈〉【】,，。;；:：、·•\-—–~～!！?？]")
_CLOSE = 0.75


def norm(text: object) -> str:
    """Return a name without spaces, quotes and punctuation, full width folded.

    >>> norm("“名师 带徒”"), norm(None)
    ('名师带徒', '')
    """
    return _STRIPPED.sub("", unicodedata.normalize("NFKC", str(text or ""))).lower()


def listed(value: Any) -> list[Any]:  # noqa: ANN401  gold facts are free-form YAML
    """Return the accepted values of a gold field: a list as it is, anything else as its only one."""
    return value if isinstance(value, list) else [value]


def grams(text: object, size: int) -> set[str]:
    """Return the character n-grams of a normalised name."""
    bare = norm(text)
    return {bare[at : at + size] for at in range(max(1, len(bare) - size + 1))}


def equal(value: Any, wanted: Any) -> bool:  # noqa: ANN401
    """Tell whether two numbers are the same but for rounding of the last bits."""
    if value is None or wanted is None:
        return False
    return abs(float(value) - float(wanted)) < 1e-6 * max(1.0, abs(float(wanted)))


def alike(told: object, accepted: Iterable[object]) -> bool:
    """Tell whether a metric or subject is an accepted name or close to one (Dice of bigrams ≥ 0.75)."""
    return any(_alike(norm(told), norm(name)) for name in accepted)


def _alike(told: str, name: str) -> bool:
    if told == name:
        return True
    if not told or not name:
        return False
    first, second = grams(told, 2), grams(name, 2)
    return 2 * len(first & second) / (len(first) + len(second)) >= _CLOSE
