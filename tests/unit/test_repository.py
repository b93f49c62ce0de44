"""What a checkout promises: no trace of one machine, and a description others can read."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
TEXT = {
    ".py",
    ".md",
    ".yml",
    ".yaml",
    ".toml",
    ".html",
    ".css",
    ".js",
    ".mjs",
    ".json",
    ".po",
    ".sh",
    "",
}
# The registries that a lock file must name, and nothing else may.
REGISTRIES = ("pypi.org", "files.pythonhosted.org", "registry.npmjs.org")
# Where somebody's files are: at home, or in this very checkout.
MACHINE = re.compile(rf"(?<![\w.])/(?:home|Users)/\w+|{re.escape(str(ROOT))}(?![\w.-])")


def tracked() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if listed.returncode:
        pytest.skip("not a git checkout")
    paths = [ROOT / name for name in listed.stdout.split("\0") if name]
    return [path for path in paths if path.is_file() and path.suffix in TEXT]


def test_it_names_no_machine() -> None:
    assert MACHINE.search(f"in {ROOT}, say")
    found = [
        f"{path.relative_to(ROOT)}: {match.group()}"
        for path in tracked()
        if path != Path(__file__)
        for match in MACHINE.finditer(path.read_text(encoding="utf-8"))
    ]

    assert not found, "\n".join(found)


def test_it_names_registries_in_the_lock_files_only() -> None:
    found = [
        f"{path.relative_to(ROOT)}: {host}"
        for path in tracked()
        if path.name not in {"uv.lock", "package-lock.json"} and path != Path(__file__)
        for host in REGISTRIES
        if host in path.read_text(encoding="utf-8")
    ]

    assert not found, "\n".join(found)


def test_it_locks_to_the_public_registry_only() -> None:
    lock = (ROOT / "uv.lock").read_text(encoding="utf-8")

    assert set(re.findall(r"https://([^/\"]+)", lock)) == {
        "pypi.org",
        "files.pythonhosted.org",
    }


def test_it_describes_itself_to_public_sector_catalogues() -> None:
    """The required fields of publiccode.yml 0.4 and the bounds it sets."""
    described = yaml.safe_load((ROOT / "publiccode.yml").read_text(encoding="utf-8"))

    assert described["publiccodeYmlVersion"] == "0.4"
    for field in ("name", "url", "platforms", "categories", "developmentStatus", "softwareType"):
        assert described[field], field
    assert described["legal"]["license"] == "EUPL-1.2"
    assert described["maintenance"]["type"] in {"internal", "contract", "community", "none"}
    assert described["localisation"]["availableLanguages"] == ["sv", "en"]
    for language, texts in described["description"].items():
        assert len(texts["shortDescription"]) <= 150, language
        assert 150 <= len(texts["longDescription"]) <= 10_000, language
        assert all(len(feature) <= 100 for feature in texts["features"]), language
