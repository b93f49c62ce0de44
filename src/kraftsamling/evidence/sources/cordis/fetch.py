"""Asking CORDIS for a framework programme: one packed file with everything in it."""

from __future__ import annotations

from kraftsamling.evidence.snapshots import Label
from kraftsamling.evidence.sources.contract import Fetched
from kraftsamling.evidence.sources.cordis.request import Cordis
from kraftsamling.evidence.sources.files import packed
from kraftsamling.evidence.sources.http import Http
from kraftsamling.evidence.sources.request import asked
from kraftsamling.evidence.sources.schema import Dataset


def fetch(dataset: Dataset, http: Http, last: Label | None) -> Fetched | None:
    """The packed file; nothing where it has not changed. Raises `SourceFault` for anything else."""
    return packed(http, asked(dataset, Cordis).file, last)
