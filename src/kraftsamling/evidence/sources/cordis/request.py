"""What `request` says, and which columns of CORDIS are kept; nothing else reaches the disk."""

from __future__ import annotations

from kraftsamling.kernel.content import Content

PARTS = ("organization", "project")
# Their columns by ours. Addresses, VAT numbers and contact forms are left out.
ORGANIZATION = {
    "project": "projectID",
    "acronym": "projectAcronym",
    "organisation": "organisationID",
    "name": "name",
    "small": "SME",
    "kind": "activityType",
    "city": "city",
    "country": "country",
    "nuts": "nutsCode",
    "number": "order",
    "role": "role",
    "contribution": "ecContribution",
}
PROJECT = {
    "project": "id",
    "title": "title",
    "start": "startDate",
    "end": "endDate",
    "topic": "topics",
}


class Programmes(Content):
    """The archive of each framework programme, and whose participations are kept."""

    countries: tuple[str, ...]
    programmes: dict[str, str]


def part(programme: str, name: str) -> str:
    """What one of a programme's files is called in what we keep."""
    return f"{programme}-{name}.csv"
