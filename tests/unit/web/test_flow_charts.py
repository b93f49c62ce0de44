"""Flow charts: who is drawn, in which colours and order, with every name whole, and the rest in the table."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from hypothesis import given, strategies as st

from kraftsamling.web import charts
from kraftsamling.web.charts import colours
from kraftsamling.web.charts.kinds import FlowChart
from tests import drawn

LONG = "Tillverkning av instrument för mätning, provning och navigering"


def nodes(chart: FlowChart, layout: int = 0, language: str = "en") -> dict[str, dict[str, Any]]:
    """The nodes by name, as one layout has them: 1 is the widest, the last the narrowest."""
    flows, _heads = charts.option(chart, language)["media"][layout]["option"]["series"]
    return {node["name"]: node | {"box": flows["height"]} for node in flows["data"]}


def bands(chart: FlowChart) -> dict[tuple[str, str], dict[str, Any]]:
    links = charts.option(chart, "en")["series"][0]["links"]
    return {(link["source"], link["target"]): link for link in links}


def many(count: int, name: str = "Plats") -> FlowChart:
    """That many suppliers, each larger than the one before."""
    places = tuple(charts.Node(f"{n}", f"{name} {n}") for n in range(count))
    return drawn.flows(
        stages=(charts.Stage("Från", places), drawn.flows().stages[1]),
        flows=tuple(charts.Flow(f"{n}", "wood", n + 1.0) for n in range(count)),
        most=8,
    )


def test_it_draws_own_and_largest_and_the_rest_as_one() -> None:
    found = nodes(drawn.flows())

    assert list(found) == [
        *("s Littleland", "s Åsmåla", "s Otherland", "rest 0"),
        *("wood", "b Otherland", "b Farland", "b Åsmåla"),
    ]
    assert found["rest 0"]["label"]["formatter"] == "Other (2) 7\xa0%"
    assert bands(drawn.flows())[("rest 0", "wood")]["value"] == pytest.approx(2.9 + 0.4)


def test_it_keeps_the_name_of_one_that_would_be_the_whole_rest() -> None:
    assert "rest 0" not in nodes(many(9))
    assert nodes(many(10))["rest 0"]["text"].startswith("3.0, ")


def test_it_keeps_own_nodes_however_small() -> None:
    chart = many(20)
    first = charts.Node("0", "Åsmåla", own=True)
    stages = (charts.Stage("Från", (first, *chart.stages[0].nodes[1:])), chart.stages[1])
    found = nodes(drawn.flows(stages=stages, flows=chart.flows, most=3))

    assert list(found)[:-1] == ["19", "18", "0", "rest 0"]


def test_it_gives_bands_the_colour_of_own_nodes() -> None:
    found = bands(drawn.flows())

    assert found[("s Åsmåla", "wood")]["lineStyle"]["color"] == colours.own(0)
    assert found[("s Otherland", "wood")]["lineStyle"]["color"] == colours.OTHER
    assert found[("wood", "b Åsmåla")]["lineStyle"]["color"] == colours.own(0)
    assert nodes(drawn.flows())["wood"]["itemStyle"]["color"] == colours.own(0)


def test_it_gives_places_their_colours() -> None:
    stage = charts.Stage("Köper", (charts.Node("b", "Otherland", colour=2), charts.Node("c", "C")))
    supply = charts.Stage("Säljer", (charts.Node("a", "Åsmåla", own=True, colour=1),))
    flows = (charts.Flow("a", "b", 1), charts.Flow("a", "c", 1))
    chart = drawn.flows(stages=(supply, stage), flows=flows)

    assert [band["lineStyle"]["color"] for band in bands(chart).values()] == [
        *(colours.own(2), colours.OTHER),
    ]
    assert nodes(chart)["a"]["itemStyle"]["color"] == colours.own(1)


def test_it_refuses_flows_that_it_cannot_draw() -> None:
    for flow in (charts.Flow("wood", "s Åsmåla", 1), charts.Flow("s Åsmåla", "wood", -1)):
        with pytest.raises(AssertionError, match="flows"):
            drawn.flows(flows=(flow,))
    with pytest.raises(AssertionError, match="same code"):
        drawn.flows(stages=drawn.flows().stages[:1] * 2, flows=())


@given(st.lists(st.floats(0.01, 1000), min_size=2, max_size=12), st.sampled_from([0, 1, 2]))
def test_it_keeps_nodes_and_names_apart(values: list[float], layout: int) -> None:
    chart = drawn.flows(
        stages=many(len(values), "En plats med ett ganska långt namn").stages,
        flows=tuple(charts.Flow(f"{n}", "wood", value) for n, value in enumerate(values)),
        most=12,
    )
    found = [node for node in nodes(chart, layout).values() if node["depth"] == 0]
    whole = sum(values)
    spans = []
    for node in found:
        top, tall = node["localY"] * node["box"], float(values[int(node["name"])])
        bar = tall / whole * node["box"]
        name = 17 * (1 + node["label"]["formatter"].count("\n"))
        spans.append((top + bar / 2 - max(bar, name) / 2, top + bar / 2 + max(bar, name) / 2))

    for (_, upper), (lower, _) in itertools.pairwise(spans):
        assert lower - upper > 6


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("narrow", [False, True])
@pytest.mark.parametrize("name", ["Plats", LONG])
def test_it_writes_every_name_whole(language: str, narrow: bool, name: str) -> None:
    for chart in (drawn.flows(), many(25, name)):
        width, height = charts.size(chart, language, narrow=narrow)
        lines = list(drawn.texts(charts.svg(chart, language, width, height)))
        written = " ".join(text for text, *_ in lines)

        assert all(left >= 0 and right <= width for _, left, right, _ in lines), lines
        assert all(8 <= y <= height - 8 for *_, y in lines[1:]), lines
        for node in nodes(chart, -1, language).values():
            assert node["head"].replace("\n", " ") in written


def test_it_says_nothing_of_a_share_where_there_is_but_one() -> None:
    heads = charts.option(drawn.flows(), "en")["media"][0]["option"]["series"][1]["data"]

    assert nodes(drawn.flows())["wood"]["label"]["show"] is False
    assert [head["label"]["formatter"] for head in heads] == ["Levererar", "Trävaror 45.9", "Köper"]


def test_it_has_every_flow_in_the_table() -> None:
    table = charts.table(drawn.flows(), "en")
    rows = [(row.name, *(cell.text for cell in row.cells)) for row in table.rows]

    assert table.head == ("From", "To", "2021", "Share", "Interval")
    assert table.wordy == (1,)
    assert rows == [
        ("Littleland", "Trävaror", "22.1", "48\xa0%", ""),
        ("Åsmåla", "Trävaror", "14.2", "31\xa0%", "12.0–16.4"),
        ("Otherland", "Trävaror", "6.3", "14\xa0%", ""),
        ("Other (2)", "Trävaror", "3.3", "7\xa0%", ""),
        ("of which Östmark", "Trävaror", "2.9", "6\xa0%", ""),
        ("of which Farland", "Trävaror", "0.4", "1\xa0%", ""),
        ("Trävaror", "Otherland", "30.6", "67\xa0%", ""),
        ("Trävaror", "Farland", "10.0", "22\xa0%", ""),
        ("Trävaror", "Åsmåla", "5.2", "11\xa0%", ""),
        ("Södra Öja", "Trävaror", "..", "..", ""),
        ("Trävaror", "in all", "45.9", "100\xa0%", ""),
    ]
    assert [row.name for row in table.rows if row.own] == ["Åsmåla", "Trävaror", "Trävaror"]
    assert dict(table.notes) == {"c": "confidential", "..": "no value"}


def test_it_tells_flows_in_words() -> None:
    assert charts.alt(drawn.flows(), "en") == (
        "Flow chart: Trävaror <och> möbler från Åsmåla, miljarder kronor, 2021. "
        "Levererar: Littleland 48\xa0%, Åsmåla 31\xa0%, Otherland 14\xa0%; 2 more are in the table. "
        "Branschen: Trävaror (45.9). "
        "Köper: Otherland 67\xa0%, Farland 22\xa0%, Åsmåla 11\xa0%. "
        "1 flow has no value."
    )


def test_it_tells_that_nothing_flows() -> None:
    nothing = drawn.flows(flows=(charts.Flow("s Åsmåla", "wood", 0.0),))

    assert charts.alt(nothing, "en").endswith("No flow has a value.")
    assert [cell.text for cell in charts.table(nothing, "en").rows[0].cells][1:] == [
        "0.0",
        "0\xa0%",
    ]
    assert "<svg" in charts.svg(nothing, "en", 360, 400)
