"""Reading projects: a row for each, or their number and money by county and by whether they cross borders."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import product

import pyarrow as pa

from kraftsamling.evidence.formats import delimited
from kraftsamling.evidence.sources.counties import AREAS, CODES, COUNTIES, NATION, PLACES
from kraftsamling.evidence.sources.erdf_projects.request import COLUMNS, Pages
from kraftsamling.evidence.sources.faults import unusable
from kraftsamling.evidence.sources.request import asked
from kraftsamling.evidence.sources.schema import Dataset
from kraftsamling.kernel.errors import UnusableData

ONE, SEVERAL = "one", "several"
MEASURES = ("projects", "granted")
# A last year with less than one project for so many in the year before has hardly begun.
FEW = 10


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
    money = {
        name: delimited.numbers(whole.column(name), name) for name in ("granted_sek", "granted_eur")
    }
    if dataset.table.observes:
        return _counted(records, money["granted_sek"].fill_null(0).to_pylist(), dataset)
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


def _counted(records: list[dict[str, str]], granted: list[float], dataset: Dataset) -> pa.Table:
    """How many projects began in each year and their SEK, by place and reach; none is a true zero.

    Each programme has the same years, so that programmes can be added up. Counties have no amount for
    projects in several.
    """
    sums = defaultdict[tuple[str, ...], float](float)
    for record, amount in zip(records, granted, strict=True):
        counties, programme = _counties(record), record["programme"]
        year, reach = record["start"][:4], SEVERAL if len(counties) > 1 else ONE
        area = AREAS.get(record["area"].casefold())
        for place in {*counties, *([area] if area else []), NATION} if counties else ():
            sums[programme, reach, "projects", place, year] += 1
            sums[programme, reach, "granted", place, year] += amount
    years = map(str, _years(records))
    programmes = sorted({record["programme"] for record in records})
    every = product(programmes, (ONE, SEVERAL), MEASURES, PLACES, years)
    keys = [key for key in every if not _undivided(*key)]
    columns: dict[str, pa.Array] = {
        name: pa.array([key[at] for key in keys], pa.string())
        for at, name in enumerate((*dataset.table.dimensions, "place", "period"))
    }
    columns["value"] = pa.array([float(sums[key]) for key in keys])
    columns["status"] = pa.repeat("", len(keys))
    return pa.table(columns).select(dataset.table.schema.names).cast(dataset.table.schema)


def _years(records: list[dict[str, str]]) -> range:
    """From the first year of the first programme to the last in which more than a few have begun."""
    if not records:
        return range(0)
    counts = Counter(int(record["start"][:4]) for record in records)
    first = min(int(record["programme"][:4]) for record in records)
    last = max(counts)
    return range(first, last if FEW * counts[last] < counts[last - 1] else last + 1)


def _undivided(_programme: str, reach: str, measure: str, place: str, _year: str) -> bool:
    """Whether nobody knows: how much of a project in several counties went to one of them."""
    return (reach, measure) == (SEVERAL, "granted") and place in CODES
