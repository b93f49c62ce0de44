"""Boundaries: packed shapes become GeoJSON in degrees."""

from __future__ import annotations

import io
import json
import math
from typing import Any

import numpy as np
import pytest
import shapefile

from kraftsamling.evidence.checking import checked
from kraftsamling.evidence.sources.boundaries import sweref
from kraftsamling.evidence.sources.boundaries.fetch import fetch
from kraftsamling.evidence.sources.boundaries.ingest import read
from kraftsamling.evidence.sources.contract import Fetched
from kraftsamling.evidence.sources.registry import read_sources
from kraftsamling.kernel.errors import SourceFault, UnusableData
from tests.packed import zipped
from tests.recorded import Fault, Recorded, conditional
from tests.recordings import genuine, needs_shared
from tests.unit.evidence.sources.doors import door, kept

_SOURCE, ASKED = read_sources().table("boundaries")
PATH = "/" + ASKED.request["file"].partition("://")[2]
LABEL = kept(Fetched(b"", "https://maps.littleland.example"))
SQUARE = [
    [500000, 6580000],
    [500000, 6590000],
    [510000, 6590000],
    [510000, 6580000],
    [500000, 6580000],
]


def layer(name: str, columns: tuple[str, str], rows: list[tuple[str, str, Any]]) -> bytes:
    """One layer as it is published: the files of a shape, packed."""
    parts: dict[str, Any] = {kind: io.BytesIO() for kind in ("shp", "shx", "dbf")}
    opened: Any = shapefile.Writer(**parts, shapeType=shapefile.POLYGON, encoding="utf-8")
    with opened as writer:
        for column in columns:
            writer.field(column, "C", size=50)
        for code, called, rings in rows:
            writer.poly(rings)
            writer.record(code, called)
    return zipped({f"{name}.{kind}": part.getvalue() for kind, part in parts.items()})


COUNTIES = layer("Lan_Sweref99TM_region", ("LnKod", "LnNamn"), [("91", "Hedland", [SQUARE])])
PLACES = [("9101", "Älvsta", [SQUARE]), ("9102", "Hedby", [SQUARE])]
MUNICIPALITIES = layer("Kommun_Sweref99TM", ("KnKod", "KnNamn"), PLACES)
BODY = zipped({"LanSweref99TM.zip": COUNTIES, "Kommun_Sweref99TM.zip": MUNICIPALITIES})


def test_it_reads_counties_and_municipalities() -> None:
    rows = checked(read(BODY, ASKED), ASKED, LABEL).to_pylist()
    assert [(row["code"], row["name"], row["level"]) for row in rows] == [
        ("91", "Hedland", "county"),
        ("9101", "Älvsta", "municipality"),
        ("9102", "Hedby", "municipality"),
    ]
    shape = json.loads(rows[0]["geometry"])
    assert shape["type"] == "MultiPolygon"
    longitudes, latitudes = np.array(shape["coordinates"][0][0]).T
    assert longitudes.min() == 15
    assert latitudes.max() - latitudes.min() == pytest.approx(0.0898, abs=1e-3)


def test_it_finds_degrees_along_the_meridian_as_the_ellipsoid_says() -> None:
    """On the central meridian the northing is the length of the arc, here added up in small steps."""
    steps = np.linspace(0, math.radians(60), 200_001)
    arcs = sweref.A * (1 - sweref.E2) / (1 - sweref.E2 * np.sin(steps) ** 2) ** 1.5
    northing = 0.9996 * float(np.sum((arcs[1:] + arcs[:-1]) / 2 * np.diff(steps)))
    found = sweref.degrees(np.array([[500_000, northing]]))
    assert found[0] == pytest.approx([15, 60], abs=1e-8)


def test_it_finds_the_middle_of_stockholm() -> None:
    assert sweref.degrees(np.array([[674032.0, 6580822.0]]))[0] == pytest.approx(
        [18.06, 59.33], abs=0.01
    )


def test_it_is_conformal() -> None:
    """A short step east is as long as one north, and at right angles to it."""
    here = np.array([[674032.0, 6580822.0]])
    at, east, north = (sweref.degrees(here + step)[0] for step in ([0, 0], [10, 0], [0, 10]))
    scale = np.array([math.cos(math.radians(at[1])) * _across(at[1]), _along(at[1])])
    one, other = (east - at) * scale, (north - at) * scale
    assert math.hypot(*one) == pytest.approx(math.hypot(*other), rel=1e-5)
    assert float(one @ other) == pytest.approx(0, abs=1e-3)


