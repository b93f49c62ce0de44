"""Asking the National Institute of Economic Research. Tables are found by title: their paths are renamed with each release."""

from __future__ import annotations

from kraftsamling.evidence.snapshots import Label
from kraftsamling.evidence.sources import pxweb
from kraftsamling.evidence.sources.contract import Fetched
from kraftsamling.evidence.sources.faults import understood
from kraftsamling.evidence.sources.http import Http
from kraftsamling.evidence.sources.request import PxTitle, asked
from kraftsamling.evidence.sources.schema import Dataset

ROOT = "https://statistik.konj.se/PxWeb/api/v1/sv"


@understood
def fetch(dataset: Dataset, http: Http, last: Label | None) -> Fetched | None:
    """The values of a table; nothing where it has not been updated since `last`."""
    request = asked(dataset, PxTitle)
    listed = pxweb.titled(http, ROOT, request)
    return pxweb.fetch(dataset, http, last, request, listed)
