"""Worked cases as case files, told as a clerk would tell them; see `case_a`, `case_b`, `case_c`.

Shipped, because they are the examples of the published schema and what the demo is checked
against. The bureau, its people and the parties are invented.
"""

from liuhen.regulation.examples.case_a import case_a
from liuhen.regulation.examples.case_b import case_b
from liuhen.regulation.examples.case_c import case_c

__all__ = ["case_a", "case_b", "case_c"]
