"""The pages of indicators: what they show, what they never show, and what they cost."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from datetime import timedelta
from html import unescape
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from granian.server import Server

from kraftsamling.cli import serving
from kraftsamling.evidence.catalogue import Catalogue, Vintage
from kraftsamling.evidence.engine.duck import DuckEngine
from kraftsamling.evidence.indicators import study
from kraftsamling.evidence.indicators.question import Question
from kraftsamling.evidence.models import Check
from kraftsamling.evidence.snapshots import Label
from kraftsamling.evidence.store import catalogue, load_starters
from kraftsamling.plan.models import Plan
from kraftsamling.web.indicators import rows
from tests.canaries import Canaries

IDEAS = "/littleland/indicators/ideas-a-year/"
DEGREES = "/littleland/indicators/degree-share/"
APPRENTICES = "/littleland/indicators/apprentices/"
MOST_QUERIES = 12


def page(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


def plain(html: str) -> str:
    """What a reader reads: no tags, scripts or options, single spaces."""
    text = re.sub(r"<script.*?</script>", " ", html.partition("<main")[2], flags=re.DOTALL)
    text = re.sub(r"<[^>]+>", " ", text.replace("<sup>", " [").replace("</sup>", "] "))
    return re.sub(r"\s+", " ", text.replace("\N{NO-BREAK SPACE}", " "))


@pytest.fixture
def asked_of_the_engine(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every query that the engine gets."""
    queries: list[str] = []
    ask = DuckEngine.sql

    def sql(self: DuckEngine, query: str, *rest: Any, **named: Any) -> Any:
        queries.append(query)
        return ask(self, query, *rest, **named)

    monkeypatch.setattr(DuckEngine, "sql", sql)
    return queries


def test_it_says_where_each_place_stands_and_which_way_it_goes(
    tables: Plan, client: Client
) -> None:
    text = plain(page(client, f"/en{IDEAS}"))

    assert "Better in North County, Middle County and South County, from 2019 to 2024." in text
    assert "North County 14.4 better 2024, up from 11.9 in 2019" in text
    assert "Littleland no figure" in text


def test_the_chart_has_its_table_with_marks_that_are_explained(
    tables: Plan, client: Client
) -> None:
    html = page(client, IDEAS)
    table = plain("<main" + html.partition('id="ideas-a-year"')[2].partition("</figure>")[0])

    assert "12,0 [p]" in table
    assert "10,5 [b]" in table
    assert "p preliminärt" in table
    assert "b brott i serien" in table


def test_it_tells_the_chance_of_reaching_the_aim_without_claiming_why(
    tables: Plan, client: Client
) -> None:
    text = plain(page(client, IDEAS))

    assert "Mellanlän når 15,0 idéer 2030" in text
    assert "säger inget om vad som har orsakat" in text
    assert "Nämnden i Mellanlän" in text


def test_the_place_with_an_aim_comes_first_and_another_may_be_chosen(
    tables: Plan, client: Client
) -> None:
    assert '<option value="LL12" selected' in page(client, IDEAS)

    chosen = page(client, f"{IDEAS}?place=LL13")
    assert '<option value="LL13" selected' in chosen
    assert "senaste kända värdet för Sydlän" in plain(chosen)
    assert "når 15,0" not in plain(chosen)


def test_the_aim_of_a_larger_place_is_a_yardstick_and_said_to_be(
    tables: Plan, client: Client
) -> None:
    html = page(client, f"{IDEAS}?place=LL13")
    yardsticks = plain("<main" + html.partition('id="yardsticks"')[2].partition("</section>")[0])

    assert "Riket: 19,0 idéer, 2029" in yardsticks
    assert "Sydlän når 19,0 idéer 2029" in yardsticks
    assert "Rikets råd" in yardsticks
    # The county has no aim of its own, and the way is in the chart's table.
    assert 'id="aims"' not in html
    english = page(client, f"/en{IDEAS}?place=LL13")
    assert "nobody has adopted it for South County" in plain(english)
    chart = plain("<main" + english.partition('id="ideas-a-year"')[2].partition("</figure>")[0])
    assert "Yardstick, The realm" in chart
    # Mellanlän has both, its own first.
    both = page(client, f"{IDEAS}?place=LL12")
    assert 0 < both.index('id="aims"') < both.index('id="yardsticks"')


