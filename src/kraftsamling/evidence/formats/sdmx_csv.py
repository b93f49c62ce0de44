"""Eurostat's text files: SDMX-CSV, one row for each value, and the wide bulk files, one for each series.

Wide cells hold a number and flags ("4700p", "5.2 bu"), or a colon where there is none (": c").
Source: https://ec.europa.eu/eurostat/web/user-guides/data-browser/api-data-access
"""

from __future__ import annotations

import gzip
import io
from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as csv

from kraftsamling.evidence.formats.status import eurostat, marked, settled
from kraftsamling.kernel.errors import UnusableData

TIME, VALUE = "TIME_PERIOD", "OBS_VALUE"
FLAGS = ("OBS_FLAG", "OBS_STATUS", "CONF_STATUS")
# Columns before the period that are no dimensions.
ABOUT = {"DATAFLOW", "LAST UPDATE", "STRUCTURE", "STRUCTURE_ID", "STRUCTURE_NAME", "ACTION"}

# What flags are written with; a number ends before them.
LETTERS = " abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ|@"


def table(body: bytes) -> pa.Table:
    """SDMX-CSV 1.0 or 2.0 as a column for each dimension, `time`, `value` and `status`.

    Labels beside codes ("SE31: North Middle Sweden", "geo:Region") are left out. Raises `UnusableData`.
    """
    read = _text(body)
    read = read.rename_columns([name.split(":")[0] for name in read.column_names])
    names = read.column_names
    if TIME not in names or VALUE not in names:
        raise UnusableData(
            f"It is no SDMX-CSV: there must be columns {TIME} and {VALUE}, and there are "
            f"{', '.join(names[:8])}. Look at the producer's page, and correct request in source.yaml."
        )
    flags = pc.binary_join_element_wise(
        *(read.column(name) for name in FLAGS if name in names), pa.scalar(""), ""
    )
    letters = _mapped(flags.combine_chunks())
    values, letters = settled(_numbers(read.column(VALUE).combine_chunks()), letters)
    dimensions = {
        name: _codes(read.column(name)) for name in names[: names.index(TIME)] if name not in ABOUT
    }
    time = _codes(read.column(TIME))
    return pa.table({**dimensions, "time": time, "value": values, "status": letters})


def wide(body: bytes, *, column: str = "time", names: Sequence[str] = ()) -> pa.Table:
    r"""A wide file as a column for each dimension, `column` (what its columns are), `value`, `status`.

    The bulk files say themselves where their dimensions end: at `geo\\TIME_PERIOD` (tabs), or before
    the first year (commas). `names` says it for other matrices. Raises `UnusableData`.
    """
    body = _unpacked(body)
    read = _text(body.replace(b"\t", b",") if b"\t" in body[:10_000] else body)
    heads = [name.strip() for name in read.column_names]
    last = names[-1] if names else _last_dimension(heads)
    ids = heads.index(last) + 1
    rows = read.num_rows
    across = range(ids, len(heads))
    values, letters = _cells(
        pa.concat_arrays([part for at in across for part in read.column(at).chunks])
    )
    dimensions = {
        name.split("\\")[0]: pa.chunked_array(read.column(at).chunks * len(across), pa.string())
        for at, name in enumerate(heads[:ids])
    }
    called = [pa.repeat(pa.scalar(heads[at], pa.string()), rows) for at in across]
    return pa.table(
        {
            **dimensions,
            column: pa.chunked_array(called, pa.string()),
            "value": values,
            "status": letters,
        }
    )


def sheet(body: bytes, *, row: str, column: str) -> pa.Table:
    """A sheet saved from Eurostat's data explorer, regions down and `column` across, as `wide` is.

    The rows down to the one that begins with GEO/TIME say what the columns are, and those from
    "Special value:" on what the signs mean; neither holds values.
    """
    head, begin = body.find(b"\n") + 1, body.find(b"\nGEO/TIME")
    end = body.find(b"\nSpecial value:")
    begin = body.find(b"\n", begin + 1) + 1 if begin >= 0 else head
    rows = body[begin : end + 1 if end >= 0 else len(body)]
    return wide(body[:head] + rows, column=column, names=(row,))


def _last_dimension(heads: Sequence[str]) -> str:
    """The last column that is no period."""
    ids = [head for head in heads if not head[:4].isdigit()]
    if not ids or len(ids) == len(heads):
        raise UnusableData(
            f"It is no wide table: dimensions must come first and then periods, and the header says "
            f"{', '.join(heads[:8])}. Look at the producer's page, and correct request in source.yaml."
        )
    return ids[-1]


def _cells(texts: pa.Array) -> tuple[pa.Array, pa.Array]:
    """The number and the letters in each cell. Few cells have flags, so only those are looked into."""
    bare = pc.ascii_rtrim(texts, LETTERS)
    numbers, flagged = _numbers(bare), _shorter(bare, texts)
    flags = pc.replace_substring_regex(texts.take(flagged), r"^[-+0-9.: ]*", "").dictionary_encode()
    kinds = ["", *(eurostat(text) for text in flags.dictionary.to_pylist())]
    which = np.zeros(len(texts), dtype=np.int32)
    which[flagged.to_numpy()] = 1 + flags.indices.to_numpy()
    return marked(numbers, kinds, which)


def _shorter(bare: pa.Array, texts: pa.Array) -> pa.Array:
    return pc.indices_nonzero(pc.not_equal(pc.binary_length(bare), pc.binary_length(texts)))


def _numbers(texts: pa.Array) -> pa.Array:
    """Texts as numbers; null where there is a colon or nothing. Raises `UnusableData`."""
    texts = pc.ascii_trim_whitespace(texts)
    absent = pc.or_(pc.equal(texts, ":"), pc.equal(texts, ""))
    try:
        return pc.if_else(absent, None, texts).cast(pa.float64())
    except pa.ArrowInvalid as error:
        raise UnusableData(
            f"A value is no number ({error}). Look at what came; if the producer writes numbers in a "
            "new way, evidence/formats/sdmx_csv.py must learn it."
        ) from error


def _mapped(flags: pa.Array) -> pa.Array:
    found = flags.dictionary_encode()
    kinds = [eurostat(text) for text in found.dictionary.to_pylist()]
    return pa.array(kinds, pa.string()).take(found.indices)


def _codes(texts: pa.ChunkedArray) -> pa.Array:
    """Codes without the labels that may follow them."""
    found = texts.combine_chunks().dictionary_encode()
    codes = [text.split(":")[0].strip() for text in found.dictionary.to_pylist()]
    return pa.array(codes, pa.string()).take(found.indices)


def _text(body: bytes) -> pa.Table:
    """Every column as text. Raises `UnusableData`."""
    body = _unpacked(body).removeprefix(b"\xef\xbb\xbf")
    header = body[: body.find(b"\n") if b"\n" in body else len(body)]
    try:
        names = csv.read_csv(io.BytesIO(header + b"\n")).column_names
        return csv.read_csv(
            io.BytesIO(body),
            convert_options=csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False
            ),
        )
    except (pa.ArrowInvalid, pa.ArrowKeyError) as error:
        raise UnusableData(
            f"The file cannot be read as a table ({error}). Wait for a corrected release."
        ) from error


def _unpacked(body: bytes) -> bytes:
    if not body.startswith(b"\x1f\x8b"):
        return body
    try:
        return gzip.decompress(body)
    except (OSError, EOFError) as error:
        raise UnusableData(f"The packed file is broken ({error}). Fetch it again.") from error
