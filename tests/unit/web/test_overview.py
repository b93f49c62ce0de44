"""The overview page: few queries, every framing, and the same numbers as a file."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape
from django.utils.translation import override

from benchmarks.made import Size, grow
from kraftsamling.accounts.models import User
from kraftsamling.plan.models import Plan
from kraftsamling.web.bars import segments, share


@pytest.fixture(autouse=True)
def forgotten() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def grown(land: Plan) -> Plan:
    grow(land, Size(actions=60, organisations=6), today=timezone.localdate())
    return land


def count(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_it_costs_few_queries_and_no_more_as_it_grows(
    grown: Plan, client: Client, astrid: User, as_user: Callable[[User], Client]
) -> None:
    page = reverse("overview", args=(grown.slug,))
    cold, warm = count(client, page), count(client, page)
    signed_in = count(as_user(astrid), page)

    grow(grown, Size(actions=180, organisations=6), today=timezone.localdate())
    assert count(client, page) == cold <= 15
    assert count(client, page) == warm <= 4
    assert signed_in <= 15


def test_it_reads_by_every_framing(grown: Plan, client: Client) -> None:
    with override("sv"):
        page = reverse("overview", args=(grown.slug,))
    for framing, content in grown.library.framings.items():
        response = client.get(page, {"framing": framing})
        html = response.content.decode()
        assert response.status_code == 200
        assert all(escape(item.name.sv) in html for item in content.items)
    missing = client.get(page, {"framing": "moon"})
    assert missing.status_code == 404


def test_it_stands_when_the_plan_is_empty(land: Plan, client: Client) -> None:
    land.actions.all().delete()

    assert client.get(reverse("overview", args=(land.slug,))).status_code == 200


def test_it_can_be_had_as_a_file(grown: Plan, client: Client) -> None:
    response = client.get(reverse("overview_csv", args=(grown.slug,)))
    rows = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))

    shown = grown.actions.exclude(standing="earlier")
    everything = next(row for row in rows if row["code"] == "*")
    assert int(everything["under_way"]) == shown.filter(state="under_way").count()
    assert int(everything["spent"]) == sum(shown.values_list("spent_total", flat=True))
    assert {row["code"] for row in rows} >= {"P1", "P2", "P3", "P4"}
    assert all(len(row["audit_head"]) == 64 for row in rows)


def test_it_draws_parts_that_fill_the_bar() -> None:
    parts = segments([("a", 1), ("b", 0), ("c", 3)])

    assert [(p.name, p.x, p.width) for p in parts] == [
        ("a", "0.00", "25.00"),
        ("c", "25.00", "75.00"),
    ]
    assert segments([("a", 0)]) == ()
    assert (share(1, 3), share(1, 0)) == (33, None)
