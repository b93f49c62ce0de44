"""How fast and how small the pages of a plan are; ends with one JSON line.

    make bench NAME=plan

Two throwaway databases hold the same plan with 20 organisations and 40 indicators (or as many codes as
the content has): one with 300 actions, one grown to 10,000. In one process, with the settings of
production, each page is asked for again and again, by turns from the one and the other, so that
whatever else the machine does weighs on both. Then the large plan is frozen and hashed.
"""

from __future__ import annotations

import json
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.table import Table

if TYPE_CHECKING:
    from django.test import Client

    from kraftsamling.accounts.models import User
    from kraftsamling.plan.models import Plan

SMALL, LARGE = 300, 10_000
WARM_UPS, TIMES, TURNS = 2, 6, 8
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


@dataclass(frozen=True)
class Page:
    """An address, and the browser that asks for it: a visitor's, or a signed-in person's."""

    client: Client
    address: str
    person: User | None = None

    def sign_in(self) -> None:
        """Each database has its own sessions."""
        if self.person:
            self.client.force_login(self.person)

    def get(self) -> Any:
        """One request, one answer."""
        return self.client.get(self.address)


def main() -> None:
    """Build, measure, grow, measure, freeze; print a table, then the figures as one JSON line."""
    with tempfile.TemporaryDirectory(prefix="kraftsamling-bench-") as folder:
        _prepare(folder)
        figures = _figures(Console(highlight=False, width=120), Path(folder))
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


def _figures(console: Console, folder: Path) -> dict[str, Any]:
    plan, astrid = _build(folder)
    pages = _pages(plan, astrid)
    small, large = _by_turns(folder, pages, lambda: None)
    overview = {"overview": pages["overview"]}
    cold_small, cold_large = _by_turns(folder, overview, _forget)
    freeze = _freeze(plan, astrid)
    _show(console, small, large, cold_small["overview"], cold_large["overview"], freeze)
    return {
        "list_sql": small["list"].sql,
        "list_ms": round(small["list"].ms, 1),
        "list_kib": round(small["list"].kib, 1),
        "action_sql": small["action"].sql,
        "action_ms": round(small["action"].ms, 1),
        # The dearer of the two: an overview nobody has asked for since the last change.
        "overview_sql": cold_small["overview"].sql,
        "overview_ms": round(cold_small["overview"].ms, 1),
        "signed_in_list_sql": small["list, signed in"].sql,
        "growth_sql": max(large[page].sql - small[page].sql for page in small),
        "growth_ratio": round(max(large[page].ms / small[page].ms for page in small), 2),
        "freeze_10k_s": round(freeze, 2),
    }


def _build(folder: Path) -> tuple[Plan, User]:
    """The two databases, and the plan and the coordinator that are in both; the large one is open."""
    from django.conf import settings
    from django.db import connection
    from django.utils import timezone

    from benchmarks.made import Size, grow
    from kraftsamling.accounts.models import Grant, User
    from kraftsamling.plan.models import Plan

    plan = Plan.objects.create(slug=settings.PLAN, content=settings.PLAN)
    astrid = User.objects.create_user("astrid@bench.example", name="Astrid")
    Grant.objects.create(user=astrid, role="coordinator")
    today = timezone.localdate()
    grow(plan, Size(SMALL), today=today)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(folder / "small.sqlite3")])
    grow(plan, Size(LARGE), today=today)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(folder / "large.sqlite3")])
    _open(folder / "large.sqlite3")
    return plan, astrid


def _open(database: Path) -> None:
    from django.db import connection

    connection.close()
    connection.settings_dict["NAME"] = str(database)
    connection.ensure_connection()


def _pages(plan: Plan, person: User) -> dict[str, Page]:
    """What is asked for, and by whom; the action is one under way, with all that can be shown of it."""
    from django.test import Client
    from django.urls import reverse

    visitor, signed_in = Client(SERVER_NAME="localhost"), Client(SERVER_NAME="localhost")
    fullest = plan.actions.filter(state="under_way", number__lte=SMALL).first()
    assert fullest is not None
    addresses = {
        "list": reverse("action_list", args=(plan.slug,)),
        "action": reverse("action", args=(plan.slug, fullest.number)),
        "overview": reverse("overview", args=(plan.slug,)),
    }
    return {page: Page(visitor, address) for page, address in addresses.items()} | {
        f"{page}, signed in": Page(signed_in, address, person)
        for page, address in addresses.items()
    }


def _forget() -> None:
    from django.core.cache import cache

    cache.clear()


def _by_turns(
    folder: Path, pages: dict[str, Page], before: Callable[[], None]
) -> tuple[dict[str, Measured], dict[str, Measured]]:
    """Every page from the small database and from the large, some requests each in turn.

    `before` is called before each request, outside the clock.
    """
    sizes = ("small", "large")
    taken: dict[tuple[str, str], list[float]] = {}
    counted: dict[tuple[str, str], Measured] = {}
    for _ in range(TURNS):
        for size in sizes:
            _open(folder / f"{size}.sqlite3")
            for name, page in pages.items():
                page.sign_in()
                taken.setdefault((size, name), []).extend(_times(page, before))
                counted[size, name] = _once(page, before)
    small, large = (
        {
            name: replace(counted[size, name], ms=statistics.median(taken[size, name]))
            for name in pages
        }
        for size in sizes
    )
    return small, large


def _times(page: Page, before: Callable[[], None]) -> list[float]:
    """Milliseconds of a few requests, after some that are not counted."""
    for _ in range(WARM_UPS):
        before()
        response = page.get()
        assert response.status_code == 200, f"{page.address} answered {response.status_code}"
    taken = []
    for _ in range(TIMES):
        before()
        start = time.perf_counter()
        page.get()
        taken.append(1000 * (time.perf_counter() - start))
    return taken


def _once(page: Page, before: Callable[[], None]) -> Measured:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    before()
    with CaptureQueriesContext(connection) as captured:
        response = page.get()
    return Measured(0, len(captured), len(response.content) / 1024)


def _freeze(plan: Plan, person: User) -> float:
    """Seconds to freeze and hash the plan with every action ready."""
    from kraftsamling.plan.freezing import freeze
    from kraftsamling.plan.states import State

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
    freeze: float,
) -> None:
    """A table for people, each figure beside its bar."""
    table = Table(
        *("page", "SQL", "ms", "KiB", f"{LARGE:,}: SQL", "ms", "ratio", "bar", "published ¹"),
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
        f"freezing and hashing {LARGE:,} actions: {freeze:.2f} s (bar {FREEZE_BAR:.0f} s)\n"
        "¹ Kausal Watch, March 2024, figures published by others; not measured here."
    )


if __name__ == "__main__":
    main()
