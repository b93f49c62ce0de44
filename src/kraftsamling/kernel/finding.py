"""What an engine answers with."""

from __future__ import annotations

from dataclasses import dataclass, field

from kraftsamling.kernel.labelled import Matrix
from kraftsamling.kernel.origin import Origin


@dataclass(frozen=True, eq=False)
class Finding:
    """A table of numbers that carries its question, its origins and its warnings.

    Nothing downstream (page, report, API, command line) may show a number that is not in a Finding.
    """

    question: object
    table: Matrix
    unit: str
    origins: tuple[Origin, ...]
    caveats: tuple[str, ...] = field(default=())
