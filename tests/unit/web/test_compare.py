"""The comparison builder: its address is the question; what is shown is what is taken home."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path
from typing import Any, cast

import openpyxl
import pytest
from django.http import QueryDict
from django.test import Client
from hypothesis import given, strategies as st

from kraftsamling.evidence.indicators.comparison import Comparison, Show, read_query
from kraftsamling.plan.models import Plan
from kraftsamling.strategy.library import load
from kraftsamling.web.charts import colours
from kraftsamling.web.forms.compare import CompareForm

PAGE = "/littleland/compare/"
HERE = Path(__file__).resolve().parents[2] / "content" / "littleland"
PERIODS = st.sampled_from(("", "2018", "2019Q3", "2020-07"))
CODES = ("LL11", "LL12", "LL13", "LL21", "LL", "LL1", "9101")
COMPARISONS = st.builds(
    Comparison,
    indicator=st.lists(
        st.sampled_from(("ideas-a-year", "degree-share", "mill-share", "apprentices")),
        unique=True,
        max_size=4,
    ).map(tuple),
    place=st.lists(st.sampled_from(CODES), unique=True, min_size=1).map(tuple),
    like=st.sampled_from(("", "LL11", "LL12", "LL13")),
    group=st.sampled_from(("", "women", "men")),
    first=PERIODS,
    last=PERIODS,
    show=st.sampled_from(Show),
    period=PERIODS,
    base=PERIODS,
)


def shown(client: Client, query: str) -> str:
    answer = client.get(f"{PAGE}?{query}", follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


@given(COMPARISONS)
def test_it_is_the_same_question_as_an_address_and_as_a_form(asked: Comparison) -> None:
    form = CompareForm(QueryDict(asked.query), load(HERE))

    assert read_query(asked.query) == asked
    assert form.asked() == asked
    assert not form.errors


@given(st.text())
def test_it_reads_any_address(text: str) -> None:
    found = read_query(text)

    assert read_query(found.query) == found


def test_it_begins_empty_with_the_plans_own_places_ticked(client: Client, tables: Plan) -> None:
    page = client.get(PAGE).content.decode()

    assert page.count(" checked") == 5
    assert "<figure" not in page


def test_it_makes_the_address_plain(client: Client, tables: Plan) -> None:
    answer = client.get(
        f"{PAGE}?indicator=mill-share&indicator=&place=LL11&like=&find=&first=&show=line"
    )

    assert answer.status_code == 302
    assert answer["Location"] == f"{PAGE}?indicator=mill-share&place=LL11"


def test_it_adds_a_place_by_its_name(client: Client, tables: Plan) -> None:
    answer = client.get(f"{PAGE}?indicator=mill-share&place=LL11&find=ölän")

    assert answer["Location"].endswith("place=LL11&place=LL21")


def test_it_lets_the_reader_choose_among_several(client: Client, tables: Plan) -> None:
    page = shown(client, "indicator=mill-share&place=LL11&find=S")

    assert "Sydlän" in page
    assert "Skogby" in page
    assert "Söderby" in page


def test_it_says_that_no_place_is_called_so(client: Client, tables: Plan) -> None:
    page = shown(client, "indicator=mill-share&place=LL11&find=Atlantis")

    assert "Atlantis" in page
    assert "<figure" in page


def test_it_names_the_most_alike_and_says_how_it_is_counted(client: Client, tables: Plan) -> None:
    page = shown(client, "indicator=mill-share&place=LL11&like=LL11")

    assert "Ölän" in page
    assert "Krugmans index" in page


@pytest.mark.parametrize("show", Show)
def test_it_shows_up_to_four_in_each_way(client: Client, tables: Plan, show: Show) -> None:
    page = shown(
        client,
        "indicator=ideas-a-year&indicator=mill-share&indicator=degree-share&place=LL11"
        f"&place=LL12&show={show}",
    )

    assert page.count("<figure") == 3


def test_it_says_which_places_have_no_value_and_why(client: Client, tables: Plan) -> None:
    page = shown(client, "indicator=mill-share&place=LL11&place=9101")

    assert "Norrby: saknas i källan" in page


def test_it_is_kind_to_what_it_cannot_read(client: Client, tables: Plan) -> None:
    page = shown(client, "indicator=nothing&place=XX&first=yesterday&show=pie&like=9101&group=cats")

    assert "yesterday" in page
    assert client.get("/littleland/compare/nothing.csv").status_code == 404
    assert client.get("/littleland/compare/mill-share.exe").status_code == 404


@pytest.mark.parametrize(
    ("path", "said"),
    [("/littleland", "”zz” finns inte"), ("/en/littleland", "“zz” is not among the choices.")],
)
def test_it_says_in_our_own_words_that_it_cannot_be_shown_so(
    client: Client, tables: Plan, path: str, said: str
) -> None:
    answer = client.get(f"{path}/compare/?indicator=mill-share&place=LL11&show=zz")

    assert said in answer.content.decode()


QUESTION = "place=LL12&like=LL12"


def test_it_is_downloaded_as_excel_and_opens(client: Client, tables: Plan) -> None:
    answer = client.get(f"/littleland/compare/mill-share.xlsx?{QUESTION}")
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    values, notes, alike = book.worksheets
    head, *rows = values.iter_rows(values_only=True)

    assert {row[0] for row in rows} == {"LL12", "LL11", "LL13", "LL21"}
    assert rows[0][1] == "Mellanlän"
    assert all(isinstance(row[4], float | int) for row in rows)
    assert "Krugman" not in str(head)
    near_head, *near = alike.iter_rows(values_only=True)
    assert (alike.title, near_head) == ("Mest lika", ("platskod", "plats", "avstånd"))
    listed = [row for row in near if row[2] is not None]
    assert {row[0] for row in listed} == {"LL11", "LL13", "LL21"}
    assert [row[2] for row in listed] == sorted(row[2] for row in listed)
    assert any("Krugmans index" in str(row[0]) for row in near)
    assert any(
        "Littleland's statistics office" in str(row) for row in notes.iter_rows(values_only=True)
    )


def test_it_takes_home_exactly_what_is_shown(client: Client, tables: Plan) -> None:
    query = f"{QUESTION}&show=index&base=2018&first=2018"
    body = client.get(f"/littleland/compare/mill-share.csv?{query}").content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(body)))
    cube = json.loads(client.get(f"/littleland/compare/mill-share.json?{query}").content)

    assert {float(row["värde"]) for row in rows if row["period"] == "2018"} == {100.0}
    assert rows[0]["enhet"] == "index, 2018 = 100"
    assert cube["extension"]["unit"] == "index, 2018 = 100"
    assert len(cube["dimension"]["place"]["category"]["index"]) == 4


@pytest.mark.parametrize(("kind", "magic"), [("png", b"\x89PNG"), ("svg", b"<svg")])
def test_it_is_downloaded_as_a_picture(
    client: Client, tables: Plan, kind: str, magic: bytes
) -> None:
    answer = client.get(f"/littleland/compare/mill-share.{kind}?{QUESTION}&show=bars&alone")

    assert answer.content.startswith(magic)
    assert answer["Content-Disposition"] == f'attachment; filename="mill-share.{kind}"'


@pytest.mark.parametrize(
    "address",
    [
        "/littleland/indicators/mill-share/embed/",
        f"/littleland/compare/mill-share/embed/?{QUESTION}",
    ],
)
def test_it_may_be_framed_by_anyone(client: Client, tables: Plan, address: str) -> None:
    answer = client.get(address)
    page = answer.content.decode()

    assert "frame-ancestors *;" in answer["Content-Security-Policy"] + ";"
    assert "default-src 'self'" in answer["Content-Security-Policy"]
    assert "X-Frame-Options" not in answer
    assert answer["X-Robots-Tag"] == "noindex"
    assert not answer.cookies
    assert page.count("<figure") == 1
    assert "<table" in page
    assert "Littleland&#x27;s statistics office" in page
    assert "<header" not in page


@pytest.mark.parametrize(
    "address", [f"{PAGE}?indicator=mill-share&{QUESTION}", "/littleland/indicators/mill-share/"]
)
def test_nothing_else_may_be_framed(client: Client, tables: Plan, address: str) -> None:
    answer = client.get(address)

    assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]
    assert answer["X-Frame-Options"] == "DENY"
    assert '&lt;iframe src="http://testserver/littleland/' in answer.content.decode()
    assert 'title="Brukens andel av jobben"' in answer.content.decode()


def test_the_way_back_leads_to_the_same_question(client: Client, tables: Plan) -> None:
    page = client.get(f"/littleland/compare/mill-share/embed/?{QUESTION}").content.decode()

    assert f"/littleland/compare/?indicator=mill-share&amp;{QUESTION.replace('&', '&amp;')}" in page


def option(page: str) -> dict[str, Any]:
    """The first chart of a page."""
    found = re.findall(r'<script type="application/json">(.*?)</script>', page)
    return cast("dict[str, Any]", json.loads(found[0]))


def inks(page: str) -> dict[str, str]:
    """The colour of each name in the first chart of a page."""
    labels = (n["label"] for n in option(page)["media"][-1]["option"]["series"][0]["data"])
    return {label["formatter"].replace("\n", " "): label["color"] for label in labels}


def test_a_place_has_one_colour_in_every_chart(client: Client, tables: Plan) -> None:
    own = inks(client.get("/littleland/indicators/mill-share/").content.decode())
    backwards = inks(shown(client, "indicator=mill-share&place=LL13&place=LL12&place=LL11"))
    alone = inks(shown(client, "indicator=mill-share&place=LL13"))
    bars = option(shown(client, "indicator=mill-share&place=LL13&place=LL11&show=bars"))

    assert len({own[name] for name in backwards}) == 3
    assert backwards == {name: own[name] for name in backwards}
    assert alone == {name: own[name] for name in alone}
    for bar in bars["series"][0]["data"]:
        assert bar["itemStyle"]["color"] == own[bar["head"]]


def test_what_is_not_the_plans_borrows_none_of_its_colours(client: Client, tables: Plan) -> None:
    own = inks(client.get("/littleland/indicators/mill-share/").content.decode())
    other = inks(shown(client, "indicator=mill-share&place=LL&place=LL21"))

    assert len(other) > 0
    assert not set(other.values()) & {ink for ink in own.values() if ink != colours.QUIET}
