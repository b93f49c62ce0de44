"""Who may do what, person by person and right by right, each tried by a real request.

The table is written by hand and knows nothing of `accounts.roles`. Two things are held against it:
the door every view uses (`web.access.require`), once per right, in a real plan and in the practice
plan; and every view that exists, from `rights_registry`.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, path
from django.utils import timezone
from pytest_django import Settings

from kraftsamling.accounts.models import Actor, Grant, User
from kraftsamling.accounts.roles import OF_A_BOARD, OF_AN_ACTOR, Permission
from kraftsamling.config import urls as site
from kraftsamling.evidence.claims.asking import ask
from kraftsamling.evidence.claims.assertion import Assertion
from kraftsamling.evidence.claims.keeping import bind
from kraftsamling.evidence.models import Claim
from kraftsamling.plan.deciding import record_decision
from kraftsamling.plan.editing import propose
from kraftsamling.plan.freezing import freeze
from kraftsamling.plan.meetings import add_meeting
from kraftsamling.plan.models import Answer, Plan, Version
from kraftsamling.plan.states import State
from kraftsamling.web import urls as pages
from kraftsamling.web.access import PlanRequest, of_plan, require
from kraftsamling.web.forms.sections import SECTIONS
from tests.unit.web.rights_registry import NOT_GUARDED_BY_A_RIGHT, REQUESTS, Guarded

# Things are asked for of this actor and this board; "other" people belong to another one.
ACTOR, OTHER_ACTOR = "ovning-nord", "sawmill"
BOARD, OTHER_BOARD = "north", "south"

# In a real plan. "example" and "no factor" hold every role there is: one is an example sign-in, the
# other has not added a second factor.
TABLE = """
                 visitor outsider partner owner other_owner coordinator secretary other_secretary analyst administrator example no_factor
