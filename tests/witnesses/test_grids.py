"""Text tables against the plain way: a line at a time, a cell at a time."""

from __future__ import annotations

import csv
import io

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from kraftsamling.evidence.formats import grid
from kraftsamling.evidence.formats.grid import Layout, read_grid
from kraftsamling.evidence.formats.text_source import texts
from kraftsamling.kernel.errors import UnusableData
from tests.worlds import written

NAMES = st.text("ABCDEFGH_123åäö ", min_size=1, max_size=8).map(str.strip).filter(bool)
NUMBERS = st.floats(allow_nan=False, allow_infinity=False, width=64)


@st.composite
def tables(draw: st.DrawFn) -> tuple[list[list[str]], Layout]:
    """Lines of cells with names on one or two lines above and in one or two columns beside."""
    layout = Layout(draw(st.sampled_from(",\t")), draw(st.integers(1, 2)), draw(st.integers(1, 2)))
    width, height = draw(st.integers(1, 6)), draw(st.integers(1, 40))
    heads = [["x"] * layout.labels + draw(st.lists(NAMES, min_size=width, max_size=width)) for _ in range(layout.heads)]  # fmt: skip
    rows = [
        draw(st.lists(NAMES, min_size=layout.labels, max_size=layout.labels))
        + [repr(draw(NUMBERS)) for _ in range(width)]
        for _ in range(height)
    ]
    return [*heads, *rows], layout


def plainly(body: bytes, layout: Layout) -> tuple[list[tuple[str, ...]], list[list[float]]]:
    rows = list(csv.reader(io.StringIO(body.decode(), newline=""), delimiter=layout.delimiter))
    below = rows[layout.heads :]
    names = [tuple(row[: layout.labels]) for row in below]
    return names, [[float(cell) for cell in row[layout.labels :]] for row in below]


@pytest.mark.parametrize("block", [400, 16 << 20])
@settings(deadline=None, max_examples=60)
@given(table=tables())
def test_it_reads_as_the_plain_way_does(block: int, table: tuple[list[list[str]], Layout]) -> None:
    """Also in blocks of a few lines each, which only large files would have."""
    lines, layout = table
    body = written(lines, layout.delimiter)
    names, cells = plainly(body, layout)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(grid, "BLOCK", block)
        found = read_grid(texts(body)["file"], layout)
    assert found.rows == names
    assert found.columns == list(zip(*(head[layout.labels :] for head in lines[: layout.heads]), strict=True))  # fmt: skip
    np.testing.assert_array_equal(found.values, cells)


@settings(deadline=None, max_examples=40)
@given(table=tables(), data=st.data())
def test_it_names_the_cell_that_is_no_number(
    table: tuple[list[list[str]], Layout], data: st.DataObject
) -> None:
    lines, layout = table
    row = data.draw(st.integers(layout.heads, len(lines) - 1))
    column = data.draw(st.integers(layout.labels, len(lines[0]) - 1))
    lines[row][column] = "1.2.3"
    with pytest.raises(UnusableData) as fault:
        read_grid(texts(written(lines, layout.delimiter))["file"], layout)
    assert ", ".join(lines[row][: layout.labels]) in str(fault.value)
    assert '"1.2.3", which is no number' in str(fault.value)
