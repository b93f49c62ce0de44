"""Asking the project bank for its rows, and keeping them without anybody to contact."""

from __future__ import annotations

import hashlib
import json

from kraftsamling.evidence.snapshots import Label
from kraftsamling.evidence.sources.contract import Fetched
from kraftsamling.evidence.sources.erdf_projects.request import ProjectBank
from kraftsamling.evidence.sources.erdf_projects.rows import COLUMNS, rows
from kraftsamling.evidence.sources.http import LOOK, Http
from kraftsamling.evidence.sources.request import asked
from kraftsamling.evidence.sources.schema import Dataset
from kraftsamling.kernel.errors import SourceFault, UnusableData


def fetch(dataset: Dataset, http: Http, last: Label | None) -> Fetched | None:
    """The projects; nothing where they are those we have. The bank does not say when it was changed."""
    request = asked(dataset, ProjectBank)
    answer = http.post(request.address, request.question)
    try:
        found = rows(answer.body)
    except UnusableData as error:
        raise SourceFault(http.fault(answer.url, str(error), LOOK)) from error
    named = [{COLUMNS[ours][0]: text for ours, text in row.items()} for row in found]
    body = json.dumps(named, ensure_ascii=False, indent=0).encode()
    if last and hashlib.sha256(body).hexdigest() == last.sha256:
        return None
    return Fetched(body, answer.url)
