"""Small boundaries for maps out of detailed ones, with neighbours still touching.

    python tools/simplify_boundaries.py SOURCE.geojson TARGET.geojson --code kn_kod --name kn_namn \
        --tolerance 0.0005 --producer "Statistics Sweden" --title "Digital boundaries" \
        --url https://example.org/where-it-was-fetched --licence "CC0 1.0" --accessed 2026-11-25

SOURCE is GeoJSON in WGS84 (longitude, latitude), one feature per place. A border between two places
is simplified once and used by both, so no gap opens between them. `--codes FILE.csv` (columns `from`,
`to` and, if wanted, `name`) gives the places other codes, and better names, than those of the source.

The starter's own files were made from SCB's digital boundaries, as reprojected to WGS84 in the
repository github.com/filipwastberg/swemaps2: counties with `--tolerance 0.0009` and the NUTS 3 codes
of Eurostat, municipalities with `--tolerance 0.00002` and the four-digit codes of SCB.
"""

from __future__ import annotations

import argparse
import csv
import heapq
import itertools
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

Point = tuple[float, float]
Arc = list[Point]
DECIMALS = 3
SMALLEST_ARC = 3


def simplify(features: list[dict[str, Any]], tolerance: float) -> list[list[list[Arc]]]:
    """The polygons of each feature with vertices dropped, least important first (Visvalingam).

    A vertex goes when the triangle with its neighbours is smaller than `tolerance` square degrees
    (longitudes counted as they are). Islands smaller than that go too, unless a place is nothing else.
    """
    shapes = [_polygons(feature["geometry"]) for feature in features]
    corners = _corners(ring for shape in shapes for polygon in shape for ring in polygon)
    simpler: dict[tuple[Point, ...], Arc] = {}

    def ring_of(ring: Arc) -> Arc:
        joined: Arc = []
        for arc in _arcs(ring, corners):
            forward = tuple(arc) <= tuple(reversed(arc))
            key = tuple(arc if forward else reversed(arc))
            if key not in simpler:
                simpler[key] = _visvalingam(list(key), tolerance)
            found = simpler[key] if forward else simpler[key][::-1]
            joined += found[1 if joined else 0 :]
        return joined

    return [_large(shape, ring_of, tolerance) for shape in shapes]


def _large(shape: list[list[Arc]], ring_of: Any, tolerance: float) -> list[list[Arc]]:
    """The simplified polygons that are large enough to be seen; at least the largest."""
    ranked = sorted(shape, key=lambda polygon: -abs(_area(polygon[0])))
    kept = [p for n, p in enumerate(ranked) if not n or abs(_area(p[0])) > tolerance]
    rings = [[ring_of(ring) for ring in polygon] for polygon in kept]
    return [[ring for ring in polygon if len(ring) > SMALLEST_ARC] for polygon in rings]


def _polygons(geometry: dict[str, Any]) -> list[list[Arc]]:
    given = geometry["coordinates"]
    polygons = given if geometry["type"] == "MultiPolygon" else [given]
    return [[[(x, y) for x, y, *_ in ring] for ring in polygon] for polygon in polygons]


def _corners(rings: Iterable[Arc]) -> set[Point]:
    """Points where three or more borders meet: they stay, or neighbours would part."""
    around: dict[Point, set[Point]] = defaultdict(set)
    for ring in rings:
        for a, b in itertools.pairwise(ring):
            around[a].add(b)
            around[b].add(a)
    return {point for point, others in around.items() if len(others) > 2}


def _arcs(ring: Arc, corners: set[Point]) -> Iterator[Arc]:
    """The ring cut at corners; one that has none is cut at its lowest point, the same in every place."""
    cuts = [n for n, point in enumerate(ring[:-1]) if point in corners]
    if not cuts:
        cuts = [ring.index(min(ring))]
    turned = ring[cuts[0] : -1] + ring[: cuts[0] + 1]
    start = 0
    for n in range(1, len(turned)):
        if turned[n] in corners or n == len(turned) - 1:
            yield turned[start : n + 1]
            start = n


