"""How fast and how small the pages of a plan are; ends with one JSON line.

    make bench NAME=plan

A throwaway database holds 300 actions, 20 organisations and the indicator codes of the content; each
page is asked for again and again in one process, with the settings of production. Then the plan grows
to 10,000 actions, the same pages are measured again, and the whole is frozen and hashed.
"""

from __future__ import annotations

import importlib
import json
import math
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.table import Table

if TYPE_CHECKING:
    from django.test import Client

    from kraftsamling.accounts.models import User
    from kraftsamling.plan.models import Plan

SMALL, LARGE = 300, 10_000
WARM_UPS, TIMES, COLD_TIMES = 5, 31, 7
PAGES = ("list", "action", "overview")
BARS = {
    "list": (12, 60, 150.0),
    "action": (15, 40, None),
    "overview": (15, 80, None),
}
FREEZE_BAR, RATIO_BAR = 5.0, 2.0
PEER = {"list": "3,976 ms, 3,944 SQL, 652 KiB", "action": "146 ms, 66 SQL"}


@dataclass(frozen=True)
class Measured:
    """One page: the median time, the number of queries, and the size."""

    ms: float
    sql: int
    kib: float


def main() -> None:
    """Build, measure, grow, measure, freeze; print a table, then the figures as one JSON line."""
    with tempfile.TemporaryDirectory(prefix="kraftsamling-bench-") as folder:
        _prepare(folder)
        figures = _figures(Console(highlight=False, width=110))
    print(json.dumps(figures))


def _prepare(folder: str) -> None:
    """Settings as in use, with a data folder that is thrown away."""
    os.environ |= {"DATA_DIR": folder, "DEBUG": "off", "EXAMPLE_SIGNINS": "off"}
    os.environ |= {"ALLOWED_HOSTS": "localhost", "DJANGO_SETTINGS_MODULE": SETTINGS}
    os.environ.pop("DATABASE_URL", None)
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)


SETTINGS = "kraftsamling.config.settings"


def _figures(console: Console) -> dict[str, Any]:
    from django.conf import settings
    from django.utils import timezone

    from benchmarks.made import Size, grow
    from kraftsamling.accounts.models import Grant, User
    from kraftsamling.plan.models import Plan

    plan = Plan.objects.create(slug=settings.PLAN, content=settings.PLAN)
    today = timezone.localdate()
    astrid = User.objects.create_user("astrid@bench.example", name="Astrid")
    Grant.objects.create(user=astrid, role="coordinator")
    grow(plan, Size(SMALL), today=today)
    small, cold_small = _measure(plan, astrid)
    started = time.perf_counter()
    grow(plan, Size(LARGE), today=today)
    _settle()
    console.print(f"grown to {LARGE:,} actions in {time.perf_counter() - started:.0f} s")
    large, cold_large = _measure(plan, astrid)
    freeze = _freeze(plan, astrid)
    _show(console, small, large, cold_small, cold_large, freeze)
    if freeze is None:
        sys.exit("kraftsamling.plan.freezing is not there yet, so freezing cannot be measured.")
    return {
        "list_sql": small["list"].sql,
        "list_ms": round(small["list"].ms, 1),
        "list_kib": round(small["list"].kib, 1),
        "action_sql": small["action"].sql,
        "action_ms": round(small["action"].ms, 1),
        # The dearer of the two: an overview nobody has asked for since the last change.
        "overview_sql": cold_small.sql,
        "overview_ms": round(cold_small.ms, 1),
        "signed_in_list_sql": small["list, signed in"].sql,
        "growth_sql": max(large[page].sql - small[page].sql for page in small),
        "growth_ratio": round(max(large[page].ms / small[page].ms for page in small), 2),
        "freeze_10k_s": round(freeze, 2),
    }


