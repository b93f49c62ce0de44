"""The shapes of places, from GeoJSON files with a `code` and a `name` for each."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from math import cos, radians
from pathlib import Path
from typing import Any

from kraftsamling.kernel.errors import ContentError

PROPERTIES = ("code", "name")


@dataclass(frozen=True, eq=False)
class Boundaries:
    """GeoJSON in WGS84. `name` tells one set of shapes from another."""

    name: str
    shape: dict[str, Any]

    @cached_property
    def names(self) -> dict[str, str]:
        """The name of each place, by code."""
        found = (feature["properties"] for feature in self.shape["features"])
        return {place["code"]: place["name"] for place in found}

    def only(self, codes: frozenset[str], name: str) -> Boundaries:
        """The shapes of some places alone, under another name."""
        kept = [f for f in self.shape["features"] if f["properties"]["code"] in codes]
        return Boundaries(name, self.shape | {"features": kept})

    @cached_property
    def extent(self) -> tuple[float, float, float, float]:
        """West, south, east and north, in degrees."""
        longitudes, latitudes = zip(*self._points(), strict=True)
        return min(longitudes), min(latitudes), max(longitudes), max(latitudes)

    @property
    def narrowing(self) -> float:
        """How many times shorter a degree of longitude is than one of latitude, in the middle."""
        _, south, _, north = self.extent
        return cos(radians((south + north) / 2))

    @property
    def tallness(self) -> float:
        """Height over width, as the land looks."""
        west, south, east, north = self.extent
        return (north - south) / ((east - west) * self.narrowing)

    def _points(self) -> Iterator[tuple[float, float]]:
        for feature in self.shape["features"]:
            given = feature["geometry"]["coordinates"]
            for polygon in given if feature["geometry"]["type"] == "MultiPolygon" else [given]:
                yield from ((x, y) for x, y, *_ in polygon[0])


@lru_cache(maxsize=8)
def read(path: Path) -> Boundaries:
    """The boundaries in a file. Raises `ContentError` naming what is wrong; read once per process."""
    try:
        shape = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as fault:
        raise ContentError(
            f"{path}: cannot be read as GeoJSON ({fault}). See tools/simplify_boundaries.py."
        ) from fault
    for number, feature in enumerate(shape.get("features", []), 1):
        missing = [name for name in PROPERTIES if not feature.get("properties", {}).get(name)]
        if missing:
            raise ContentError(
                f"{path}: feature {number} has no {' and no '.join(missing)}. Give each place "
                "both among its properties; tools/simplify_boundaries.py does."
            )
    if not shape.get("features"):
        raise ContentError(f"{path}: has no features. It should be a GeoJSON FeatureCollection.")
    return Boundaries(path.stem, shape)
