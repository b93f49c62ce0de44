"""Input-output tables of the catalogue, and of files: what the measures of value chains are given."""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow.parquet as pq

from kraftsamling.evidence.catalogue import Catalogue
from kraftsamling.evidence.formats.exiobase import read_exiobase
from kraftsamling.evidence.formats.figaro import read_figaro
from kraftsamling.evidence.formats.icio import read_icio
from kraftsamling.evidence.formats.scb_symmetric import read_scb_symmetric
from kraftsamling.evidence.formats.wiod import read_wiod
from kraftsamling.evidence.sources.matrices import from_table
from kraftsamling.kernel.origin import Origin
from kraftsamling.measures.input_output import InputOutputTable

__all__ = [
    "Kept",
    "kept",
    "read_exiobase",
    "read_figaro",
    "read_icio",
    "read_scb_symmetric",
    "read_wiod",
]


@dataclass(frozen=True, eq=False)
class Kept:
    """A table of the catalogue, where it came from, and the hash of the file it was read from."""

    table: InputOutputTable
    origins: tuple[Origin, ...]
    sha256: str


def kept(known: Catalogue, name: str, year: int | None = None) -> Kept:
    """The newest vintage of the input-output table called `name`, of a year or of the newest in it.

    Raises `UnanswerableQuestion` where no vintage has come yet, or none has that year.
    """
    vintage = known.needed(name)
    found = from_table(pq.read_table(vintage.file), year)
    return Kept(found, vintage.label.origins, vintage.label.sha256)