read                yes     yes      yes    yes      yes         yes        yes          yes         yes       yes         yes      yes
suggest             yes     yes      yes    yes      yes         yes        yes          yes         yes       yes         yes      yes
propose             -       -        yes    yes      yes         yes        yes          yes         yes       yes         yes      yes
edit_action         -       -        -      yes      -           yes        -            -           -         -           yes      yes
mark_ready          -       -        -      yes      -           yes        -            -           -         -           yes      yes
report_progress     -       -        -      yes      -           yes        -            -           -         -           yes      yes
moderate            -       -        -      -        -           yes        -            -           -         -           yes      yes
bulk_edit           -       -        -      -        -           yes        -            -           -         -           yes      yes
manage_actors       -       -        -      -        -           yes        -            -           -         yes         yes      yes
edit_annex          -       -        -      -        -           -          yes          -           -         -           -        -
keep_calendar       -       -        -      -        -           yes        yes          -           -         -           -        -
freeze              -       -        -      -        -           yes        -            -           -         -           -        -
record_decision     -       -        -      -        -           -          yes          -           -         -           -        -
attest_decision     -       -        -      -        -           yes        yes          -           -         -           -        -
bind_claim          -       -        -      -        -           yes        -            -           yes       -           yes      yes
read_audit          -       -        -      -        -           yes        yes          yes         yes       yes         yes      yes
manage_people       -       -        -      -        -           -          -            -           -         yes         -        -
"""

_HEAD, *_ROWS = TABLE.strip("\n").splitlines()
PEOPLE = _HEAD.split()
EXPECTED: dict[str, dict[str, bool]] = {
    right: {who: cell == "yes" for who, cell in zip(PEOPLE, cells, strict=True)}
    for right, *cells in (row.split() for row in _ROWS)
}
ROLES_OF: dict[str, tuple[tuple[str, str, str], ...]] = {
    "outsider": (),
    "partner": (("partner", ACTOR, ""),),
    "owner": (("owner", ACTOR, ""),),
    "other_owner": (("owner", OTHER_ACTOR, ""),),
    "coordinator": (("coordinator", "", ""),),
    "secretary": (("secretary", "", BOARD),),
    "other_secretary": (("secretary", "", OTHER_BOARD),),
    "analyst": (("analyst", "", ""),),
    "administrator": (("administrator", "", ""),),
}
ALL_ROLES = (
    ("partner", ACTOR, ""),
    ("owner", ACTOR, ""),
    ("coordinator", "", ""),
    ("secretary", "", BOARD),
    ("analyst", "", ""),
    ("administrator", "", ""),
)


@dataclass(frozen=True)
class Scene:
    """Everybody signed in, and the things their requests are about."""

    clients: dict[str, Client]
    things: dict[str, object]


def things(land: Plan) -> dict[str, object]:
    """What the requests of `rights_registry` are about; the actions belong to the actor."""

    def action(state: State) -> int:
        content = {"title": f"Att bli {state}", "responsible": ACTOR}
        return propose(land, content, by=None, state=state).number

    person = User.objects.create_user("somebody@littleland.example", name="Somebody")
    today = timezone.localdate()
    decision = record_decision(
        frozen(land, by=person),
        BOARD,
        decided_on=today,
        diary_number="RUN 1",
        paragraph="1",
        outcome="adopted",
        by=person,
    )
    return {
        "claim": bound_claim(land, person).pk,
        "decision": decision.pk,
        "meeting": add_meeting(land, BOARD, day=today, papers_due=today, by=person).pk,
        "person": person.pk,
        "grant": Grant.objects.create(user=person, role="coordinator").pk,
        "proposal": action(State.PROPOSED),
        "draft": action(State.DRAFT),
        "under_way": action(State.UNDER_WAY),
        "section": SECTIONS[0].code,
    }


def bound_claim(land: Plan, person: User) -> Claim:
    """A claim on a challenge, of which nothing can be told."""
    said = Assertion(indicator="jobs", place="LL11", says="above", value=1)
    asked = ask(said, land.library.ground)
    return bind("Det är så.", said, asked, plan=land.slug, subject="challenge:C1", by=person)


@pytest.fixture
def scene(land: Plan) -> Scene:
    cache.clear()
    clients = {"visitor": Client()}
    for who in PEOPLE[1:]:
        user = User.objects.create_user(f"{who}@littleland.example", name=who)
        user.is_example = who == "example"
        user.save()
        for role, actor, board in ROLES_OF.get(who, ALL_ROLES):
            holder = Actor.objects.get(slug=actor) if actor else None
            Grant.objects.create(user=user, role=role, actor=holder, board=board)
        if who != "no_factor":
            Authenticator.objects.create(user=user, type="totp", data={"secret": "x"})
        clients[who] = Client()
        clients[who].force_login(user)
    return Scene(clients, things(land))


def frozen(plan: Plan, *, by: User) -> Version:
    """Version 1 of a real plan: one action whose assessment is answered."""
    action = plan.actions.earliest("number")
    questions = [objective.code for objective in plan.library.assessment.objectives]
    Answer.objects.bulk_create(
        Answer(action=action, objective=question, verdict="no_harm")
        for question in (*questions, "circularity")
    )
    plan.actions.filter(pk=action.pk).update(state="ready")
    return freeze(plan, by=by)


def refused(answer: HttpResponse) -> bool:
    to_login = answer.status_code == 302 and "/login/" in answer["Location"]
    return answer.status_code == 403 or to_login


def works(answer: HttpResponse) -> bool:
    """Neither refused nor broken; a form that wants more (422) or a clash (409) is past the door."""
    return not refused(answer) and (answer.status_code < 400 or answer.status_code in (409, 422))


def outcomes(scene: Scene, ask: Callable[[Client], Any]) -> dict[str, bool]:
    """Whether each person's request gets through; each is taken back before the next."""
    found = {}
    for who, client in scene.clients.items():
        with transaction.atomic():
            answer = ask(client)
            assert refused(answer) or works(answer), f"{who}: {answer.status_code}"
            found[who] = works(answer)
            transaction.set_rollback(True)
    return found


def at(address: str) -> Callable[[Client], Any]:
    return lambda client: client.post(address)


# --- The door, once per right --------------------------------------------------------------------


@of_plan
def door(request: PlanRequest, right: str) -> HttpResponse:
    """Does nothing but ask for one right, on something of the actor and the board."""
    permission = Permission(right)
    scope: dict[str, Any] = {}
    if right in {p.value for p in OF_AN_ACTOR}:
        scope["actor_id"] = Actor.objects.get(slug=ACTOR).pk
    if right in {p.value for p in OF_A_BOARD}:
        scope["board"] = BOARD
    require(request, permission, **scope)
    return HttpResponse("through")


