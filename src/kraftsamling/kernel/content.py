"""Content files: YAML or CSV in, frozen objects out, or a sentence about file, line and cure."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from kraftsamling.kernel.errors import ContentError

# The way to a value in a file, as ("boards", 1, "region").
Spot = tuple[str | int, ...]

TAG = "tag:yaml.org,2002:"
SIMPLE = {
    TAG + "bool": re.compile(r"(true|false)$"),
    TAG + "int": re.compile(r"[-+]?(0|[1-9][0-9]*)$"),
    TAG + "float": re.compile(r"[-+]?(0|[1-9][0-9]*)\.[0-9]+$"),
}


class Content(BaseModel):
    """Base of everything read from a content file: frozen, and no field the schema does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


C = TypeVar("C", bound=BaseModel)


def read(path: Path, schema: type[C]) -> C:
    """The content of one YAML file as a `schema` object.

    Raises `ContentError` that names the file, the line and the cure: for a missing file, broken YAML,
    a key written twice, and for each field the schema does not accept.
    """
    node = _compose(path)
    data, lines = _plain(node, path), dict(_lines(node))
    try:
        return schema.model_validate(data)
    except ValidationError as error:
        raise ContentError("\n".join(_sentences(path, error, lines))) from error


def read_rows(path: Path, schema: type[C]) -> tuple[tuple[int, C], ...]:
    """Each row of one CSV file as a `schema` object, with the line it ends on.

    The header must be the schema's fields in their order. Raises `ContentError` that names the file,
    the line and the cure for everything that is wrong, all rows at once.
    """
    reader = csv.reader(_text(path).splitlines(keepends=True), strict=True)
    expected, rows, faults = list(schema.model_fields), [], []
    try:
        header = next(reader, [])
        if header != expected:
            raise ContentError(
                f"{path}, line 1: the header says {','.join(header) or 'nothing'}. "
                f"Write it as: {','.join(expected)}"
            )
        for cells in reader:
            line = reader.line_num
            if len(cells) != len(expected):
                faults.append(
                    f"{path}, line {line}: there are {len(cells)} values but {len(expected)} columns. "
                    "Put a value with a comma in it within double quotes."
                )
                continue
            try:
                rows.append((line, schema.model_validate(dict(zip(expected, cells, strict=True)))))
            except ValidationError as error:
                faults += _sentences(path, error, {(): line})
    except csv.Error as error:
        faults.append(f"{path}, line {reader.line_num}: {error}. Check the quotes on this line.")
    if faults:
        raise ContentError("\n".join(faults))
    return tuple(rows)


def fault(path: Path, place: Spot, sentence: str) -> str:
    """A sentence about one place in a content file that reads well but says something impossible.

    The line is that of `place`, or of the nearest place around it that is written down.
    """
    return f"{path}, line {_line(place, _places(path, path.stat().st_mtime_ns))}: {sentence}"


@lru_cache(maxsize=8)
def _places(path: Path, changed: int) -> dict[Spot, int]:  # noqa: ARG001
    """The line of every place in a file, as long as it has not changed."""
    return dict(_lines(_compose(path)))


