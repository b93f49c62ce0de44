"""Where recorded answers lie: small ones in the form of producers here, genuine ones beside the project."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

FIXTURES = Path(__file__).parent / "fixtures" / "evidence"
SHARED = Path(__file__).parents[2] / "shared" / "data" / "stats"

needs_shared = pytest.mark.skipif(
    not SHARED.is_dir(), reason="the genuine recordings in ../shared are not here"
)


def littleland(name: str) -> bytes:
    """An answer about Littleland, in the form of a producer's."""
    return (FIXTURES / name).read_bytes()


def document(name: str) -> Any:
    """The same, as JSON."""
    return json.loads(littleland(name))


def genuine(name: str) -> bytes:
    """A genuine answer."""
    return (SHARED / name).read_bytes()
