"""Files of records: CSV and ZIP as producers publish them, read whole or refused with row and column."""

from __future__ import annotations

import csv
import io
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from typing import NoReturn

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv

from kraftsamling.evidence.sources.faults import told, unusable
from kraftsamling.evidence.sources.schema import Dataset

BOM = b"\xef\xbb\xbf"
# Every member of our own containers is as old as this, so that the same answers give the same bytes.
EPOCH = (1980, 1, 1, 0, 0, 0)
AGAIN = "Fetch it again; if it comes again, look at the producer's page."


def members(body: bytes, dataset: Dataset, names: Sequence[str]) -> dict[str, bytes]:
    """The files of these names in a ZIP. Raises `UnusableData` where it is cut, or one is not there."""
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            there = {name.rsplit("/", 1)[-1]: name for name in archive.namelist()}
            missing = [name for name in names if name not in there]
            if missing:
                unusable(
                    f"{dataset.code}: {missing[0]} is not in the archive.",
                    expected=", ".join(names),
                    came=", ".join(there) or "an empty archive",
                    cure="The producer may have renamed it; correct the source.",
                )
            return {name: archive.read(there[name]) for name in names}
    except (zipfile.BadZipFile, zlib.error, EOFError) as error:
        unusable(
            f"{dataset.code}: the archive cannot be opened ({error}).",
            expected="a whole ZIP file",
            came=told(body) if _page(body) else f"{len(body):,} bytes",
            cure=AGAIN,
        )


def packed(files: Mapping[str, bytes]) -> bytes:
    """The files in one ZIP that depends on nothing but them."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files):
            archive.writestr(zipfile.ZipInfo(name, EPOCH), files[name], zipfile.ZIP_DEFLATED)
    return whole.getvalue()


def rows(body: bytes, dataset: Dataset, columns: Sequence[str], delimiter: str = ",") -> pa.Table:
    """These columns of a CSV file, all as text; empty where there is nothing.

    Raises `UnusableData` where a column is not there, a row has another number of fields (which row
    is told), the text is not UTF-8, or the file is a web page.
    """
    body = body.removeprefix(BOM)
    _header(body, dataset, columns, delimiter)
    wrong = list[tuple[int | None, int, int]]()

    def note(row: pacsv.InvalidRow) -> str:
        wrong.append((row.number, row.expected_columns, row.actual_columns))
        return "skip"

    try:
        table = pacsv.read_csv(
            io.BytesIO(body),
            read_options=pacsv.ReadOptions(use_threads=False, block_size=16 << 20),
            parse_options=pacsv.ParseOptions(
                delimiter=delimiter, newlines_in_values=True, invalid_row_handler=note
            ),
            convert_options=pacsv.ConvertOptions(
                include_columns=list(columns),
                column_types=dict.fromkeys(columns, pa.string()),
                strings_can_be_null=False,
            ),
        )
    except pa.ArrowInvalid as error:
        unusable(
            f"{dataset.code}: the file cannot be read as a table ({error}).",
            expected="CSV in UTF-8",
            came=f"{len(body):,} bytes",
            cure=AGAIN,
        )
    if wrong:
        number, expected, came = wrong[0]
        unusable(
            f"{dataset.code}: {len(wrong)} rows are broken, the first of them row {number}.",
            expected=f"{expected} fields",
            came=f"{came} fields",
            cure=AGAIN,
        )
    return table.combine_chunks()


def written(table: pa.Table) -> bytes:
    """The table as CSV; its texts quoted."""
    whole = io.BytesIO()
    pacsv.write_csv(table, whole)
    return whole.getvalue()


def numbers(column: pa.ChunkedArray, name: str, dataset: Dataset, none: str = "") -> pa.Array:
    """Numbers from texts, with a point or a comma before decimals; null where empty or `none`.

    Raises `UnusableData` for what is no number, with its row (the header is row 1).
    """
    text = pc.replace_substring(pc.utf8_trim_whitespace(_whole(column)), ",", ".")
    text = pc.if_else(pc.is_in(text, pa.array(["", none])), pa.scalar(None, pa.string()), text)
    try:
        return pc.cast(text, pa.float64())
    except pa.ArrowInvalid:
        _named(column, text, name, "a number", dataset, float)


def dates(column: pa.ChunkedArray, name: str, dataset: Dataset) -> pa.Array:
    """Dates from texts such as 2024-02-01; null where empty. Raises `UnusableData` as `numbers`."""
    text = pc.utf8_slice_codeunits(pc.utf8_trim_whitespace(_whole(column)), 0, 10)
    text = pc.if_else(pc.equal(text, ""), pa.scalar(None, pa.string()), text)
    try:
        return pc.cast(text, pa.date32())
    except pa.ArrowInvalid:
        _named(column, text, name, "a date such as 2024-02-01", dataset, _date)


def _whole(column: pa.ChunkedArray | pa.Array) -> pa.Array:
    return column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column


def _date(text: str) -> object:
    return pa.scalar(text).cast(pa.date32())


def _named(
    column: pa.ChunkedArray,
    text: pa.Array,
    name: str,
    expected: str,
    dataset: Dataset,
    read: object,
) -> NoReturn:
    """Refuse the first value that cannot be read, and say where it is."""
    assert callable(read)
    for number, value in enumerate(text.to_pylist()):
        try:
            _ = value is None or read(value)
        except (ValueError, pa.ArrowInvalid):
            unusable(
                f"{dataset.code}: row {number + 2}, column {name} cannot be read.",
                expected=expected,
                came=repr(column[number].as_py()),
                cure="Look at the producer's page; the column may have another meaning now.",
            )
    raise AssertionError("one of them could not be read")


def _header(body: bytes, dataset: Dataset, columns: Sequence[str], delimiter: str) -> None:
    """See to it that the columns are there."""
    if _page(body):
        unusable(
            f"{dataset.code}: a web page came instead of a table.",
            expected="CSV",
            came=told(body),
            cure=AGAIN,
        )
    line = body.split(b"\n", 1)[0].decode("utf-8", "replace")
    came = next(csv.reader([line], delimiter=delimiter), [])
    missing = [name for name in columns if name not in came]
    if missing:
        unusable(
            f"{dataset.code}: the column {missing[0]} is not there.",
            expected=", ".join(columns),
            came=", ".join(came)[:500],
            cure="The producer may have renamed it; correct the source.",
        )


def _page(body: bytes) -> bool:
    return body[:1000].lstrip().lower().startswith((b"<!doctype html", b"<html"))
