"""Questions of the priorities on pages: the form, the answer, its files, and the way to a proposal."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from html import unescape
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.test import Client

from kraftsamling.accounts.models import User
from kraftsamling.plan.models import Plan
from kraftsamling.web.forms.sealed import opened, seal

KINDS = ("position", "markets", "dependence", "shock", "exposure", "carbon")
AT = "/en/littleland/questions/value_chains"


def page(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, path
    return answer.content.decode()


def test_the_list_has_every_question(tables: Plan, client: Client) -> None:
    html = page(client, "/en/littleland/questions/")

    for kind in KINDS:
        assert f'href="{AT}/{kind}/"' in html
    assert 'aria-current="page">Questions' in html
    assert "Vilka marknader hänger jobben på?" in page(client, "/littleland/questions/")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", ["", "/en"])
def test_every_question_is_answered(tables: Plan, client: Client, kind: str, language: str) -> None:
    html = page(client, f"{language}/littleland/questions/value_chains/{kind}/")

    assert 'class="summary"' in html
    assert "FLQ" in html
    assert "https://example.org/littleland/world" in html
    assert '<option value="LL1" selected' in html
    assert 'data-color="warning"' not in html
    if kind != "shock":
        assert 'class="chart"' in html
        assert "<tbody>" in html


def test_potential_is_told_market_by_market(tables: Plan, client: Client) -> None:
    html = page(client, f"{AT}/potential/?industry=machines")

    assert "By this yardstick" in html or "as the yardstick expects" in html
    assert '<option value="machines" selected' in html
    assert "neither a forecast nor a ceiling" in html
    for market in ("Aland", "Beeland"):
        assert market in html
    # Bands are over ease; delta moves nothing that is sold abroad.
    assert "FLQ" not in html
    assert 'class="chart"' in html


def test_potential_needs_to_know_where_countries_are(
    tables: Plan, client: Client, settings: Any, tmp_path: Path
) -> None:
    shutil.copytree(settings.CONTENT_DIR, tmp_path / "content")
    (tmp_path / "content" / "common" / "centres.csv").unlink()
    settings.CONTENT_DIR = tmp_path / "content"

    assert "Write their centres in common/centres.csv" in page(client, f"{AT}/potential/")


def test_carbon_is_told_in_three_ways(tables: Plan, client: Client) -> None:
    html = page(client, f"{AT}/carbon/?place=LL12")

    assert "tonnes of CO2 equivalents are emitted in Middle County" in html
    for part in ("The region as a whole", "Where what is used here was emitted", "Industries here"):
        assert part in html
    for picture in ("whole", "origins", "products"):
        assert f"carbon/{picture}.svg" in html
        assert client.get(f"{AT}/carbon/{picture}.svg").status_code == 200


def test_carbon_is_offered_where_a_world_tells(
    tables: Plan, client: Client, settings: Any, tmp_path: Path
) -> None:
    """Littleland's world as it would be without what its industries emit."""
    shutil.copytree(settings.CONTENT_DIR, tmp_path / "content")
    source = tmp_path / "content" / "common" / "sources" / "littleland" / "source.yaml"
    source.write_text(source.read_text().replace(", stressors: [co2e]", ""))
    asked = "/api/plans/littleland/questions"
    kinds = {one["kind"] for one in client.get(asked).json()["questions"]}
    settings.CONTENT_DIR = tmp_path / "content"
    fewer = {one["kind"] for one in client.get(asked).json()["questions"]}

    assert kinds - fewer == {"carbon"}
    assert "/carbon/" not in page(client, "/en/littleland/questions/")
    assert "/carbon/" not in page(client, f"{AT}/position/")
    under = page(client, "/en/littleland/challenges/C1/")
    assert f"{AT}/position/" in under
    assert f"{AT}/carbon/" not in under
    told = page(client, f"{AT}/carbon/")
    assert "Little world does not tell what industries emit" in told
    assert "kraftsamling evidence add exiobase ixi_2019 FILE" in told


