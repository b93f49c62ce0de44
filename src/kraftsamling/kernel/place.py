"""A part of the world that numbers are for."""

from __future__ import annotations

from dataclasses import dataclass

from kraftsamling.kernel.words import Words


@dataclass(frozen=True)
class Place:
    """A place that figures speak of. `codes` are all the codes it goes by, `own` if it is the plan's.

    `level` is what kind of place it is (municipality, county, region, nation, union), where known;
    the first code is the one that tables in the catalogue use.
    """

    codes: tuple[str, ...]
    name: Words
    own: bool = False
    level: str = ""

    @property
    def code(self) -> str:
        """The code that tables use; empty for a place that has none."""
        return self.codes[0] if self.codes else ""
