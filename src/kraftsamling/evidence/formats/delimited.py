"""Text files with a row for each thing and a sign between its fields, as many producers export them."""

from __future__ import annotations

import io
from collections.abc import Mapping
from difflib import get_close_matches

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as csv

from kraftsamling.kernel.errors import UnusableData

WAIT = "Wait for a corrected release"


def table(body: bytes, *, delimiter: str = "") -> pa.Table:
    """Every column as text, under the names of the header. Without `delimiter` the header shows it.

    Raises `UnusableData` for what is no UTF-8, is a web page, or has rows with more or fewer fields
    than the header; such rows are named, never left out.
    """
    body = body.removeprefix(b"\xef\xbb\xbf")
    if body[:1000].lstrip().lower().startswith((b"<!doctype", b"<html", b"<?xml")):
        raise UnusableData(f"A web page came instead of a table. {WAIT}, or look at the address.")
    try:
        header = body.decode().partition("\n")[0]
    except UnicodeDecodeError as error:
        line = body[: error.start].count(b"\n") + 1
        raise UnusableData(f"Line {line} is not written in UTF-8. {WAIT}.") from error
    delimiter = delimiter or max(";,\t", key=header.count)
    names = [name.strip().strip('"') for name in header.rstrip("\r").split(delimiter)]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise UnusableData(f"The header has {', '.join(twice)} more than once. {WAIT}.")
    return _read(body, names, delimiter)


def _read(body: bytes, names: list[str], delimiter: str) -> pa.Table:
    faults = list[str]()

    def fault(row: csv.InvalidRow) -> str:
        text = (row.text or "")[:60]
        faults.append(f"{row.actual_columns} fields for {row.expected_columns}: {text}")
        return "skip"

    try:
        read = csv.read_csv(
            io.BytesIO(body),
            read_options=csv.ReadOptions(column_names=names, skip_rows=1, block_size=64 << 20),
            parse_options=csv.ParseOptions(
                delimiter=delimiter, newlines_in_values=True, invalid_row_handler=fault
            ),
            convert_options=csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False
            ),
        )
    except pa.ArrowInvalid as error:
        raise UnusableData(f"The file cannot be read as a table ({error}). {WAIT}.") from error
    if faults:
        raise UnusableData(
            f"{len(faults)} rows are broken, among them one with {'; one with '.join(faults[:3])}. "
            f"{WAIT}."
        )
    return read


def columns(read: pa.Table, wanted: Mapping[str, str]) -> pa.Table:
    """The columns of ours in `wanted`, from theirs. Raises `UnusableData` that names those not there."""
    there = read.column_names
    gone = [theirs for theirs in wanted.values() if theirs not in there]
    if gone:
        close = get_close_matches(gone[0], there, n=2, cutoff=0.5)
        hint = f"It may be called {' or '.join(close)} now. " if close else ""
        raise UnusableData(
            f"The columns {', '.join(gone)} are not there. Came: {', '.join(there[:40])}. {hint}"
            "If they have been renamed, correct the names where the source is described."
        )
    return pa.table({ours: read.column(theirs) for ours, theirs in wanted.items()})


def numbers(texts: pa.ChunkedArray, name: str) -> pa.ChunkedArray:
    """Texts as numbers, with a decimal comma or point; null where there is nothing.

    Raises `UnusableData` that names the first that is no number.
    """
    plain = pc.replace_substring(pc.utf8_trim_whitespace(texts), ",", ".")
    plain = pc.if_else(pc.equal(plain, ""), None, plain)
    try:
        return plain.cast(pa.float64())
    except pa.ArrowInvalid as error:
        raise UnusableData(
            f"The column {name} holds what is no number ({error}). {WAIT}."
        ) from error


def dates(texts: pa.ChunkedArray, name: str) -> pa.ChunkedArray:
    """Texts that begin with 2020-12-31 as dates; null where there is nothing. Raises `UnusableData`."""
    plain = pc.utf8_slice_codeunits(pc.utf8_trim_whitespace(texts), 0, 10)
    plain = pc.if_else(pc.equal(plain, ""), None, plain)
    try:
        return plain.cast(pa.date32())
    except pa.ArrowInvalid as error:
        raise UnusableData(f"The column {name} holds what is no date ({error}). {WAIT}.") from error