urlpatterns = [path("<slug:plan>/door/<str:right>/", door), *site.urlpatterns]


def test_it_has_a_row_for_every_right_and_twelve_people() -> None:
    assert set(EXPECTED) == {permission.value for permission in Permission}
    assert len(PEOPLE) == 12


@pytest.mark.parametrize("right", sorted(EXPECTED))
def test_it_opens_the_door_of_a_real_plan_as_the_table_says(
    scene: Scene, settings: Settings, right: str
) -> None:
    settings.ROOT_URLCONF = __name__

    found = outcomes(scene, at(f"/littleland/door/{right}/"))

    assert found == EXPECTED[right]


@pytest.mark.parametrize("right", sorted(EXPECTED))
def test_it_asks_for_roles_only_in_the_practice_plan(
    scene: Scene, settings: Settings, right: str
) -> None:
    """There an example sign-in, and a person without a second factor, do all that their roles say."""
    settings.ROOT_URLCONF = __name__

    found = outcomes(scene, at(f"/practice/door/{right}/"))

    assert found == EXPECTED[right] | {"example": True, "no_factor": True}


def test_it_tells_the_person_what_is_missing(scene: Scene, settings: Settings) -> None:
    settings.ROOT_URLCONF = __name__
    said = {
        who: scene.clients[who].post("/littleland/door/freeze/").status_code
        for who in ("partner", "example", "no_factor")
    }
    assert set(said.values()) == {403}


# --- Every view ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "guarded", REQUESTS, ids=lambda guarded: f"{guarded.method} {guarded.name}"
)
def test_it_answers_each_request_as_the_table_says(scene: Scene, guarded: Guarded) -> None:
    def ask(client: Client) -> Any:
        url = guarded.url.format(**scene.things)
        data = {
            name: value.format(**scene.things) if isinstance(value, str) else value
            for name, value in guarded.data.items()
        }
        return getattr(client, guarded.method)(url, data)

    assert outcomes(scene, ask) == EXPECTED[guarded.permission.value]


def test_it_knows_every_view_that_takes_a_form() -> None:
    """A view whose code speaks of POST stands in the registry, or says there why it need not."""
    registered = {guarded.name for guarded in REQUESTS if guarded.method == "post"}
    writing = {name for name, view in named_views(pages.urlpatterns) if takes_a_form(view)}

    assert writing - registered - NOT_GUARDED_BY_A_RIGHT.keys() == set()


def test_it_has_no_lines_about_views_that_are_gone() -> None:
    every = {name for name, _ in named_views(site.urlpatterns)}

    assert {guarded.name for guarded in REQUESTS} <= every
    assert NOT_GUARDED_BY_A_RIGHT.keys() <= every


def test_it_would_notice_a_view_that_takes_a_form() -> None:
    """The check above can fail: it sees the writing views of this slice, and not the reading ones."""
    seen = {name: takes_a_form(view) for name, view in named_views(pages.urlpatterns)}

    assert seen["person_switch"]
    assert seen["people_add"]
    assert not seen["rights"]


def named_views(
    patterns: list[URLPattern | URLResolver] | list[URLPattern],
) -> Iterator[tuple[str, Callable[..., Any]]]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from named_views(pattern.url_patterns)
        elif pattern.callback is not None:
            yield str(pattern.name), pattern.callback


def takes_a_form(view: Callable[..., Any]) -> bool:
    """Whether the code of the view, its doors or the functions of its module that it calls says POST."""
    return any("POST" in source for source in _sources(view))


def _sources(view: Callable[..., Any]) -> Iterator[str]:
    wrapped: Any = view
    while wrapped is not None:
        yield from _with_helpers(wrapped)
        wrapped = getattr(wrapped, "__wrapped__", None)


def _with_helpers(function: Any) -> Iterator[str]:
    # The code object, because `getsource` of a function sees through its doors to the view.
    waiting, seen = [function], set[str]()
    while waiting:
        one = waiting.pop()
        source = inspect.getsource(one.__code__)
        yield source
        for name in set(re.findall(r"\b(\w+)\(", source)) - seen:
            seen.add(name)
            helper = function.__globals__.get(name)
            if inspect.isfunction(helper) and helper.__module__ == function.__module__:
                waiting.append(helper)
