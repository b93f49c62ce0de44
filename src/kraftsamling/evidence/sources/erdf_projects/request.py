"""What `request` says, and which columns of the project bank are kept; nothing else reaches the disk."""

from __future__ import annotations

import re

from kraftsamling.kernel.content import Content

# Their names by ours, written as `plain` writes them. One of the names of each must be there.
COLUMNS = {
    "project": ("ärende id",),
    "title": ("projektnamn",),
    "beneficiary": ("stödmottagare",),
    "area": ("område",),
    "priority": ("insatsområde",),
    "counties": ("län fördelning", "län"),
    "start": ("projekt starttid",),
    "end": ("projekt sluttid",),
    "granted_sek": ("beviljat belopp sek",),
    "granted_eur": ("beviljat belopp euro", "beviljat belopp eur"),
}


class Pages(Content):
    """The address that the rows of each programme period come from, and the page that is asked for."""

    page: str
    periods: dict[str, str]


def plain(name: str) -> str:
    """A column's name in one spelling: it has been written with spaces, lines and colons."""
    return " ".join(re.sub(r"[\s_:/-]+", " ", name).lower().split())
