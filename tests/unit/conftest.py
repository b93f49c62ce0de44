"""What several rooms' tests need."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import psycopg
import pytest
from django.conf import settings


@pytest.fixture
def database(tmp_path: Path) -> Iterator[str]:
    """The address of an empty database, on the server the tests run on."""
    given = os.environ.get("DATABASE_URL", "")
    if not given.startswith("postgres"):
        yield f"sqlite:///{tmp_path / 'own.sqlite3'}"
        return
    name = f"own_{uuid4().hex}"
    host = settings.DATABASES["default"]["HOST"]
    user = settings.DATABASES["default"]["USER"]
    port = settings.DATABASES["default"]["PORT"] or None
    with psycopg.connect(
        host=host, user=user, port=port, dbname="postgres", autocommit=True
    ) as server:
        server.execute(f"CREATE DATABASE {name}".encode())
        yield urlunsplit(urlsplit(given)._replace(path=f"/{name}"))
        server.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())
