"""An action's budget as a table, and whether a call's share of it is too large. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Sum:
    """So much, in one year, from one funder, of one kind; from a call where there is one."""

    year: int
    funder: str
    kind: str
    amount: int
    call: str = ""


@dataclass(frozen=True)
class Row:
    """What one funder gives of one kind (and from one call), year by year."""

    funder: str
    kind: str
    call: str
    by_year: tuple[int, ...]

    @property
    def total(self) -> int:
        return sum(self.by_year)


@dataclass(frozen=True)
class Share:
    """A call's part of a budget, and the highest part it may be (per cent; None: not known)."""

    call: str
    amount: int
    total: int
    highest: int | None

    @property
    def percent(self) -> float:
        """The part in per cent; 0 of an empty budget."""
        return 100 * self.amount / self.total if self.total else 0.0

    @property
    def too_large(self) -> bool:
        """Whether the part is above what the call allows. Exactly at the limit is allowed."""
        # In whole numbers: 50 per cent is 50 per cent, not 50.000000001.
        return self.highest is not None and 100 * self.amount > self.highest * self.total


@dataclass(frozen=True)
class Budget:
    """Years across, funders down."""

    years: tuple[int, ...]
    rows: tuple[Row, ...]

    @property
    def by_year(self) -> tuple[int, ...]:
        return tuple(map(sum, zip(*(row.by_year for row in self.rows), strict=True)))

    @property
    def total(self) -> int:
        return sum(row.total for row in self.rows)


def budget(sums: Iterable[Sum]) -> Budget:
    """`sums` added up by funder, kind and call, for each year that has any.

    Rows keep the order in which they first appear.
    """
    sums = list(sums)
    years = tuple(sorted({s.year for s in sums}))
    table: dict[tuple[str, str, str], dict[int, int]] = {}
    for s in sums:
        row = table.setdefault((s.funder, s.kind, s.call), dict.fromkeys(years, 0))
        row[s.year] += s.amount
    rows = tuple(Row(*names, tuple(amounts.values())) for names, amounts in table.items())
    return Budget(years, rows)


def call_shares(plan: Budget, highest: dict[str, int | None]) -> tuple[Share, ...]:
    """Each call's share of the whole budget, in the order of its rows.

    `highest` holds the per cent each call allows. Where an action has money from several calls the
    whole budget is still what each is measured against.
    """
    calls = list(dict.fromkeys(row.call for row in plan.rows if row.call))
    return tuple(
        Share(
            call,
            sum(row.total for row in plan.rows if row.call == call),
            plan.total,
            highest.get(call),
        )
        for call in calls
    )
