"""Questions where they belong: under a challenge or a priority of the plan."""

from __future__ import annotations

from typing import Any

from django import template

from kraftsamling.plan.models import Plan
from kraftsamling.priorities.asking import Slice
from kraftsamling.priorities.registry import slices_under

register = template.Library()


@register.simple_tag(takes_context=True)
def questions_under(context: dict[str, Any], framing: str, code: str) -> tuple[Slice, ...]:
    """The slices whose answers belong under this place of a framing."""
    plan: Plan = context["plan"]
    return slices_under(plan.library, framing, code)