def _across(latitude: float) -> float:
    return math.radians(sweref.A / math.sqrt(1 - sweref.E2 * math.sin(math.radians(latitude)) ** 2))


def _along(latitude: float) -> float:
    e2, sine = sweref.E2, math.sin(math.radians(latitude))
    return math.radians(sweref.A * (1 - e2) / (1 - e2 * sine**2) ** 1.5)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        pytest.param(BODY[:900], "broken", id="truncated"),
        pytest.param(b"<html>", "broken", id="web page"),
        pytest.param(zipped({"LanSweref99TM.zip": COUNTIES}), "no layer Kommun", id="layer gone"),
        pytest.param(
            zipped(
                {
                    "a.zip": COUNTIES,
                    "b.zip": layer("Kommun_Sweref99TM", ("Kod", "Namn"), PLACES),
                }
            ),
            "no shapes for municipality",
            id="renamed column",
        ),
        pytest.param(
            zipped(
                {
                    "a.zip": COUNTIES,
                    "b.zip": layer(
                        "Kommun_Sweref99TM", ("KnKod", "KnNamn"), [("9101", "x", [[[15, 60], [16, 61], [16, 60], [15, 60]]])]
                    ),
                }
            ),
            "outside Sweden",
            id="other unit",
        ),
        pytest.param(b'{"features": [{"properties": ', "no GeoJSON", id="half a GeoJSON"),
    ],
)  # fmt: skip
def test_it_refuses_what_is_broken(body: bytes, said: str) -> None:
    with pytest.raises(UnusableData, match=said):
        read(body, ASKED)


def test_it_refuses_a_code_that_is_there_twice() -> None:
    twice = layer("Kommun_Sweref99TM", ("KnKod", "KnNamn"), [PLACES[0], PLACES[0]])
    with pytest.raises(UnusableData, match="1 keys are there more than once"):
        checked(read(zipped({"a.zip": COUNTIES, "b.zip": twice}), ASKED), ASKED, LABEL)


def test_it_fetches_nothing_where_nothing_is_new() -> None:
    with Recorded({PATH: conditional(BODY, '"4"')}) as producer, door(producer) as http:
        first = fetch(ASKED, http, None)
        assert first is not None
        assert fetch(ASKED, http, kept(first)) is None


def test_it_says_where_the_address_is_gone() -> None:
    with (
        Recorded({}) as producer,
        door(producer) as http,
        pytest.raises(SourceFault, match="moved or renamed"),
    ):
        fetch(ASKED, http, None)


def test_it_refuses_half_a_file() -> None:
    with (
        Recorded({PATH: BODY}, [Fault("truncated")]) as producer,
        door(producer) as http,
        pytest.raises(SourceFault, match="cut short"),
    ):
        fetch(ASKED, http, None)


@needs_shared
def test_it_reads_the_genuine_boundaries() -> None:
    body = b"[%b,%b]" % tuple(
        genuine(f"geo/swemaps2_{level}_wgs84.geojson") for level in ("county", "municipality")
    )
    rows = checked(read(body, ASKED), ASKED, LABEL).to_pylist()
    counties = {row["code"]: row for row in rows if row["level"] == "county"}
    municipalities = {row["code"]: row for row in rows if row["level"] == "municipality"}
    assert (len(counties), len(municipalities)) == (21, 290)
    assert municipalities["2081"]["name"] == "Borlänge"
    assert {code[:2] for code in municipalities} == set(counties)
    # The municipalities of a county cover about as much as the county does.
    for county in ("17", "20", "21"):
        parts = sum(_area(row) for code, row in municipalities.items() if code[:2] == county)
        assert parts == pytest.approx(_area(counties[county]), rel=0.02)


def _area(row: dict[str, str]) -> float:
    total = 0.0
    for polygon in json.loads(row["geometry"])["coordinates"]:
        for number, ring in enumerate(polygon):
            x, y = np.array(ring).T
            x = x * np.cos(np.radians(y.mean()))
            area = abs(float(x[:-1] @ y[1:] - x[1:] @ y[:-1])) / 2
            total += area if number == 0 else -area
    return total