def test_an_address_is_the_whole_question(tables: Plan, client: Client) -> None:
    html = page(client, f"{AT}/shock/?place=LL12&falls=market:AA:40&falls=industry:mills:100")

    assert '<option value="LL12" selected' in html
    assert '<option value="market:AA" selected' in html
    assert '<option value="industry:mills" selected' in html
    assert 'value="40"' in html
    assert "jobs in Middle County hang on it" in html


def test_rows_of_the_form_say_the_same_as_an_address(tables: Plan, client: Client) -> None:
    form = "lever=market%3AAA&part=40&lever=&part=50&lever=supplier%3ABB&part=0"
    by_form = page(client, f"{AT}/shock/?place=LL1&{form}")
    by_address = page(client, f"{AT}/shock/?place=LL1&falls=market:AA:40")

    said = re.findall(r'class="summary"><strong>(.*?)</strong>', by_form)
    assert said == re.findall(r'class="summary"><strong>(.*?)</strong>', by_address)
    assert said


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("shock/?falls=weather:AA:10", "market:DEU:30"),
        ("shock/?falls=market:XX:10", "no place called XX"),
        ("markets/?industry=ships", "no industry called ships"),
        ("markets/?year=soon", "year=soon is no number"),
        ("markets/?year=1999", "It has: 2020"),
        ("markets/?place=Atlantis", "no place called Atlantis"),
        ("markets/?place=LL", "Choose another place"),
        ("exposure/?share=9999999999", "is no number"),
        ("markets/?place=%00%F0%9F%A6%9C", "no place called"),
    ],
)
def test_what_cannot_be_answered_is_told(
    tables: Plan, client: Client, query: str, said: str
) -> None:
    html = page(client, f"{AT}/{query}")

    assert 'data-color="warning"' in html
    assert said in html
    bad = client.get(f"{AT}/{query}".replace("/?", ".csv?"))
    assert bad.status_code == 400
    told = client.get(f"/api/plans/littleland/questions/value_chains/{query}".replace("/?", "?"))
    assert told.status_code == 400
    assert said in told.json()["error"]


def test_a_table_that_has_not_come_says_how_to_get_it(land: Plan, client: Client) -> None:
    html = page(client, f"{AT}/position/")

    assert "kraftsamling fetch littleland" in html
    assert "Other questions" in html


@pytest.mark.parametrize(
    "path",
    [f"{AT}/nothing/", "/en/littleland/questions/nothing/position/", f"{AT}/position/x.svg"],
)
def test_there_is_nothing_where_nothing_is(tables: Plan, client: Client, path: str) -> None:
    page(client, path, status=404)


def test_the_files_hold_the_same_numbers(tables: Plan, client: Client) -> None:
    rows = list(
        csv.reader(io.StringIO(client.get(f"{AT}/markets.csv").content.decode("utf-8-sig")))
    )
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"{AT}/markets.xlsx").content))
    told = client.get("/api/plans/littleland/questions/value_chains/markets?language=en").json()
    sheet = [list(line) for line in book.worksheets[0].iter_rows(values_only=True)]

    assert rows[0][:4] == ["code", "name", "Jobs (persons)", "Jobs (persons), least"]
    assert [float(row[2]) for row in rows[1:]] == pytest.approx([line[2] for line in sheet[1:]])
    assert [line[2] for line in sheet[1:]] == pytest.approx(
        [row["values"][0] for row in told["rows"]]
    )
    assert [row[0] for row in rows[1:]] == [row["code"] for row in told["rows"]]
    notes = [line[1] for line in book.worksheets[1].iter_rows(values_only=True)]
    assert any("FLQ" in str(note) for note in notes)
    assert any("example.org/littleland/world" in str(note) for note in notes)


