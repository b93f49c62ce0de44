"""Changes told in words people know."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from kraftsamling.plan.content import FIELDS, action_content
from kraftsamling.plan.differences import differences
from kraftsamling.plan.models import Action
from kraftsamling.strategy.library import Library


@pytest.fixture
def library(action: Action) -> Library:
    return action.plan.library


def told(
    library: Library, before: Mapping[str, object], after: Mapping[str, object]
) -> list[tuple[str, str]]:
    return [
        (difference.field, "".join(f"[{c.kind} {c.text}]" for c in difference.changes))
        for difference in differences(before, after, library)
    ]


def test_it_tells_a_text_word_by_word(library: Library) -> None:
    assert told(library, {"title": "Gamla labbet"}, {"title": "Nya labbet"}) == [
        ("title", "[gone Gamla][new Nya][same  labbet]")
    ]


def test_it_names_places_and_only_the_framing_that_changed(library: Library) -> None:
    before = {"placements": {"challenge": ["C1"], "target_group": ["tg-sme"]}}
    after = {"placements": {"challenge": ["C1"], "target_group": ["tg-sme", "tg-women"]}}

    ((field, text),) = told(library, before, after)

    assert field == "placements target_group"
    assert "tg-women" not in text


def test_it_tells_rows_as_lines(library: Library) -> None:
    ((_, text),) = told(
        library,
        {"milestones": []},
        {"milestones": [{"text": "Möte", "text_en": "", "due": "2027-03-01"}]},
    )

    assert text == "[new Möte, 2027-03-01]"


def test_it_tells_every_field_of_an_action(action: Action, library: Library) -> None:
    content = {name: value for name, value in action_content(action).items() if name in FIELDS}

    fields = {difference.field.split()[0] for difference in differences({}, content, library)}

    assert fields == {name for name, value in content.items() if value}
    assert differences(content, content, library) == []


def test_it_survives_fields_and_codes_it_has_never_heard_of(library: Library) -> None:
    after = {
        "spirit": [1, {"x": 2}],
        "assessment": {"moon": {"verdict": "full"}},
        "state": "asleep",
    }

    assert len(differences({"placements": {"moon": ["crater"]}}, after, library)) == 4
