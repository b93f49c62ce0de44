"""From an answer to a proposal in the plan, which keeps what it was made of."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.urls import reverse
from django.utils import translation

from kraftsamling.kernel.words import Words
from kraftsamling.plan.content import Content
from kraftsamling.plan.models import Plan
from kraftsamling.priorities.asking import Kind, Slice
from kraftsamling.priorities.findings import Answer
from kraftsamling.strategy.library import REGION
from kraftsamling.web.forms.sealed import seal
from kraftsamling.web.forms.suggest import new_token
from kraftsamling.web.indicators.words import language
from kraftsamling.web.questions.asking import Form


@dataclass(frozen=True)
class Proposing:
    """What the button sends: the fields of a new proposal, and the finding, sealed."""

    title: str
    summary: str
    places: tuple[tuple[str, str], ...]
    finding: str
    once: str


def proposing(plan: Plan, slice_: Slice, kind: Kind, form: Form, found: Answer) -> Proposing:
    """A proposal whose text is what the answer says, placed where the slice belongs."""
    place = plan.library.place_called(form.question.place)
    under = slice_.under(plan.library)
    regions = plan.library.regions
    under |= {REGION: [place.code] if place.code in regions else list(regions)}
    name = kind.name.in_language(language()).rstrip("?")
    return Proposing(
        title=f"{name}: {place.name.in_language(language())}",
        summary=found.sentence,
        places=tuple((framing, code) for framing, codes in under.items() for code in codes),
        finding=seal(source(plan, slice_, kind, form, found)),
        once=new_token(),
    )


def source(plan: Plan, slice_: Slice, kind: Kind, form: Form, found: Answer) -> Content:
    """The answer as a source of an action: what was asked, what was said, and what it rests on."""
    said = {
        words: kind.answer(replace(form.question, language=words), plan.library).sentence
        for words in ("sv", "en")
    }
    told = Words(sv=f"{kind.name.sv} {said['sv']}", en=f"{kind.name.en} {said['en']}")
    with translation.override("sv"):
        page = reverse("question", args=(plan.slug, slice_.code, kind.code))
    return {
        "title": told.sv,
        "title_en": told.en,
        "url": f"{page}?{form.query}",
        "origins": [
            {"producer": origin.producer, "title": origin.title, "sha256": origin.sha256}
            for origin in found.origins
        ],
    }
