"""Claims in the texts they stand in: each sentence marked in place, with how it stands."""

from __future__ import annotations

from typing import Any

from django import template
from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string
from django.utils.html import escape, linebreaks
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from kraftsamling.evidence.claims.finding import cut, within
from kraftsamling.kernel.words import Words
from kraftsamling.plan.subjects import Subject
from kraftsamling.web import claims as showing
from kraftsamling.web.claims import ClaimsShown

register = template.Library()


@register.simple_tag(takes_context=True)
def claims_of(context: Any, kind: str, thing: Any) -> ClaimsShown:
    """The claims of an "action", a "challenge" or an "annex": the thing itself, or its code."""
    plan, person = context["plan"], context["request"].user
    if kind == "action":
        return showing.claims_of_action(plan, thing, person)
    key = getattr(thing, "code", thing)
    return showing.claims_of(plan, Subject(kind, key, Words(sv=key, en=key), ()), person)


@register.simple_tag(takes_context=True)
def my_claims(context: Any) -> list[tuple[showing.ClaimShown, str]]:
    """The reader's own claims that no longer hold."""
    return showing.mine(context["request"].user)


@register.simple_tag(takes_context=True)
def outdated_in(context: Any, subject: str, *texts: str) -> list[showing.ClaimShown]:
    """The claims of `subject` that have become outdated and whose sentence stands in a frozen text."""
    kind, _colon, key = subject.partition(":")
    place = Subject(kind, key, Words(sv=key, en=key), ())
    found = showing.claims_of(context["plan"], place, AnonymousUser()).every
    return [c for c in found if c.outdated and any(within(c.sentence, text) for text in texts)]


@register.simple_tag
def claimed(text: str, claims: ClaimsShown | None) -> SafeString:
    """Plain `text` with each bound sentence marked."""
    every = claims.every if claims else ()
    pieces = cut(text, {claim.sentence: number for number, claim in enumerate(every)})
    return mark_safe(  # noqa: S308 - every piece is escaped, here or by its template
        "".join(
            escape(piece)
            if number is None
            else render_to_string(
                "web/parts/claimed.html", {"text": piece, "claim": every[number]}
            ).strip()
            for piece, number in pieces
        )
    )


@register.simple_tag
def claimed_field(
    thing: Any, field: str, claims: ClaimsShown, *, lines: bool = False
) -> SafeString:
    """What people wrote in `field`, as `said` has it, with each bound sentence marked."""
    original, english = getattr(thing, field), getattr(thing, f"{field}_en", "")
    swedish = (get_language() or "sv").startswith("sv")
    text = original if swedish or not english else english
    marked = claimed(text, claims)
    if lines:
        marked = mark_safe(linebreaks(marked, autoescape=False))  # noqa: S308 - escaped above
    if swedish or english or not original:
        return marked
    tag = "div" if lines else "span"
    return mark_safe(f'<{tag} lang="sv">{marked}</{tag}>')  # noqa: S308 - escaped above
