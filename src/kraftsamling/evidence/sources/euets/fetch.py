"""Asking the Union Registry for its two daily files: installations, and what they emitted each year.

The files hold every country, and addresses of people to contact. Only the rows of our country and the
columns we name are kept: nobody's contact details are ever stored.
"""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import zipfile

from kraftsamling.evidence.snapshots import Label
from kraftsamling.evidence.sources.contract import Fetched
from kraftsamling.evidence.sources.euets.request import EuEts
from kraftsamling.evidence.sources.http import AGAIN, LOOK, Answer, Http
from kraftsamling.evidence.sources.request import asked
from kraftsamling.evidence.sources.schema import Dataset
from kraftsamling.kernel.errors import SourceFault

COUNTRY = "REGISTRY_CODE"
OPERATORS, YEARS = "operators.csv", "years.csv"


def fetch(dataset: Dataset, http: Http, last: Label | None) -> Fetched | None:
    """Both files, cut to one country; nothing where the yearly one has not changed since `last`."""
    request = asked(dataset, EuEts)
    known = last if last and last.origin.url == request.years_file else None
    years = http.get(
        request.years_file,
        etag=known.etag if known else "",
        modified=known.modified if known else "",
        form="bytes",
    )
    if years.unchanged:
        return None
    operators = http.get(request.operators_file, form="bytes")
    body = container(
        {
            OPERATORS: _cut(http, operators, request, request.operators),
            YEARS: _cut(http, years, request, request.years),
        }
    )
    if known and hashlib.sha256(body).hexdigest() == known.sha256:
        return None
    return Fetched(body, request.years_file, etag=years.etag, modified=years.modified)


def container(files: dict[str, str]) -> bytes:
    """Texts in one zip, always the same bytes for the same texts."""
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w") as archive:
        for name, text in files.items():
            archive.writestr(zipfile.ZipInfo(name), text, zipfile.ZIP_DEFLATED)
    return body.getvalue()


def _cut(http: Http, answer: Answer, request: EuEts, wanted: dict[str, str]) -> str:
    """The rows of our country, in the columns wanted; raises `SourceFault` for another file."""
    try:
        text = gzip.decompress(answer.body).decode("utf-8-sig")
    except (OSError, EOFError) as error:
        broken = f"this is no packed file, or half of one ({error})"
        raise SourceFault(http.fault(answer.url, broken, AGAIN)) from error
    except UnicodeDecodeError as error:
        raise SourceFault(
            http.fault(answer.url, f"the text is not UTF-8 ({error})", LOOK)
        ) from error
    reader = csv.DictReader(io.StringIO(text))
    there = reader.fieldnames or ()
    gone = [name for name in (COUNTRY, *wanted.values()) if name not in there]
    if gone:
        missing = f"the columns {', '.join(gone)} are not there, but {', '.join(there)}"
        raise SourceFault(http.fault(answer.url, missing, LOOK))
    kept = io.StringIO()
    writer = csv.DictWriter(kept, list(wanted.values()), extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(row for row in reader if row[COUNTRY] == request.registry)
    return kept.getvalue()
