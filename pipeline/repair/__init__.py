"""Repair: characters before the split, lines and their order within an article after it."""

from pipeline.repair.characters import FIXES, Fix, fix_characters

__all__ = ["FIXES", "Fix", "fix_characters"]
