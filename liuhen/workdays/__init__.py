"""Working-day counting: pure, no Django, no clock.

`DEFAULT` is the calendar of the shipped year tables; a bureau that has entered later years builds
`Calendar((*load_tables(), *entered))`.
"""

from liuhen.workdays.counting import DEFAULT, Calendar, Due
from liuhen.workdays.words import Skipped
from liuhen.workdays.years import BadTable, NamedDay, Notice, YearTable, load_tables, parse_table

__all__ = [
    "DEFAULT",
    "BadTable",
    "Calendar",
    "Due",
    "NamedDay",
    "Notice",
    "Skipped",
    "YearTable",
    "load_tables",
    "parse_table",
]
