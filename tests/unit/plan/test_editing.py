"""Proposing and revising: the content written is the content read, and the trail tells of it."""

from __future__ import annotations

import pytest
from django.db import Error

from kraftsamling.accounts import audit
from kraftsamling.accounts.models import Event, User
from kraftsamling.plan.content import FIELDS, action_content
from kraftsamling.plan.editing import ChangedMeanwhile, propose, revise
from kraftsamling.plan.models import Action, Plan


def test_it_reads_back_what_was_written(practice: Plan, action: Action, astrid: User) -> None:
    content = action_content(action)
    copy = propose(practice, {name: content[name] for name in FIELDS}, by=astrid)

    assert {**action_content(copy), "number": 0, "standing": ""} == {
        **content,
        "number": 0,
        "standing": "",
    }


def test_it_records_only_what_changed(action: Action, astrid: User) -> None:
    revise(action, {"title": "Nytt namn", "summary": action.summary}, by=astrid)

    event = Event.objects.first()
    assert event is not None
    assert event.before == {"title": "Övning: verkstadsgolvet"}
    assert event.after == {"title": "Nytt namn"}
    assert audit.verify().unbroken


def test_it_refuses_to_overwrite_what_somebody_else_saved(action: Action, astrid: User) -> None:
    revise(action, {"title": "Först"}, by=astrid, revision=1)

    with pytest.raises(ChangedMeanwhile, match=r"Nothing is lost|Inget är förlorat"):
        revise(action, {"title": "Sedan"}, by=astrid, revision=1)
    action.refresh_from_db()
    assert action.title == "Först"


def test_it_keeps_a_milestone_the_row_it_was(action: Action, astrid: User) -> None:
    milestone = action.milestones.get()
    rows = [
        {"text": "Nytt först", "due": "2027-02-01"},
        {"id": milestone.pk, "text": "Första mötet", "due": "2027-04-01"},
    ]

    action = revise(action, {"milestones": rows}, by=astrid)

    assert action.milestones.get(pk=milestone.pk).due.isoformat() == "2027-04-01"
    assert action.milestones.count() == 2
    assert action.next_due is not None
    assert action.next_due.isoformat() == "2027-02-01"


def test_it_is_refused_by_the_database_to_rewrite_the_trail(action: Action) -> None:
    with pytest.raises(Error, match="append-only"):
        Event.objects.update(who="nobody")
