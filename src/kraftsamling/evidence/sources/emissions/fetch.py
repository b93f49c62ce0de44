"""Asking the national emission database for its whole Excel file: one gas, all places and sectors."""

from __future__ import annotations

from kraftsamling.evidence.snapshots import Label
from kraftsamling.evidence.sources.contract import Fetched
from kraftsamling.evidence.sources.emissions.request import Emissions
from kraftsamling.evidence.sources.files import packed
from kraftsamling.evidence.sources.http import Http
from kraftsamling.evidence.sources.request import asked
from kraftsamling.evidence.sources.schema import Dataset


def fetch(dataset: Dataset, http: Http, last: Label | None) -> Fetched | None:
    """The file; nothing where it is the one we have. Raises `SourceFault` for anything but Excel."""
    return packed(http, asked(dataset, Emissions).file, last)