def _measure(plan: Plan, person: User) -> tuple[dict[str, Measured], Measured]:
    """Every page for a visitor and for somebody signed in; and the overview when nothing is kept."""
    from django.core.cache import cache
    from django.test import Client
    from django.urls import reverse

    visitor, signed_in = Client(SERVER_NAME="localhost"), Client(SERVER_NAME="localhost")
    signed_in.force_login(person)
    number = SMALL // 2 + _first_under_way(plan)
    addresses = {
        "list": reverse("action_list", args=(plan.slug,)),
        "action": reverse("action", args=(plan.slug, number)),
        "overview": reverse("overview", args=(plan.slug,)),
    }
    found = {page: _page(visitor, addresses[page]) for page in PAGES}
    found |= {f"{page}, signed in": _page(signed_in, addresses[page]) for page in PAGES}
    cold = _page(visitor, addresses["overview"], before=cache.clear, times=COLD_TIMES)
    return found, cold


def _first_under_way(plan: Plan) -> int:
    """How far past the middle the first action with reports is: the fullest page there is."""
    numbers = plan.actions.filter(state="under_way", number__gte=SMALL // 2)
    first = numbers.order_by("number").values_list("number", flat=True).first()
    assert first is not None
    return first - SMALL // 2


def _page(
    client: Client,
    address: str,
    *,
    before: Callable[[], None] = lambda: None,
    times: int = TIMES,
) -> Measured:
    """The median of `times` requests, with `before` called before each, outside the clock."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    for _ in range(WARM_UPS):
        response = client.get(address)
        assert response.status_code == 200, f"{address} answered {response.status_code}"
    taken = []
    for _ in range(times):
        before()
        start = time.perf_counter()
        response = client.get(address)
        taken.append(1000 * (time.perf_counter() - start))
    before()
    with CaptureQueriesContext(connection) as captured:
        client.get(address)
    return Measured(statistics.median(taken), len(captured), len(response.content) / 1024)


def _settle() -> None:
    """Let the database look over its indexes after the bulk write, as it does in use by itself."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _freeze(plan: Plan, person: User) -> float | None:
    """Seconds to freeze and hash the plan with every action ready."""
    from kraftsamling.plan.states import State

    try:
        freeze = importlib.import_module("kraftsamling.plan.freezing").freeze
    except ImportError:
        return None
    plan.actions.update(state=State.READY, stop_reason="")
    start = time.perf_counter()
    freeze(plan, by=person, note="Benchmark")
    return time.perf_counter() - start


def _show(
    console: Console,
    small: dict[str, Measured],
    large: dict[str, Measured],
    cold_small: Measured,
    cold_large: Measured,
    freeze: float | None,
) -> None:
    """A table for people, each figure beside its bar."""
    table = Table(
        *("page", "SQL", "ms", "KiB", f"at {LARGE:,}: SQL", "ms", "ratio", "bar", "published ¹"),
        box=None,
    )
    rows = small | {"overview, nothing kept": cold_small}
    for page, measured in rows.items():
        grown = large.get(page, cold_large)
        sql, ms, kib = BARS[page.split(",")[0]]
        bar = f"<= {sql} SQL, {ms} ms" + (f", {kib:.0f} KiB" if kib else "")
        table.add_row(
            *(page, str(measured.sql), f"{measured.ms:.1f}", f"{measured.kib:.0f}"),
            *(str(grown.sql), f"{grown.ms:.1f}", f"{grown.ms / measured.ms:.2f}"),
            *(bar, PEER.get(page, "")),
        )
    console.print(table)
    console.print(
        f"Bars for {SMALL} actions; grown, no page may take more than {RATIO_BAR:.0f} times as long "
        f"or one query more.\nThe overview is kept until the audit chain grows or a new day begins; "
        "'nothing kept' is what the first reader after a change waits for.\n"
        f"freezing and hashing {LARGE:,} actions: {freeze or math.nan:.2f} s (bar {FREEZE_BAR:.0f} s)\n"
        "¹ Kausal Watch, March 2024, figures published by others; not measured here."
    )


if __name__ == "__main__":
    main()
