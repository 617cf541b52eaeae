"""Numbers that are no indicator: ordinals, names, slogans, dates, conditions."""

from pipeline.quantity.scan import Figure


def excluded(text: str, figure: Figure) -> bool:
    """Tell whether the number only looks like an indicator."""
    ahead = text[max(0, figure.start - 1) : figure.start]
    return ahead in ("第", "前", "首") or (figure.chinese and figure.low <= 1)
