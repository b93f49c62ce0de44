"""An answer of any slice as plain values, for programs: the same on the command line and in the interface."""

from __future__ import annotations

import math
from dataclasses import asdict
from typing import Any

from kraftsamling.priorities.asking import Kind, Slice
from kraftsamling.priorities.findings import Answer
from kraftsamling.reports.findings import origin


def plain(found: Answer, slice_: Slice, kind: Kind) -> dict[str, Any]:
    """The question, the sentence, a row per row of the answer with a number and its band per column.

    A number that is missing is null, never zero; so is the band of a number that has none.
    """
    return {
        "slice": slice_.code,
        "kind": kind.code,
        "question": asdict(found.question),  # type: ignore[call-overload]
        "sentence": found.sentence,
        "columns": [
            {
                "code": str(column),
                "name": found.heads[str(column)].name.model_dump(),
                "unit": found.heads[str(column)].unit.model_dump(),
            }
            for column in found.table.columns
        ],
        "rows": [
            {
                "code": str(row),
                "name": found.names[str(row)].model_dump(),
                "note": found.notes.get(str(row), ""),
                "values": [_known(value) for value in values],
                "low": [_known(value) for value in low],
                "high": [_known(value) for value in high],
            }
            for row, values, low, high in zip(
                found.table.rows, found.table.values, found.low, found.high, strict=True
            )
        ],
        "origins": [origin(one) for one in found.origins],
        "caveats": list(found.caveats),
    }


def _known(value: float) -> float | None:
    return None if math.isnan(value) else float(value)
