"""Rows made straight in the tables, for tests that only read them."""

from __future__ import annotations

from django.utils import timezone

from kraftsamling.accounts.models import User
from kraftsamling.plan.models import FrozenAnnex, Plan, Version


def a_version(plan: Plan, number: int = 1) -> Version:
    """A frozen version with an annex per board, decided by nobody."""
    freezer, _ = User.objects.get_or_create(
        email="freezer@littleland.example", defaults={"name": "Freezer"}
    )
    version = Version.objects.create(
        plan=plan,
        number=number,
        core="{}",
        core_hash=f"{number:064x}",
        hash=f"{number + 1000:064x}",
        actions_count=0,
        frozen_at=timezone.now(),
        frozen_by=freezer,
    )
    for place, board in enumerate(plan.library.land.boards):
        FrozenAnnex.objects.create(
            version=version, board=board.code, content="{}", hash=f"{place:064x}"
        )
    return version
