"""Challenge pages, the monitor, and its file."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from kraftsamling.plan.editing import propose
from kraftsamling.plan.models import Plan
from kraftsamling.plan.starter import load_starter
from kraftsamling.web.monitor import COLUMNS

ROOT = Path(__file__).resolve().parents[3]
SWEDISH = r"\b(cirka|drygt|knappt|Kvinnor|Män|uppgift saknas|Källa|Sverige|avläst|ej angivet)\b"


@pytest.fixture
def nms(db: None, settings: Settings) -> Plan:
    """The real plan with its real figures."""
    settings.CONTENT_DIR = ROOT / "content"
    load_starter("nms")
    return Plan.objects.get(slug="nms")


def page(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


def plain(html: str) -> str:
    """What a reader reads: no tags, single spaces."""
    text = re.sub(r"<[^>]+>", " ", html.replace("<sup>", " [").replace("</sup>", "] "))
    return re.sub(r"\s+", " ", text.replace("\N{NO-BREAK SPACE}", " "))


def card(html: str, code: str) -> str:
    """One series of the monitor, as read."""
    return plain(html.partition(f'id="{code}"')[2].partition("</article>")[0])


def test_it_lists_challenges_and_other_themes(land: Plan, client: Client) -> None:
    html = page(client, "/littleland/challenges/")

    assert "Få nya idéer" in html
    assert "Vädret" in html
    assert "12" in html


def test_it_shows_every_figure_with_its_words_and_origin(land: Plan, client: Client) -> None:
    html = page(client, "/littleland/challenges/C1/")

    ideas = card(html, "ideas")
    assert "Nordlän 10,50 [1] 12,25 [1]" in ideas
    assert "Mellanlän – uppgift saknas cirka 9 [2]" in ideas
    assert "Uppgift saknas för: Sydlän, Lilleland." in ideas
    assert "Andra platser Riket eller Grannlän (oklart)" in ideas
    assert "Norrby kommun – uppgift saknas 0 [3]" in ideas
    assert 'href="https://example.org/paper"' in html
    assert "Mellanlän 2022: Ur en intervju." in ideas
    assert "avläst i diagram, ± 0,3" in card(html, "patents-b")


def test_it_stands_conflicting_series_side_by_side(land: Plan, client: Client) -> None:
    html = page(client, "/littleland/challenges/C1/")

    together = html.partition('class="rivals')[2]
    assert 'id="patents-a"' in together
    assert 'id="patents-b"' in together
    assert "Verket räknar alla." in together
    assert 'id="ideas"' not in together


def test_it_shows_women_beside_men(land: Plan, client: Client) -> None:
    html = page(client, "/littleland/challenges/C2/")

    degree = card(html, "degree")
    assert "senaste årskullen Kvinnor 2023 Kvinnor 2023 Män" in degree
    assert "Nordlän – uppgift saknas 34,2 [1] 17,4 [1]" in degree
    assert "20 (2 av 10)" in degree


def test_it_draws_a_line_only_where_there_are_two_points(land: Plan, client: Client) -> None:
    html = page(client, "/littleland/challenges/C1/")

    # Nordlän has 2020 and 2022: once in the overview, once in its card; nobody else has two.
    assert html.count('<svg class="spark" aria-hidden="true"') == 2
    assert "style=" not in html


def test_it_keeps_a_range_as_text(land: Plan, client: Client) -> None:
    html = page(client, "/littleland/figures/weather/")

    assert "Riket 132–187" in card(html, "wind")
    assert "inte är ett enda tal" in card(html, "wind")


def test_it_says_plainly_that_there_are_no_figures(
    land: Plan, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    from kraftsamling.evidence.figures import NO_FIGURES

    monkeypatch.setitem(vars(land.library), "figures", NO_FIGURES)

    assert "Planen har inga siffror om detta än." in page(client, "/littleland/challenges/C1/")
    assert "Planen har inga siffror än." in page(client, "/littleland/challenges/")
    assert client.get("/littleland/figures/weather/").status_code == 404


@pytest.mark.parametrize(
    "path", ["challenges/C9/", "figures/C1/", "figures/none/", "figures.csv?theme=none"]
)
def test_it_knows_no_other_theme(land: Plan, client: Client, path: str) -> None:
    assert client.get(f"/littleland/{path}").status_code == 404


@pytest.mark.parametrize("path", ["challenges/", "challenges/C1/", "figures/weather/"])
def test_it_asks_the_same_however_many_actions(
    land: Plan, client: Client, path: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(10) as before:
        page(client, f"/littleland/{path}")
    for number in range(15):
        propose(land, {"title": f"Nummer {number}", "placements": {"challenge": ["C1"]}}, by=None)
    with django_assert_max_num_queries(10) as after:
        html = page(client, f"/littleland/{path}")

    assert len(before) == len(after)
    assert html.count("Nummer ") <= 10


def test_it_gives_a_file_that_can_be_opened_again(land: Plan, client: Client) -> None:
    response = client.get("/littleland/figures.csv")

    assert response["Content-Disposition"] == 'attachment; filename="figures-littleland.csv"'
    rows = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert tuple(rows[0]) == COLUMNS
    assert len(rows) == 12
    ideas = {row["id"]: row for row in rows if row["series"] == "ideas"}
    assert (ideas["3"]["value"], ideas["3"]["qualifier"]) == ("9", "cirka")
    assert ideas["3"]["source"] == "https://example.org/paper"
    assert next(row for row in rows if row["series"] == "wind")["value"] == "132-187"
    only = client.get("/littleland/figures.csv?theme=C2").content.decode()
    assert only.count("\r\n") == 4


def test_it_reaches_all_232_figures(nms: Plan, client: Client) -> None:
    library = nms.library
    paths = [f"challenges/{c.code}/" for c in library.strategy.challenges]
    paths += [f"figures/{theme.code}/" for theme in library.figures.themes]

    shown = 0
    for path in paths:
        response = client.get(f"/nms/{path}")
        shown += response.context["monitor"].figures
        html = response.content.decode()
        for series in library.figures.series:
            if series.theme == response.context["theme"]:
                read = card(html, series.code)
                for row in library.figures.rows_by_series[series.code]:
                    number = row.value.lstrip("-").split("-")[0].split(".")[0]
                    assert number in read.replace(" ", ""), row
                    assert row.url.replace("&", "&amp;") in html, row
    assert shown == 232
    rows = csv.DictReader(io.StringIO(client.get("/nms/figures.csv").content.decode("utf-8-sig")))
    assert sorted(int(row["id"]) for row in rows) == list(range(1, 233))


def test_it_is_complete_in_english(nms: Plan, client: Client) -> None:
    library = nms.library
    paths = [f"challenges/{c.code}/" for c in library.strategy.challenges]
    paths += [f"figures/{theme.code}/" for theme in library.figures.themes]

    for path in paths:
        html = page(client, f"/en/nms/{path}").partition('id="monitor"')[2]
        found = re.findall(SWEDISH, plain(html.partition("</section>")[0]))
        assert not found, (path, found)


@pytest.mark.parametrize("path", ["/littleland/challenges/", "/en/littleland/challenges/"])
def test_it_leads_from_another_spelling_to_the_challenge(
    client: Client, land: Plan, path: str
) -> None:
    answer = client.get(f"{path}c1/")

    assert (answer.status_code, answer["Location"]) == (301, f"{path}C1/")
    assert client.get(f"{path}c99/").status_code == 404


def test_it_folds_the_figures_one_by_one(land: Plan, client: Client) -> None:
    html = page(client, "/en/littleland/challenges/C1/")
    fold = html.partition('<details class="ds-details fold figures-fold">')[2]

    assert 'id="ideas"' in fold.partition("</details>")[0]
    assert html.count("figures-fold") == 2
    assert "figures-fold open" not in html
