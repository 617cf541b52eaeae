"""Repair: characters before the split, lines and their order within an article after it."""

from pipeline.repair.blocks import is_broken
from pipeline.repair.characters import FIXES, Fix, fix_characters
from pipeline.repair.continued import leaves_off, takes_up
from pipeline.repair.joints import Joints, is_unfinished, opening, starts_inside, unclosed, unopened
from pipeline.repair.lines import Line, Piece, break_line, cut_lines, join
from pipeline.repair.mixed import cut_columns
from pipeline.repair.numbering import read_number
from pipeline.repair.order import Order, arrange
from pipeline.repair.wrapping import unwrap

__all__ = [
    "FIXES",
    "Fix",
    "Joints",
    "Line",
    "Order",
    "Piece",
    "arrange",
    "break_line",
    "cut_columns",
    "cut_lines",
    "fix_characters",
    "is_broken",
    "is_unfinished",
    "join",
    "leaves_off",
    "opening",
    "read_number",
    "starts_inside",
    "takes_up",
    "unclosed",
    "unopened",
    "unwrap",
]
