"""Reading CORDIS: a row for each organisation in each project, with what the project is."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from kraftsamling.evidence.formats import delimited
from kraftsamling.evidence.sources.files import member
from kraftsamling.evidence.sources.schema import Dataset
from kraftsamling.kernel.errors import UnusableData

ORGANISATIONS = {
    "project": "projectID",
    "organisation": "organisationID",
    "order": "order",
    "role": "role",
    "name": "name",
    "short_name": "shortName",
    "kind": "activityType",
    "sme": "SME",
    "country": "country",
    "place": "nutsCode",
    "city": "city",
    "contribution": "ecContribution",
    "net_contribution": "netEcContribution",
    "cost": "totalCost",
    "ended": "endOfParticipation",
}
PROJECTS = {
    "project": "id",
    "acronym": "acronym",
    "title": "title",
    "status": "status",
    "programme": "frameworkProgramme",
    "call": "masterCall",
    "topic": "topics",
    "scheme": "fundingScheme",
    "begins": "startDate",
    "ends": "endDate",
}
TRUTH = {"true": True, "1": True, "false": False, "0": False, "": None}


def read(body: bytes, dataset: Dataset) -> pa.Table:
    """Participations; money in euro. Where a project is not in the file, what it is stays empty.

    Raises `UnusableData` for a column that is not there, a row that is broken, or what is no number.
    """
    organisations = _table(member(body, "organization.csv"), ORGANISATIONS)
    projects = _table(member(body, "project.csv"), PROJECTS)
    if len(projects) != len(projects.column("project").unique()):
        raise UnusableData(
            f"{dataset.code}: a project is there more than once. Wait for a corrected release."
        )
    joined = organisations.join(projects, "project", join_type="left outer")
    schema = dataset.table.schema
    return pa.table({field.name: _typed(joined, field) for field in schema}, schema=schema)


def _table(body: bytes, wanted: dict[str, str]) -> pa.Table:
    return delimited.columns(delimited.table(body), wanted)


def _typed(joined: pa.Table, field: pa.Field) -> pa.ChunkedArray:
    """A column of texts as what it is declared to be."""
    texts = pc.fill_null(joined.column(field.name), "")
    if pa.types.is_boolean(field.type):
        return _truth(texts, field.name)
    if pa.types.is_date(field.type):
        return delimited.dates(texts, field.name)
    if pa.types.is_string(field.type):
        return texts
    return delimited.numbers(texts, field.name).cast(field.type)


def _truth(texts: pa.ChunkedArray, name: str) -> pa.Array:
    """True, false, or null where nothing is said. Raises `UnusableData` for another word."""
    found = texts.combine_chunks().dictionary_encode()
    words = [word.strip().lower() for word in found.dictionary.to_pylist()]
    strange = [word for word in words if word not in TRUTH]
    if strange:
        raise UnusableData(
            f"The column {name} says {strange[0]!r}, which is neither true nor false. "
            "See what it means, and teach sources/cordis/ingest.py."
        )
    return pa.array([TRUTH[word] for word in words], pa.bool_()).take(found.indices)
