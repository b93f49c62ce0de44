"""Where this site keeps its evidence: the catalogue that the settings say, opened once."""

from __future__ import annotations

import logging
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from kraftsamling.evidence.catalogue import Catalogue
from kraftsamling.evidence.places import read_places
from kraftsamling.evidence.sources.registry import read_sources
from kraftsamling.evidence.sources.starter import starters

log = logging.getLogger("kraftsamling.evidence")


def catalogue() -> Catalogue:
    """The site's catalogue. Raises `ContentError` where a content file has a fault."""
    return _catalogue(Path(settings.DATA_DIR), Path(settings.CONTENT_DIR))


@lru_cache(maxsize=4)
def _catalogue(data: Path, content: Path) -> Catalogue:
    common = content / "common"
    return Catalogue(data / "evidence", read_sources(common / "sources"), read_places(common))


def load_starters() -> int:
    """Add the starter tables that came with the content: how many vintages were new.

    Tables whose files are gone or were declared anew are made again from their snapshots. Raises
    `ContentError` or `UnusableData` that names the file.
    """
    known, added = catalogue(), 0
    for starter in starters(Path(settings.CONTENT_DIR) / "common" / "evidence"):
        source, dataset = known.registry.table(starter.table)
        body = starter.body
        label = starter.label(source.code, dataset.code, body)
        _label, new = known.add(source, dataset, body, label)
        added += new
    for label, fault in known.mend():
        if fault:
            log.warning("%s %s: %s", label.source, label.dataset, fault)
    return added
