"""Beginning a plan of one's own: content files that work at once, with notes on what to fill in."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from string import Template

from django.conf import settings

from kraftsamling.kernel.content import read
from kraftsamling.kernel.errors import KraftsamlingError
from kraftsamling.kernel.words import Words
from kraftsamling.plan import starter_schema
from kraftsamling.strategy.library import load

BLANK = Path(__file__).resolve().parent / "blank"


class CannotBegin(KraftsamlingError):
    """The plan cannot be begun like this; the message says what to change."""


@dataclass(frozen=True)
class Beginning:
    """What is known of a plan before its first word: its name, its regions and its boards."""

    slug: str
    title: Words
    regions: tuple[tuple[str, Words], ...]
    boards: tuple[tuple[str, str, Words], ...]
    language: str = "sv"
    currency: str = "SEK"


def begin(folder: Path, beginning: Beginning) -> Path:
    """Write the content files of a new plan to `folder`/<slug>, and `folder`/common if it is missing.

    Nothing is overwritten, and nothing is left behind if the files would not load. Returns the plan's
    folder. Raises `CannotBegin`.
    """
    target = folder / beginning.slug
    _check(target, beginning)
    folder.mkdir(parents=True, exist_ok=True)
    common = folder / "common"
    with tempfile.TemporaryDirectory(dir=folder, prefix=".beginning-") as workplace:
        draft = Path(workplace) / beginning.slug
        beside = draft.parent / "common"
        shutil.copytree(common if common.exists() else settings.STARTER_DIR / "common", beside)
        _write(draft, beginning)
        _load(draft)
        draft.rename(target)
        if not common.exists():
            beside.rename(common)
    return target


def _check(target: Path, beginning: Beginning) -> None:
    if target.exists():
        raise CannotBegin(f"{target} is already there. Choose another folder or another --slug.")
    if beginning.slug in {"common", "practice"}:
        raise CannotBegin(f"'{beginning.slug}' is taken. Choose another --slug.")
    regions = [code for code, _ in beginning.regions]
    boards = [code for code, _, _ in beginning.boards]
    for what, codes in (("region", regions), ("board", boards)):
        if not codes:
            raise CannotBegin(f"A plan needs at least one {what}. Give one with --{what}.")
        twice = [code for code, times in Counter(codes).items() if times > 1]
        if twice:
            raise CannotBegin(f"The {what} {twice[0]} is given twice. Give each its own code.")
    for board, region, _ in beginning.boards:
        if region not in regions:
            raise CannotBegin(
                f"The board {board} is for the region {region}, which is not given. "
                f"Give it with --region {region}=Name, or correct the board."
            )


def _write(folder: Path, beginning: Beginning) -> None:
    folder.mkdir()
    nation = beginning.regions[0][0][:2]
    written = {
        "slug": _text(beginning.slug),
        "title": _words(beginning.title),
        "language": beginning.language,
        "currency": _text(beginning.currency),
        "country": f"{{code: {_text(nation)}, name: {{sv: {_text(nation)}, en: {_text(nation)}}}}}",
        "area": f"{{code: {_text(beginning.slug)}, name: {_words(beginning.title)}}}",
        "regions": "\n".join(
            f"  - {{code: {_text(code)}, name: {_words(name)}}}" for code, name in beginning.regions
        ),
        "boards": "\n".join(
            f"  - {{code: {_text(code)}, region: {_text(region)}, name: {_words(name)}}}"
            for code, region, name in beginning.boards
        ),
    }
    for blank in sorted(BLANK.glob("*.yaml")):
        text = blank.read_text(encoding="utf-8")
        filled = Template(text).substitute(written) if blank.name == "plan.yaml" else text
        (folder / blank.name).write_text(filled, encoding="utf-8")


def _load(folder: Path) -> None:
    """Prove that the files work before anybody meets them."""
    load(folder)
    read(folder / "actors.yaml", starter_schema.Actors)
    read(folder / "calls.yaml", starter_schema.Calls)
    for name in ("actions.yaml", "practice.yaml"):
        read(folder / name, starter_schema.Actions)


def _words(words: Words) -> str:
    return f"{{sv: {_text(words.sv)}, en: {_text(words.en)}}}"


def _text(text: str) -> str:
    """A YAML text in double quotes, whatever it holds (JSON text is YAML text)."""
    return json.dumps(text, ensure_ascii=False)
