"""`claims check`: exit code and words; and two at once, as a scheduled job and a person would be."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.bound import RISEN, SENTENCE, lay_out, publish

BIND = f"""
import django
django.setup()
from kraftsamling.accounts.models import User
from kraftsamling.evidence.claims.asking import ask
from kraftsamling.evidence.claims.assertion import Assertion
from kraftsamling.evidence.claims.keeping import bind
from kraftsamling.plan.models import Plan
plan = Plan.objects.get(practice=False)
said = Assertion(indicator="jobs", place="LL11", says="fallen", since="2019")
by = User.objects.create_user("astrid@littleland.example", name="Astrid")
asked = ask(said, plan.library.ground)
bind({SENTENCE!r}, said, asked, plan=plan.slug, subject="challenge:C2", by=by)
"""
CHECK = ("claims", "check", "--site", "https://plan.example")


@pytest.fixture
def environment(database: str, tmp_path: Path) -> dict[str, str]:
    """A site of its own, with one claim in its content and one of Astrid's, and mails as files."""
    lay_out(tmp_path / "content", claim=True)
    given = os.environ | {
        "DATA_DIR": str(tmp_path / "data"),
        "DATABASE_URL": database,
        "DJANGO_SETTINGS_MODULE": "kraftsamling.config.settings",
        "CONTENT_DIR": str(tmp_path / "content"),
        "PLAN": "littleland",
        "SECRET_KEY": "only-for-tests",
        "EMAIL_URL": f"file:///{tmp_path / 'mails'}",
    }
    (tmp_path / "mails").mkdir()
    for words in (("migrate",), ("load",)):
        assert run(*words, environment=given).returncode == 0
    subprocess.run([sys.executable, "-c", BIND], env=given, check=True, timeout=120)
    return given


def started(*words: str, environment: dict[str, str]) -> subprocess.Popen[str]:
    code = "from kraftsamling.cli.main import run; run()"
    return subprocess.Popen(
        [sys.executable, "-c", code, *words],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def run(*words: str, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    process = started(*words, environment=environment)
    said, _none = process.communicate(timeout=120)
    return subprocess.CompletedProcess(words, process.returncode, said)


def mails(tmp_path: Path) -> list[str]:
    return [path.read_text(encoding="utf-8") for path in (tmp_path / "mails").iterdir()]


@pytest.mark.slow
def test_it_ends_with_one_while_a_claim_does_not_hold(
    environment: dict[str, str], tmp_path: Path
) -> None:
    well = run(*CHECK, environment=environment)
    assert (well.returncode, mails(tmp_path)) == (0, [])
    assert "Every claim that can be told holds." in well.stdout

    # New figures come with `load`; without a site there is no address to mail a link to.
    publish(tmp_path / "content", RISEN, "2025-01-01")
    loaded = run("load", environment=environment)
    assert "littleland: 1 claim has turned." in loaded.stdout
    assert "because SITE_URL is not set. Set it, or run" in loaded.stdout
    assert "challenge:C1 (strategy.yaml): " in loaded.stdout
    assert "It no longer holds." in loaded.stdout
    assert mails(tmp_path) == []

    # Two at once: a scheduled job, and somebody who could not wait.
    both = [started(*CHECK, environment=environment) for _ in range(2)]
    said = [process.communicate(timeout=120)[0] for process in both]

    assert [process.returncode for process in both] == [1, 1], said
    assert "2 claims do not hold" in said[0]
    assert "challenge:C1 (strategy.yaml)" in said[0]
    assert "2023: 5,200 (jobs)" in said[0]
    (mail,) = mails(tmp_path)
    assert "https://plan.example/littleland/claims/1/" in mail
    assert mail.count("To: astrid@littleland.example") == 1
