"""The slow plain way to see whether a sentence holds: read two cells as text, and compare."""

from __future__ import annotations

from fractions import Fraction

# A place's cells by period, newest last: the number as shown, or the letters that say why there is none.
Cells = dict[int, tuple[str | None, str]]


def holds(says: str, cells: Cells, others: list[Cells], **asked: str) -> bool | None:
    """Whether it holds; nothing where it cannot be told."""
    until = int(asked["until"]) if asked.get("until") else None
    now = until if until is not None else _now(cells, others)
    if now is None:
        return None
    here = _number(cells, now)
    if says in ("risen", "fallen", "unchanged"):
        return _changed(says, cells, here, now, asked)
    if here is None:
        return None
    if says == "above":
        return here > Fraction(asked["value"])
    if says == "below":
        return here < Fraction(asked["value"])
    return _against(says, here, [_number(one, now) for one in others])


def _changed(
    says: str, cells: Cells, here: Fraction | None, now: int, asked: dict[str, str]
) -> bool | None:
    since = int(asked["since"])
    before = _number(cells, since)
    if now <= since or before is None or here is None:
        return None
    for year in range(since + 1, now + 1):
        if year in cells and "b" in cells[year][1]:
            return None
    if says == "risen":
        return here > before
    if says == "fallen":
        return here < before
    return max(here, before) - min(here, before) <= Fraction(asked["tolerance"])


def _against(says: str, here: Fraction, numbers: list[Fraction | None]) -> bool | None:
    unknown = False
    for number in numbers:
        if number is None:
            unknown = True
        elif (says in ("above_place", "highest") and number >= here) or (
            says in ("below_place", "lowest") and number <= here
        ):
            return False
    return None if unknown or not numbers else True


def _now(cells: Cells, others: list[Cells]) -> int | None:
    newest = newest_of_all = None
    for year in sorted(cells):
        if _out(cells, year):
            newest = year
            if all(_out(other, year) for other in others):
                newest_of_all = year
    return newest if newest_of_all is None else newest_of_all


def _out(cells: Cells, year: int) -> bool:
    """Whether something has been said of that year: a number, or that it is withheld."""
    number, letters = cells.get(year, (None, ""))
    return "f" not in letters and (number is not None or any(x in letters for x in "cns"))


def _number(cells: Cells, year: int) -> Fraction | None:
    number, letters = cells.get(year, (None, ""))
    return None if number is None or "f" in letters else Fraction(number)
