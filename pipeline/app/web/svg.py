"""Pieces of pictures as SVG: shapes, words, and the whole with its title for those who do not see it.

No style stands in a picture, only classes, as the content policy asks; the style sheet has the colours.
"""

from collections.abc import Iterable
from hashlib import sha256

from markupsafe import Markup

NOTHING = Markup("")


def shape(name: str, inside: Markup = NOTHING, **numbers: float) -> Markup:
    """Return a shape with its numbers, and what stands in it."""
    told = Markup(" ").join(Markup('{}="{}"').format(key, f"{value:.1f}") for key, value in numbers.items())
    return Markup("<{} {}>{}</{}>").format(name, told, inside, name)


def text(words: str, x: float, y: float, anchor: str) -> Markup:
    """Return words that begin, end or have their middle at a place."""
    return Markup('<text x="{}" y="{}" text-anchor="{}">{}</text>').format(
        f"{x:.1f}", f"{y:.1f}", anchor, words
    )


def title(words: str) -> Markup:
    """Return what a pointer over a shape shows."""
    return Markup("<title>{}</title>").format(words)


def link(href: str, inside: Markup, label: str) -> Markup:
    """Return a shape that leads somewhere, with a name for those who do not see it."""
    return Markup('<a href="{}" aria-label="{}">{}</a>').format(href, label, inside)


def picture(
    drawn: Iterable[Markup], kind: str, size: tuple[int, int], told: tuple[str, str], *, links: bool
) -> Markup:
    """Return a whole picture; `told` is its title and what is to be seen in it, in a sentence."""
    own = "p" + sha256("\n".join((kind, *told)).encode()).hexdigest()[:8]
    # What holds links is a group: of an image nothing inside would be told.
    return Markup(
        '<svg class="chart {}" viewBox="0 0 {} {}" role="{}" aria-labelledby="{}t {}d">'
        '<title id="{}t">{}</title><desc id="{}d">{}</desc>{}</svg>'
    ).format(
        kind, *size, "group" if links else "img", own, own, own, told[0], own, told[1], NOTHING.join(drawn)
    )
