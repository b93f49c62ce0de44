"""Every page somebody works on is reached by a link, not by knowing its address."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from kraftsamling.accounts.models import User
from kraftsamling.plan.examples import example_signins
from kraftsamling.plan.models import Action, Plan

AsUser = Callable[[User], Client]


def links(client: Client, name: str, *args: object) -> set[str]:
    """Where the page leads."""
    html = client.get(reverse(name, args=args)).content.decode()
    return set(re.findall(r'href="([^"?#]+)', html))


def test_it_leads_an_editor_from_the_action_to_its_form(
    action: Action, olga: User, cleo: User, as_user: AsUser
) -> None:
    form = reverse("action_edit", args=(action.plan.slug, action.number))

    assert form in links(as_user(olga), "action", action.plan.slug, action.number)
    assert form not in links(as_user(cleo), "action", action.plan.slug, action.number)


@pytest.mark.parametrize(
    ("page", "below"), [("action_list", "moderation"), ("overview", "reminders")]
)
def test_it_leads_a_coordinator_to_what_waits(
    page: str, below: str, practice: Plan, astrid: User, bo: User, as_user: AsUser
) -> None:
    address = reverse(below, args=(practice.slug,))

    assert address in links(as_user(astrid), page, practice.slug)
    assert address not in links(as_user(bo), page, practice.slug)
    assert address not in links(Client(), page, practice.slug)


def test_it_leads_a_member_to_the_other_members(
    action: Action, olga: User, bo: User, as_user: AsUser
) -> None:
    assert action.responsible
    address = ("actor_members", (action.plan.slug, action.responsible.slug))

    assert reverse(*address[:1], args=address[1]) in links(as_user(olga), "actor", *address[1])
    assert reverse(*address[:1], args=address[1]) not in links(Client(), "actor", *address[1])


def test_it_lets_the_example_owner_answer_for_an_action(
    action: Action, settings: object, tmp_path: object
) -> None:
    settings.DATA_DIR, settings.EXAMPLE_SIGNINS = tmp_path, True  # type: ignore[attr-defined]
    owner = next(example for example in example_signins() if example.role == "owner")

    grants = User.objects.get(email=owner.email).grants.all()

    assert Action.objects.filter(responsible__in=[grant.actor for grant in grants]).exists()
