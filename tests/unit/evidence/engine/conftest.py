"""Each engine once, over the same small files: DuckDB and Sail always, a real Spark cluster when asked."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pytest

import tests
from kraftsamling.evidence.engine.files import write_sorted
from kraftsamling.evidence.engine.opening import engine_at
from kraftsamling.evidence.engine.protocol import Engine
from kraftsamling.evidence.engine.spark import carry
from tests.unit.evidence.engine.land import TABLES


@pytest.fixture(scope="module", autouse=True)
def main_program() -> Iterator[None]:
    """PySpark takes a process without a main file, such as a worker of pytest-xdist, for its own tests."""
    main = sys.modules["__main__"]
    with pytest.MonkeyPatch.context() as patch:
        if not hasattr(main, "__file__"):
            patch.setattr(main, "__file__", pytest.__file__, raising=False)
        yield


@pytest.fixture(scope="session")
def sail() -> Iterator[str]:
    """Where a Spark Connect server without Java listens, in this process."""
    os.environ.setdefault("RUST_LOG", "error")
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    from pysail.spark import SparkConnectServer

    server = SparkConnectServer("127.0.0.1", 0)
    server.start(background=True)
    _, port = server.listening_address
    yield f"sc://127.0.0.1:{port}"
    server.stop()


@pytest.fixture(scope="session")
def spark() -> str:
    """Where a real cluster listens: tools/with-spark says so."""
    if "SPARK_URL" not in os.environ:
        pytest.skip("no Spark cluster: run make spark")
    return os.environ["SPARK_URL"]


@pytest.fixture(scope="session")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Path]]:
    """Littleland's tables as Parquet, in a folder whose name is no easier than people's folders are."""
    folder = tmp_path_factory.mktemp("engine") / "Bo's större mapp"
    folder.mkdir()
    return {name: list(_written(name, parts, folder)) for name, parts in TABLES.items()}


@pytest.fixture(
    scope="session", params=["duckdb", "sail", pytest.param("spark", marks=pytest.mark.spark)]
)
def url(request: pytest.FixtureRequest) -> str:
    return "duckdb://" if request.param == "duckdb" else request.getfixturevalue(request.param)


@pytest.fixture(scope="session")
def engine(url: str, files: dict[str, list[Path]]) -> Iterator[Engine]:
    """An engine that knows Littleland's tables."""
    opened = engine_at(url)
    if url != "duckdb://":
        carry(tests)
    for name, paths in files.items():
        opened.table(name, paths)
    yield opened
    opened.close()


def _written(name: str, parts: list[pa.Table], folder: Path) -> Iterator[Path]:
    for n, part in enumerate(parts):
        path = folder / f"{name}-{n}.parquet"
        write_sorted(part, part.column_names[:1], path)
        yield path
