"""Asking CORDIS for the archive of each programme, and keeping the participations that are asked for."""

from __future__ import annotations

import io
import json

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv

from kraftsamling.evidence.formats import delimited
from kraftsamling.evidence.snapshots import Label
from kraftsamling.evidence.sources.contract import Fetched
from kraftsamling.evidence.sources.cordis.request import ORGANIZATION, PROJECT, Programmes, part
from kraftsamling.evidence.sources.faults import told
from kraftsamling.evidence.sources.files import container, member
from kraftsamling.evidence.sources.http import AGAIN, LOOK, Answer, Http
from kraftsamling.evidence.sources.request import asked, stamp
from kraftsamling.evidence.sources.schema import Dataset
from kraftsamling.kernel.errors import SourceFault, UnusableData


def fetch(dataset: Dataset, http: Http, last: Label | None) -> Fetched | None:
    """The participations of all programmes; nothing where no archive has changed since `last`.

    One archive at a time is held in memory, and only while its rows are picked out.
    """
    request = asked(dataset, Programmes)
    version = stamp(dataset, "")
    known = json.loads(last.etag) if last and last.etag and last.modified == version else {}
    if known and _same(http, request, known):
        return None
    etags, files = dict[str, str](), dict[str, bytes]()
    for number, (programme, url) in enumerate(request.programmes.items()):
        http.progress(number, len(request.programmes))
        answer = http.get(url, form="bytes")
        etags[programme] = answer.etag or answer.modified
        files |= _kept(http, answer, programme, request)
    http.progress(len(request.programmes), len(request.programmes))
    # An archive that does not say which it is must be asked for each time.
    etag = json.dumps(etags) if all(etags.values()) else ""
    return Fetched(container(files), dataset.url, etag=etag, modified=version)


def _same(http: Http, request: Programmes, known: dict[str, str]) -> bool:
    """Whether every archive is the one it was. The first that is not has been fetched for nothing."""
    return all(
        _asked(http, url, known.get(programme, "")).unchanged
        for programme, url in request.programmes.items()
    )


def _asked(http: Http, url: str, known: str) -> Answer:
    """With what told the archive from others last time: its date of change, or its ETag."""
    if known.endswith("GMT"):
        return http.get(url, modified=known, form="bytes")
    return http.get(url, etag=known, form="bytes")


def _kept(http: Http, answer: Answer, programme: str, request: Programmes) -> dict[str, bytes]:
    """The rows and columns we keep of a programme. Raises `SourceFault` for another thing."""
    if not answer.body.startswith(b"PK"):
        other = f"no packed file came, but something that says: {told(answer.body)}"
        raise SourceFault(http.fault(answer.url, other, LOOK))
    try:
        organizations = _rows(answer.body, "organization.csv", ORGANIZATION)
        projects = _rows(answer.body, "project.csv", PROJECT)
    except UnusableData as error:
        raise SourceFault(http.fault(answer.url, str(error).rstrip("."), AGAIN)) from error
    ours = organizations.filter(_among(organizations.column("country"), request.countries))
    theirs = projects.filter(_among(projects.column("project"), ours.column("project")))
    return {
        part(programme, "organization"): _written(_nobody(ours)),
        part(programme, "project"): _written(theirs),
    }


def _rows(body: bytes, name: str, columns: dict[str, str]) -> pa.Table:
    table = delimited.table(member(body, name), delimiter=";")
    return delimited.columns(table, columns)


def _among(column: pa.ChunkedArray, codes: tuple[str, ...] | pa.ChunkedArray) -> pa.ChunkedArray:
    values = codes.combine_chunks() if isinstance(codes, pa.ChunkedArray) else pa.array(codes)
    return pc.is_in(column, values.cast(pa.string()))


def _nobody(table: pa.Table) -> pa.Table:
    """Without the names of those whose town is withheld: they may be persons."""
    hidden = pc.equal(pc.utf8_trim_whitespace(table.column("city")), "")
    names = pc.if_else(hidden, "", table.column("name"))
    at = table.column_names.index("name")
    return table.set_column(at, "name", names).drop_columns("city")


def _written(table: pa.Table) -> bytes:
    body = io.BytesIO()
    pacsv.write_csv(table, body)
    return body.getvalue()
