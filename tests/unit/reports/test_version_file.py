"""The exported file: it verifies, and tells which part somebody changed."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from kraftsamling.kernel.canonical import canonical_json, normalised
from kraftsamling.plan.models import Version
from kraftsamling.reports.version_file import NotAVersionFile, check, export

DOCS = Path(__file__).resolve().parents[3] / "docs"


def changed(file: bytes, *path: str, to: Any) -> bytes:
    content: Any = json.loads(file)
    *way, last = path
    here = content
    for name in way:
        here = here[name]
    here[last] = to
    return json.dumps(content).encode()


def test_it_is_canonical_and_holds(version: Version) -> None:
    file = export(version)

    assert file.decode() == canonical_json(normalised(json.loads(file)))
    assert check(file).holds
    assert check(file).hash == version.hash


def test_it_holds_however_it_is_laid_out(version: Version) -> None:
    assert check(json.dumps(json.loads(export(version)), indent=4).encode()).holds


@pytest.mark.parametrize(
    ("path", "to", "broken"),
    [
        (("core", "strategy", "goal"), "Något annat.", ("core", "whole")),
        (("annexes", "middle", "text"), "Tillägg.", ("annex middle", "whole")),
        (("core_hash",), "0" * 64, ("core",)),
        (("annex_hashes", "south"), "0" * 64, ("annex south",)),
        (("hash",), "0" * 64, ("whole",)),
        (("annexes", "extra"), {}, ("annex extra", "whole")),
        (("annex_hashes", "extra"), "0" * 64, ("annex extra",)),
    ],
)
def test_it_says_which_part_differs(
    version: Version, path: tuple[str, ...], to: Any, broken: tuple[str, ...]
) -> None:
    assert check(changed(export(version), *path, to=to)).broken == broken


def test_it_notices_letters_encoded_otherwise(version: Version) -> None:
    file = changed(export(version), "core", "strategy", "goal", to="En stark industri a\u030a")

    assert "core" in check(file).broken


@pytest.mark.parametrize(
    ("file", "cure"),
    [
        (b"\xff\xfe", "not UTF-8"),
        (b'{"format": ', "line 1, column 12"),
        (b"[]", "names none"),
        (b"null", "names none"),
        (b'{"format": "another"}', "'another'"),
        (b'{"format": "kraftsamling-version-1"}', "annex_hashes, annexes, core"),
        (b'{"hash": "1", "hash": "2"}', "same field twice"),
        (b'{"hash": NaN}', "NaN"),
        (b"[" * 100_000, "deeper|whole JSON"),
    ],
)
def test_it_tells_what_is_wrong_with_a_file_that_is_none(file: bytes, cure: str) -> None:
    with pytest.raises(NotAVersionFile, match=cure):
        check(file)


def test_it_tells_of_numbers_no_version_holds(version: Version) -> None:
    file = changed(export(version), "core", "strategy", "goal", to=2**60)

    with pytest.raises(NotAVersionFile, match="no version can hold"):
        check(file)


def test_it_is_checked_by_six_lines_that_know_nothing_of_us(
    version: Version, tmp_path: Path
) -> None:
    found = re.search(r"```python\n(.*?)```", (DOCS / "verify.md").read_text(), re.DOTALL)
    assert found
    script = tmp_path / "verify.py"
    script.write_text(found[1])
    assert len([line for line in found[1].splitlines() if line]) == 6
    exported = tmp_path / "version.json"
    exported.write_bytes(export(version))

    command = [sys.executable, "-I", str(script), str(exported)]
    printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout

    assert printed.strip() == version.hash