def test_it_shows_what_has_been_revised(tables: Plan, client: Client) -> None:
    html = page(client, IDEAS)
    revised = plain("<main" + html.partition('id="revised"')[2].partition("</table>")[0])

    assert "Mellanlän 2023 12,0 11,1 −0,9" in revised
    assert "Nordlän" not in revised
    assert "?place=LL12&amp;as_of=2024-01-31" in html


def test_it_shows_what_was_known_on_a_day(tables: Plan, client: Client) -> None:
    text = plain(page(client, f"/en{IDEAS}?place=LL12&as_of=2024-01-31"))

    assert "as they were known on" in text
    assert "Middle County 12.0 better 2023, up from 10.5 in 2018" in text
    assert "14.4" not in text
    assert "If it goes on as so far" not in text


def test_it_compares_with_the_most_similar_counties_and_says_how(
    tables: Plan, client: Client
) -> None:
    html = page(client, f"{DEGREES}?place=LL11")
    near = plain("<main" + html.partition('id="nearest"')[2].partition("</div>")[0])

    assert re.search(r"(Mellanlän|Sydlän|Ölän) \d,\d\d", near)
    assert "Krugmans index över fyra branscher" in plain(html)


def test_a_group_of_people_may_be_chosen(tables: Plan, client: Client) -> None:
    women, men = (plain(page(client, f"{DEGREES}?group={group}")) for group in ("women", "men"))

    assert "Procent, kvinnor" in women
    assert "Procent, män" in men
    assert "Nordlän 34,8" in women
    assert "Nordlän 20,8" in men


def test_periods_may_be_chosen_in_any_spelling(tables: Plan, client: Client) -> None:
    html = page(client, f"{IDEAS}?first=2020&last=2022")
    table = html.partition('id="ideas-a-year"')[2].partition("</figure>")[0]

    assert "2020" in table
    assert 'scope="row">2019<' not in table


@pytest.mark.parametrize(
    ("query", "said", "kept"),
    [
        ("first=last+year", "Write a period as 2015", 'value="last year"'),
        ("last=20x5", "Write a period as 2015", 'value="20x5"'),
        ("place=Atlantis", "“Atlantis” is not among", '<option value="LL12" selected'),
        ("as_of=yesterday", "Write a day as 2025-01-31", '<option value="yesterday" selected'),
        ("first=%00&place=%F0%9F%A6%9C", "“🦜” is not among", '<option value="LL12" selected'),
        ("first=" + "9" * 5000, "12", "9" * 5000),
    ],
)
def test_what_cannot_be_understood_is_kept_and_told(
    tables: Plan, client: Client, query: str, said: str, kept: str
) -> None:
    html = page(client, f"/en{IDEAS}?{query}")
    told = html.partition('class="field-errors"')[2].partition("</div>")[0]

    assert said in told
    assert kept in html
    assert "Middle County 12.0 better" in plain(html)


def test_an_unknown_group_is_told(tables: Plan, client: Client) -> None:
    html = page(client, f"/en{DEGREES}?group=martians")

    assert "“martians” is not among the choices" in html
    assert "Per cent, women" in plain(html)


def test_a_time_without_values_is_no_blank_chart(tables: Plan, client: Client) -> None:
    html = page(client, f"{IDEAS}?first=2090")

    assert "<figure" not in html
    assert f'href="{IDEAS}"' in html
    assert 'value="2090"' in html


def test_without_data_it_says_which_table_and_how_to_fetch_it(
    land: Plan, client: Client, settings: Any, tmp_path: Any
) -> None:
    settings.DATA_DIR = tmp_path
    html = page(client, IDEAS)

    assert "<figure" not in html
    assert "littleland_ideas" in html
    assert "kraftsamling fetch" in html


