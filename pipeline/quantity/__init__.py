"""Quantities and periods as Chinese official prose writes them, read on characters."""

from pipeline.quantity.missing import missing_numbers
from pipeline.quantity.numerals import number
from pipeline.quantity.periods import periods
from pipeline.quantity.reader import quantities
from pipeline.quantity.values import Period, Quantity

__all__ = ["Period", "Quantity", "missing_numbers", "number", "periods", "quantities"]
