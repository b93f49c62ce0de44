from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from kraftsamling.evidence.engine.files import ROW_GROUP, write_batches, write_sorted

ROWS = pa.table(
    {
        "place": ["SE31", "SE0A", None, "SE31", "Öland"],
        "year": [2020, 2019, 2018, 2018, 2020],
        "value": [1.0, 2.0, None, 4.0, 0.0],
    }
)


def test_it_sorts_by_the_key_and_keeps_every_row(tmp_path: Path) -> None:
    write_sorted(ROWS, ["place", "year"], tmp_path / "t.parquet")

    read = pq.read_table(tmp_path / "t.parquet")
    assert read.schema == ROWS.schema
    assert read.to_pydict() == {
        "place": ["SE0A", "SE31", "SE31", "Öland", None],
        "year": [2019, 2018, 2020, 2020, 2018],
        "value": [2.0, 4.0, 1.0, 0.0, None],
    }


def test_it_keeps_the_order_of_equal_keys(tmp_path: Path) -> None:
    same = pa.table({"place": ["b", "a"] * 5000, "n": list(range(10_000))})

    write_sorted(same, ["place"], tmp_path / "t.parquet")

    kept = pq.read_table(tmp_path / "t.parquet")["n"].to_pylist()
    assert kept == [*range(1, 10_000, 2), *range(0, 10_000, 2)]


def test_it_gives_the_same_bytes_for_the_same_table(tmp_path: Path) -> None:
    """However the table lies in memory: files are named by what is in them."""
    pieces = pa.concat_tables([ROWS.slice(0, 2), ROWS.slice(2)])

    write_sorted(ROWS, ["place"], tmp_path / "one.parquet")
    write_sorted(pieces, ["place"], tmp_path / "two.parquet")

    assert (tmp_path / "one.parquet").read_bytes() == (tmp_path / "two.parquet").read_bytes()


def test_it_writes_categories_as_the_values_they_stand_for(tmp_path: Path) -> None:
    """Some engines read no categories; and a category's number says nothing of its place in the order."""
    coded = pa.table({"place": pa.array(["b", "a", "b"]).dictionary_encode()})

    write_sorted(coded, ["place"], tmp_path / "t.parquet")

    assert pq.read_table(tmp_path / "t.parquet").equals(pa.table({"place": ["a", "b", "b"]}))


def test_it_writes_an_empty_table_with_its_columns(tmp_path: Path) -> None:
    write_sorted(ROWS.slice(0, 0), ["place"], tmp_path / "t.parquet")

    assert pq.read_table(tmp_path / "t.parquet").schema == ROWS.schema


def test_it_names_a_column_that_is_missing(tmp_path: Path) -> None:
    with pytest.raises(KeyError, match="county"):
        write_sorted(ROWS, ["place", "county"], tmp_path / "t.parquet")

    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("rest", [[], [10]])
def test_it_puts_small_batches_together(tmp_path: Path, rest: list[int]) -> None:
    many = pa.table({"n": pa.array(range(2 * ROW_GROUP + sum(rest)))})

    write_batches(many.schema, many.to_batches(max_chunksize=1000), tmp_path / "t.parquet")

    file = pq.ParquetFile(tmp_path / "t.parquet")
    sizes = [file.metadata.row_group(n).num_rows for n in range(file.num_row_groups)]
    assert sizes == [ROW_GROUP, ROW_GROUP, *rest]
    assert file.read().equals(many)


def test_it_keeps_the_old_file_when_writing_fails(tmp_path: Path) -> None:
    path = tmp_path / "t.parquet"
    write_sorted(ROWS, ["place"], path)
    before = path.read_bytes()

    def breaking() -> Iterator[pa.RecordBatch]:
        yield from ROWS.to_batches()
        raise OSError("no space left")

    with pytest.raises(OSError, match="no space left"):
        write_batches(ROWS.schema, breaking(), path)

    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]
