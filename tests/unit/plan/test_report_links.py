"""Links to the report form: signed, for one plan and one action, for 90 days."""

from __future__ import annotations

import time
from unittest import mock

import pytest

from kraftsamling.plan.models import Action, Plan
from kraftsamling.plan.report_links import LASTS, LinkBroken, LinkExpired, number_in, token_for


def test_it_leads_to_its_action(action: Action, practice: Plan) -> None:
    assert number_in(token_for(action, practice), practice) == action.number


def test_it_is_broken_when_a_letter_is_changed(action: Action, practice: Plan) -> None:
    token = token_for(action, practice)

    with pytest.raises(LinkBroken):
        number_in(token.replace(f".{action.number}:", f".{action.number + 1}:"), practice)
    with pytest.raises(LinkBroken):
        number_in(token[:-1], practice)


def test_it_belongs_to_one_plan(action: Action, practice: Plan, land: Plan) -> None:
    with pytest.raises(LinkBroken):
        number_in(token_for(action, practice), land)


def test_it_expires_and_still_says_which_action(action: Action, practice: Plan) -> None:
    token = token_for(action, practice)

    with mock.patch("time.time", return_value=time.time() + LASTS.total_seconds() - 60):
        assert number_in(token, practice) == action.number
    with (
        mock.patch("time.time", return_value=time.time() + LASTS.total_seconds() + 60),
        pytest.raises(LinkExpired) as refused,
    ):
        number_in(token, practice)
    assert refused.value.number == action.number
