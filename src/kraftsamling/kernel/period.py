"""A stretch of time that a number is for: a year, a quarter, a month, or several years."""

from __future__ import annotations

import re
from dataclasses import dataclass

FORM = re.compile(
    r"(?P<year>\d{4})(?:-?Q(?P<quarter>[1-4])|-?M(?P<m>0[1-9]|1[0-2])|-(?P<month>0[1-9]|1[0-2])"
    r"|[-–](?P<last>\d{4}))?"
)


@dataclass(frozen=True, order=True)
class Period:
    """`per_year` 1, 4 or 12, and which of them counted from zero; `years` is above 1 for a span."""

    year: int
    part: int = 0
    per_year: int = 1
    years: int = 1

    @property
    def time(self) -> float:
        """When it begins, in years."""
        return self.year + self.part / self.per_year

    @property
    def code(self) -> str:
        """The one spelling used in tables: 2020, 2020Q3, 2020-07, 2018-2020."""
        if self.years > 1:
            return f"{self.year}-{self.year + self.years - 1}"
        match self.per_year:
            case 4:
                return f"{self.year}Q{self.part + 1}"
            case 12:
                return f"{self.year}-{self.part + 1:02}"
        return f"{self.year}"

    def after(self, steps: int) -> Period:
        """The period so many steps later (earlier, where negative)."""
        whole = self.year * self.per_year + self.part + steps
        return Period(whole // self.per_year, whole % self.per_year, self.per_year, self.years)

    def __str__(self) -> str:
        return self.code


def period(text: str) -> Period | None:
    """The period that `text` names, in the spellings of SCB, Eurostat and Kolada; else nothing.

    2020, 2020Q3, 2020-Q3, 2020K3 (SCB), 2020M07, 2020-07, 2018-2020.
    """
    found = FORM.fullmatch(text.strip().replace("K", "Q"))
    if found is None:
        return None
    year = int(found["year"])
    if found["quarter"]:
        return Period(year, int(found["quarter"]) - 1, 4)
    if month := found["m"] or found["month"]:
        return Period(year, int(month) - 1, 12)
    if found["last"]:
        last = int(found["last"])
        return Period(year, years=last - year + 1) if last > year else None
    return Period(year)
