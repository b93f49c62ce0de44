"""From a setting to an engine, and what is said where there is none."""

from __future__ import annotations

import socket
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from kraftsamling.evidence.engine.duck import DuckEngine
from kraftsamling.evidence.engine.opening import engine_at
from kraftsamling.evidence.engine.protocol import EngineError
from kraftsamling.evidence.engine.spark import SparkEngine


def threads(engine: object) -> int:
    assert isinstance(engine, DuckEngine)
    said = engine.sql("select cast(current_setting('threads') as bigint) as n")
    return int(said["n"].to_pylist()[0])


def test_it_opens_duckdb_unless_told_otherwise() -> None:
    assert threads(engine_at(settings.ENGINE_URL)) >= 1


def test_it_bounds_how_many_cores_duckdb_takes() -> None:
    assert threads(engine_at("duckdb://?threads=3")) == 3


@pytest.mark.parametrize(
    "url",
    [
        "",
        "duckdb",
        "duckdb:///folder/file.db",
        "duckdb://?threads=none",
        "duckdb://?threads=0",
        "duckdb://?memory=1",
        "sc://",
        "sc://host:port/;token=secret",
        "sc://:15002/;token=secret",
        "spark://host:7077/;token=secret",
    ],
)
def test_it_says_which_addresses_there_are(url: str) -> None:
    with pytest.raises(EngineError, match=r"ENGINE_URL cannot be used: .* sc://host:15002") as told:
        engine_at(url)

    assert "secret" not in str(told.value)


def test_it_says_that_no_cluster_answers() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        where = f"127.0.0.1:{unused.getsockname()[1]}"

    with pytest.raises(
        EngineError, match=f"No Spark cluster answers at {where}.*ENGINE_URL"
    ) as told:
        engine_at(f"sc://{where}/;token=secret")

    assert "secret" not in str(told.value)


@pytest.fixture
def web_page() -> Iterator[str]:
    """A place that answers everybody in HTML, as a wrong port number would have it."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def answering() -> None:
            while True:
                try:
                    caller, _ = server.accept()
                except OSError:
                    return
                with caller:
                    caller.sendall(b"HTTP/1.1 200 OK\r\n\r\n<html>hello</html>")

        thread = threading.Thread(target=answering, daemon=True)
        thread.start()
        yield f"127.0.0.1:{server.getsockname()[1]}"
        server.shutdown(socket.SHUT_RDWR)
    thread.join()


@pytest.mark.filterwarnings("ignore:.*RETRIES_EXCEEDED:UserWarning")
def test_it_says_that_something_else_answers(web_page: str) -> None:
    with pytest.raises(EngineError, match=f"{web_page} answers, but not as a Spark Connect server"):
        engine_at(f"sc://{web_page}")


def test_it_says_that_the_address_holds_too_much(web_page: str) -> None:
    with pytest.raises(EngineError, match="Correct ENGINE_URL") as told:
        engine_at(f"sc://{web_page}/folder/;token=secret")

    assert "secret" not in str(told.value)


def test_it_says_how_to_install_the_client(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyspark.sql.connect.session", None)

    with pytest.raises(EngineError, match=r"pip install 'kraftsamling\[spark\]'"):
        engine_at("sc://127.0.0.1:15002")


def test_it_asks_anew_when_the_cluster_has_forgotten(
    sail: str, files: dict[str, list[Path]]
) -> None:
    _forgotten_and_asked(sail, files)


@pytest.mark.spark
def test_it_asks_anew_when_a_real_cluster_has_forgotten(
    spark: str, files: dict[str, list[Path]]
) -> None:
    _forgotten_and_asked(spark, files)


def _forgotten_and_asked(url: str, files: dict[str, list[Path]]) -> None:
    """Clusters let a session go after an hour of silence; nobody should notice."""
    engine = SparkEngine(url)
    engine.table("places", files["places"])
    engine._session.client.release_session()

    assert engine.sql("select count(*) as n from places")["n"].to_pylist() == [4]
    engine.close()
