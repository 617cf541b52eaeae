"""Layout: from lines with their places, read from a PDF or recognised in a picture, to articles in order."""

from pipeline.read.layout.printed import Leaf, Printed, Rect
from pipeline.read.layout.stories import Story, find_stories

__all__ = ["Leaf", "Printed", "Rect", "Story", "find_stories"]
