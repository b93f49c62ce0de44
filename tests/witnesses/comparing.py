"""The witness of comparing: every change made to the old content must give the new."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from kraftsamling.plan.comparing import ABSENT, Comparison, Content, Path


def applied(comparison: Comparison, old: Content) -> Content:
    """`old` with every change made: the new content. The witness that nothing was left out."""
    content: Content = deepcopy(old)
    for fact in comparison.facts:
        _put(content, fact.path, fact.new)
    for change in comparison.lists:
        entries = {entry[change.identity]: entry for entry in _at(old, change.path)}
        entries |= {entry[change.identity]: entry for entry in change.added}
        for entry in change.changed:
            fields = dict(entries[entry.key])
            for field in entry.fields:
                if field.new is ABSENT:
                    del fields[field.field]
                else:
                    fields[field.field] = field.new
            entries[entry.key] = fields
        _put(content, change.path, [entries[key] for key in change.order])
    return content


def _at(content: Content, path: Path) -> Any:
    for name in path:
        content = content[name]
    return content


def _put(content: Content, path: Path, value: Any) -> None:
    *way, last = path
    for name in way:
        content = content[name]
    if value is ABSENT:
        del content[last]
    else:
        content[last] = value
