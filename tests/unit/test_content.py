"""Every content file loads; and a broken one names its file, its line and the cure."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from hypothesis import given, strategies as st

from kraftsamling.accounts.models import Actor, Event
from kraftsamling.cli import serving
from kraftsamling.kernel.content import read
from kraftsamling.kernel.errors import ContentError
from kraftsamling.plan.models import Plan
from kraftsamling.plan.starter import load_practice, load_starter
from kraftsamling.plan.starter_schema import Actions
from kraftsamling.strategy.library import load

STARTER = settings.STARTER_DIR
PLANS = sorted(folder.parent.name for folder in STARTER.glob("*/plan.yaml"))


@pytest.mark.parametrize("name", PLANS)
def test_it_loads_every_plan(name: str, db: None, settings: object) -> None:
    settings.CONTENT_DIR = STARTER  # type: ignore[attr-defined]

    loaded = load_starter(name)
    practice = load_practice(name)

    assert loaded.actors >= 50
    assert practice is None or practice.actions


def test_it_has_the_starter_of_the_three_regions() -> None:
    library = load(STARTER / "nms")

    assert "nms" in PLANS
    assert len(library.strategy.challenges) == 5
    assert [p.kind for p in library.strategy.priorities].count("core") == 4
    assert len(library.strategy.priorities) == 6


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Uppsala", "SE121"),
        ("uppsala län", "SE121"),
        ("Uppsala kommun", "0380"),
        ("0380", "0380"),
        ("Dalarna", "SE312"),
        ("Gotland", "SE214"),
        ("Falun", "2080"),
    ],
)
def test_a_county_wins_over_a_municipality_of_the_same_name(name: str, code: str) -> None:
    assert load(STARTER / "nms").place_called(name).code == code


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of Littleland's files, to break."""
    shutil.copytree(settings.CONTENT_DIR, tmp_path / "content")
    return tmp_path / "content" / "littleland"


Break = Callable[[str], str]


def line(number: int, text: str) -> Break:
    """Put `text` in the place of line `number`."""

    def broken(content: str) -> str:
        lines = content.splitlines()
        lines[number - 1] = text
        return "\n".join(lines)

    return broken


def swap(old: str, new: str) -> Break:
    return lambda content: content.replace(old, new, 1)


FAULTS: list[tuple[str, Break, str]] = [
    (
        "plan.yaml",
        line(6, "colour: SEK"),
        "plan.yaml, line 6: colour: is not a field here. Check the spelling, or remove it.",
    ),
    ("plan.yaml", line(3, ""), "plan.yaml, line 2: title: is missing. Add it."),
    (
        "plan.yaml",
        line(5, "slug: again"),
        "plan.yaml, line 5: 'slug' is already given on line 2. Keep one of the two.",
    ),
    (
        "plan.yaml",
        line(5, "\tlanguage: sv"),
        "plan.yaml, line 5: there is a tab here, and YAML takes none. Put spaces in its place.",
    ),
    ("plan.yaml", line(6, "  currency: SEK"), "plan.yaml, line 6: this is not valid YAML ("),
    (
        "plan.yaml",
        line(5, "language: fi"),
        "plan.yaml, line 5: language: Input should be 'sv' or 'en', but it says 'fi'. Correct it.",
    ),
    (
        "plan.yaml",
        swap("region: LL12, name", "region: LL99, name"),
        (
            "plan.yaml, line 28: board middle is for region LL99, which is not among the regions. "
            "Correct the code, or add what it points at."
        ),
    ),
    (
        "plan.yaml",
        swap("code: LL13", "code: LL11"),
        "plan.yaml, line 21: region LL11 is there twice. Give one of them another code.",
    ),
    (
        "plan.yaml",
        swap("{code: south,", "{code: north,"),
        "plan.yaml, line 29: board north is there twice. Give one of them another code.",
    ),
    (
        "strategy.yaml",
        swap("challenge: C1, priorities", "challenge: C9, priorities"),
        (
            "strategy.yaml, line 12: step 1a points at challenge C9, which does not exist. "
            "Correct the code, or add what it points at."
        ),
    ),
    (
        "strategy.yaml",
        line(2, "goal: {sv: Bara svenska}"),
        "strategy.yaml, line 2: goal.en: is missing. Add it.",
    ),
    (
        "actions.yaml",
        swap("2018-06-01", "2018-06-31"),
        (
            "actions.yaml, line 8: actions.1.starts: '2018-06-31' is no date. Write year, month and day, "
            "as 2027-03-01."
        ),
    ),
    (
        "actions.yaml",
        swap("starts: 2018-06-01", "starts: soon"),
        "actions.yaml, line 8: actions.1.starts: 'soon' is no date.",
    ),
    (
        "actions.yaml",
        swap("responsible: region-north", "responsible: nobody"),
        (
            "actions.yaml, line 10: action old-lab points at actor nobody, which does not exist. "
            "Correct it, or add what it points at."
        ),
    ),
    (
        "actions.yaml",
        swap("challenge: [C1], priority: [P1], region: [LL11]}", "challenge: [C7]}"),
        "actions.yaml, line 19: action meeting-places points at challenge C7, which does not exist.",
    ),
    (
        "actions.yaml",
        swap("key: meeting-places", "key: old-lab"),
        "actions.yaml, line 14: action old-lab is there twice. Give one of them another key.",
    ),
    (
        "actors.yaml",
        swap("slug: sawmill", "slug: coop"),
        "actors.yaml, line 9: actor coop is there twice. Give one of them another slug.",
    ),
    (
        "calls.yaml",
        swap("funder: fund", "funder: found"),
        (
            "calls.yaml, line 3: call erdf-a names the funder found, which is not in actors.yaml. "
            "Add it there, or correct the name."
        ),
    ),
    ("calls.yaml", swap("share_percent: 50", "share_percent: 150"), "calls.yaml, line 3: calls.1."),
    (
        "framings.yaml",
        swap("s3-south-steel", "s3-north-wood"),
        "framings.yaml, line 7: s3 s3-north-wood is there twice. Give one of them another code.",
    ),
    (
        "framings.yaml",
        swap("region: LL13", "region: LL77"),
        (
            "framings.yaml, line 7: s3 s3-south-steel is in region LL77, which is not among the "
            "regions. Correct the code, or add what it points at."
        ),
    ),
    (
        "practice.yaml",
        swap("indicator: RCO01", "indicator: RCO00"),
        "practice.yaml, line 17: action practice-one points at indicator RCO00, which does not exist.",
    ),
    (
        "practice.yaml",
        swap("mitigation: {verdict", "litigation: {verdict"),
        (
            "practice.yaml, line 25: action practice-one points at the question litigation, which does "
            "not exist."
        ),
    ),
    ("actors.yaml", lambda _: "", "actors.yaml: the file is empty. Fill it in, or remove it."),
    ("actors.yaml", lambda _: "# nothing\n", "actors.yaml: the file is empty."),
    ("actors.yaml", lambda _: "just words", "actors.yaml, line 1: the file: "),
]


