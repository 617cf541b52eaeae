"""Quantities and periods as Chinese official prose writes them, read on characters."""

from pipeline.quantity.values import Period, Quantity

__all__ = ["Period", "Quantity"]
