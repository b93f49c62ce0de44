"""Reading boundaries: packed shapes in SWEREF 99 TM as they are published, or GeoJSON in degrees."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import pyarrow as pa
import shapefile

from kraftsamling.evidence.sources.boundaries.request import Boundaries, Layer
from kraftsamling.evidence.sources.boundaries.sweref import degrees
from kraftsamling.evidence.sources.faults import unusable
from kraftsamling.evidence.sources.request import asked
from kraftsamling.evidence.sources.schema import Dataset
from kraftsamling.kernel.errors import UnusableData

# Five decimals of a degree are about a metre.
DECIMALS = 5
# Sweden lies within these degrees; metres that were taken for degrees do not.
WEST, SOUTH, EAST, NORTH = 10.0, 55.0, 25.0, 70.0

Feature = tuple[Mapping[str, Any], Mapping[str, Any]]


def read(body: bytes, dataset: Dataset) -> pa.Table:
    """Each county and municipality with its shape as GeoJSON, in degrees (WGS 84). `UnusableData`."""
    request = asked(dataset, Boundaries)
    layers = _geojson(body) if body.lstrip()[:1] in (b"{", b"[") else _packed(body, request)
    rows = []
    for level, layer in request.layers.items():
        features = list(_of(layer, layers))
        if not features:
            unusable(
                f"{dataset.code}: there are no shapes for {level}.",
                expected=f"shapes with {layer.code} and {layer.name}",
                came="; ".join(", ".join(said) for said, _shape in _firsts(layers)) or "nothing",
                cure="See what the columns are called now, and correct request.layers in source.yaml.",
            )
        rows += [
            {
                "code": str(said[_plain(layer.code)]),
                "name": str(said[_plain(layer.name)]).strip(),
                "level": level,
                "geometry": _text(shape, dataset),
            }
            for said, shape in features
        ]
    schema = dataset.table.schema
    return pa.table({name: [row[name] for row in rows] for name in schema.names}, schema=schema)


def _of(layer: Layer, layers: list[list[Feature]]) -> Iterator[Feature]:
    """The features of the layer with such columns. Its own come first: a municipality has a county too."""
    wanted = [_plain(layer.code), _plain(layer.name)]
    for features in layers:
        if features and list(features[0][0])[:2] == wanted:
            yield from features


def _firsts(layers: list[list[Feature]]) -> Iterator[Feature]:
    yield from (features[0] for features in layers if features)


def _geojson(body: bytes) -> list[list[Feature]]:
    try:
        said = json.loads(body)
        collections = said if isinstance(said, list) else [said]
        return [
            [_feature(each["properties"], each["geometry"]) for each in collection["features"]]
            for collection in collections
        ]
    except (ValueError, KeyError, TypeError) as error:
        raise UnusableData(
            f"This is no GeoJSON, or half of one ({error!r}). Fetch it again."
        ) from error


def _packed(body: bytes, request: Boundaries) -> list[list[Feature]]:
    """The layers in the packed file, in which each layer is packed once more."""
    files = dict(_files(body))
    return [list(_shapes(files, layer)) for layer in request.layers.values()]


def _files(body: bytes) -> Iterator[tuple[str, bytes]]:
    """Each file by its name, also those in packed files within."""
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            for path in archive.namelist():
                content = archive.read(path)
                if path.lower().endswith(".zip"):
                    yield from _files(content)
                else:
                    yield path.rpartition("/")[2], content
    except (zipfile.BadZipFile, EOFError, OSError) as error:
        raise UnusableData(f"The packed file is broken ({error}). Fetch it again.") from error


def _shapes(files: Mapping[str, bytes], layer: Layer) -> Iterator[Feature]:
    parts = {kind: files.get(f"{layer.file}.{kind}") for kind in ("shp", "shx", "dbf")}
    if None in parts.values():
        unusable(
            f"The packed file has no layer {layer.file}.",
            expected=", ".join(f"{layer.file}.{kind}" for kind in parts),
            came=", ".join(sorted(files)[:12]) or "nothing",
            cure="See what it is called now, and correct request.layers in source.yaml.",
        )
    told = files.get(f"{layer.file}.cpg", b"utf-8").decode("ascii", "replace").strip()
    try:
        with _reader(parts, told) as reader:
            for each in reader.iterShapeRecords():
                yield _feature(each.record.as_dict(), _projected(each.shape.__geo_interface__))
    except (shapefile.ShapefileException, UnicodeDecodeError, ValueError, IndexError) as error:
        raise UnusableData(
            f"The layer {layer.file} cannot be read ({error}). Fetch it again."
        ) from error


def _reader(parts: Mapping[str, bytes | None], told: str) -> Any:
    """The library's reader of the files of one layer; `told` names the encoding of its texts."""
    files: dict[str, Any] = {kind: io.BytesIO(content or b"") for kind, content in parts.items()}
    encoding = "latin-1" if "1252" in told or "8859" in told else "utf-8"
    return shapefile.Reader(**files, encoding=encoding)


def _feature(said: Mapping[str, Any], shape: Mapping[str, Any]) -> Feature:
    return {_plain(name): value for name, value in said.items()}, shape


def _projected(shape: Mapping[str, Any]) -> dict[str, Any]:
    return {"type": shape["type"], "coordinates": _each(shape["coordinates"], degrees)}


def _each(coordinates: Any, change: Any) -> Any:
    """Every ring of coordinates, however deep it lies, put through `change`."""
    if not isinstance(coordinates[0][0], int | float):
        return [_each(inner, change) for inner in coordinates]
    return change(np.asarray(coordinates, dtype=float)[:, :2]).tolist()


def _text(shape: Mapping[str, Any], dataset: Dataset) -> str:
    """A shape as one line of GeoJSON, always a MultiPolygon."""

    def rounded(ring: Any) -> Any:
        low, high = ring.min(axis=0), ring.max(axis=0)
        if (low < (WEST, SOUTH)).any() or (high > (EAST, NORTH)).any():
            unusable(
                f"{dataset.code}: a shape lies outside Sweden.",
                expected=f"degrees from {WEST}, {SOUTH} to {EAST}, {NORTH}",
                came=f"from {low.tolist()} to {high.tolist()}",
                cure="The coordinates are probably of another system. See sources/boundaries/ingest.py.",
            )
        return np.round(ring, DECIMALS)

    coordinates = _each(shape["coordinates"], rounded)
    if shape["type"] == "Polygon":
        coordinates = [coordinates]
    whole = {"type": "MultiPolygon", "coordinates": coordinates}
    return json.dumps(whole, separators=(",", ":"))


def _plain(name: str) -> str:
    """The name of a column whatever its capitals: LnKod, ln_kod."""
    return name.replace("_", "").lower()
