"""Questions where they belong: under a challenge or a priority of the plan."""

from __future__ import annotations

from typing import Any

from django import template

from kraftsamling.plan.models import Plan
from kraftsamling.priorities.asking import Kind, Slice
from kraftsamling.priorities.registry import slices_under

register = template.Library()


@register.simple_tag(takes_context=True)
def questions_under(
    context: dict[str, Any], framing: str, code: str
) -> list[tuple[Slice, tuple[Kind, ...]]]:
    """The slices whose answers belong under this place of a framing, and the questions offered of each."""
    plan: Plan = context["plan"]
    library = plan.library
    return [(slice_, slice_.offered(library)) for slice_ in slices_under(library, framing, code)]
