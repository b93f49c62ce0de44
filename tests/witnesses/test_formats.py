"""Reading and splitting quickly, beside the slow plain way."""

from __future__ import annotations

import itertools
import math
import re
from typing import Any

from hypothesis import given, strategies as st

from kraftsamling.evidence.formats import jsonstat, sdmx_csv
from kraftsamling.evidence.formats.status import eurostat, ordered
from kraftsamling.evidence.sources.pacing import Pace
from kraftsamling.evidence.sources.parts import halves, pieces, size
from kraftsamling.evidence.sources.schema import Limits

sizes = st.lists(st.integers(1, 4), min_size=1, max_size=4)
numbers = st.none() | st.floats(allow_nan=False, allow_infinity=False, width=32)
flags = st.sampled_from(["", "p", "b", "e", "bu", "c", "|C", "be"])
cells = st.tuples(numbers, flags)


def settled(value: float | None, flag: str) -> tuple[float | None, str]:
    """What a cell says, the plain way."""
    letters = eurostat(flag)
    if "c" in letters:
        return None, letters
    return value, letters if value is not None else ordered(letters + "m")


@given(data=st.data(), lengths=sizes, sparse=st.booleans())
def test_it_reads_a_cube_cell_by_cell(data: Any, lengths: list[int], sparse: bool) -> None:
    names = [f"d{n}" for n in range(len(lengths))]
    codes = [
        [f"{name}c{n}" for n in range(length)] for name, length in zip(names, lengths, strict=True)
    ]
    said = data.draw(st.lists(cells, min_size=math.prod(lengths), max_size=math.prod(lengths)))
    values = [value for value, _flag in said]
    document = {
        "id": names,
        "size": lengths,
        "dimension": {
            name: {"category": {"index": {code: n for n, code in enumerate(every)}}}
            for name, every in zip(names, codes, strict=True)
        },
        "value": {str(n): v for n, v in enumerate(values) if v is not None} if sparse else values,
        "status": {str(n): flag for n, (_value, flag) in enumerate(said) if flag},
    }
    found = [tuple(row.values()) for row in jsonstat.table(document, eurostat).to_pylist()]
    every = itertools.product(*codes)
    assert found == [(*cell, *settled(*one)) for cell, one in zip(every, said, strict=True)]


@given(
    rows=st.lists(
        st.tuples(
            st.integers(-(10**6), 10**6) | st.none(), flags.filter(lambda flag: "|" not in flag)
        ),
        min_size=1,
        max_size=30,
    ),
    tabs=st.booleans(),
    space=st.sampled_from(["", " "]),
)
def test_it_reads_a_wide_table_cell_by_cell(
    rows: list[tuple[int | None, str]], tabs: bool, space: str
) -> None:
    """A row for each place and two years, the same cell in both."""
    texts = [f"{':' if value is None else value}{space}{flag}" for value, flag in rows]
    comma = "\t" if tabs else ","
    head = r"unit,geo\TIME_PERIOD" if tabs else "unit,geo"
    lines = [f"{head}{comma}2020{space}{comma}2021"]
    lines += [f"X,P{n}{comma}{text}{comma}{text}" for n, text in enumerate(texts)]
    found = sdmx_csv.wide("\n".join(lines).encode() + b"\n").to_pylist()
    plain = []
    for year, (n, text) in itertools.product(("2020", "2021"), enumerate(texts)):
        number, flag = re.fullmatch(r"(:|-?\d+) ?([a-z]*)", text).groups()  # type: ignore[union-attr]
        value, status = settled(None if number == ":" else float(number), flag)
        plain.append({"unit": "X", "geo": f"P{n}", "time": year, "value": value, "status": status})
    assert found == plain


selects = st.dictionaries(
    st.sampled_from("abcd"),
    st.lists(st.integers(0, 50), min_size=1, max_size=9, unique=True),
    min_size=1,
).map(lambda select: {name: [str(code) for code in codes] for name, codes in select.items()})


def listed(select: Any) -> list[tuple[str, ...]]:
    return list(itertools.product(*(select[name] for name in sorted(select))))


@given(select=selects, limit=st.integers(1, 40))
def test_it_asks_for_every_cell_once_and_for_none_too_many(select: Any, limit: int) -> None:
    parts = list(pieces(select, limit))
    assert all(size(part) <= limit for part in parts)
    assert sorted(cell for part in parts for cell in listed(part)) == sorted(listed(select))


@given(select=selects)
def test_it_halves_without_losing_a_cell(select: Any) -> None:
    both = halves(select)
    if size(select) == 1:
        assert both == []
    else:
        assert len(both) == 2
        assert sorted(cell for part in both for cell in listed(part)) == sorted(listed(select))


@given(
    waits=st.lists(st.floats(0, 5), max_size=40),
    calls=st.integers(1, 5),
    seconds=st.integers(1, 10),
)
def test_it_never_calls_more_often_than_asked(waits: list[float], calls: int, seconds: int) -> None:
    pace, now, turns = Pace(), 0.0, list[float]()
    for wait in waits:
        now += wait
        now += pace.turn(now, Limits(calls=calls, seconds=seconds))
        turns.append(now)
    for first, last in zip(turns, turns[calls:], strict=False):
        assert last - first >= seconds - 1e-9
