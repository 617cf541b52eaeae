"""What a check finds."""

from dataclasses import dataclass

_LONGEST = 80


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong: in which table, in which row, what was wanted there and what was found.

    `id` is the row's key, its columns joined by `/`; it is empty where the fault is of the table itself.
    """

    table: str
    id: str
    wanted: str
    got: str

    def __str__(self) -> str:
        """Return the fault as one line."""
        place = f"{self.table} {self.id}".strip()
        return f"{place}: wanted {self.wanted}, got {self.got}"


def shown(value: object) -> str:
    r"""Return a stored value in one short line.

    >>> shown("工会\n小组"), shown(None), shown("长" * 90)[-3:]
    ("'工会\\n小组'", 'nothing', "长…'")
    """
    if value is None:
        return "nothing"
    if isinstance(value, str) and len(value) > _LONGEST:
        value = value[:_LONGEST] + "…"
    return repr(value)
