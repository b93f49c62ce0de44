"""`kraftsamling init`: what may be said, and what comes next."""

from __future__ import annotations

from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from kraftsamling.cli import beginning
from kraftsamling.plan.beginning import CannotBegin
from kraftsamling.strategy.library import load

app = typer.Typer()
beginning.add_to(app)
app.command("other")(lambda: None)

NAMED = ("--slug", "fjall", "--title-sv", "Fjällplan", "--title-en", "Mountain plan")


def init(folder: Path, *words: str) -> str:
    answer = CliRunner().invoke(app, ["init", str(folder), *words])
    if answer.exception and not isinstance(answer.exception, SystemExit):
        raise answer.exception
    return answer.output


def test_it_begins_a_plan_and_names_the_next_commands(tmp_path: Path) -> None:
    told = init(
        *(tmp_path, *NAMED, "--region", "NO074=Troms|Troms county", "--language", "en"),
        *("--board", "troms=NO074=Fylkestinget", "--currency", "NOK"),
    )

    land = load(tmp_path / "fjall").land
    assert land.regions[0].name.en == "Troms county"
    assert land.boards[0].name.en == land.boards[0].name.sv == "Fylkestinget"
    assert (land.language, land.currency) == ("en", "NOK")
    assert f"export CONTENT_DIR={tmp_path} PLAN=fjall DATA_DIR=" in told
    assert "kraftsamling start" in told
    assert "kraftsamling load" in told


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--region", "NO074", "--board", "a=NO074=A"), "--region NO074: the name is missing"),
        (("--region", "NO 74=T", "--board", "a=NO074=A"), "'NO 74' cannot be a code"),
        (("--region", "NO074=T", "--board", "a=A"), "the name is missing. Write it as CODE=REGION"),
        (("--region", "NO074=T", "--board", "a=NO075=A"), "Give it with --region NO075=Name"),
    ],
)
def test_it_says_how_to_write_it(tmp_path: Path, words: tuple[str, ...], told: str) -> None:
    with pytest.raises(CannotBegin) as refused:
        init(tmp_path, *NAMED, *words)

    assert told in str(refused.value)
    assert list(tmp_path.iterdir()) == []
