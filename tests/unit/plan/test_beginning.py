"""A plan of one's own: any number of boards and priorities, any land, and it works at once."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from kraftsamling.accounts.models import Actor, Grant, User
from kraftsamling.kernel.words import Words
from kraftsamling.plan.beginning import Beginning, CannotBegin, begin
from kraftsamling.plan.editing import propose
from kraftsamling.plan.freezing import freeze
from kraftsamling.plan.models import Action, Plan, Version
from kraftsamling.plan.moving import move
from kraftsamling.plan.starter import load_practice, load_starter
from kraftsamling.plan.states import State
from tests.unit.web.walking import walk


def named(text: str) -> Words:
    return Words(sv=text, en=f"{text} (en)")


def beginning(boards: int, *, slug: str = "kusten") -> Beginning:
    """A plan for as many boards as asked, in two Finnish and German regions by turns."""
    regions = ("FI1C1", "DE80N")[: min(boards, 2)]
    return Beginning(
        slug=slug,
        title=named('Kustens "plan": en # början'),
        regions=tuple((code, named(f"Landet {code}")) for code in regions),
        boards=tuple(
            (f"board-{n}", regions[n % len(regions)], named(f"Nämnd {n}")) for n in range(boards)
        ),
        currency="EUR",
    )


def frozen(plan: Plan) -> Version:
    """The plan's first version, with one action for its first region."""
    astrid = User.objects.create_user("astrid@kusten.example", name="Astrid")
    Grant.objects.create(user=astrid, role="coordinator")
    actor = Actor.objects.create(slug="hamnen", name="Hamnen", sector="business")
    objectives = [objective.code for objective in plan.library.assessment.objectives]
    action = propose(
        plan,
        {
            "title": "Ny kaj",
            "summary": "En kaj.",
            "responsible": actor.slug,
            "starts": "2027-01-01",
            "ends": "2027-12-31",
            "placements": {"challenge": ["C1"], "priority": ["Q0"], "region": ["FI1C1"]},
            "assessment": {code: {"verdict": "not_relevant"} for code in objectives}
            | {"circularity": {"verdict": plan.library.assessment.circularity.levels[0].code}},
        },
        by=astrid,
    )
    for state in (State.DRAFT, State.READY):
        move(action, state, by=astrid)
    return freeze(plan, by=astrid)


def test_it_writes_files_that_load(tmp_path: Path, db: None, settings: object) -> None:
    settings.CONTENT_DIR = tmp_path  # type: ignore[attr-defined]

    folder = begin(tmp_path, beginning(2))
    load_starter("kusten")
    load_practice("kusten")

    plan = Plan.objects.get(slug="kusten")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["common", "kusten"]
    assert folder == tmp_path / "kusten"
    assert plan.library.land.title.sv == 'Kustens "plan": en # början'
    assert list(plan.library.boards) == ["board-0", "board-1"]
    assert list(plan.library.regions) == ["FI1C1", "DE80N"]
    assert plan.actions.count() == 0
    assert Action.objects.get().plan.practice


@pytest.mark.parametrize("boards", [1, 2, 7])
@pytest.mark.parametrize("language", ["", "/en"])
def test_it_shows_every_page(
    boards: int, language: str, tmp_path: Path, db: None, settings: object
) -> None:
    """With four priorities of its own, one of each kind and one more."""
    begin(tmp_path, beginning(boards))
    strategy = tmp_path / "kusten" / "strategy.yaml"
    kinds = ("core", "core", "integrated", "steering")
    given = "".join(
        f"  - {{code: Q{n}, kind: {kind}, name: {{sv: Q{n}, en: Q{n}}}, about: {{sv: Om, en: On}}}}\n"
        for n, kind in enumerate(kinds)
    )
    head, _, rest = strategy.read_text().partition("priorities:\n")
    _, blank, tail = rest.partition("\n\n")
    strategy.write_text(f"{head}priorities:\n{given}{blank}{tail}")
    settings.CONTENT_DIR, settings.PLAN = tmp_path, "kusten"  # type: ignore[attr-defined]
    load_starter("kusten")
    load_practice("kusten")

    plan = Plan.objects.get(slug="kusten")
    version = frozen(plan)

    walked = walk(Client(), f"{language}/", limit=80)

    assert [p.kind for p in plan.library.strategy.priorities] == list(kinds)
    assert version.annexes.count() == boards
    assert not walked.broken
    assert f"{language}/kusten/versions/1/" in walked.pages
    assert len(walked.pages) >= 10


def test_it_overwrites_nothing(tmp_path: Path) -> None:
    (tmp_path / "common").mkdir()
    for path in (settings.STARTER_DIR / "common").glob("*.yaml"):
        (tmp_path / "common" / path.name).write_text(f"# ours\n{path.read_text()}")
    begin(tmp_path, beginning(1))
    kept = (tmp_path / "kusten" / "plan.yaml").read_text()

    with pytest.raises(CannotBegin, match="already there"):
        begin(tmp_path, beginning(2))

    assert (tmp_path / "kusten" / "plan.yaml").read_text() == kept
    assert (tmp_path / "common" / "sdg.yaml").read_text().startswith("# ours\n")


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"slug": "common"}, "'common' is taken. Choose another --slug."),
        ({"regions": ()}, "at least one region. Give one with --region."),
        ({"boards": ()}, "at least one board. Give one with --board."),
        ({"regions": (("FI1C1", named("A")),) * 2}, "The region FI1C1 is given twice"),
        ({"boards": (("a", "FI1C1", named("A")),) * 2}, "The board a is given twice"),
        ({"boards": (("a", "FI1C9", named("A")),)}, "Give it with --region FI1C9=Name"),
    ],
)
def test_it_says_what_to_change_and_leaves_nothing(
    tmp_path: Path, change: dict[str, object], told: str
) -> None:
    wish = Beginning(**{**vars(beginning(1)), **change})

    with pytest.raises(CannotBegin) as refused:
        begin(tmp_path, wish)

    assert told in str(refused.value)
    assert list(tmp_path.iterdir()) == []
