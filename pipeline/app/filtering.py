"""The options that say which indicators are asked for."""

from collections.abc import Callable
from functools import wraps
from typing import Any, get_args

import click

from kg.values import THEMES, Status

_NAMES = ("place", "enterprise", "theme", "metric", "period", "status", "confidence")
_OPTIONS = (
    click.option("--place", help="Subjects named after this place, or cases that speak of it."),
    click.option("--enterprise", help="Subjects that are an enterprise with this in any of its names."),
    click.option("--theme", type=click.Choice(THEMES), help="Results of measures of this theme."),
    click.option("--metric", help="What is measured, in any wording, or a part of it."),
    click.option("--period", help="A year, month or day, or two with .. between: 2023, 2022-06..2023-08."),
    click.option("--status", type=click.Choice(get_args(Status)), help="Reported, promised or prescribed."),
    click.option("--confidence", type=click.FloatRange(0, 1), help="At least so sure."),
)


def asked(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options of a filter, which it takes as one value, `wanted`."""

    @wraps(command)
    def wrapped(**options: Any) -> None:  # noqa: ANN401
        from kg.errors import BadPeriod
        from kg.reconcile import IndicatorFilter

        wanted = IndicatorFilter(**{name: options.pop(name) for name in _NAMES})
        try:
            wanted.condition()
        except BadPeriod as error:
            raise click.BadParameter(str(error), param_hint="--period") from error
        command(wanted=wanted, **options)

    for option in reversed(_OPTIONS):
        wrapped = option(wrapped)
    return wrapped
