"""Reading participations: a row for each, or their number and money by county."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from kraftsamling.evidence.formats import delimited
from kraftsamling.evidence.sources.cordis.request import Programmes, part
from kraftsamling.evidence.sources.counties import CODES, around
from kraftsamling.evidence.sources.faults import unusable
from kraftsamling.evidence.sources.files import member
from kraftsamling.evidence.sources.request import asked
from kraftsamling.evidence.sources.schema import Dataset

PLACES = sorted({place for county in CODES for place in around(county)})
MEASURES = ("participations", "contribution")


def read(body: bytes, dataset: Dataset) -> pa.Table:
    """The table in `body`. Raises `UnusableData`, also where a participation is in no known project."""
    programmes = asked(dataset, Programmes).programmes
    tables = [_programme(body, programme, dataset) for programme in programmes]
    whole = pa.concat_tables(tables).combine_chunks()
    if dataset.table.observes:
        dated = [table.filter(pc.is_valid(table.column("period"))) for table in tables]
        counted = [_counties(table, dataset) for table in dated if table.num_rows]
        return pa.concat_tables([dataset.table.schema.empty_table(), *counted]).combine_chunks()
    return whole.select(dataset.table.schema.names).cast(dataset.table.schema)


def _programme(body: bytes, programme: str, dataset: Dataset) -> pa.Table:
    """The participations of one programme, each with its project."""
    organizations = delimited.table(member(body, part(programme, "organization")), delimiter=",")
    projects = delimited.table(member(body, part(programme, "project")), delimiter=",")
    joined = organizations.join(projects, "project", join_type="left outer")
    lost = joined.filter(pc.is_null(joined.column("title")))
    if lost.num_rows:
        unusable(
            f"{dataset.code}: {lost.num_rows} participations in {programme} are in no known project.",
            expected="every project in project.csv",
            came=f"none for {lost.column('project')[0]}",
            cure="Wait for a corrected release.",
        )
    start = delimited.dates(joined.column("start"), "startDate")
    nuts = joined.column("nuts")
    known = pc.is_in(nuts, pa.array(sorted(CODES)))
    columns = {
        "programme": pa.repeat(programme, joined.num_rows),
        "place": pc.if_else(known, nuts, pa.scalar(None, pa.string())),
        "period": pc.cast(pc.year(start), pa.string()),
        "start": start,
        "end": delimited.dates(joined.column("end"), "endDate"),
        "contribution": delimited.numbers(joined.column("contribution"), "ecContribution"),
        "small": pc.utf8_lower(joined.column("small")),
    }
    rest = {name: joined.column(name) for name in joined.column_names if name not in columns}
    return pa.table(rest | columns)


def _counties(table: pa.Table, dataset: Dataset) -> pa.Table:
    """Participations and contributions by place and year; none is a true zero, as CORDIS has them all.

    The country has those too whose county is not known.
    """
    years = pc.cast(table.column("period"), pa.int64()).to_numpy()
    first, last = int(years.min()), int(years.max())
    sums = np.zeros((len(MEASURES), len(PLACES), last - first + 1))
    money = table.column("contribution").fill_null(0).to_numpy()
    for county, year, amount in zip(
        table.column("place").to_pylist(), years - first, money, strict=True
    ):
        for place in around(county) if county else ("SE",):
            sums[:, PLACES.index(place), year] += (1, amount)
    each, shape = sums[0].size, sums.shape
    spelled = [str(year) for year in range(first, last + 1)]
    return (
        pa.table(
            {
                "place": pa.array(np.tile(np.repeat(PLACES, shape[2]), shape[0]), pa.string()),
                "period": pa.array(np.tile(spelled, shape[0] * shape[1]), pa.string()),
                "programme": pa.repeat(table.column("programme")[0], sums.size),
                "measure": pa.array(np.repeat(MEASURES, each), pa.string()),
                "value": pa.array(sums.reshape(-1)),
                "status": pa.repeat("", sums.size),
            }
        )
        .select(dataset.table.schema.names)
        .cast(dataset.table.schema)
    )
