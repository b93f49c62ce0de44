"""What DuckDB must do beyond the contract: read little, and let others ask while an answer streams."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from kraftsamling.evidence.engine import files
from kraftsamling.evidence.engine.duck import BATCH, DuckEngine
from kraftsamling.evidence.engine.protocol import EngineError


@pytest.fixture
def duck() -> Iterator[DuckEngine]:
    engine = DuckEngine(threads=2)
    yield engine
    engine.close()


@pytest.fixture
def damaged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Ten groups of rows, a to j; all but that of `d` are spoilt, so whoever reads them is found out."""
    monkeypatch.setattr(files, "ROW_GROUP", 1000)
    table = pa.table({"place": sorted("abcdefghij" * 1000), "value": list(range(10_000))})
    path = tmp_path / "t.parquet"
    files.write_sorted(table, ["place"], path)
    groups = pq.ParquetFile(path).metadata
    with path.open("r+b") as file:
        for n in set(range(10)) - {3}:
            for column in range(2):
                chunk = groups.row_group(n).column(column)
                file.seek(chunk.dictionary_page_offset or chunk.data_page_offset)
                file.write(b"\xff" * chunk.total_compressed_size)
    return path


@pytest.mark.parametrize(
    ("where", "place"), [("place = $place", "d"), ("place in $place", ["d", "z"])]
)
def test_it_reads_only_the_rows_that_may_answer(
    duck: DuckEngine, damaged: Path, where: str, place: object
) -> None:
    duck.table("t", [damaged])

    answer = duck.sql(
        f"select min(value) as a, max(value) as b from t where {where}", {"place": place}
    )

    assert answer.to_pylist() == [{"a": 3000, "b": 3999}]
    with pytest.raises(EngineError):
        duck.sql("select sum(value) as n from t where place = $place", {"place": "c"})


def test_it_answers_while_another_answer_streams(duck: DuckEngine, tmp_path: Path) -> None:
    path = tmp_path / "t.parquet"
    files.write_sorted(pa.table({"n": list(range(3 * BATCH))}), ["n"], path)
    duck.table("t", [path])
    schema = pa.schema({"n": pa.int64(), "most": pa.int64()})

    def with_most(batch: pa.RecordBatch) -> pa.RecordBatch:
        most = duck.sql("select max(n) as most from t")["most"][0]
        return pa.RecordBatch.from_arrays([batch["n"], pa.repeat(most, len(batch))], schema=schema)

    mapped = duck.map_arrow("select n from t", with_most, schema)

    assert mapped.num_rows == 3 * BATCH
    assert set(mapped["most"].to_pylist()) == {3 * BATCH - 1}


def test_it_takes_no_python_variable_for_a_table(duck: DuckEngine) -> None:
    secret = pa.table({"word": ["hidden"]})
    assert secret.num_rows == 1

    with pytest.raises(EngineError):
        duck.sql("select * from secret")
