"""What must be true of a table before it may be used, whatever source it came from."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from kraftsamling.evidence.snapshots import Label
from kraftsamling.evidence.sources.schema import Dataset
from kraftsamling.kernel.errors import UnusableData
from kraftsamling.kernel.period import Period, period

# Values that the last vintage had too may change this much, in the middle, before the unit is doubted.
LEAP = 20.0


def checked(
    table: pa.Table, dataset: Dataset, label: Label, *, before: pa.Table | None = None
) -> pa.Table:
    """`table`, if it is what `dataset` says. Raises `UnusableData` with everything that is wrong."""
    faults = list(_shape_faults(table, dataset)) or [
        *_key_faults(table, dataset),
        *(_period_faults(table, dataset, label) if dataset.table.observes else ()),
        *(_leap_faults(table, dataset, before) if before is not None else ()),
    ]
    if faults:
        where = f"{label.source}, {dataset.code}"
        raise UnusableData("\n".join(f"{where}: {fault}" for fault in faults))
    return table


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
        example = ", ".join(str(twice.column(name)[0]) for name in keys)
        yield (
            f"{twice.num_rows} keys are there more than once, among them {example}. "
            "A dimension is missing from the table's declaration, or the producer sent rows twice."
        )


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
    ahead = sorted(text for text in spelled if _year(text) > label.kept.year)
    if ahead:
        yield (
            f"there are values for {', '.join(ahead[:3])}, which has not been yet. If they are "
            "forecasts, say 'forecast: true' of the dataset; otherwise wait for a corrected release."
        )


def _unclear(text: str) -> bool:
    found = period(text)
    return found is None or found.code != text


def _year(text: str) -> int:
    found = period(text)
    assert isinstance(found, Period)
    return found.year + found.years - 1


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
            f"the values are {ratio:.3g} times those of the last vintage in the middle, so the unit "
            "has probably changed. Compare with the producer's page; if the new unit is right, give "
            "the table another name in source.yaml and use it in the indicators."
        )
