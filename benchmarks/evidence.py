"""What evidence costs, all in one run: `make bench NAME=evidence`; ends with one JSON line.

Reading tables (`benchmarks.reading`), an indicator's page, ten million observations
(`benchmarks.engine`) and the outlook (`benchmarks.outlook`). Parts that stand on files beside the
repository are null where those are absent, and the reason is printed.

The page is that of an indicator with all counties, in the settings of production, asked for by turns
by every place of the plan; warm, as the second reader meets it. Queries are those of its first reader,
of the database and of the engine together, which are the most there can be.
"""

from __future__ import annotations

import json
import os
import re
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console

from benchmarks import engine, outlook, reading

if TYPE_CHECKING:
    from django.test import Client

SETTINGS = "kraftsamling.config.settings"
ADDRESS = "/nms/indicators/gdp-per-inhabitant-pps/"
PLACES = ("SE311", "SE312", "SE313", "SE31")
COUNTY = re.compile(r"SE\d{3}")
WARM_UPS, TIMES = 3, 40
BARS = {"indicator_queries": 12.0, "indicator_ms": 80.0, "query_10m_ms": 50.0}
LEAST = {"gdp_ratio_pandas": 5.0, "sbs_ratio_pandas": 5.0}


def main() -> int:
    """Measure everything; the last line is the figures. 1 where one is beyond its bar."""
    console = Console(highlight=False, width=140)
    with tempfile.TemporaryDirectory(prefix="kraftsamling-bench-") as folder:
        figures = _reading(console) | pages(Path(folder) / "site")
        figures["query_10m_ms"] = engine.measure(Path(folder))["query_10m_ms"]
    told = outlook.figures(console)
    figures |= {name: told[name] for name in ("outlook_mase", "outlook_coverage80")}
    print(json.dumps(figures))
    return int(_beyond(figures))


def _reading(console: Console) -> dict[str, Any]:
    """Both ratios; null where the tables are not there."""
    if not reading.DATA.is_dir():
        console.print("Reading is not measured: the tables are not in ../shared.")
        return {"gdp_ratio_pandas": None, "sbs_ratio_pandas": None}
    return {
        "gdp_ratio_pandas": round(reading.gdp_ratio_pandas(), 1),
        "sbs_ratio_pandas": round(reading.sbs_ratio_pandas(), 1),
    }


def pages(folder: Path) -> dict[str, float]:
    """`indicator_queries` and `indicator_ms`, on a site of its own in `folder`."""
    folder.mkdir()
    _prepare(folder)
    from django.test import Client

    client = Client(HTTP_HOST="localhost")
    _get(client, "/nms/strategy/")  # what every page reads once
    queries = _queries(client)
    for _ in range(WARM_UPS):
        for place in PLACES:
            _get(client, f"{ADDRESS}?place={place}")
    spent = [_milliseconds(client, f"{ADDRESS}?place={PLACES[n % 4]}") for n in range(TIMES)]
    return {"indicator_queries": queries, "indicator_ms": round(statistics.median(spent), 1)}


def _prepare(folder: Path) -> None:
    """The starter, loaded into a data folder that is thrown away."""
    os.environ |= {"DATA_DIR": str(folder), "DEBUG": "off", "EXAMPLE_SIGNINS": "off"}
    os.environ |= {"ALLOWED_HOSTS": "localhost", "DJANGO_SETTINGS_MODULE": SETTINGS}
    os.environ.pop("DATABASE_URL", None)
    import django

    django.setup()
    from django.core.management import call_command

    from kraftsamling.evidence.store import load_starters
    from kraftsamling.plan.starter import load_starter

    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    load_starter("nms")
    load_starters()


def _queries(client: Client) -> int:
    """How often database and engine are asked for a page that nobody has read before."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from kraftsamling.evidence.indicators import study

    known, asked = study.engine(), 0
    ask = type(known).sql

    def counted(*given: Any, **named: Any) -> Any:
        nonlocal asked
        asked += 1
        return ask(*given, **named)

    type(known).sql = counted  # type: ignore[method-assign]
    try:
        with CaptureQueriesContext(connection) as captured:
            _get(client, ADDRESS)
        told = len(captured) + asked  # the next request begins the log anew
    finally:
        type(known).sql = ask  # type: ignore[method-assign]
    places = json.loads(_get(client, f"{ADDRESS[:-1]}.json").content)["dimension"]["place"]
    assert len([code for code in places["category"]["index"] if COUNTY.fullmatch(code)]) == 21
    return told


def _milliseconds(client: Client, address: str) -> float:
    started = time.perf_counter()
    _get(client, address)
    return (time.perf_counter() - started) * 1000


def _get(client: Client, address: str) -> Any:
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return answer


def _beyond(figures: dict[str, Any]) -> bool:
    """Whether something that was measured is worse than we promise."""
    low, high = outlook.COVERAGE_BAR
    bars: dict[str, tuple[float, float]] = {
        **{name: (0.0, most) for name, most in BARS.items()},
        **{name: (least, float("inf")) for name, least in LEAST.items()},
        "outlook_mase": (0.0, outlook.MASE_BAR),
        "outlook_coverage80": (low, high),
    }
    return any(
        figures[name] is not None and not least <= figures[name] <= most
        for name, (least, most) in bars.items()
    )


if __name__ == "__main__":
    sys.exit(main())
