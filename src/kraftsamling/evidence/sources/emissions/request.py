"""What a request to the national emission database may say."""

from __future__ import annotations

from pydantic import Field

from kraftsamling.kernel.content import Content


class Emissions(Content):
    """The address of its Excel file, and how that is read.

    `sectors` gives the database's own word for each of our codes. `sums` are places that the database
    does not have: each is the sum of the places it names. `unit` is what the head of the file must say
    of its unit, and `other_units` what it must not.
    """

    file: str
    unit: str
    other_units: tuple[str, ...] = ()
    sectors: dict[str, str] = Field(min_length=1)
    sums: dict[str, tuple[str, ...]] = {}
