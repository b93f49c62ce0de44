"""What a request to the Union Registry may say."""

from __future__ import annotations

from kraftsamling.kernel.content import Content


class EuEts(Content):
    """The addresses of its two packed files, and their names for our columns.

    `operators` has a row for each installation, and `years` a row for each of its years. `registry` is
    the country. `counties` gives our code for the county that a municipality's code begins with.
    """

    operators_file: str
    years_file: str
    registry: str
    operators: dict[str, str]
    years: dict[str, str]
    counties: dict[str, str] = {}
