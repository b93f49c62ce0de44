"""JSON-stat: a cube of values, dense or sparse, with what its dimensions are called.

Version 2 as SCB (PxWeb v2) and Eurostat send it, and version 1 as older PxWeb installations do.
Source: https://json-stat.org/full/
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from kraftsamling.evidence.formats.status import settled
from kraftsamling.kernel.errors import UnusableData


@dataclass(frozen=True)
class Dimension:
    """One dimension: the text of each code, in order, and units where the producer gives them."""

    label: str
    texts: dict[str, str]
    units: dict[str, str]


@dataclass(frozen=True)
class Cube:
    """What a document says besides its values."""

    label: str
    updated: str
    dimensions: dict[str, Dimension]


def described(document: Mapping[str, Any]) -> Cube:
    """The cube that `document` describes. Raises `UnusableData` where it is no JSON-stat."""
    data = _dataset(document)
    dimensions = data["dimension"]
    names = data.get("id") or dimensions.get("id") or ()
    cube = Cube(
        str(data.get("label", "")),
        str(data.get("updated", "")),
        {name: _dimension(name, dimensions) for name in names},
    )
    sizes = list(data.get("size") or dimensions.get("size") or ())
    found = [len(dimension.texts) for dimension in cube.dimensions.values()]
    if sizes != found:
        raise UnusableData(
            f"The JSON-stat says that its dimensions have {sizes} codes, but lists {found}. "
            "Wait for a corrected release."
        )
    return cube


def table(document: Mapping[str, Any], mark: Callable[[str], str]) -> pa.Table:
    """Every cell as a row: a column of codes for each dimension, `value` and `status`.

    `mark` gives our letters for the producer's. A cell without a value is null, with a status. Raises
    `UnusableData`.
    """
    cube, data = described(document), _dataset(document)
    sizes = [len(dimension.texts) for dimension in cube.dimensions.values()]
    cells = math.prod(sizes)
    values, letters = settled(_values(data["value"], cells), _letters(data, cells, mark))
    columns = {}
    for number, (name, dimension) in enumerate(cube.dimensions.items()):
        inner, outer = math.prod(sizes[number + 1 :]), math.prod(sizes[:number])
        places = np.tile(np.repeat(np.arange(sizes[number], dtype=np.int32), inner), outer)
        codes = pa.array(list(dimension.texts), pa.string())
        columns[name] = codes.take(pa.array(places))
    return pa.table({**columns, "value": values, "status": letters})


def _dataset(document: Mapping[str, Any]) -> Mapping[str, Any]:
    """The one dataset of a document: itself in version 2, the first inside it in version 1."""
    inside = [document] if "value" in document else list(document.values())
    for data in inside:
        if isinstance(data, dict) and "dimension" in data and "value" in data:
            return data
    raise UnusableData(
        f"It is no JSON-stat dataset: it holds {', '.join(list(document)[:5]) or 'nothing'}. "
        "Look at the producer's page, and correct request in source.yaml."
    )


def _dimension(name: str, dimensions: Mapping[str, Any]) -> Dimension:
    said = dimensions.get(name, {})
    category = said.get("category", {})
    index, texts = category.get("index"), category.get("label", {})
    if isinstance(index, dict):
        codes = sorted(index, key=index.__getitem__)
    else:
        # A list in order; and a dimension of one code may leave it out.
        codes = list(index or texts)
    units = {code: str(unit.get("base", "")) for code, unit in category.get("unit", {}).items()}
    words = {code: str(texts.get(code, code)) for code in codes}
    return Dimension(str(said.get("label", name)), words, units)


def _values(said: Any, cells: int) -> pa.Array:
    """All values in order; null where there is none. `said` is a list, or an object by position."""
    try:
        if isinstance(said, dict):
            values, known = np.zeros(cells), np.zeros(cells, dtype=bool)
            places = np.fromiter(map(int, said), dtype=np.int64, count=len(said))
            given = pa.array(said.values(), pa.float64(), size=len(said))
            values[places] = given.fill_null(0).to_numpy()
            known[places] = given.is_valid().to_numpy(zero_copy_only=False)
            return pa.array(values, mask=~known)
        found = pa.array(said, pa.float64())
    except (pa.ArrowInvalid, pa.ArrowTypeError, ValueError, IndexError) as error:
        raise UnusableData(
            f"A value in the JSON-stat is no number ({error}). Wait for a corrected release."
        ) from error
    if len(found) != cells:
        raise UnusableData(
            f"The JSON-stat holds {len(found)} values for {cells} cells. Wait for a corrected release."
        )
    return found


def _letters(data: Mapping[str, Any], cells: int, mark: Callable[[str], str]) -> pa.Array:
    """Our letters for each cell; `status` is one text for all, a list, or an object by position."""
    said = data.get("status") or {}
    if isinstance(said, dict) and isinstance(said.get("value"), list):
        # Eurostat's version 1.
        said = said["value"]
    if isinstance(said, str):
        return pa.repeat(pa.scalar(mark(said), pa.string()), cells)
    pairs = said.items() if isinstance(said, dict) else enumerate(said)
    marked = {int(place): text for place, text in pairs if text is not None}
    kinds = ["", *dict.fromkeys(mark(text) for text in set(marked.values()))]
    number = {text: kinds.index(mark(text)) for text in set(marked.values())}
    which = np.zeros(cells, dtype=np.int32)
    places = np.fromiter(marked, dtype=np.int64, count=len(marked))
    which[places] = np.fromiter(map(number.__getitem__, marked.values()), np.int32, len(marked))
    return pa.array(kinds, pa.string()).take(pa.array(which))
