"""How an action goes, today."""

from __future__ import annotations

from django import template
from django.utils import timezone

from kraftsamling.plan.models import Action, Plan
from kraftsamling.plan.models.progress import Signal
from kraftsamling.plan.silence import Silence, silence

register = template.Library()

COLOURS = {Signal.ON_TRACK: "success", Signal.AT_RISK: "warning", Signal.LATE: "danger"}


@register.simple_tag
def silence_of(action: Action, plan: Plan) -> Silence | None:
    """How long `action` has been silent as of today, by the limit its plan has set."""
    return silence(action, timezone.localdate(), plan.library.land.silent_after_days)


@register.filter
def signal_colour(signal: str) -> str:
    """The colour that goes with a signal; the word always stands beside it."""
    return COLOURS.get(Signal(signal), "neutral") if signal else "neutral"


@register.filter
def signal_label(signal: str) -> str:
    """A signal in words."""
    return str(Signal(signal).label) if signal else ""