def test_pictures_leave_the_page(tables: Plan, client: Client) -> None:
    svg = client.get(f"{AT}/dependence/chain.svg?place=LL1&industry=mills")
    png = client.get(f"{AT}/markets/markets.png?place=LL1")

    assert "Aland" in svg.content.decode()
    assert png.content.startswith(b"\x89PNG")


def test_programs_are_told_what_may_be_asked(tables: Plan, client: Client) -> None:
    told = client.get("/api/plans/littleland/questions").json()

    kinds = [asked["kind"] for asked in told["questions"]]
    assert [kind for kind in kinds if kind in KINDS] == list(KINDS)
    assert client.get(told["questions"][0]["answer"]).status_code == 200
    assert client.get("/api/plans/littleland/questions/value_chains/x").status_code == 404


def test_an_industry_left_open_is_the_one_the_answer_is_about(tables: Plan, client: Client) -> None:
    dependence = page(client, f"{AT}/dependence/")
    markets = page(client, f"{AT}/markets/")

    assert '<option value="" selected>The one with the most jobs</option>' in dependence
    assert '<option value="" selected>All together</option>' in markets


def test_questions_stand_where_they_belong(tables: Plan, client: Client) -> None:
    assert f'href="{AT}/shock/"' in page(client, "/en/littleland/challenges/C1/")
    assert f'href="{AT}/shock/"' not in page(client, "/en/littleland/challenges/C2/")
    assert page(client, "/en/littleland/strategy/").count("questions/#value_chains") == 1


# Proposals


def proposing(html: str) -> dict[str, Any]:
    form = html[html.index('id="propose"') :]
    fields: dict[str, Any] = {}
    for name, value in re.findall(r'name="([a-z_]+)"[^>]*? value="([^"]*)"', form):
        fields.setdefault(name, []).append(value.replace("&quot;", '"').replace("&amp;", "&"))
    return fields


def test_an_answer_becomes_a_proposal_that_keeps_it(tables: Plan, as_user: Any, bo: User) -> None:
    client = as_user(bo)
    html = page(client, f"{AT}/markets/?place=LL12&industry=mills")
    fields = proposing(html)

    answer = client.post("/en/littleland/propose/", fields | {"title": "Sell mills elsewhere"})

    action = tables.actions.order_by("number").last()
    assert action is not None
    assert answer.status_code == 302
    assert action.title == "Sell mills elsewhere"
    assert {(p.framing, p.code) for p in action.placements.all()} >= {
        ("priority", "P2"),
        ("challenge", "C1"),
        ("region", "LL12"),
    }
    (kept,) = action.sources
    assert kept["url"] == "/littleland/questions/value_chains/markets/?place=LL12&industry=mills"
    assert "procent av jobben" in kept["title"]
    assert "per cent of the jobs" in kept["title_en"]
    assert [origin["producer"] for origin in kept["origins"]] == [
        "Littleland's statistics office"
    ] * 2
    assert "/en" + kept["url"] in unescape(page(client, f"/en/littleland/actions/{action.number}/"))
    again = client.post("/en/littleland/propose/", fields | {"title": "Sell mills elsewhere"})
    assert again.status_code == 302
    assert tables.actions.count() == action.number


def test_a_finding_that_was_never_made_is_not_kept(tables: Plan, as_user: Any, bo: User) -> None:
    client = as_user(bo)
    fields = proposing(page(client, f"{AT}/markets/?place=LL12"))

    client.post("/en/littleland/propose/", fields | {"finding": fields["finding"][0][:-3] + "abc"})

    action = tables.actions.order_by("number").last()
    assert action is not None
    assert action.sources == []


def test_only_those_who_may_propose_are_asked_to(tables: Plan, client: Client) -> None:
    assert 'id="propose"' not in page(client, f"{AT}/markets/")


def test_what_is_sealed_is_opened_and_nothing_else() -> None:
    assert opened(seal({"a": 1})) == {"a": 1}
    assert opened("") is None
    assert opened(json.dumps({"a": 1})) is None
