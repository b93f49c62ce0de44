"""What a sentence says about the data: the single list of its fields."""

from __future__ import annotations

from typing import Annotated, Literal, get_args

from pydantic import Field, StringConstraints, model_validator

from kraftsamling.kernel.content import Content
from kraftsamling.kernel.period import period
from kraftsamling.kernel.words import Line

Text = Annotated[str, StringConstraints(strip_whitespace=True)]
Number = Annotated[float, Field(allow_inf_nan=False)]
Says = Literal[
    "risen", "fallen", "unchanged", "above", "below", "above_place", "below_place",
    "highest", "lowest",
]  # fmt: skip
Among = Literal["", "plan", "nation"]

SAYS: tuple[Says, ...] = get_args(Says)
# What each of them cannot do without. The other fields of this table must then be empty.
NEEDS: dict[Says, frozenset[str]] = {
    "risen": frozenset({"since"}),
    "fallen": frozenset({"since"}),
    "unchanged": frozenset({"since", "tolerance"}),
    "above": frozenset({"value"}),
    "below": frozenset({"value"}),
    "above_place": frozenset({"other"}),
    "below_place": frozenset({"other"}),
    "highest": frozenset({"among"}),
    "lowest": frozenset({"among"}),
}
SOMETIMES: tuple[str, ...] = ("since", "tolerance", "value", "other", "among")


class Assertion(Content):
    """That an indicator, in a place and for a group, `says` something.

    `since` and `until` are periods. Without `until` it speaks of the newest there is; with it, of a
    closed time, which only a revision can change. `tolerance` (in the indicator's unit) is how far
    apart two values may be and still be called unchanged. `other` is a place to compare with, `among`
    the counties of the plan or of the nation.
    """

    indicator: Line
    place: Line
    group: Text = ""
    says: Says
    since: Text = ""
    until: Text = ""
    value: Number | None = None
    tolerance: Annotated[Number, Field(ge=0)] | None = None
    other: Text = ""
    among: Among = ""

    @model_validator(mode="after")
    def _says_enough(self) -> Assertion:
        for name in SOMETIMES:
            given = getattr(self, name) not in ("", None)
            if name in NEEDS[self.says] and not given:
                raise ValueError(f"'{self.says}' needs {name}. Say it.")
            if given and name not in NEEDS[self.says]:
                raise ValueError(f"'{self.says}' has no use for {name}. Take it away.")
        for name in ("since", "until"):
            text = getattr(self, name)
            if text and period(text) is None:
                raise ValueError(f"{name}: '{text}' is no period. Write it as 2019 or 2019Q3.")
        first, last = period(self.since), period(self.until)
        if first and last and first.time >= last.time:
            raise ValueError("until must be later than since.")
        if self.other and self.other == self.place:
            raise ValueError("a place cannot be compared with itself. Name another one.")
        return self
