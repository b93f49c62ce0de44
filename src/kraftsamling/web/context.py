"""What every page's frame needs."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from kraftsamling.plan.models import Plan


def frame(request: HttpRequest) -> dict[str, Any]:
    """The plan the page belongs to (the main plan where it belongs to none)."""
    plan = getattr(request, "plan", None) or Plan.objects.filter(slug=settings.PLAN).first()
    return {"plan": plan, "examples": settings.EXAMPLE_SIGNINS}
