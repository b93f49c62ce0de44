"""Search in Swedish and English, and titles that resemble each other."""

from __future__ import annotations

import pytest

from kraftsamling.accounts.models import User
from kraftsamling.plan.editing import propose
from kraftsamling.plan.models import Plan
from kraftsamling.plan.search import by_fit, matching, similar_actions


@pytest.fixture
def shelf(practice: Plan, astrid: User) -> Plan:
    """The practice plan with three actions whose words we know."""
    for title, title_en, summary in (
        ("Mötesplatser för verkstäder", "Meeting places for workshops", "Vi träffas."),
        ("Kompetensförsörjning i stålindustrin", "Skills supply", "Utbildningar för fler."),
        ("Energikartläggning", "Energy survey", "Kompetens om energi och mötesplatser."),
    ):
        content = {"title": title, "title_en": title_en, "summary": summary}
        propose(practice, content, by=astrid)
    return practice


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("mötesplatsen", ["Mötesplatser för verkstäder", "Energikartläggning"]),
        ("MÖTESPLATSERNAS", ["Mötesplatser för verkstäder", "Energikartläggning"]),
        ("utbildning", ["Kompetensförsörjning i stålindustrin"]),
        ("workshop", ["Mötesplatser för verkstäder"]),
        ("survey of energies", ["Energikartläggning"]),
        ("stål", ["Kompetensförsörjning i stålindustrin"]),
        ("mötesplatser utbildning", []),
        ("qwertyx", []),
    ],
)
def test_it_finds_every_form_of_a_word(shelf: Plan, words: str, found: list[str]) -> None:
    hits = by_fit(matching(shelf.actions.all(), words), words)

    assert [action.title for action in hits] == found


def test_it_puts_titles_before_summaries(shelf: Plan) -> None:
    hits = by_fit(matching(shelf.actions.all(), "kompetens"), "kompetens")

    assert [action.title for action in hits] == [
        "Kompetensförsörjning i stålindustrin",
        "Energikartläggning",
    ]


def test_it_finds_an_action_by_its_number(shelf: Plan) -> None:
    number = shelf.actions.get(title="Energikartläggning").number

    assert [a.number for a in matching(shelf.actions.all(), str(number))] == [number]
    assert not matching(shelf.actions.all(), "9" * 100).exists()


def test_it_finds_all_when_no_word_says_anything(shelf: Plan) -> None:
    assert matching(shelf.actions.all(), "och the % ''").count() == shelf.actions.count()


def test_it_names_the_words_two_titles_share_as_they_were_written(shelf: Plan) -> None:
    (found,) = similar_actions(shelf, "En Mötesplats för unga i verkstaden")

    assert found.action.title == "Mötesplatser för verkstäder"
    assert found.shared[0] == "Mötesplats"
    assert "för" not in found.shared


def test_it_is_not_like_itself(shelf: Plan) -> None:
    action = shelf.actions.get(title="Energikartläggning")

    assert similar_actions(shelf, "Energikartläggning")
    assert similar_actions(shelf, "Energikartläggning", besides=action.pk) == []
