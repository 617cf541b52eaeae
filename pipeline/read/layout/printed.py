"""What is printed on a page: lines with their places, frames and pictures; `y` grows downwards."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from statistics import median

from kg.values import Notice


@dataclass(frozen=True, slots=True)
class Rect:
    """A rectangle, in points or pixels of its page."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """The extent from left to right."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """The extent from top to bottom."""
        return self.bottom - self.top

    @property
    def area(self) -> float:
        """Width times height."""
        return self.width * self.height

    @property
    def centre(self) -> tuple[float, float]:
        """The point in the middle."""
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2

    def scaled(self, by: float) -> "Rect":
        """Return the rectangle in another measure.

        >>> Rect(1, 2, 3, 4).scaled(2)
        Rect(left=2, top=4, right=6, bottom=8)
        """
        return Rect(self.left * by, self.top * by, self.right * by, self.bottom * by)

    def holds(self, other: "Rect") -> bool:
        """Tell whether the centre of `other` lies within this rectangle.

        >>> Rect(0, 0, 10, 10).holds(Rect(4, 4, 12, 8)), Rect(0, 0, 10, 10).holds(Rect(9, 4, 20, 8))
        (True, False)
        """
        x, y = other.centre
        return self.left <= x <= self.right and self.top <= y <= self.bottom

    def beside(self, other: "Rect") -> float:
        """Return the share of the lower one's height at which the two stand side by side.

        >>> Rect(0, 0, 9, 10).beside(Rect(20, 5, 29, 25))
        0.5
        """
        shared = min(self.bottom, other.bottom) - max(self.top, other.top)
        return max(shared, 0.0) / max(min(self.height, other.height), 1e-6)


@dataclass(frozen=True, slots=True)
class Printed:
    """A stretch of text on one line; `size` is the height of a character, `notices` count in `text`."""

    text: str
    place: Rect
    size: float
    notices: tuple[Notice, ...] = ()
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Leaf:
    """A page as it is printed: its lines in any order, and the rectangles of its frames and pictures."""

    width: float
    height: float
    lines: tuple[Printed, ...]
    frames: tuple[Rect, ...] = ()
    pictures: tuple[Rect, ...] = ()

    def scaled(self, by: float) -> "Leaf":
        """Return the page in another measure."""
        lines = (replace(line, place=line.place.scaled(by), size=line.size * by) for line in self.lines)
        return Leaf(
            self.width * by,
            self.height * by,
            tuple(lines),
            tuple(frame.scaled(by) for frame in self.frames),
            tuple(picture.scaled(by) for picture in self.pictures),
        )


def around(places: Iterable[Rect]) -> Rect:
    """Return the smallest rectangle that holds all `places`, of which there is at least one.

    >>> around([Rect(0, 0, 1, 1), Rect(2, 3, 4, 5)])
    Rect(left=0, top=0, right=4, bottom=5)
    """
    known = list(places)
    return Rect(
        min(place.left for place in known),
        min(place.top for place in known),
        max(place.right for place in known),
        max(place.bottom for place in known),
    )


def body_size(lines: Sequence[Printed]) -> float:
    """Return the size that most characters have, 1 where there is none."""
    sizes = [line.size for line in lines for _ in range(min(len(line.text), 60))]
    return median(sizes) if sizes else 1.0


def rows(lines: Iterable[Printed]) -> list[list[Printed]]:
    """Return the lines grouped by the rows they stand on, from the top, each row from the left."""
    found: list[list[Printed]] = []
    for line in sorted(lines, key=lambda line: line.place.centre[1]):
        if found and _same_row(found[-1][-1], line):
            found[-1].append(line)
        else:
            found.append([line])
    return [sorted(row, key=lambda line: line.place.left) for row in found]


def _same_row(one: Printed, other: Printed) -> bool:
    apart = abs(one.place.centre[1] - other.place.centre[1])
    return one.place.beside(other.place) > 0.5 and apart < 0.6 * min(one.size, other.size)
