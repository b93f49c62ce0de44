"""Example sign-ins: one person per role, to try the practice plan on one's own machine."""

from __future__ import annotations

import json
import secrets
from dataclasses import asdict, dataclass
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import Count

from kraftsamling.accounts.models import Actor, Grant, User
from kraftsamling.accounts.roles import GRANTABLE, Role, Scope
from kraftsamling.plan.models import Plan


@dataclass(frozen=True)
class Example:
    """One example sign-in, as printed by `make start`."""

    role: str
    email: str
    password: str


def example_signins() -> list[Example]:
    """The example sign-ins, made on the first call; passwords are random and kept in the data folder.

    Returns an empty list, and makes nothing, while EXAMPLE_SIGNINS is off.
    """
    if not settings.EXAMPLE_SIGNINS:
        return []
    kept = Path(settings.DATA_DIR) / "example-signins.json"
    if kept.exists():
        examples = [Example(**entry) for entry in json.loads(kept.read_text())]
        if User.objects.filter(email__in=[e.email for e in examples]).count() == len(examples):
            return examples
    examples = _make()
    kept.touch(mode=0o600)
    kept.write_text(json.dumps([asdict(example) for example in examples], ensure_ascii=False))
    return examples


@transaction.atomic
def _make() -> list[Example]:
    plan = Plan.objects.filter(practice=True).first()
    # The busiest first: who answers for no action has nothing to try.
    actors = list(
        Actor.objects.filter(practice=True).annotate(n=Count("actions")).order_by("-n", "pk")
    )
    boards = plan.library.land.boards if plan else ()
    examples: list[Example] = []
    for role in GRANTABLE:
        match role.scope:
            case Scope.BOARD:
                examples += [_person(role, f"{role.code}-{b.code}", board=b.code) for b in boards]
            case Scope.ACTOR:
                examples += [_person(role, role.code, actor=actor) for actor in actors[:1]]
            case Scope.PLAN:
                examples.append(_person(role, role.code))
    return examples


def _person(role: Role, name: str, *, actor: Actor | None = None, board: str = "") -> Example:
    email, password = f"{name}@example.org", secrets.token_urlsafe(9)
    user, _ = User.objects.get_or_create(
        email=email, defaults={"name": f"Exempel: {name}", "is_example": True}
    )
    user.set_password(password)
    user.save()
    Grant.objects.get_or_create(user=user, role=role.code, actor=actor, board=board)
    return Example(name, email, password)
