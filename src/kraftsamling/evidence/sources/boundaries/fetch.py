"""Asking Statistics Sweden for its boundaries: one packed file, whose name tells when it was made."""

from __future__ import annotations

from kraftsamling.evidence.snapshots import Label
from kraftsamling.evidence.sources.boundaries.request import Boundaries
from kraftsamling.evidence.sources.contract import Fetched
from kraftsamling.evidence.sources.files import packed
from kraftsamling.evidence.sources.http import Http
from kraftsamling.evidence.sources.request import asked
from kraftsamling.evidence.sources.schema import Dataset


def fetch(dataset: Dataset, http: Http, last: Label | None) -> Fetched | None:
    """The packed file; nothing where it has not changed. Raises `SourceFault` for anything else."""
    return packed(http, asked(dataset, Boundaries).file, last)
