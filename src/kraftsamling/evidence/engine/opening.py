"""From a setting to an engine."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

from kraftsamling.evidence.engine.protocol import Engine, EngineError

FORMS = (
    "Write duckdb:// for the engine on this machine, duckdb://?threads=2 to bound how many cores it "
    "takes, or sc://host:15002 for a Spark cluster."
)


def engine_at(url: str) -> Engine:
    """The engine that `url` (the setting ENGINE_URL) names; closing it is up to whoever opened it.

    Raises `EngineError` for an address that is none, and for a cluster that does not answer.
    """
    try:
        place = urlsplit(url)
        host, _ = place.hostname, place.port
    except ValueError as error:
        raise _wrong(str(error)) from error
    if place.scheme == "duckdb" and not place.netloc and not place.path:
        return _duck(place.query)
    if place.scheme == "sc" and host:
        from kraftsamling.evidence.engine.spark import SparkEngine

        return SparkEngine(url)
    raise _wrong(f"{place.scheme or 'nothing'}:// with {'a' if host else 'no'} host is no engine")


def _duck(query: str) -> Engine:
    from kraftsamling.evidence.engine.duck import DuckEngine

    if not query:
        return DuckEngine()
    asked = parse_qs(query, keep_blank_values=True)
    threads = asked.pop("threads", ["1"])[-1]
    if asked or not threads.isdecimal() or not int(threads):
        raise _wrong(f"?{query} is more than a number of threads")
    return DuckEngine(int(threads))


def _wrong(why: str) -> EngineError:
    """Never the address itself: it may hold a token."""
    return EngineError(f"ENGINE_URL cannot be used: {why}. {FORMS}")
