"""What is done to a query, and to its answer, so that every engine means the same by it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

import pyarrow as pa

from kraftsamling.evidence.engine.protocol import EngineError

PLAIN_WORD = re.compile(r"[a-z][a-z0-9_]*")
# Text and comments are looked through first, so that nothing inside them is taken for anything else.
PIECES = re.compile(
    r"""(?P<text>'[^']*'(?P<twice>')?) | (?P<comment>--[^\n]*|/\*.*?\*/)
    | \$(?P<name>[a-zA-Z_]\w*) | (?P<quoted>["`]) | (?P<end>;)""",
    re.VERBOSE | re.DOTALL,
)
BEGINNING = re.compile(r"[\s(]*(select|with|values)\b", re.IGNORECASE)
# How a list of no values is written: nothing is in it, and everything is not in it.
NOTHING = "(select null where 1 = 0)"


def portable(
    text: str, parameters: Mapping[str, object], *, mark: str
) -> tuple[str, dict[str, object]]:
    """`text` with its parameters written the engine's way, `mark` before each name; and their values.

    A list becomes one parameter per value, so that engines see plain comparisons, which they can use
    to skip what need not be read. Raises `EngineError` for anything but one query, for what engines
    read differently, and where parameters are missing, too many or of a kind no engine takes.
    """
    values: dict[str, object] = {}
    asked: set[str] = set()

    def written(piece: re.Match[str]) -> str:
        if name := piece["name"]:
            asked.add(name)
            return _parameter(name, parameters, values, mark)
        if piece["comment"]:
            return " "
        if piece["end"] or piece["quoted"] or piece["twice"] or "\\" in piece[0]:
            raise EngineError(_unportable(piece[0], text))
        return piece[0]

    query = PIECES.sub(written, text.strip())
    if not BEGINNING.match(query):
        raise EngineError(f"Only a query can be asked, one that begins with select: {short(text)}")
    if unused := sorted(parameters.keys() - asked):
        raise EngineError(f"The query has no place for ${unused[0]}: {short(text)}")
    return query, values


def plain(table: pa.Table) -> pa.Table:
    """The same rows with nothing that only one engine says: each column may be null, without metadata."""
    fields = [pa.field(field.name, field.type) for field in table.schema]
    return pa.Table.from_arrays(table.columns, schema=pa.schema(fields))


def checked(name: str, files: Sequence[Path]) -> tuple[Path, ...]:
    """The files as whole paths. Raises `EngineError` where they cannot be a table called `name`."""
    if not PLAIN_WORD.fullmatch(name):
        raise EngineError(
            f"A table cannot be called {name!r}. Use small letters a to z, digits and _."
        )
    if not files:
        raise EngineError(f"The table {name} has no files. Fetch its source first.")
    paths = tuple(Path(file).absolute() for file in files)
    for path in paths:
        if not path.is_file():
            raise EngineError(
                f"The table {name} has lost its file {path}. Ingest its source again."
            )
        if set("*?[]{}\\") & set(str(path)):
            raise EngineError(
                f"{path} cannot be read: engines take * ? [ ] {{ }} and \\ in a path for patterns. "
                "Set DATA_DIR to a folder without them."
            )
    return paths


def short(text: str) -> str:
    """A query on one line, cut where it is long, for error messages."""
    line = " ".join(text.split())
    return line if len(line) <= 300 else f"{line[:300]} …"


def _parameter(
    name: str, parameters: Mapping[str, object], values: dict[str, object], mark: str
) -> str:
    if name not in parameters:
        raise EngineError(f"The query asks for ${name}, which was not given.")
    value = parameters[name]
    if not isinstance(value, list | tuple | set | frozenset):
        values[name] = _value(name, value)
        return mark + name
    named = {f"{name}__{n}": _value(name, each) for n, each in enumerate(_in_order(value))}
    values.update(named)
    return f"({', '.join(mark + each for each in named)})" if named else NOTHING


def _in_order(values: Sequence[object] | set[object] | frozenset[object]) -> Iterator[object]:
    yield from sorted(values, key=repr) if isinstance(values, set | frozenset) else values


def _value(name: str, value: object) -> object:
    """A value in the plainest type that is true to it; members of text enumerations become text."""
    if isinstance(value, str):
        return str.__str__(value)
    if value is None or type(value) in (bool, int, float, date):
        return value
    raise EngineError(
        f"The parameter ${name} is {value!r}, of type {type(value).__name__}. "
        "Give text, a number, a date, true or false, nothing, or a list of them."
    )


def _unportable(piece: str, text: str) -> str:
    why = {
        ";": "Ask one query at a time, without a semicolon",
        '"': "Engines read double quotes differently: name columns in plain words",
        "`": "Engines read backquotes differently: name columns in plain words",
    }.get(piece, "Engines read quotes and backslashes in text differently: make it a parameter")
    return f"{why}: {short(text)}"