@pytest.mark.parametrize(("file", "spoil", "told"), FAULTS)
def test_it_names_file_line_and_cure(
    folder: Path, tmp_path: Path, file: str, spoil: Break, told: str, db: None, settings: object
) -> None:
    path = folder / file
    whole = path.read_text(encoding="utf-8")
    path.write_text(spoil(whole), encoding="utf-8")
    assert path.read_text(encoding="utf-8") != whole
    settings.CONTENT_DIR = folder.parent  # type: ignore[attr-defined]
    settings.DATA_DIR = tmp_path / "data"  # type: ignore[attr-defined]

    with pytest.raises(ContentError) as refused:
        serving.load()

    assert str(refused.value).startswith(f"{folder}/{told}")
    assert (Plan.objects.count(), Actor.objects.count(), Event.objects.count()) == (0, 0, 0)
    assert not (tmp_path / "data" / "evidence").exists()


def test_it_tells_of_letters_that_are_not_utf8(folder: Path) -> None:
    path = folder / "strategy.yaml"
    path.write_bytes(path.read_text(encoding="utf-8").encode("latin-1"))

    with pytest.raises(
        ContentError, match=r"strategy\.yaml, line 4: the file is not UTF-8 .*Save it as"
    ):
        load(folder)


def test_it_tells_of_a_file_that_is_not_there(folder: Path) -> None:
    (folder / "framings.yaml").unlink()

    with pytest.raises(ContentError, match=r"framings\.yaml: the file is missing\. Put it back"):
        load(folder)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a: &x 1\nb: *x\n", "line 2: this is not valid YAML (an alias; write the value out)"),
        ("a: 1\nb: \x07\n", "line 2: there is a character here that no text file should have"),
        ("a: 1\n? [b]\n: 2\n", "line 2: this names a field, so it must be a plain word"),
        ("[" * 5000, "line 1: this is nested too deep to be read"),
        ("a: !!python/object:os.system x\n", "line 1: there is a value here that cannot be read"),
        ("a: 1\n---\nb: 2\n", "line 2: this is not valid YAML (but found another document)"),
    ],
)
def test_it_tells_of_what_yaml_allows_and_we_do_not(tmp_path: Path, text: str, told: str) -> None:
    path = tmp_path / "actions.yaml"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(ContentError) as refused:
        read(path, Actions)

    assert str(refused.value).startswith(f"{path}, {told}")


LETTERS = st.sampled_from([*"\t\n :-[]{}'\"#&*!|>%@`?,~0aé\x00", "yes", "2027-02-30", "\n\n"])


@given(data=st.data())
def test_it_answers_any_slip_of_the_keyboard_with_words(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    text = (Path(settings.CONTENT_DIR) / "littleland" / "practice.yaml").read_text(encoding="utf-8")
    for _ in range(data.draw(st.integers(1, 3))):
        begin = data.draw(st.integers(0, len(text)))
        end = begin + data.draw(st.integers(0, 12))
        text = text[:begin] + data.draw(LETTERS) + text[end:]
    path = tmp_path_factory.getbasetemp() / "slip.yaml"
    path.write_text(text, encoding="utf-8")

    try:
        read(path, Actions)
    except ContentError as error:
        assert str(error).startswith(str(path))  # noqa: PT017


def test_it_tells_of_every_fault_at_once(folder: Path) -> None:
    path = folder / "actions.yaml"
    path.write_text("actions:\n  - key: a\n  - key: b\n", encoding="utf-8")

    with pytest.raises(ContentError) as refused:
        read(path, Actions)

    faults = str(refused.value).splitlines()
    assert len(faults) == 8
    assert faults[0] == f"{path}, line 2: actions.1.standing: is missing. Add it."
