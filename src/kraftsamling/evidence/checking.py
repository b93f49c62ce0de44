"""What must be true of a table before it may be used, whatever source it came from."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from kraftsamling.evidence.snapshots import Label
from kraftsamling.evidence.sources.schema import Dataset
from kraftsamling.kernel.errors import UnusableData
from kraftsamling.kernel.period import Period, period

# Values that the last vintage had too may change this much, in the middle, before the unit is doubted.
LEAP = 20.0
# More than this part of what the last release had may not be gone unless somebody has accepted it.
LOSS = 1 / 3


def checked(
    table: pa.Table, dataset: Dataset, label: Label, *, before: pa.Table | None = None
) -> pa.Table:
    """`table`, if it is what `dataset` says. Raises `UnusableData` with everything that is wrong."""
    faults = list(_shape_faults(table, dataset)) or [
        *_key_faults(table, dataset),
        *_number_faults(table, dataset),
        *(_period_faults(table, dataset, label) if dataset.table.observes else ()),
        *(_leap_faults(table, dataset, before) if before is not None else ()),
    ]
    _refuse(dataset, label, faults)
    return table


def kept_most(table: pa.Table, dataset: Dataset, label: Label, before: pa.Table) -> None:
    """Whether `table` still has most of what `before`, the last answer to the same question, had.

    Raises `UnusableData` with how to accept it, where more than a third of its keys or values are gone.
    """
    if not before.schema.equals(table.schema):
        return
    fault = _loss(table, dataset, before)
    if fault:
        named = f"{label.source} --dataset {dataset.code} --accept"
        cure = (
            "What we have is kept. Look at the producer's page. If it is right, accept it: "
            f"kraftsamling fetch {named} (and a file that was downloaded by hand: kraftsamling evidence "
            f"add {label.source} {dataset.code} FILE --accept)."
        )
        _refuse(dataset, label, [f"{fault} {cure}"])


def _refuse(dataset: Dataset, label: Label, faults: list[str]) -> None:
    if faults:
        where = f"{label.source}, {dataset.code}"
        raise UnusableData("\n".join(f"{where}: {fault}" for fault in faults))


def _shape_faults(table: pa.Table, dataset: Dataset) -> Iterator[str]:
    if not table.schema.equals(dataset.table.schema):
        said = ", ".join(f"{field.name} ({field.type})" for field in table.schema)
        asked = ", ".join(f"{field.name} ({field.type})" for field in dataset.table.schema)
        yield (
            f"the table has the columns {said}, but is declared to have {asked}. "
            "Compare with the producer's page, and correct source.yaml."
        )
    elif not table.num_rows:
        yield (
            "the answer holds no rows at all. What we have is kept. Look at the producer's page: "
            "the table may have moved, or the codes asked for may be gone."
        )


def _key_faults(table: pa.Table, dataset: Dataset) -> Iterator[str]:
    keys = list(dataset.table.keys)
    for name in keys:
        if table.column(name).null_count:
            yield f"{table.column(name).null_count} rows have no {name}. Each row must have one."
    counts = table.select(keys).group_by(keys).aggregate([([], "count_all")])
    twice = counts.filter(pc.greater(counts.column("count_all"), 1))
    if twice.num_rows:
        yield (
            f"{twice.num_rows} keys are there more than once, among them {_example(twice, dataset)}. "
            "A dimension is missing from the table's declaration, or the producer sent rows twice."
        )


def _number_faults(table: pa.Table, dataset: Dataset) -> Iterator[str]:
    """Numbers that are none. The cells of matrices are looked at where they are read."""
    for field in table.schema:
        if field.type != pa.float64():
            continue
        odd = table.filter(pc.invert(pc.is_finite(table.column(field.name))))
        if odd.num_rows:
            yield (
                f"the {field.name} of {_example(odd, dataset)} is {odd.column(field.name)[0]}, which is "
                f"no number; {odd.num_rows:,} in all. Look at the producer's page, and wait for a "
                "corrected release."
            )


def _example(table: pa.Table, dataset: Dataset) -> str:
    """The first key."""
    return ", ".join(str(table.column(name)[0]) for name in dataset.table.keys)


def _period_faults(table: pa.Table, dataset: Dataset, label: Label) -> Iterator[str]:
    spelled = table.column("period").unique().to_pylist()
    unknown = [text for text in spelled if text is None or _unclear(text)]
    if unknown:
        yield (
            f"{', '.join(map(str, unknown[:3]))} is no period. Periods are written 2020, 2020Q3, "
            "2020-07 or 2018-2020."
        )
        return
    if dataset.forecast:
        return
    # Some producers send the months of a whole year, those to come without values.
    valued = table.filter(pc.is_valid(table.column("value"))).column("period").unique().to_pylist()
    ahead = sorted(text for text in valued if _is_ahead(text, label.kept))
    if ahead:
        yield (
            f"there are values for {', '.join(ahead[:3])}, although that is still to come. If they are "
            "forecasts, say 'forecast: true' of the dataset; otherwise wait for a corrected release."
        )


def _unclear(text: str) -> bool:
    found = period(text)
    return found is None or found.code != text


def _is_ahead(text: str, now: datetime) -> bool:
    """Whether a period has not begun; a span of years, whether its last has not."""
    found = period(text)
    assert isinstance(found, Period)
    last = found.year + found.years - 1
    return (last, found.part) > (now.year, (now.month - 1) * found.per_year // 12)


def _loss(table: pa.Table, dataset: Dataset, before: pa.Table) -> str:
    """What is gone, if it is much. Of records (ads, say, have other keys each time) the number counts."""
    if not dataset.table.observes:
        gone, every = before.num_rows - table.num_rows, before.num_rows
        return f"{gone:,} of the {every:,} rows are gone." if gone > LOSS * every else ""
    keys = list(dataset.table.keys)
    for what, had, has in (
        ("keys", before, table),
        ("values", *(each.filter(pc.is_valid(each.column("value"))) for each in (before, table))),
    ):
        lost = had.select(keys).join(has.select(keys), keys, join_type="left anti")
        if lost.num_rows > LOSS * had.num_rows:
            return (
                f"{lost.num_rows:,} of the {had.num_rows:,} {what} that the last release had are gone, "
                f"among them {_example(lost.sort_by([(key, 'ascending') for key in keys]), dataset)}."
            )
    return ""


def _leap_faults(table: pa.Table, dataset: Dataset, before: pa.Table) -> Iterator[str]:
    """Whether the numbers that both vintages have are of another size altogether."""
    if not dataset.table.observes or not before.schema.equals(table.schema):
        return
    keys = list(dataset.table.keys)
    both = table.select([*keys, "value"]).join(
        before.select([*keys, "value"]), keys, right_suffix="_before", join_type="inner"
    )
    now, then = (
        both.column(name).to_numpy(zero_copy_only=False) for name in ("value", "value_before")
    )
    comparable = np.isfinite(now) & np.isfinite(then) & (now != 0) & (then != 0)
    if comparable.sum() < 3:
        return
    ratio = float(np.median(np.abs(now[comparable] / then[comparable])))
    if not 1 / LEAP <= ratio <= LEAP:
        yield (
            f"the values are {_plainly(ratio)} times those of the last vintage in the middle, so the unit "
            "has probably changed. Compare with the producer's page; if the new unit is right, give "
            "the table another name in source.yaml and use it in the indicators."
        )


def _plainly(ratio: float) -> str:
    """A ratio to three digits and never as a power of ten."""
    if ratio >= 100:
        return f"{ratio:,.0f}"
    return np.format_float_positional(ratio, precision=3, fractional=False, trim="-")
