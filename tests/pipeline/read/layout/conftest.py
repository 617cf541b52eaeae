"""Pages made of lines at places; a character is ten high and wide, and lines stand sixteen apart."""

from collections.abc import Iterable, Sequence

from pipeline.read.layout import Leaf, Printed, Rect

SIZE, PITCH = 10.0, 16.0


def line(text: str, left: float = 0.0, top: float = 0.0, size: float = SIZE, **more) -> Printed:
    return Printed(text, Rect(left, top, left + size * len(text), top + size), size, **more)


def column(texts: Iterable[str], left: float = 0.0, top: float = 0.0) -> list[Printed]:
    return [line(text, left, top + PITCH * number) for number, text in enumerate(texts)]


def prose(name: str, count: int = 6, left: float = 0.0, top: float = 0.0) -> list[Printed]:
    """Return full lines of twelve characters, each of its own."""
    return column([f"{name}栏第{number:02}行讲夜校的开办" for number in range(count)], left, top)


def page(lines: Sequence[Printed], **more) -> Leaf:
    return Leaf(400.0, 600.0, tuple(lines), **more)


def texts(part: Iterable[Printed]) -> list[str]:
    return [each.text for each in part]
