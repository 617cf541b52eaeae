"""What the readers of .docx and .html ask of an element of lxml's tree."""

from collections.abc import Iterator
from typing import Protocol


class Element(Protocol):
    """An element; the `tag` of a comment is no text, and equal to no tag."""

    tag: str
    text: str | None
    tail: str | None

    def __iter__(self) -> Iterator["Element"]:
        """Yield the children."""
        ...

    def iter(self, *tags: str) -> Iterator["Element"]:
        """Yield the element and all below it, or those with one of the tags."""
        ...

    def itertext(self) -> Iterator[str]:
        """Yield every piece of text of the element and all below it."""
        ...

    def get(self, name: str) -> str | None:
        """Return an attribute."""
        ...
