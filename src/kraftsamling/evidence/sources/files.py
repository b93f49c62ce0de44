"""Producers that publish whole files: fetched when they have changed, and seen to be what they should."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Mapping
from datetime import date
from email.utils import parsedate_to_datetime

from kraftsamling.evidence.snapshots import Label
from kraftsamling.evidence.sources.contract import Fetched
from kraftsamling.evidence.sources.faults import told
from kraftsamling.evidence.sources.http import AGAIN, LOOK, Answer, Form, Http
from kraftsamling.kernel.errors import SourceFault, UnusableData


def whole(http: Http, url: str, last: Label | None, *, form: Form = "bytes") -> Fetched | None:
    """The file at `url`; nothing where it is the one we have.

    A server that keeps an ETag or a date of change is asked for the file only if that has changed.
    With others the file must be fetched to be compared, and then nothing is kept. Raises `SourceFault`.
    """
    known = last if last and last.origin.url == url else None
    answer = http.get(
        url,
        etag=known.etag if known else "",
        modified=known.modified if known else "",
        form=form,
    )
    if answer.unchanged or (known and hashlib.sha256(answer.body).hexdigest() == known.sha256):
        return None
    return Fetched(answer.body, url, _published(answer), answer.etag, answer.modified)


def packed(http: Http, url: str, last: Label | None) -> Fetched | None:
    """As `whole`, for a zip or Excel file. Raises `SourceFault` where another thing came, or half of it."""
    fetched = whole(http, url, last)
    if fetched is None:
        return None
    if not fetched.body.startswith(b"PK"):
        other = f"no packed file came, but something that says: {told(fetched.body)}"
        raise SourceFault(http.fault(url, other, LOOK))
    if not _is_whole(fetched.body):
        raise SourceFault(http.fault(url, "the packed file is cut short", AGAIN))
    return fetched


def member(body: bytes, name: str) -> bytes:
    """The one file in the zip `body` that is called `name`, in whatever folder. Raises `UnusableData`."""
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            found = [path for path in archive.namelist() if path.rpartition("/")[2] == name]
            if len(found) == 1:
                return archive.read(found[0])
            there = ", ".join(archive.namelist()[:10])
    except (zipfile.BadZipFile, EOFError, OSError) as error:
        raise UnusableData(f"The packed file is broken ({error}). Fetch it again.") from error
    raise UnusableData(
        f"{len(found) or 'No'} files in the packed file are called {name}. Expected: one. Came: {there}. "
        "See what the producer calls it now, and correct request in source.yaml."
    )


def container(files: Mapping[str, bytes]) -> bytes:
    """Several answers in one zip, always the same bytes for the same answers."""
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w") as archive:
        for name in sorted(files):
            archive.writestr(zipfile.ZipInfo(name), files[name], zipfile.ZIP_DEFLATED)
    return body.getvalue()


def _is_whole(body: bytes) -> bool:
    """Whether a zip is all there. Half of one may end with a whole one that was packed within."""
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            return min((each.header_offset for each in archive.infolist()), default=0) == 0
    except zipfile.BadZipFile:
        return False


def _published(answer: Answer) -> date | None:
    """The day of the last change, where the server tells it."""
    try:
        return parsedate_to_datetime(answer.modified).date() if answer.modified else None
    except ValueError:
        return None