@pytest.mark.parametrize(
    "path",
    [
        "/littleland/indicators/nothing/",
        "/littleland/indicators/nothing.csv",
        "/atlantis/indicators/ideas-a-year/",
        "/littleland/indicators/ideas-a-year/nothing.svg",
        "/littleland/indicators/ideas-a-year/trend.gif",
        "/littleland/indicators/ideas-a-year/map.svg",
    ],
)
def test_what_is_not_there_is_not_found(tables: Plan, client: Client, path: str) -> None:
    assert client.get(path).status_code == 404


def test_the_files_hold_what_the_page_shows(tables: Plan, client: Client) -> None:
    query = "?place=LL12&first=2020&last=2023"
    answers = {kind: client.get(f"{IDEAS[:-1]}.{kind}{query}") for kind in ("csv", "xlsx", "json")}

    rows = list(csv.DictReader(io.StringIO(answers["csv"].content.decode("utf-8-sig"))))
    assert {row["period"] for row in rows} == {"2020", "2021", "2022", "2023"}
    sheet = openpyxl.load_workbook(io.BytesIO(answers["xlsx"].content)).worksheets[0]
    assert sheet.max_row == len(rows) + 1
    assert json.loads(answers["json"].content)["size"] == [5, 4]
    for kind, answer in answers.items():
        assert f'filename="ideas-a-year.{kind}"' in answer["Content-Disposition"]


def test_the_pictures_hold_words_and_title(tables: Plan, client: Client) -> None:
    svg = client.get(f"{IDEAS}trend.svg?place=LL12&alone").content.decode()

    assert "<title" in svg
    assert "Nya idéer om året" in svg
    assert client.get(f"{IDEAS}bars.png").content.startswith(b"\x89PNG")


@pytest.mark.parametrize("group", ["women", "men"])
def test_small_numbers_are_given_away_nowhere(
    canaries: Canaries, client: Client, group: str
) -> None:
    told = {
        path: client.get(path).content.decode()
        for path in (
            f"{APPRENTICES}?group={group}",
            f"/en{APPRENTICES}?group={group}&place=LL11",
            f"{APPRENTICES}trend.svg?group={group}",
            f"{APPRENTICES}bars.svg?group={group}&place=LL12",
            "/littleland/indicators/",
            "/littleland/challenges/C2/",
            "/littleland/indicators/apprentices.csv",
            "/littleland/indicators/apprentices.json",
            "/api/plans/littleland/indicators/apprentices",
        )
    }

    for path, text in told.items():
        assert not canaries.seen(text), path
    csv_text = told["/littleland/indicators/apprentices.csv"]
    assert all(digits in csv_text for digits in canaries.shown)
    assert "för få för att visas" in told[f"{APPRENTICES}?group={group}"]


def test_what_is_missing_is_never_zero(tables: Plan, client: Client) -> None:
    rows = csv.DictReader(io.StringIO(client.get(f"{IDEAS[:-1]}.csv").content.decode("utf-8-sig")))
    hidden = [row for row in rows if (row["platskod"], row["period"]) == ("LL21", "2017")]

    assert [(row["värde"], row["märkning"]) for row in hidden] == [("", "sekretess")]


def test_it_says_when_the_source_has_failed(tables: Plan, client: Client) -> None:
    since = timezone.now() - timedelta(days=3)
    Check.objects.create(
        source="littleland", dataset="ideas", at=timezone.now(), outcome="failed",
        sentence="It did not answer.", failing_since=since,
    )  # fmt: skip
    Check.objects.create(
        source="littleland", dataset="jobs", at=timezone.now(), outcome="failed",
        sentence="It did not answer.", failing_since=since,
    )  # fmt: skip
    html = page(client, IDEAS)

    assert html.count('class="ds-alert" data-color="warning"') == 1
    assert "Lillelands statistikbyrå" in html
    assert "14,4" in html


def test_the_card_says_how_it_is_worked_out_and_where_it_comes_from(
    tables: Plan, client: Client
) -> None:
    text = plain(page(client, f"/en{DEGREES}"))

    assert "graduates / everyone * 100" in text
    assert (
        "graduates : the column value of the table Inhabitants by sex and degree from Littleland's "
        "statistics office , the sum of the rows where degree : yes; sex : 2, 1"
    ) in unescape(text)
    assert "The school." in text
    assert "More is better" in text
    assert "CC0 1.0" in text
    assert "read March 1, 2025" in text
    assert "It came with the program" in text


