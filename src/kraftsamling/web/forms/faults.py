"""What was wrong with an address that asks for a file, in one line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence


def said(errors: Mapping[str, Sequence[object]]) -> str:
    """Each field that could not be understood, and why."""
    return "; ".join(f"{name}: {' '.join(map(str, told))}" for name, told in errors.items())
