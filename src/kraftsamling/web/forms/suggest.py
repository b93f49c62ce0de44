"""Suggesting (anybody) and proposing (signed in): the same few questions."""

from __future__ import annotations

import secrets
import time
from typing import Any

from django import forms
from django.core import signing
from django.utils.translation import gettext as _, gettext_lazy

from kraftsamling.plan.content import Content
from kraftsamling.plan.models import Action
from kraftsamling.strategy.library import CHALLENGE, PRIORITY, REGION
from kraftsamling.web.forms.desk import Desk
from kraftsamling.web.forms.fields import OurForm, choice, flat, of, ticks
from kraftsamling.web.forms.sealed import opened

FASTEST = 3  # seconds; nobody reads and fills in the form quicker
LONGEST = 6000


class NewAction(OurForm):
    """What every new action is asked. `once` names this very form, so that it is sent in once."""

    title = of(
        Action,
        "title",
        label=gettext_lazy("What do you want to see happen?"),
        help_text=gettext_lazy("One line, such as “Shared test bed for small workshops”."),
    )
    summary = of(
        Action,
        "summary",
        required=True,
        label=gettext_lazy("What should be done, and why?"),
        help_text=gettext_lazy("A few sentences are enough."),
    )
    challenge = ticks([], label=gettext_lazy("Which challenge does it help with?"))
    region = ticks([], label=gettext_lazy("Where?"))
    once = forms.CharField(required=False, widget=forms.HiddenInput)
    shown = frozenset({"title", "summary", "responsible", PRIORITY, CHALLENGE, REGION, "email"})

    def __init__(self, desk: Desk, data: Any = None) -> None:
        self.desk = desk
        stamps = {"once": new_token(), "opened": signing.dumps(time.time())}
        if data is not None:
            data = data.copy()
            if "send" not in data:
                self.suggest_all(data)
            for name, holds in (("once", _is_token), ("opened", _seconds_since)):
                if not holds(data.get(name, "")):
                    data[name] = stamps[name]
        super().__init__(data, initial=stamps)
        self.typed = data
        for name in (CHALLENGE, REGION):
            self.offer(name)
        for name in ("title", "summary"):
            self.fields[name].widget.attrs["lang"] = desk.language
        self.fields["summary"].widget.attrs["rows"] = 6
        self.dress()

    def suggest_all(self, data: Any) -> None:
        """Tick, for the preview, what the form itself suggests."""

    def offer(self, framing: str) -> None:
        """Let the field of this name choose among the places of the framing."""
        field = self.fields[framing]
        assert isinstance(field, forms.ChoiceField)
        field.choices = self.desk.framing_choices(self.desk.library.framings[framing])

    def clean_title(self) -> str:
        return " ".join(str(self.cleaned_data["title"]).split())

    def clean_summary(self) -> str:
        text = str(self.cleaned_data["summary"])
        if len(text) > LONGEST:
            raise forms.ValidationError(
                _("This is %(length)s characters long, and %(most)s fit here. Shorten the text.")
                % {"length": len(text), "most": LONGEST}
            )
        return text

    def content(self) -> Content:
        """What was written, as the content of an action.

        What is written on an English page is kept as the English text too, until somebody translates.
        """
        written = self.cleaned_data
        content: Content = {"title": written["title"], "summary": written["summary"]}
        if not self.desk.language.startswith("sv"):
            content |= {f"{name}_en": text for name, text in content.items()}
        places = {name: written.get(name) or [] for name in (CHALLENGE, REGION, PRIORITY)}
        return content | {"placements": {name: codes for name, codes in places.items() if codes}}

    @property
    def read_through(self) -> list[tuple[str, str]]:
        """What was written, field by field in words, to look through before it is sent."""
        asked = [(name, self.cleaned_data.get(name)) for name in self.fields if name in self.shown]
        return [
            (str(self.fields[name].label), ", ".join(self._words(name, value)))
            for name, value in asked
            if value
        ]

    def _words(self, name: str, value: Any) -> list[str]:
        field = self.fields[name]
        if not isinstance(field, forms.ChoiceField):
            return [str(value)]
        labels = flat(field.choices)
        return [str(labels[code]) for code in ([value] if isinstance(value, str) else value)]


class SuggestForm(NewAction):
    """The public form. `website` is a trap for machines; people do not see it."""

    email = forms.EmailField(
        required=False,
        label=gettext_lazy("Your e-mail address"),
        help_text=gettext_lazy(
            "Only if we may ask you something. It is shown to those who handle suggestions and "
            "erased when yours has been handled."
        ),
        error_messages={
            "invalid": gettext_lazy(
                "This is not an e-mail address. Write it as name@example.org, or leave it empty."
            )
        },
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    website = forms.CharField(
        required=False,
        label=gettext_lazy("Leave this empty"),
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )
    opened = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        if self.cleaned_data.get("website"):
            self.add_error(
                "website", _("This field is a trap for machines. Empty it, then send again.")
            )
        elif not self.errors and (_seconds_since(self.cleaned_data["opened"]) or 0) < FASTEST:
            self.add_error(
                None, _("That was quick! Look through your suggestion and press the button again.")
            )
        return self.cleaned_data


class ProposeForm(NewAction):
    """The form for those who are signed in: also who answers for it, and its place in the plan.

    `finding` is an answer that the proposal is made of, sealed by the page that gave it.
    """

    responsible = choice([], required=False, label=gettext_lazy("Who should be responsible?"))
    priority = ticks([], label=gettext_lazy("Which priority does it belong to?"))
    suggested = ticks([], label=gettext_lazy("It may also belong here"))
    finding = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, desk: Desk, data: Any = None) -> None:
        super().__init__(desk, data)
        self.offer(PRIORITY)
        field = self.fields["responsible"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("Not decided")), *desk.actor_choices()]
        chosen = data.getlist(PRIORITY) if data else []
        places = self.fields["suggested"]
        assert isinstance(places, forms.ChoiceField)
        places.choices = suggestions(desk, chosen)
        self.order_fields(["title", "summary", "responsible", PRIORITY, CHALLENGE, REGION])

    def suggest_all(self, data: Any) -> None:
        places = suggestions(self.desk, data.getlist(PRIORITY))
        data.setlist("suggested", [place for place, _name in places])

    def content(self) -> Content:
        content = super().content()
        for place in self.cleaned_data["suggested"]:
            framing, _colon, code = place.partition(":")
            content["placements"].setdefault(framing, []).append(code)
        finding = opened(self.cleaned_data["finding"])
        sources = {"sources": [finding]} if finding else {}
        return content | sources | {"responsible": self.cleaned_data["responsible"]}


def suggestions(desk: Desk, priorities: list[str]) -> list[tuple[str, str]]:
    """Where an action under these priorities usually belongs, as choices "framing:place"."""
    framings = desk.library.framings
    found = []
    for framing, codes in desk.library.suggested(priorities).items():
        for code in codes:
            item = desk.library.item(framing, code)
            assert item is not None
            name = framings[framing].name.in_language(desk.language)
            found.append((f"{framing}:{code}", f"{name}: {item.name.in_language(desk.language)}"))
    return found


def new_token() -> str:
    """A name for one form, never used before."""
    return secrets.token_hex(16)


def _is_token(once: str) -> bool:
    return len(once) == 32 and once.isalnum()


def _seconds_since(opened: str) -> float | None:
    """How long ago a form was opened; nothing if its stamp does not hold."""
    try:
        return time.time() - float(signing.loads(opened))
    except (signing.BadSignature, ValueError, TypeError):
        return None
