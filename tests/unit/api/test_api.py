"""The interface for programs: the head of the trail, and the versions of a plan."""

from __future__ import annotations

from django.test import Client

from kraftsamling.accounts import audit
from kraftsamling.accounts.models import GENESIS, Event
from kraftsamling.plan.models import Plan
from tests.unit.making import a_version


def test_it_gives_the_head_of_the_trail(client: Client, land: Plan) -> None:
    told = client.get("/api/audit/head").json()

    assert told["head"] == audit.head()
    assert told["events"] == Event.objects.count()


def test_it_gives_the_beginning_where_nothing_has_happened(client: Client, db: None) -> None:
    told = client.get("/api/audit/head").json()

    assert (told["head"], told["events"], told["at"]) == (GENESIS, 0, None)


def test_it_gives_the_versions_of_a_plan(client: Client, land: Plan) -> None:
    version = a_version(land)

    told = client.get("/api/plans/littleland/versions").json()

    assert told["plan"] == "littleland"
    assert [(v["number"], v["hash"], v["stands"]) for v in told["versions"]] == [
        (version.number, version.hash, "waiting")
    ]
    assert told["versions"][0]["not_yet"] == ["north", "middle", "south"]


def test_it_answers_to_reading_only(client: Client, land: Plan) -> None:
    assert client.post("/api/audit/head").status_code == 405
    assert client.get("/api/plans/atlantis/versions").status_code == 404
