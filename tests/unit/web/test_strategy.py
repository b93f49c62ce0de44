"""The strategy page and the framings."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from kraftsamling.plan.editing import propose
from kraftsamling.plan.models import Plan


def page(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return re.sub(r"\s+", " ", response.content.decode())


def test_it_shows_the_kinds_of_priority_as_what_they_are(land: Plan, client: Client) -> None:
    html = page(client, "/littleland/strategy/")

    core = html.partition('class="core"')[2].partition('class="integrated"')
    integrated = core[2].partition('class="steering"')
    assert "Idéer" in core[0]
    assert "Kompetens" in core[0]
    assert "Grönt" in integrated[0]
    assert "Ledning" in integrated[2]
    assert "En stark industri i Lilleland." in html


def test_it_counts_the_actions_of_each_part(land: Plan, client: Client) -> None:
    html = page(client, "/littleland/strategy/")

    assert '?priority=P1">2 åtgärder' in html
    assert '?priority=P2">0 åtgärder' in html
    assert '?step=1a">En åtgärd' in html


@pytest.mark.parametrize("framing", ["challenge", "priority", "step", "region", "municipality", "s3", "target_group", "oecd", "sdg"])  # fmt: skip
def test_it_opens_every_framing_in_both_languages(land: Plan, client: Client, framing: str) -> None:
    for prefix in ("", "/en"):
        html = page(client, f"{prefix}/littleland/framings/{framing}/")
        assert html.count('aria-current="page"') >= 1


def test_it_links_a_place_to_the_filtered_list(land: Plan, client: Client) -> None:
    html = page(client, "/littleland/framings/region/")

    assert "/littleland/actions/?region=LL11" in html
    assert "Det gamla labbet" in html


def test_it_tells_what_has_no_place(land: Plan, client: Client) -> None:
    assert "En av 2 åtgärder har ingen plats" in page(client, "/littleland/framings/step/")
    assert "Alla 2 åtgärder har en plats" in page(client, "/littleland/framings/region/")


def test_it_starts_at_the_first_framing(land: Plan, client: Client) -> None:
    assert client.get("/littleland/framings/").headers["Location"].endswith("/framings/challenge/")
    assert client.get("/littleland/framings/nothing/").status_code == 404


@pytest.mark.parametrize("path", ["strategy/", "framings/challenge/", "framings/priority/"])
def test_it_asks_the_same_however_many_actions(
    land: Plan, client: Client, path: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(10) as before:
        page(client, f"/littleland/{path}")
    for number in range(15):
        placements = {"challenge": ["C1"], "priority": ["P1"], "sdg": ["sdg9"]}
        propose(land, {"title": f"Nummer {number}", "placements": placements}, by=None)
    with django_assert_max_num_queries(10) as after:
        page(client, f"/littleland/{path}")

    assert len(before) == len(after)
