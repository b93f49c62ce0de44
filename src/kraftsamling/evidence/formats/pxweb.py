"""PxWeb, version 1 of its API: what a table is made of, and its answers in the form called "json"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from kraftsamling.evidence.formats.status import ZERO, pxweb, settled
from kraftsamling.kernel.errors import UnusableData

CONTENTS = "ContentsCode"


@dataclass(frozen=True)
class Variable:
    """One variable of a table: its codes with their texts. If `optional`, it may be summed over."""

    code: str
    texts: dict[str, str]
    optional: bool


def variables(metadata: Mapping[str, Any]) -> tuple[Variable, ...]:
    """The variables in a table's metadata. Raises `UnusableData`."""
    try:
        return tuple(
            Variable(
                said["code"],
                dict(zip(said["values"], said.get("valueTexts", said["values"]), strict=True)),
                bool(said.get("elimination")),
            )
            for said in metadata["variables"]
        )
    except (KeyError, TypeError, ValueError) as error:
        raise UnusableData(
            f"It is no description of a PxWeb table: {error}. Look at the producer's page, "
            "and correct request in source.yaml."
        ) from error


def table(document: Mapping[str, Any], known: Sequence[Variable] = ()) -> pa.Table:
    """Every value as a row: a column for each variable, `value` and `status`.

    The codes of what is measured stand in the one of the `known` variables that has those codes, or
    else in `ContentsCode`. Raises `UnusableData`.
    """
    try:
        columns = [(column["code"], column.get("type", "d")) for column in document["columns"]]
        keys = [row["key"] for row in document["data"]]
        texts = [row["values"] for row in document["data"]]
    except (KeyError, TypeError) as error:
        raise UnusableData(
            f"It is no answer from PxWeb: {error} is missing. Look at what came."
        ) from error
    names = [code for code, kind in columns if kind != "c"]
    contents = [code for code, kind in columns if kind == "c"]
    if any(len(key) != len(names) for key in keys) or any(len(t) != len(contents) for t in texts):
        raise UnusableData(
            f"A row does not have the {len(names)} keys and {len(contents)} values that the answer "
            "says it has. Wait for a corrected release."
        )
    dimensions = {
        name: pa.chunked_array([pa.array([key[at] for key in keys], pa.string())] * len(contents))
        for at, name in enumerate(names)
    }
    said = [row[at] for at in range(len(contents)) for row in texts]
    values, letters = settled(*_values(said))
    what = [pa.repeat(pa.scalar(code, pa.string()), len(keys)) for code in contents]
    return pa.table(
        {
            **dimensions,
            _measured(contents, names, known): pa.chunked_array(what, pa.string()),
            "value": values,
            "status": letters,
        }
    )


def _measured(contents: list[str], names: list[str], known: Sequence[Variable]) -> str:
    for variable in known:
        if variable.code not in names and variable.texts.keys() >= set(contents):
            return variable.code
    return CONTENTS


def _values(said: list[str]) -> tuple[pa.Array, pa.Array]:
    """The numbers, and our letters for what stands where there is none."""
    numbers, letters = list[float | None](), list[str]()
    for text in said:
        try:
            numbers.append(float(text))
            letters.append("")
        except (TypeError, ValueError):
            symbol = text or ""
            numbers.append(0.0 if symbol.strip() in ZERO else None)
            letters.append(pxweb(symbol))
    return pa.array(numbers, pa.float64()), pa.array(letters, pa.string())
