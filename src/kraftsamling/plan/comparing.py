"""What differs between two frozen contents: lists entry by entry, everything else field by field.

Pure functions over JSON values. They know no field by name, so whatever a version may hold is
compared.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Content = dict[str, Any]
Path = tuple[str, ...]
Key = str | int

# The names by which an entry of a list is known from version to version.
IDENTITIES = ("number", "code", "slug")


class Absent:
    """Marks a field that one of the two does not have at all."""

    def __repr__(self) -> str:
        return "ABSENT"


ABSENT = Absent()


@dataclass(frozen=True)
class FieldChange:
    """One field with another value; `ABSENT` on the side that does not have it."""

    field: str
    old: Any
    new: Any


@dataclass(frozen=True)
class EntryChange:
    """An entry that both have, and the fields in which they differ."""

    key: Key
    old: Content
    new: Content
    fields: tuple[FieldChange, ...]


@dataclass(frozen=True)
class ListChange:
    """A list of entries with an identity each: which came, which went, which changed, which moved."""

    path: Path
    identity: str
    added: tuple[Content, ...]
    removed: tuple[Content, ...]
    changed: tuple[EntryChange, ...]
    order: tuple[Key, ...]
    moved: bool


@dataclass(frozen=True)
class FactChange:
    """A value outside lists that differs."""

    path: Path
    old: Any
    new: Any


@dataclass(frozen=True)
class Comparison:
    """Everything that differs; empty (and false) if and only if the two are equal."""

    facts: tuple[FactChange, ...] = ()
    lists: tuple[ListChange, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.facts or self.lists)

    def of(self, *path: str) -> ListChange | None:
        """The change of the list at `path`, if it changed."""
        return next((change for change in self.lists if change.path == path), None)


def compare(old: Content, new: Content, path: Path = ()) -> Comparison:
    """What differs from `old` to `new`.

    Named fields are followed inwards. Where both sides are lists whose entries all carry the same
    identity, each once, entries are matched by it; every other value is compared whole.
    """
    facts: list[FactChange] = []
    lists: list[ListChange] = []
    for name in sorted(old.keys() | new.keys()):
        here = (*path, name)
        before, after = old.get(name, ABSENT), new.get(name, ABSENT)
        if same(before, after):
            continue
        if isinstance(before, dict) and isinstance(after, dict):
            inner = compare(before, after, here)
            facts += inner.facts
            lists += inner.lists
        elif identity := _identity(before, after):
            lists.append(_list_change(here, identity, before, after))
        else:
            facts.append(FactChange(here, before, after))
    return Comparison(tuple(facts), tuple(lists))


def same(one: Any, other: Any) -> bool:
    """Equality as JSON has it: true is not 1, and an absent field equals only an absent one."""
    if isinstance(one, bool) is not isinstance(other, bool):
        return False
    match one, other:
        case dict(), dict():
            return one.keys() == other.keys() and all(same(v, other[k]) for k, v in one.items())
        case list(), list():
            return len(one) == len(other) and all(map(same, one, other))
    return one is other or bool(one == other)


def field_changes(old: Mapping[str, Any], new: Mapping[str, Any]) -> tuple[FieldChange, ...]:
    """The fields of two entries that differ, those of `old` first, in the order they are written."""
    names = [*old, *(name for name in new if name not in old)]
    pairs = ((name, old.get(name, ABSENT), new.get(name, ABSENT)) for name in names)
    return tuple(
        FieldChange(name, before, after) for name, before, after in pairs if not same(before, after)
    )


def _list_change(path: Path, identity: str, old: list[Content], new: list[Content]) -> ListChange:
    before = {entry[identity]: entry for entry in old}
    after = {entry[identity]: entry for entry in new}
    stayed = [key for key in before if key in after]
    return ListChange(
        path,
        identity,
        added=tuple(entry for key, entry in after.items() if key not in before),
        removed=tuple(entry for key, entry in before.items() if key not in after),
        changed=tuple(
            EntryChange(key, before[key], after[key], field_changes(before[key], after[key]))
            for key in stayed
            if not same(before[key], after[key])
        ),
        order=tuple(after),
        moved=stayed != [key for key in after if key in before],
    )


def _identity(old: Any, new: Any) -> str:
    """The field both lists know their entries by; empty where they are no such lists."""
    if not isinstance(old, list) or not isinstance(new, list):
        return ""
    for name in IDENTITIES:
        if _identifies(name, old) and _identifies(name, new):
            return name
    return ""


def _identifies(name: str, entries: list[Any]) -> bool:
    keys = [entry.get(name) for entry in entries if isinstance(entry, dict)]
    kinds = {type(key) for key in keys}
    return (
        len(keys) == len(entries)
        and kinds <= {int if name == "number" else str}
        and len(set(keys)) == len(keys)
    )
