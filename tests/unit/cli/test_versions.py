"""`kraftsamling version`: exporting, and verifying without a database."""

from __future__ import annotations

from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from kraftsamling.cli import versions
from kraftsamling.kernel.errors import KraftsamlingError
from kraftsamling.plan.models import Version
from kraftsamling.reports.version_file import export

app = typer.Typer()
versions.add_to(app)


def run(*arguments: str) -> str:
    return CliRunner().invoke(app, ["version", *arguments], catch_exceptions=False).output


def test_it_exports_and_verifies(version: Version, tmp_path: Path) -> None:
    path = str(tmp_path / "one.json")

    assert version.hash in run("export", "1", "--plan", "practice", "-o", path)
    assert "It is the published version" in run("verify", path, "--hash", version.hash)


def test_it_says_which_versions_there_are(version: Version) -> None:
    with pytest.raises(KraftsamlingError, match=r"no version 7\. Its versions: 1"):
        run("export", "7", "--plan", "practice")


def test_it_verifies_without_a_database(tmp_path: Path) -> None:
    """No database fixture here: touching one would fail the test."""
    path = tmp_path / "none.json"
    path.write_text("{}")

    with pytest.raises(KraftsamlingError, match="no exported version"):
        run("verify", str(path))
    with pytest.raises(KraftsamlingError, match="cannot be read"):
        run("verify", str(tmp_path / "missing.json"))


def test_it_refuses_a_changed_file_and_another_version(version: Version, tmp_path: Path) -> None:
    path = tmp_path / "one.json"
    path.write_bytes(export(version))
    with pytest.raises(KraftsamlingError, match="not the version you asked about"):
        run("verify", str(path), "--hash", "0" * 64)

    path.write_bytes(export(version).replace("Öva på".encode(), "Öva i".encode()))
    with pytest.raises(KraftsamlingError, match="core, whole differ"):
        run("verify", str(path))
