"""Compile the translation catalogues that have changed; needs nothing but Babel."""

from __future__ import annotations

from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LOCALES = Path(__file__).resolve().parent.parent / "src" / "kraftsamling" / "locale"

for source in LOCALES.rglob("*.po"):
    target = source.with_suffix(".mo")
    if not target.exists() or target.stat().st_mtime <= source.stat().st_mtime:
        with source.open("rb") as read, target.open("wb") as write:
            write_mo(write, read_po(read))
