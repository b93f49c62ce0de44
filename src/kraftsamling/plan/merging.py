"""Merging two people's work on the same content: three ways, field by field and row by row.

Pure: contents in (`plan.content`, rows with `id`), a `Merge` out. Nothing is guessed: where both have
changed the same thing in different ways there is a conflict, and a person chooses.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from kraftsamling.plan.content import Content

Path = tuple[str, ...]
NEW = "new-"


class Missing:
    """The value of what is not there: a removed row, an unanswered question."""

    def __repr__(self) -> str:
        return "MISSING"


MISSING = Missing()


@dataclass(frozen=True)
class Conflict:
    """One place that both have changed, in different ways."""

    path: Path
    base: Any
    theirs: Any
    mine: Any


@dataclass(frozen=True)
class Merge:
    """The merged content (mine, provisionally, where there is a conflict) and how it came about.

    `untied` are rows whose link is gone because the other person removed what it led to.
    """

    content: Content
    conflicts: tuple[Conflict, ...]
    only_mine: tuple[Path, ...]
    only_theirs: tuple[Path, ...]
    untied: tuple[Path, ...]


def merge(
    base: Content, theirs: Content, mine: Content, choices: Mapping[Path, Any] | None = None
) -> Merge:
    """`theirs` and `mine`, both grown from `base`, as one.

    What one of us changed is kept; what both changed alike is kept once. Lists of text are merged as
    sets, lists of rows by `id`, mappings by key. `choices` settles conflicts by path (`MISSING`
    removes a row). Where both have reordered rows, their order stands.
    """
    trail = _Trail(dict(choices or {}))
    mine = _recognised(base, theirs, mine)
    content, untied = _untie(trail.value((), base, theirs, mine))
    return Merge(
        content,
        tuple(trail.conflicts),
        tuple(trail.only_mine),
        tuple(trail.only_theirs),
        untied,
    )


@dataclass
class _Trail:
    choices: dict[Path, Any]
    conflicts: list[Conflict] = field(default_factory=list)
    only_mine: list[Path] = field(default_factory=list)
    only_theirs: list[Path] = field(default_factory=list)

    def value(self, path: Path, base: Any, theirs: Any, mine: Any) -> Any:
        if mine == theirs:
            return mine
        if theirs == base:
            self.only_mine.append(path)
            return mine
        if mine == base:
            self.only_theirs.append(path)
            return theirs
        if isinstance(theirs, dict) and isinstance(mine, dict):
            return self.mapping(path, base if isinstance(base, dict) else {}, theirs, mine)
        if _is_list(theirs) and _is_list(mine):
            parts = [value if isinstance(value, list) else [] for value in (base, theirs, mine)]
            if any(isinstance(item, dict) for part in parts for item in part):
                return self.rows(path, *parts)
            return _as_sets(*parts)
        if path in self.choices:
            return self.choices[path]
        self.conflicts.append(Conflict(path, base, theirs, mine))
        return mine

    def mapping(self, path: Path, base: Content, theirs: Content, mine: Content) -> Content:
        merged = {
            key: self.value(
                (*path, key),
                base.get(key, MISSING),
                theirs.get(key, MISSING),
                mine.get(key, MISSING),
            )
            for key in {**theirs, **mine}
        }
        return {key: value for key, value in merged.items() if value is not MISSING}

    def rows(
        self, path: Path, base: list[Content], theirs: list[Content], mine: list[Content]
    ) -> list[Content]:
        before, others, own = ({row["id"]: row for row in part} for part in (base, theirs, mine))
        merged = (
            self.value(
                (*path, key),
                before.get(key, MISSING),
                others.get(key, MISSING),
                own.get(key, MISSING),
            )
            for key in _order(list(before), list(others), list(own))
        )
        return [row for row in merged if row is not MISSING]


def _is_list(value: Any) -> bool:
    """A list, or nothing where a list could be (a framing without places has no key)."""
    return isinstance(value, list) or value is MISSING


def _as_sets(base: list[Any], theirs: list[Any], mine: list[Any]) -> list[Any]:
    """Each item is there or not; two people cannot disagree about that and both have changed it."""
    kept = [item for item in theirs if item in mine or item not in base]
    return kept + [item for item in mine if item not in theirs and item not in base]


def _order(base: list[str], theirs: list[str], mine: list[str]) -> list[str]:
    """Every id once: in their order unless only mine is new; the rest after the one it stood after."""
    common = [key for key in base if key in theirs and key in mine]
    moved = [key for key in theirs if key in common] != common
    spine, rest = (theirs, mine) if moved else (mine, theirs)
    order = list(spine)
    for place, key in enumerate(rest):
        if key not in order:
            before = [k for k in rest[:place] if k in order]
            order.insert(order.index(before[-1]) + 1 if before else 0, key)
    return order


def _recognised(base: Content, theirs: Content, mine: Content) -> Content:
    """`mine` with each new row that they have added word for word taken for the same row.

    So that a form sent twice does not add its rows twice.
    """
    names: dict[str, str] = {}
    for name, rows in mine.items():
        if not isinstance(rows, list) or not isinstance(theirs.get(name), list):
            continue
        known = {row["id"] for row in base.get(name) or [] if isinstance(row, dict)}
        added = [row for row in theirs[name] if isinstance(row, dict) and row["id"] not in known]
        for row in rows:
            if not isinstance(row, dict) or not row["id"].startswith(NEW):
                continue
            twin = next((other for other in added if _says(other) == _says(row)), None)
            if twin:
                added.remove(twin)
                names[row["id"]] = twin["id"]
    if not names:
        return mine
    return {name: _renamed(value, names) for name, value in mine.items()}


def _says(row: Content) -> Content:
    return {key: value for key, value in row.items() if key not in ("id", "leads_to")}


def _renamed(value: Any, names: Mapping[str, str]) -> Any:
    if not isinstance(value, list):
        return value
    return [
        row | {key: names.get(row[key], row[key]) for key in ("id", "leads_to") if key in row}
        if isinstance(row, dict)
        else row
        for row in value
    ]


def _untie(content: Content) -> tuple[Content, tuple[Path, ...]]:
    """The content without links to rows that are gone, and which rows had them."""
    untied: list[Path] = []
    tied = dict(content)
    for name, rows in content.items():
        if isinstance(rows, list) and all(isinstance(row, dict) for row in rows):
            there = {row["id"] for row in rows} | {None}
            loose = [row["id"] for row in rows if row.get("leads_to") not in there]
            if loose:
                untied += [(name, key) for key in loose]
                tied[name] = [
                    row | {"leads_to": None} if row["id"] in loose else row for row in rows
                ]
    return tied, tuple(untied)