class _Loader(yaml.SafeLoader):
    """YAML without surprises: no, on, 0101, 12:30 and dates are the text they look like; no aliases."""

    yaml_implicit_resolvers = {
        letter: [(tag, SIMPLE.get(tag, form)) for tag, form in ways if tag != TAG + "timestamp"]
        for letter, ways in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            mark: Any = self.peek_event().start_mark  # type: ignore[no-untyped-call]
            raise yaml.MarkedYAMLError(problem="an alias; write the value out", problem_mark=mark)
        return super().compose_node(parent, index)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise ContentError(
            f"{path}: the file is missing. Put it back, or start over with 'kraftsamling init'."
        ) from error
    except OSError as error:
        raise ContentError(
            f"{path}: the file cannot be read ({error.strerror}). Check what it is and who may read it."
        ) from error
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise ContentError(
            f"{path}, line {line}: the file is not UTF-8 text. Save it as UTF-8."
        ) from error


def _compose(path: Path) -> yaml.Node:
    text = _text(path)
    try:
        node = yaml.compose(text, Loader=_Loader)
    except (yaml.YAMLError, RecursionError) as error:
        raise ContentError(f"{path}, {_not_yaml(text, error)}") from error
    if node is None:
        raise ContentError(f"{path}: the file is empty. Fill it in, or remove it.")
    return node


def _not_yaml(text: str, error: Exception) -> str:
    """Line, fault and cure where a text is not YAML."""
    if isinstance(error, yaml.reader.ReaderError):
        line = text.count("\n", 0, error.position) + 1
        return f"line {line}: there is a character here that no text file should have. Remove it."
    if not isinstance(error, yaml.MarkedYAMLError):
        return "line 1: this is nested too deep to be read. Check the brackets."
    mark = error.problem_mark or error.context_mark
    line = mark.line + 1 if mark else 1
    if "'\\t'" in (error.problem or ""):
        return f"line {line}: there is a tab here, and YAML takes none. Put spaces in its place."
    return (
        f"line {line}: this is not valid YAML ({error.problem}). "
        "Check indentation, colons and quotes on this line and the one above."
    )


def _plain(node: yaml.Node, path: Path) -> Any:
    for mapping in _mappings(node):
        _check_keys(mapping, path)
    constructor = _Loader("")
    try:
        return constructor.construct_document(node)
    except (yaml.MarkedYAMLError, ValueError) as error:
        mark = getattr(error, "problem_mark", None) or node.start_mark
        raise ContentError(
            f"{path}, line {mark.line + 1}: there is a value here that cannot be read ({error}). "
            "Put it in quotes, or write it another way."
        ) from error


def _check_keys(mapping: yaml.MappingNode, path: Path) -> None:
    seen: dict[str, int] = {}
    for key, _ in mapping.value:
        line = key.start_mark.line + 1
        if not isinstance(key, yaml.ScalarNode):
            raise ContentError(
                f"{path}, line {line}: this names a field, so it must be a plain word. "
                "Check colons and brackets."
            )
        if key.value in seen:
            raise ContentError(
                f"{path}, line {line}: '{key.value}' is already given on "
                f"line {seen[key.value]}. Keep one of the two."
            )
        seen[key.value] = line


def _mappings(node: yaml.Node) -> list[yaml.MappingNode]:
    if isinstance(node, yaml.MappingNode):
        return [node] + [found for _, value in node.value for found in _mappings(value)]
    if isinstance(node, yaml.SequenceNode):
        return [found for value in node.value for found in _mappings(value)]
    return []


def _lines(node: yaml.Node, place: Spot = ()) -> list[tuple[Spot, int]]:
    found = [(place, node.start_mark.line + 1)]
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            found.append(((*place, key.value), key.start_mark.line + 1))
            found += _lines(value, (*place, key.value))[1:]
    if isinstance(node, yaml.SequenceNode):
        for number, value in enumerate(node.value):
            found += _lines(value, (*place, number))
    return found


def _sentences(path: Path, error: ValidationError, lines: dict[Spot, int]) -> list[str]:
    return [
        f"{path}, line {_line(detail['loc'], lines)}: {_name(detail['loc'])}: {_cure(detail)}"
        for detail in error.errors(include_url=False)
    ]


def _line(place: Sequence[str | int], lines: dict[Spot, int]) -> int:
    """The line of the place itself, or of the nearest thing around it that is written down."""
    trail = tuple(place)
    while trail not in lines:
        trail = trail[:-1]
    return lines[trail]


def _name(place: Sequence[str | int]) -> str:
    return (
        ".".join(str(step + 1) if isinstance(step, int) else step for step in place) or "the file"
    )


def _cure(detail: Any) -> str:
    match detail["type"]:
        case "missing":
            return "is missing. Add it."
        case "extra_forbidden":
            return "is not a field here. Check the spelling, or remove it."
        case "value_error":
            return str(detail["ctx"]["error"])
        case kind if kind.startswith("date"):
            return f"{detail['input']!r} is no date. Write year, month and day, as 2027-03-01."
    return f"{detail['msg']}, but it says {detail['input']!r}. Correct it."
