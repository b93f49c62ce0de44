"""Reading UN Comtrade: CSV files as its site and interfaces give them, now and before 2023."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from kraftsamling.evidence.formats.trade import File, amount, columns, fault, files, header, texts
from kraftsamling.evidence.sources.faults import understood
from kraftsamling.evidence.sources.schema import Dataset
from kraftsamling.kernel.errors import UnusableData
from kraftsamling.measures.flows import Flows

# Our column, and what it has been called; letters are compared only.
COLUMNS = {
    "year": ("refyear", "year"),
    "direction": ("flowcode", "tradeflowcode"),
    "reporter": ("reporteriso", "reportercode"),
    "partner": ("partneriso", "partnercode"),
    "product": ("cmdcode", "commoditycode"),
    "value": ("primaryvalue", "tradevalueus", "tradevalue"),
}
# A row is of the whole where these say so, or say nothing.
WHOLE = {
    "through": (("partner2code", "2ndpartnercode"), ("0", "")),
    "customs": (("customscode", "customsproccode"), ("C00", "")),
    "transport": (("motcode", "modeoftransportcode"), ("0", "")),
}
FREQUENCY = ("freqcode",)
DIRECTIONS = {"exports": ("X", "2"), "imports": ("M", "1")}
WORLD = ("0", "W00", "WLD")
DIGITS = re.compile(r"\d+")
Direction = Literal["exports", "imports"]


def read_comtrade(
    path: Path, direction: Direction = "exports", digits: int = 6
) -> Mapping[int, Flows]:
    """Flows in US dollars, year by year, from a Comtrade file, a folder of them, or a zip.

    `direction` says whose report is believed: the seller's (free on board) or the buyer's (with freight
    and insurance); the two differ. Products are codes of `digits` digits. Left out and counted, in each
    year's `left_out`: "direction" (the other one, and re-exports and re-imports, which exports and
    imports contain), "world" (totals of all partners), "digits" (chapters, totals), "parts" (by second
    partner, customs procedure or means of transport, where the whole is a row too). Raises
    `UnusableData` that says which file, line and column; also for months.
    """
    tables = [_read(file, direction, digits) for file in files(path)]
    if not tables:
        raise UnusableData(f"{path} has no CSV file. Say where Comtrade's files lie.")
    whole = pa.concat_tables(tables).combine_chunks()
    years = sorted(pc.unique(whole.column("year")).to_pylist())
    return {
        int(year): _flows(year, whole.filter(pc.equal(whole.column("year"), year)))
        for year in years
    }


@understood
def read(body: bytes, dataset: Dataset) -> pa.Table:
    """The rows that are kept, as the seller reports them, with the columns of `dataset`. `UnusableData`."""
    found = pa.concat_tables([_read(file, "exports", 6) for file in files(body, dataset.code)])
    kept = found.filter(pc.equal(found.column("reason"), ""))
    return kept.select(dataset.table.schema.names).cast(dataset.table.schema)


def _read(file: File, direction: Direction, digits: int) -> pa.Table:
    """Year, seller, buyer, product and value of each row, and why it is left out ("" if it is not)."""
    names = _names(file)
    checks = {names["value"]: amount, names["year"]: _year}
    others = {ours: theirs for ours, theirs in names.items() if ours != "value"}
    types = dict.fromkeys(others.values(), pa.string()) | {names["value"]: pa.float64()}
    read = columns(file, types, checks)
    table = pa.table(
        {ours: pc.utf8_trim_whitespace(read.column(theirs)) for ours, theirs in others.items()}
        | {"value": read.column(names["value"])}
    )
    _check(file, table, checks)
    sells = direction == "exports"
    return pa.table(
        {
            "year": table.column("year"),
            "seller": table.column("reporter" if sells else "partner"),
            "buyer": table.column("partner" if sells else "reporter"),
            "product": table.column("product"),
            "value": table.column("value"),
            "reason": _reasons(table, direction, digits),
        }
    )


def _names(file: File) -> dict[str, str]:
    """Their name of each of our columns. Raises `UnusableData` for one that is not there."""
    theirs = {re.sub(r"[^a-z0-9]", "", name.lower()): name for name in reversed(header(file))}
    found = dict[str, str]()
    for ours, called in COLUMNS.items():
        known = [theirs[name] for name in called if name in theirs]
        if not known:
            raise UnusableData(
                f"{file.name}, line 1: there is no column for {ours} (one of {', '.join(called)}). Came: "
                f"{', '.join(header(file)[:40])}. Ask Comtrade for CSV with all columns."
            )
        found[ours] = known[0]
    optional: dict[str, tuple[str, ...]] = {part: called for part, (called, _) in WHOLE.items()}
    optional |= {"frequency": FREQUENCY, "world": ("partnercode",)}
    for ours, called in optional.items():
        if known := [theirs[name] for name in called if name in theirs]:
            found[ours] = known[0]
    return found


def _check(file: File, table: pa.Table, checks: Mapping[str, object]) -> None:
    value, year = table.column("value").to_numpy(), table.column("year")
    right = pc.all(pc.match_substring_regex(year, r"^\d{4}$")).as_py() is not False
    if not right or (value < 0).any() or not np.isfinite(value.sum()):
        raise fault(file, checks, "a year or a value is none")  # type: ignore[arg-type]
    if "frequency" in table.column_names:
        months = set(pc.unique(table.column("frequency")).to_pylist()) - {"A", ""}
        if months:
            raise UnusableData(
                f"{file.name} has other than whole years (frequency {', '.join(sorted(months))}). Ask "
                "Comtrade for annual data."
            )


def _reasons(table: pa.Table, direction: Direction, digits: int) -> pa.Array:
    """Why a row is left out, the first that holds; empty where it is kept."""
    of = table.column
    level = pc.match_substring_regex(of("product"), rf"^\d{{{digits}}}$")
    parts = [
        pc.is_in(of(part), pa.array(whole))
        for part, (_called, whole) in WHOLE.items()
        if part in table.column_names
    ]
    world = pc.is_in(of("world" if "world" in table.column_names else "partner"), pa.array(WORLD))
    tests = [
        (pc.invert(pc.is_in(of("direction"), pa.array(DIRECTIONS[direction]))), "direction"),
        (world, "world"),
        (pc.invert(level), "digits"),
        *((pc.invert(part), "parts") for part in parts),
    ]
    reason = pa.array([""] * table.num_rows)
    for holds, name in reversed(tests):
        reason = pc.if_else(holds, name, reason)
    return reason


def _flows(year: str, table: pa.Table) -> Flows:
    reasons = pc.value_counts(table.column("reason")).to_pylist()
    kept = table.filter(pc.equal(table.column("reason"), ""))
    sides = [*kept.column("seller").chunks, *kept.column("buyer").chunks]
    both, places = texts(pa.chunked_array(sides, pa.string()))
    product, products = texts(kept.column("product"))
    flows = Flows(
        places=places,
        products=products,
        seller=both[: kept.num_rows],
        buyer=both[kept.num_rows :],
        product=product,
        value=kept.column("value").to_numpy(),
        left_out={each["values"]: each["counts"] for each in reasons if each["values"]},
    )
    _once(year, flows)
    return flows


def _once(year: str, flows: Flows) -> None:
    """Raises `UnusableData` for a flow that is there twice: files that overlap, or two revisions of HS."""
    pair = flows.seller.astype(np.int64) * len(flows.places) + flows.buyer
    cell, times = np.unique(pair * len(flows.products) + flows.product, return_counts=True)
    if (times > 1).any():
        pair_at, product = divmod(int(cell[times > 1][0]), len(flows.products))
        seller, buyer = divmod(pair_at, len(flows.places))
        raise UnusableData(
            f"{year}: {flows.places[seller]} sells {flows.products[product]} to {flows.places[buyer]} more "
            f"than once, and so do {(times > 1).sum() - 1} other flows. Keep one download of each year, in "
            "one revision of the Harmonized System."
        )


def _year(cell: str) -> str:
    right = len(cell) == 4 and DIGITS.fullmatch(cell)
    return "" if right else f"{cell or 'nothing'} is no year"
