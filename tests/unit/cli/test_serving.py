"""Starting: once loaded stays, a fault is one sentence, and nothing is half-loaded."""

from __future__ import annotations

import os
import shutil
import socket
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = [pytest.mark.slow, pytest.mark.sqlite]

CONTENT = Path(__file__).resolve().parents[2] / "content"


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """A copy of Littleland's files, to break."""
    return Path(shutil.copytree(CONTENT, tmp_path / "content"))


@pytest.fixture
def kraftsamling(tmp_path: Path, content: Path) -> Kraftsamling:
    return Kraftsamling(tmp_path / "data", content)


class Kraftsamling:
    """The command line, on a data folder of its own."""

    def __init__(self, data: Path, content: Path) -> None:
        self.data, self.content = data, content

    def __call__(self, *words: str, **env: str) -> subprocess.CompletedProcess[str]:
        settings = {
            "DJANGO_SETTINGS_MODULE": "kraftsamling.config.settings",
            "DATABASE_URL": f"sqlite:///{self.data}/kraftsamling.sqlite3",
            "DATA_DIR": str(self.data),
            "CONTENT_DIR": str(self.content),
            "PLAN": "littleland",
            "EXAMPLE_SIGNINS": "on",
        }
        return subprocess.run(
            [sys.executable, "-c", "from kraftsamling.cli.main import run; run()", *words],
            env=os.environ | settings | env,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    def count(self, table: str) -> int:
        with sqlite3.connect(self.data / "kraftsamling.sqlite3") as database:
            return int(database.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


def test_it_loads_once(kraftsamling: Kraftsamling) -> None:
    kraftsamling("migrate")

    first, second = kraftsamling("load"), kraftsamling("load")

    assert "8 new actors, 1 calls, 2 actions" in first.stdout
    assert "0 new actors, 0 calls, 0 actions" in second.stdout


@pytest.mark.parametrize("file", ["strategy", "practice"])
def test_it_tells_of_a_broken_file_and_loads_nothing(
    kraftsamling: Kraftsamling, content: Path, file: str
) -> None:
    path = content / "littleland" / f"{file}.yaml"
    path.write_text(path.read_text() + "colour: [red]\n")

    answer = kraftsamling("start", "--port", str(_free_port()))

    line = len(path.read_text().splitlines())
    assert answer.returncode == 1
    assert answer.stderr == (
        f"{path}, line {line}: colour: is not a field here. Check the spelling, or remove it.\n"
    )
    assert kraftsamling.count("plan_plan") == 0
    assert kraftsamling.count("accounts_actor") == 0
    assert kraftsamling.count("accounts_event") == 0


def test_it_names_the_command_when_the_port_is_taken(kraftsamling: Kraftsamling) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        answer = kraftsamling("start", "--port", str(port))

    assert answer.returncode == 1
    assert f"Port {port} on 127.0.0.1 cannot be used" in answer.stderr
    assert "make start PORT=" in answer.stderr
    assert "Traceback" not in answer.stderr


def test_it_does_not_serve_an_empty_database(kraftsamling: Kraftsamling) -> None:
    bare = kraftsamling("serve", "--port", str(_free_port()))
    kraftsamling("migrate")
    empty = kraftsamling("serve", "--port", str(_free_port()))

    assert "kraftsamling migrate && kraftsamling load" in bare.stderr
    assert "There is no plan yet. Run: kraftsamling load" in empty.stderr
    assert (bare.returncode, empty.returncode) == (1, 1)


@pytest.mark.parametrize(
    ("setting", "value", "told"),
    [
        ("EXAMPLE_SIGNINS", "perhaps", 'Environment variable "EXAMPLE_SIGNINS" invalid'),
        ("DATA_DIR", "/proc/nowhere", "The data folder cannot be used"),
    ],
)
def test_it_tells_of_a_setting_that_cannot_be(
    kraftsamling: Kraftsamling, setting: str, value: str, told: str
) -> None:
    answer = kraftsamling("migrate", **{setting: value, "SECRET_KEY": ""})

    assert answer.returncode == 1
    assert told in answer.stderr
    assert "Traceback" not in answer.stderr


def test_it_says_that_a_database_cannot_be_reached(kraftsamling: Kraftsamling) -> None:
    answer = kraftsamling("migrate", DATABASE_URL="sqlite:////nowhere/at/all.sqlite3")

    assert answer.returncode == 1
    assert "The database cannot be used: unable to open database file" in answer.stderr


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
