"""How long it takes to freeze and hash a plan of 10,000 full actions: `make bench NAME=freezing`."""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kraftsamling.plan.models import Action, Plan

LIMIT_S = 5.0


def copies(pattern: Action, plan: Plan, count: int) -> None:
    """`count` ready copies of a fully answered action, everything it is made of included."""
    from django.db.models import Model

    from kraftsamling.plan.content import ROWS
    from kraftsamling.plan.models import Action, Answer, Placement

    def fields(thing: Model) -> dict[str, Any]:
        skipped = {"id", "action", "number", "leads_to", "key"}
        return {
            field.attname: getattr(thing, field.attname)
            for field in thing._meta.concrete_fields
            if field.name not in skipped
        }

    first = plan.last_number + 1
    actions = Action.objects.bulk_create(
        Action(**fields(pattern) | {"plan_id": plan.pk, "state": "ready"}, number=first + n)
        for n in range(count)
    )
    plan.last_number += count
    plan.save()
    details: list[type[Model]] = [Placement, Answer, *(rows for rows, _ in ROWS.values())]
    for model in details:
        patterns = [fields(row) for row in model._default_manager.filter(action=pattern)]
        model._default_manager.bulk_create(
            model(action=action, **row) for action in actions for row in patterns
        )


def measure(count: int = 10_000) -> float:
    """Seconds from asking until the version is written and its hashes known."""
    from kraftsamling.accounts.models import User
    from kraftsamling.plan.freezing import freeze
    from kraftsamling.plan.models import Plan

    plan = Plan.objects.get(practice=True)
    pattern = plan.actions.filter(answers__objective="circularity").first()
    assert pattern is not None
    copies(pattern, plan, count)
    user = User.objects.create_user("bench@example.org", name="Bench")
    started = time.perf_counter()
    version = freeze(plan, by=user)
    seconds = time.perf_counter() - started
    assert version.actions_count == count
    return seconds


def main() -> int:
    """Measure in a database of its own; the last line is the figures."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"DATA_DIR": folder, "EXAMPLE_SIGNINS": "on"}
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kraftsamling.config.settings")
        import django
        from django.core.management import call_command

        django.setup()
        from django.conf import settings

        from kraftsamling.plan.starter import load_practice, load_starter

        call_command("migrate", verbosity=0)
        load_starter(settings.PLAN)
        load_practice(settings.PLAN)
        seconds = measure()
        size = sum(path.stat().st_size for path in Path(folder).glob("*.sqlite3*"))
    print(json.dumps({"freeze_10k_s": round(seconds, 2), "database_mib": size >> 20}))
    return 0 if seconds <= LIMIT_S else 1


if __name__ == "__main__":
    sys.exit(main())
