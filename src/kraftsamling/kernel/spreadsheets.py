"""What spreadsheets do with text."""

from __future__ import annotations

# A spreadsheet runs a cell that begins with one of these as a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def harmless(text: str) -> str:
    """The text so that no spreadsheet runs it: an apostrophe first where it would."""
    return f"'{text}" if text.startswith(FORMULA) else text
