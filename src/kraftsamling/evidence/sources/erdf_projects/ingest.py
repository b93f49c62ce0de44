"""Reading projects: a row for each, or their number by county and by whether they reach across counties."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

import pyarrow as pa

from kraftsamling.evidence.formats import delimited
from kraftsamling.evidence.sources.counties import AREAS, COUNTIES
from kraftsamling.evidence.sources.erdf_projects.request import COLUMNS, Pages
from kraftsamling.evidence.sources.faults import unusable
from kraftsamling.evidence.sources.request import asked
from kraftsamling.evidence.sources.schema import Dataset
from kraftsamling.kernel.errors import UnusableData

ONE, SEVERAL = "one", "several"
NATION = "SE"


def read(body: bytes, dataset: Dataset) -> pa.Table:
    """The table in `body`. Raises `UnusableData`."""
    periods = asked(dataset, Pages).periods
    records = list(_records(body, periods, dataset))
    columns = {name: [record[name] for record in records] for name in COLUMNS}
    whole = pa.table({name: pa.array(texts, pa.string()) for name, texts in columns.items()})
    dates = {name: delimited.dates(whole.column(name), name) for name in ("start", "end")}
    if dates["start"].null_count:
        raise UnusableData(
            f"{dataset.code}: {dates['start'].null_count} projects do not say when they begin. "
            "Look at the project bank; fetch it again."
        )
    if dataset.table.observes:
        return _counted(records, dataset)
    money = {
        name: delimited.numbers(whole.column(name), name) for name in ("granted_sek", "granted_eur")
    }
    more = {
        "programme": [record["programme"] for record in records],
        "place": [AREAS.get(record["area"].casefold()) for record in records],
        "period": [record["start"][:4] for record in records],
        "counties": [" ".join(_counties(record)) for record in records],
    }
    tables = dict(zip(whole.column_names, whole.columns, strict=True)) | dates | money | more
    return pa.table({name: tables[name] for name in dataset.table.schema.names}).cast(
        dataset.table.schema
    )


def mended(text: str) -> str:
    """`text` in its right letters where it was read in the wrong alphabet: Ã¤ for ä."""
    if "Ã" not in text:
        return text
    try:
        return text.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return text


def _records(body: bytes, periods: Iterable[str], dataset: Dataset) -> Iterator[dict[str, str]]:
    """Every project, with its programme period. Raises `UnusableData` where one is not as declared."""
    try:
        said: dict[str, list[dict[str, str]]] = json.loads(body)
        came = sorted(said)
        for programme, projects in sorted(said.items()):
            for project in projects:
                record = {name: mended(project[name]) for name in COLUMNS}
                yield record | {"programme": programme}
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise UnusableData(
            f"{dataset.code}: this is not the projects of each programme period ({error!r}). "
            "Fetch it again."
        ) from error
    if came != sorted(periods):
        unusable(
            f"{dataset.code}: a programme period is missing.",
            expected=", ".join(periods),
            came=", ".join(came),
            cure="Fetch it again.",
        )


def _counties(record: Mapping[str, str]) -> list[str]:
    """The Swedish counties of a project; Norwegian and Danish ones are left out."""
    names = [name.strip() for name in record["counties"].split(",")]
    return sorted({COUNTIES[name] for name in names if name in COUNTIES})


def _counted(records: list[dict[str, str]], dataset: Dataset) -> pa.Table:
    """How many projects began in each year, by place and reach; none is a true zero."""
    counts = Counter[tuple[str, str, str, str]]()
    years: dict[str, set[str]] = {}
    for record in records:
        counties, programme = _counties(record), record["programme"]
        year, reach = record["start"][:4], SEVERAL if len(counties) > 1 else ONE
        years.setdefault(programme, set()).add(year)
        area = AREAS.get(record["area"].casefold())
        for place in {*counties, *([area] if area else []), NATION} if counties else ():
            counts[programme, reach, place, year] += 1
    keys = list(_keys(years))
    names = ("programme", "reach", "place", "period")
    table = dict(zip(names, zip(*keys, strict=True), strict=True))
    columns = {name: pa.array(texts, pa.string()) for name, texts in table.items()}
    columns["value"] = pa.array([float(counts[key]) for key in keys])
    columns["status"] = pa.array([""] * len(keys), pa.string())
    return pa.table(columns).select(dataset.table.schema.names).cast(dataset.table.schema)


def _keys(years: Mapping[str, set[str]]) -> Iterator[tuple[str, str, str, str]]:
    places = sorted({*COUNTIES.values(), *AREAS.values(), NATION})
    for programme, begun in years.items():
        for year in range(int(min(begun)), int(max(begun)) + 1):
            for place in places:
                yield programme, ONE, place, str(year)
                yield programme, SEVERAL, place, str(year)
