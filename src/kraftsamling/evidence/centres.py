"""Where countries are, for distances between them: a large city of each, read from `centres.csv`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import numpy as np
from numpy.typing import NDArray
from pydantic import BeforeValidator, Field

from kraftsamling.kernel.content import Content, read_rows
from kraftsamling.kernel.errors import UnanswerableQuestion
from kraftsamling.kernel.origin import Origin
from kraftsamling.kernel.words import Line
from kraftsamling.measures.gravity import great_circle

CENTRES = "centres.csv"
# Of countries with several zones, the one with their largest city; of the others the only one.
ORIGIN = Origin(
    producer="IANA",
    title="Time zone database, zone.tab",
    url="https://www.iana.org/time-zones",
    licence="Public domain",
)


class Centre(Content):
    """One row of `centres.csv`: ISO 3166 letters, and degrees north and east."""

    code: Line
    alpha2: Line
    city: Line
    latitude: Annotated[float, BeforeValidator(float), Field(ge=-90, le=90)]
    longitude: Annotated[float, BeforeValidator(float), Field(ge=-180, le=180)]


def read_centres(path: Path) -> dict[str, Centre]:
    """Each country's centre by its three letters. Raises `ContentError`."""
    return {row.code: row for _line, row in read_rows(path, Centre)}


def distances(countries: Sequence[str], centres: dict[str, Centre]) -> NDArray[np.float64]:
    """Kilometres between centres, (countries, countries). Raises `UnanswerableQuestion` for unknown ones."""
    unknown = [country for country in countries if country not in centres]
    if unknown:
        raise UnanswerableQuestion(
            f"{', '.join(unknown[:5])} has no place in {CENTRES}. Add it there, or leave it out."
        )
    found = [centres[country] for country in countries]
    return great_circle([row.latitude for row in found], [row.longitude for row in found])
