"""Reading BACI: a CSV file for each year, with t year, i seller, j buyer, k product and v value."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from kraftsamling.evidence.formats import delimited
from kraftsamling.evidence.formats.trade import (
    File,
    amount,
    columns,
    fault,
    files,
    numbered,
    whole_number,
)
from kraftsamling.evidence.sources.faults import understood
from kraftsamling.evidence.sources.schema import Dataset
from kraftsamling.kernel.errors import UnusableData
from kraftsamling.kernel.labelled import Labels
from kraftsamling.measures.flows import Codes, Flows

TYPES = {"t": pa.int32(), "i": pa.int32(), "j": pa.int32(), "k": pa.int32(), "v": pa.float64()}
MOST = {"t": 9999, "i": 9999, "j": 9999, "k": 999_999}
CHECKS = {name: whole_number(0, most) for name, most in MOST.items()} | {"v": amount}
YEAR = re.compile(r"_Y(\d{4})_", re.IGNORECASE)
THOUSAND = 1000.0
# Codes of BACI and Comtrade that are none of ISO 3166, which they look like.
COUNTRIES = "country_codes"


def read_baci(path: Path, years: Collection[int] | None = None) -> Mapping[int, Flows]:
    """Flows in US dollars, year by year, from a BACI file, a folder of them, or the zip they come in.

    Products are HS codes of six digits. Places are ISO 3166 letters where `country_codes*.csv` lies
    with the files, otherwise BACI's numbers as they are (752 is Sweden; 842, 757 and 699 are not the
    numbers that ISO gives the United States, Switzerland and India). `years` leaves other years' files
    unopened. Raises `UnusableData` that says which file, line and column.
    """
    found = files(path)
    beside = files(path.parent) if path.is_file() and len(found) == 1 else []
    letters = _letters([file for file in (*found, *beside) if COUNTRIES in file.name])
    flows: dict[int, Flows] = {}
    for file in found:
        named = YEAR.search(file.name)
        if not _of_trade(file) or (named and years is not None and int(named[1]) not in years):
            continue
        for year, table in _years(file):
            if years is not None and year not in years:
                continue
            if year in flows:
                raise UnusableData(
                    f"{file.name} has {year}, and so has another file. Keep one HS revision and one "
                    "version in the folder."
                )
            flows[year] = _flows(table, letters)
    if not flows:
        raise UnusableData(
            f"{path} has no trade{f' of {min(years)}-{max(years)}' if years else ''}. BACI's files are "
            "called BACI_HS92_Y2022_V202501.csv or the like."
        )
    return dict(sorted(flows.items()))


@understood
def read(body: bytes, dataset: Dataset) -> pa.Table:
    """Every flow of every year in a file or zip, with the columns of `dataset`. Raises `UnusableData`."""
    found = files(body, dataset.code)
    letters = _letters([file for file in found if COUNTRIES in file.name])
    tables = [
        _rows(year, _flows(table, letters))
        for file in found
        if _of_trade(file)
        for year, table in _years(file)
    ]
    schema = dataset.table.schema
    return pa.concat_tables([schema.empty_table(), *(each.cast(schema) for each in tables)])


def _rows(year: int, flows: Flows) -> pa.Table:
    def named(codes: Codes, names: Labels) -> pa.Array:
        return pa.array(names, pa.string()).take(pa.array(codes))

    return pa.table(
        {
            "year": pa.repeat(str(year), len(flows.value)),
            "seller": named(flows.seller, flows.places),
            "buyer": named(flows.buyer, flows.places),
            "product": named(flows.product, flows.products),
            "value": flows.value,
        }
    )


def _of_trade(file: File) -> bool:
    return not any(other in file.name.lower() for other in (COUNTRIES, "product_codes", "readme"))


def _years(file: File) -> list[tuple[int, pa.Table]]:
    """The rows of each year in a file; most have one."""
    table = columns(file, TYPES, CHECKS)
    for name, most in MOST.items():
        ends = pc.min_max(table.column(name)).as_py()
        if table.num_rows and not 0 <= ends["min"] <= ends["max"] <= most:
            raise fault(file, CHECKS, f"{name} from {ends['min']} to {ends['max']}")
    if table.num_rows and not np.isfinite(pc.sum(table.column("v")).as_py() + _least(table)):
        raise fault(file, CHECKS, "a value is no number")
    if table.num_rows and _least(table) < 0:
        raise fault(file, CHECKS, "a value is below zero")
    years = sorted(pc.unique(table.column("t")).to_pylist())
    if len(years) == 1:
        return [(years[0], table)]
    return [(year, table.filter(pc.equal(table.column("t"), year))) for year in years]


def _least(table: pa.Table) -> float:
    least: float = pc.min(table.column("v")).as_py()
    return least


def _flows(table: pa.Table, letters: Mapping[int, str]) -> Flows:
    seller, buyer, product = (table.column(name).to_numpy() for name in "ijk")
    both, codes = numbered(np.concatenate([seller, buyer]))
    goods, kinds = numbered(product)
    return Flows(
        places=_names(codes.tolist(), letters),
        products=tuple(f"{kind:06d}" for kind in kinds.tolist()),
        seller=both[: len(seller)],
        buyer=both[len(seller) :],
        product=goods,
        value=table.column("v").to_numpy() * THOUSAND,
    )


def _names(codes: list[int], letters: Mapping[int, str]) -> Labels:
    """Letters where they are known and no other code has the same; otherwise the number."""
    names = [letters.get(code, f"{code:03d}") for code in codes]
    return tuple(
        name if names.count(name) == 1 else f"{code:03d}"
        for name, code in zip(names, codes, strict=True)
    )


def _letters(found: list[File]) -> Mapping[int, str]:
    """Letters by number; nothing where there is no file, or no letters for a code."""
    if not found:
        return {}
    with found[0].opened() as opened:
        table = delimited.table(opened.read(), delimiter=",")
    wanted = {"code": "country_code", "letters": "country_iso3"}
    rows = delimited.columns(table, wanted).to_pylist()
    return {
        int(row["code"]): row["letters"]
        for row in rows
        if row["code"].isdigit() and len(row["letters"]) == 3 and row["letters"].isalpha()
    }