def _visvalingam(arc: Arc, tolerance: float) -> Arc:
    """The arc without its least important vertices; its ends, and of a closed one three points, stay."""
    before = list(range(-1, len(arc) - 1))
    after = list(range(1, len(arc) + 1))
    least = 4 if arc[0] == arc[-1] else 2
    gone: set[int] = set()
    heap = [(_triangle(*arc[n - 1 : n + 2]), n) for n in range(1, len(arc) - 1)]
    heapq.heapify(heap)
    while heap and len(arc) - len(gone) > least:
        area, n = heapq.heappop(heap)
        if area > tolerance:
            break
        if n in gone or area < _triangle(arc[before[n]], arc[n], arc[after[n]]):
            continue  # dropped already, or it grew when a neighbour went and waits again below
        gone.add(n)
        after[before[n]], before[after[n]] = after[n], before[n]
        for m in (before[n], after[n]):
            if 0 < m < len(arc) - 1:
                grown = max(area, _triangle(arc[before[m]], arc[m], arc[after[m]]))
                heapq.heappush(heap, (grown, m))
    return [point for n, point in enumerate(arc) if n not in gone]


def _triangle(a: Point, b: Point, c: Point) -> float:
    return abs((b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1])) / 2


def _area(ring: Arc) -> float:
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in itertools.pairwise(ring)) / 2


def collection(source: dict[str, Any], asked: argparse.Namespace) -> dict[str, Any]:
    """The small GeoJSON: features with `code` and `name`, and `origin`."""
    codes = _codes(asked.codes)
    features = []
    for feature, shape in zip(
        source["features"], simplify(source["features"], asked.tolerance), strict=True
    ):
        given = feature["properties"]
        old = str(given[asked.code])
        code, name = codes.get(old, (old, "")) if codes else (old, "")
        features.append(
            {
                "type": "Feature",
                "properties": {"code": code, "name": name or given[asked.name]},
                "geometry": {"type": "MultiPolygon", "coordinates": _rounded(shape)},
            }
        )
    origin = {key: getattr(asked, key) for key in ("producer", "title", "url", "licence")}
    return {
        "type": "FeatureCollection",
        "origin": origin | {"accessed": asked.accessed, "note": asked.note},
        "features": sorted(features, key=lambda feature: str(feature["properties"])),
    }


def _codes(path: Path | None) -> dict[str, tuple[str, str]]:
    if path is None:
        return {}
    with path.open(encoding="utf-8", newline="") as read:
        return {row["from"]: (row["to"], row.get("name", "")) for row in csv.DictReader(read)}


def _rounded(shape: list[list[Arc]]) -> list[list[list[list[float]]]]:
    """Three decimals, about a hundred metres; points that fall together become one."""
    rounded = []
    for polygon in shape:
        points = ([[round(x, DECIMALS), round(y, DECIMALS)] for x, y in ring] for ring in polygon)
        rings = [_without_spikes(ring) for ring in points]
        rounded.append([ring for ring in rings if len(ring) > SMALLEST_ARC])
    return [polygon for polygon in rounded if polygon]


def _without_spikes(points: list[list[float]]) -> list[list[float]]:
    """The ring without points that repeat, and without lines that go out and come back."""
    kept: list[list[float]] = []
    for point in points:
        if kept and point == kept[-1]:
            continue
        if len(kept) > 1 and point == kept[-2]:
            kept.pop()
            continue
        kept.append(point)
    while len(kept) > SMALLEST_ARC and kept[1] == kept[-2]:  # one that begins where the ring does
        kept = kept[1:-1]
    return kept


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("source", type=Path)
    parser.add_argument("target", type=Path)
    for name in ("code", "name", "producer", "title", "url", "licence", "accessed"):
        parser.add_argument(f"--{name}", required=True)
    parser.add_argument("--tolerance", type=float, default=0.0009)
    parser.add_argument("--codes", type=Path)
    parser.add_argument("--note", default="")
    asked = parser.parse_args()
    small = collection(json.loads(asked.source.read_text(encoding="utf-8")), asked)
    text = json.dumps(small, ensure_ascii=False, separators=(",", ":"))
    asked.target.write_text(text.replace('{"type":"Feature"', '\n{"type":"Feature"') + "\n")
    print(f"{asked.target}: {len(small['features'])} places, {len(text) / 1000:.0f} kB")


if __name__ == "__main__":
    main()
