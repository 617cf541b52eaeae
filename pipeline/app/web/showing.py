"""How values look on a page: quantities, titles of what has none, and the codes a reader may choose from."""

from collections.abc import Mapping
from typing import Any

from kg.values import ENTITY_TYPES, THEMES
from pipeline.app.web.wording import Wording, words

FILTERS = ("amount", "explained", "headline", "grouped", "level", "moment", "sized")
CODES = {
    "types": ENTITY_TYPES,
    "themes": THEMES,
    "status": ("actual", "target", "standard"),
}
_SIGNS = {"=": "", "~": "≈ ", ">": "> ", ">=": "≥ ", "<": "< ", "<=": "≤ "}
_LONG = 34


def headline(row: Mapping[str, Any]) -> str:
    """Return the title of a case, or where it has none, how its text begins.

    >>> headline({"title": None, "opening": "原标题：今年以来，朔屏市总工会推行师带徒。更多"})
    '今年以来，朔屏市总工会推行师带徒。'
    """
    if row.get("title"):
        return str(row["title"])
    opening = str(row.get("opening") or row.get("text") or "").strip().partition("\n")[0]
    sentence, stop, _ = opening.removeprefix("原标题：").partition("。")
    told = sentence + stop
    return told if len(told) <= _LONG else told[:_LONG] + "…"


def amount(row: Mapping[str, Any]) -> str:
    """Return a quantity in base units, with its relation.

    >>> amount({"op": ">=", "value": 142000, "low": None, "high": None, "unit": "人"})
    '≥ 142,000 人'
    """
    if row["op"] == "range":
        told = f"{grouped(row['low'])}–{grouped(row['high'])}"
    else:
        told = _SIGNS.get(row["op"], "") + grouped(row["value"])
    return f"{told} {row['unit']}".strip()


def grouped(value: float | None) -> str:
    """Return a number with its thousands apart, a dash for none.

    >>> grouped(1234567), grouped(2.50), grouped(None)
    ('1,234,567', '2.5', '—')
    """
    if value is None:
        return "—"
    return f"{value:,}" if value == int(value) and isinstance(value, int) else f"{float(value):,.10g}"


def level(count: int, most: int) -> int:
    """Return how strong a count is beside the greatest, 0 to 5, for the shades of a table.

    >>> [level(count, 10) for count in (0, 1, 5, 10)]
    [0, 1, 3, 5]
    """
    return 0 if not count or not most else max(1, min(5, -(-count * 5 // most)))


def explained(reason: str, wording: Wording) -> str:
    """Return why a file could not be read in the reader's language, as far as there are words for it.

    >>> explained("not a whole .docx (File is not a zip file)", Wording("zh"))
    '文件已损坏，或者不是它的名字所说的那一种'
    >>> explained("the moon was full", Wording("zh"))
    'the moon was full'
    """
    known = (key for key in words()[wording.language] if key.startswith("why."))
    key = next((key for key in known if reason.startswith(key.removeprefix("why."))), None)
    return wording(key) if key and wording.language != "en" else reason


def moment(time: str) -> str:
    """Return a time in UTC as a person reads it; a script puts the reader's own in its place.

    >>> moment("2026-03-02T08:15:00+00:00")
    '2026-03-02 08:15 UTC'
    """
    return f"{time[:16].replace('T', ' ')} UTC"


def sized(size: int) -> str:
    """Return a number of bytes with as much exactness as a reader wants.

    >>> sized(312), sized(48_200), sized(64_000_000)
    ('312 B', '48 KB', '64 MB')
    """
    if size < 1000:
        return f"{size} B"
    return f"{size / 1000:.0f} KB" if size < 999_500 else f"{size / 1_000_000:.3g} MB"