def test_it_says_that_nothing_was_known_then(tables: Plan, client: Client) -> None:
    text = plain(page(client, f"/en{IDEAS}?as_of=2001-01-01"))

    assert "Nothing was known here on 2001-01-01 of: littleland_ideas." in text
    assert "kraftsamling fetch" not in text


def test_it_tells_no_day_that_nobody_noted(
    tables: Plan, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A starter table that was published some time in a year is from that year, not from a day."""
    kept = Catalogue.vintages

    def vague(self: Catalogue, table: str) -> tuple[Vintage, ...]:
        return tuple(replace(v, label=_vague(v.label)) for v in kept(self, table))

    monkeypatch.setattr(Catalogue, "vintages", vague)
    study._trend.cache_clear()
    text = plain(page(client, f"/en{IDEAS}"))
    listed = plain(page(client, "/en/littleland/sources/"))

    assert "The newest table is from 2025. It came with the program" in text
    assert ", published 2025." in text
    assert "since 2024" in text
    assert "2025, came with the program" in listed
    assert not re.search(r"(January|Jan\.) 31|2025-01-31", text + listed)


def _vague(label: Label) -> Label:
    """The label of a table whose rows name no day."""
    year = f"{label.kept:%Y}"
    return replace(
        label,
        origins=tuple(replace(o, accessed=None, published=None, year=year) for o in label.origins),
    )


def test_each_origin_leads_to_its_table(tables: Plan, client: Client) -> None:
    _card, heading, origins = page(client, DEGREES).partition("Varifrån de kommer")
    assert heading
    found = re.findall(r'href="(/littleland/sources/[^"]+)"', origins)
    assert found == ["/littleland/sources/littleland_people/"]
    assert "Invånare efter kön och examen" in page(client, found[0])


def test_what_has_not_come_yet_has_its_licence_and_stands_once(
    land: Plan, client: Client, settings: Any, tmp_path: Path
) -> None:
    settings.DATA_DIR = tmp_path
    indicator = land.library.indicators.by_code["degree-share"]
    assert len(indicator.terms) > 1
    _card, _heading, origins = page(client, f"/en{DEGREES}").partition("Where they come from")
    listed = re.findall(r"<li>(.*?)</li>", origins.partition("</section>")[0])

    (line,) = listed
    assert "Inhabitants by sex and degree</a>, CC0 1.0. Table:" in line
    assert 'href="/en/littleland/sources/littleland_people/"' in line


def test_published_figures_are_linked_to_where_they_are(tables: Plan, client: Client) -> None:
    assert 'href="/littleland/challenges/C1/#ideas"' in page(client, IDEAS)


@pytest.mark.parametrize("path", [IDEAS, DEGREES, APPRENTICES, "/littleland/indicators/"])
def test_it_is_in_english_too(tables: Plan, client: Client, path: str) -> None:
    text = plain(page(client, f"/en{path}"))

    assert not re.search(r"\b(bättre|sämre|Visa|Källa|idéer|kvinnor|Nordlän|saknas)\b", text)
    assert "North County" in text


def test_the_list_has_every_indicator_with_its_way(tables: Plan, client: Client) -> None:
    html = page(client, "/littleland/indicators/")

    for code in ("ideas-a-year", "degree-share", "mill-share", "apprentices"):
        assert f"/littleland/indicators/{code}/" in html
    assert html.count('class="spark"') > 4


def test_the_list_is_searched_and_narrowed(tables: Plan, client: Client) -> None:
    def codes(query: str) -> set[str]:
        html = page(client, f"/littleland/indicators/?{query}")
        return set(re.findall(r'href="/littleland/indicators/([a-z-]+)/[?"]', html))

    assert codes("theme=C2") == {"degree-share", "apprentices"}
    assert codes("kind=own") == {"apprentices"}
    assert codes("q=EXAMEN") == {"degree-share"}
    assert codes("q=%3Cscript%3E") == set()
    assert codes("theme=nothing") == codes("")


def test_a_challenge_keeps_own_results_apart(tables: Plan, client: Client) -> None:
    html = page(client, "/littleland/challenges/C2/")
    tables_of = re.findall(
        r'aria-label="([^"]+)">\s*<table class="ds-table side-by-side indicators"', html
    )

    assert len(tables_of) == 2
    own, context = html.index("/indicators/apprentices/"), html.index("/indicators/degree-share/")
    assert own < context < html.index('id="published"')


def test_the_list_of_challenges_counts_indicators(tables: Plan, client: Client) -> None:
    assert "2 indicators" in page(client, "/en/littleland/challenges/")


@pytest.mark.parametrize(
    "path", [IDEAS, DEGREES, "/littleland/indicators/", "/littleland/challenges/C2/"]
)
def test_it_asks_little_and_nothing_twice(
    tables: Plan, client: Client, path: str, asked_of_the_engine: list[str]
) -> None:
    study._trend.cache_clear()
    study._similar.cache_clear()

    with CaptureQueriesContext(connection) as cold:
        page(client, path)
    assert len(cold) + len(asked_of_the_engine) <= MOST_QUERIES

    asked_of_the_engine.clear()
    with CaptureQueriesContext(connection) as warm:
        page(client, path)
    assert asked_of_the_engine == []
    assert len(warm) <= MOST_QUERIES


def test_programs_get_the_same_finding(tables: Plan, client: Client) -> None:
    told = client.get(
        "/api/plans/littleland/indicators/ideas-a-year?place=Nordl%C3%A4n&first=2023&language=en"
    ).json()

    assert told["unit"] == "ideas"
    assert [(v["place"], v["period"], v["value"]) for v in told["values"]] == [
        ("LL11", "2023", 13.5),
        ("LL11", "2024", 14.4),
    ]
    listed = client.get("/api/plans/littleland/indicators").json()["indicators"]
    assert {i["code"] for i in listed} >= {"ideas-a-year", "apprentices"}
    assert client.get(listed[0]["values"]).status_code == 200


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("place=Atlantis", "no place called Atlantis"),
        ("first=soon", "no period"),
        ("as_of=soon", "no day"),
        ("language=tlh", "not known"),
        ("first=2024&last=2020", "first=2024 is after last=2020"),
        ("as_of=2001-01-01", "data came on 2024-01-31. Ask for 2024-01-31 or a later day"),
    ],
)
def test_programs_are_told_what_is_wrong(
    tables: Plan, client: Client, query: str, said: str
) -> None:
    answer = client.get(f"/api/plans/littleland/indicators/ideas-a-year?{query}")

    assert answer.status_code == 400
    assert said in answer.json()["error"]


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/api/plans/atlantis/indicators", "no plan called atlantis"),
        ("/api/plans/atlantis/versions", "no plan called atlantis"),
        ("/api/plans/littleland/indicators/idea", "one of these: ideas-a-year"),
        ("/api/plans/littleland/indicators/IDEAS/", "nothing at /api/plans/littleland"),
        ("/api/", "nothing at /api/"),
    ],
)
def test_programs_are_told_in_json_that_nothing_is_there(
    tables: Plan, client: Client, path: str, said: str
) -> None:
    answer = client.get(path)

    assert answer.status_code == 404
    assert said in answer.json()["error"]


def test_women_never_stand_for_everybody(tables: Plan, client: Client) -> None:
    html = page(client, "/en/littleland/challenges/C2/")

    for group in ("women", "men"):
        assert f'/indicators/degree-share/?group={group}"' in html
        assert f", {group}</a>" in html


@pytest.mark.parametrize("query", ["as_of=yesterday", "first=banana", "place=Atlantis", "group=x"])
@pytest.mark.parametrize("name", [".csv", ".xlsx", ".json", "/trend.svg"])
def test_a_file_never_answers_another_question(
    tables: Plan, client: Client, name: str, query: str
) -> None:
    answer = client.get(f"/en/littleland/indicators/degree-share{name}?{query}")

    assert answer.status_code == 400
    assert query.partition("=")[0] in answer.content.decode()


def test_any_day_may_be_asked_for(tables: Plan, client: Client) -> None:
    between = client.get("/littleland/indicators/ideas-a-year.csv?as_of=2024-07-01")
    first = client.get("/littleland/indicators/ideas-a-year.csv?as_of=2024-01-31")

    assert between.status_code == 200
    assert between.content == first.content
    assert between.content != client.get("/littleland/indicators/ideas-a-year.csv").content


def test_a_table_that_cannot_be_read_spoils_no_other(
    land: Plan, client: Client, settings: Any, tmp_path: Path
) -> None:
    settings.DATA_DIR = tmp_path
    load_starters()
    (table,) = (tmp_path / "evidence" / "tables" / "littleland_jobs").glob("*.parquet")
    table.write_bytes(b"PAR1 no longer a table PAR1")

    listed = page(client, "/en/littleland/indicators/")
    alone = page(client, "/en/littleland/indicators/mill-share/")

    assert "degree-share" in listed
    assert "The tables cannot be read right now" in alone
    load_starters()
    assert "The tables cannot be read" not in page(client, "/en/littleland/indicators/mill-share/")


def test_two_vintages_of_one_day_are_two(land: Plan, settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path
    load_starters()
    known, ideas = catalogue(), land.library.indicators.called("ideas-a-year")
    source, dataset = known.registry.table("littleland_ideas")
    newest = known.vintages("littleland_ideas")[-1].label
    body = known.snapshots.body(newest)
    head, first, *rest = body.decode().splitlines()
    place, period, value, *more = first.split(",")
    changed = "\n".join([head, ",".join([place, period, f"{value}7", *more]), *rest, ""]).encode()
    later = replace(newest, kept=newest.kept + timedelta(hours=1))
    known.add(source, dataset, changed, later)

    found = study.revised(Question("ideas-a-year"), ideas)

    assert found.day == newest.kept.date()
    assert [revision.moment.period for revision in found.revisions] == [period]


def test_the_server_splits_off_processes_with_no_engine_open(
    tables: Plan, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What `load` asked of the engine leaves no threads behind that a process would wait for."""
    page(client, IDEAS)
    first = study.engine()
    open_at_the_start: list[int] = []

    def served(_server: object) -> None:
        open_at_the_start.append(study.engine.cache_info().currsize)

    monkeypatch.setattr(Server, "serve", served)
    monkeypatch.setattr(serving, "refuse_misconfigured", lambda: None)
    monkeypatch.setattr("kraftsamling.cli.serving.connection.close", lambda: None)
    serving._serve("127.0.0.1", 8999, 1)

    assert open_at_the_start == [0]
    assert study.engine() is not first
    study.let_go()
    study.let_go()
    assert "14,4" in page(client, IDEAS)


def test_a_list_has_only_places_that_have_a_value_in_it(tables: Plan, client: Client) -> None:
    def heads(kind: str) -> list[str]:
        table = page(client, f"/en/littleland/indicators/?theme=C2&kind={kind}").partition("<thead")
        return re.findall(r'class="num">([^<]+)</th>', table[2].partition("</thead>")[0])

    everywhere = [place.name.en for place in tables.library.places]
    for kind in ("own", "context"):
        shown = rows.of(tables, "C2", rows.Wanted(kind=kind))
        (listed,) = filter(None, (shown.own, shown.context))
        there = [
            any(cell.text for cell in column)
            for column in zip(*(row.cells for row in listed), strict=True)
        ]
        assert all(there)
        assert heads(kind) == [place for place in everywhere if place in set(heads(kind))]
    assert "Littleland" not in heads("context")
    assert "North County" in heads("context")


def test_what_waits_is_folded_and_says_for_whom(
    land: Plan, client: Client, settings: Any, tmp_path: Path
) -> None:
    settings.DATA_DIR = tmp_path
    study._trend.cache_clear()
    html = page(client, "/en/littleland/indicators/")
    folds = re.findall(r"<details class=\"[^\"]*waiting-data\">(.*?)</details>", html, re.DOTALL)
    opened = page(client, "/en/littleland/indicators/?q=degree")

    assert len(folds) == html.count("<section ")
    ideas = next(fold for fold in folds if IDEAS in fold)
    assert "Littleland's statistics office" in unescape(ideas)
    assert "side-by-side" not in html
    assert 'waiting-data" open>' in opened
