"""Several processes write at once, one is killed: the chain has no gap and no fork."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

WRITERS, EACH = 4, 15

WRITE = f"""
import django
django.setup()
from django.db import transaction
from kraftsamling.accounts import audit
for number in range({EACH}):
    with transaction.atomic():
        audit.record("revised", by=None, kind="action", key=number, after={{"n": number}})
"""

WRITE_FOR_EVER = """
import django
django.setup()
from django.db import transaction
from kraftsamling.accounts import audit
number = 0
while True:
    number += 1
    with transaction.atomic():
        audit.record("revised", by=None, kind="action", key=number, after={"n": "x" * 5000})
"""


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """A database of its own, as in use."""
    given = os.environ | {
        "DATA_DIR": str(tmp_path),
        "DATABASE_URL": f"sqlite:///{tmp_path / 'kraftsamling.sqlite3'}",
        "DJANGO_SETTINGS_MODULE": "kraftsamling.config.settings",
        "SECRET_KEY": "only-for-tests",
    }
    kraftsamling("migrate", environment=given)
    return given


def kraftsamling(*words: str, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    code = "from kraftsamling.cli.main import run; run()"
    return subprocess.run(
        [sys.executable, "-c", code, *words],
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def started(code: str, environment: dict[str, str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", code], env=environment)


@pytest.mark.slow
def test_it_is_unbroken_after_many_writers_at_once(environment: dict[str, str]) -> None:
    writers = [started(WRITE, environment) for _ in range(WRITERS)]
    assert [writer.wait(timeout=120) for writer in writers] == [0] * WRITERS

    verified = kraftsamling("audit", "verify", environment=environment)

    assert verified.returncode == 0, verified.stdout + verified.stderr
    assert f"unbroken: {WRITERS * EACH} events" in verified.stdout


@pytest.mark.slow
def test_it_is_unbroken_after_a_writer_was_killed(
    environment: dict[str, str], tmp_path: Path
) -> None:
    for enough in (20, 40, 60):
        writer = started(WRITE_FOR_EVER, environment)
        try:
            wait_for(tmp_path / "kraftsamling.sqlite3", enough)
        finally:
            writer.send_signal(signal.SIGKILL)
            writer.wait(timeout=30)

        verified = kraftsamling("audit", "verify", environment=environment)
        assert verified.returncode == 0, verified.stdout + verified.stderr


def wait_for(database: Path, events: int) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        connection = sqlite3.connect(database, timeout=10)
        try:
            if connection.execute("SELECT count(*) FROM accounts_event").fetchone()[0] >= events:
                return
        finally:
            connection.close()
        time.sleep(0.02)
    pytest.fail("the writer wrote too little")
