"""Littleland's statistics office: a catalogue of one's own, with tables written in the test."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from kraftsamling.evidence.catalogue import Catalogue
from kraftsamling.evidence.places import PlaceRow, Places
from kraftsamling.evidence.snapshots import Label
from kraftsamling.evidence.sources.registry import Registry
from kraftsamling.evidence.sources.schema import Dataset, Source
from kraftsamling.kernel.origin import Origin

PLACES = Places(
    tuple(
        PlaceRow(code=code, level=level, within=within, name_sv=sv, name_en=en, scb=scb, kolada="")
        for code, level, within, sv, en, scb in (
            ("LL", "nation", "", "Lilleland", "Littleland", "00"),
            ("LL1", "region", "LL", "Stora ön", "Big Island", ""),
            ("LL11", "county", "LL1", "Norra", "North", "11"),
            ("LL12", "county", "LL1", "Mellersta", "Middle", "12"),
            ("LL13", "county", "LL1", "Södra", "South", "13"),
        )
    )
)


def source(**tables: tuple[str, ...]) -> Source:
    """The statistics office, with a dataset for each table: its name and its dimensions."""
    return Source.model_validate(
        {
            "code": "littleland",
            "name": {"sv": "Lillelands statistik", "en": "Littleland's statistics"},
            "producer": "Littleland's statistics office",
            "home": "https://statistics.littleland.example",
            "licence": "CC0",
            "rhythm": "yearly",
            "places": "scb",
            "datasets": [
                {
                    "code": name,
                    "title": {"sv": name, "en": name},
                    "url": f"https://statistics.littleland.example/{name}",
                    "table": {"name": name, "dimensions": dimensions},
                }
                for name, dimensions in tables.items()
            ],
        }
    )


def catalogue(folder: Path, **tables: tuple[str, ...]) -> Catalogue:
    """An empty catalogue in `folder` that knows these tables."""
    office = source(**tables)
    return Catalogue(folder, Registry({office.code: office}), PLACES)


def publish(known: Catalogue, table: str, rows: str, *, day: str = "2026-01-15") -> Label:
    """Add a vintage: `rows` are lines of place, period, dimensions, value, status."""
    office, dataset = known.registry.table(table)
    header = ",".join([*dataset.table.schema.names, "origin"])
    lines = [f"{line.strip()},office" for line in rows.strip().splitlines()]
    body = "\n".join([header, *lines, ""]).encode()
    label, _new = known.add(office, dataset, body, label_of(dataset, day))
    return label


def label_of(dataset: Dataset, day: str, **fields: Any) -> Label:
    """A starter label that says it was kept on `day`."""
    origin = Origin(
        "Littleland's statistics office",
        dataset.title.en,
        dataset.url,
        "CC0",
        date.fromisoformat(day),
    )
    kept = datetime.fromisoformat(f"{day}T12:00:00").replace(tzinfo=UTC)
    told: dict[str, Any] = {"starter": True} | fields
    return Label("littleland", dataset.code, "", kept, (origin,), **told)
