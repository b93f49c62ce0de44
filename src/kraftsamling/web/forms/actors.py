"""What is asked about an actor, and how the list of actors is narrowed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import get_language, gettext, gettext_lazy as _

from kraftsamling.accounts.actors import FIELDS, state
from kraftsamling.accounts.models import Actor, Sector
from kraftsamling.strategy.library import Library

INPUT = {"class": "ds-input"}
ADDRESS = {"invalid": _("Write the whole address, for example https://example.org.")}


def region_choices(library: Library) -> list[tuple[str, str]]:
    """Every region of the plan, in the reader's language."""
    language = get_language() or "sv"
    return [(r.code, r.name.in_language(language)) for r in library.land.regions]


class ActorForm(forms.Form):
    """One organisation. The short name can be chosen for a new one only."""

    name = forms.CharField(
        label=_("Name"),
        max_length=200,
        error_messages={"required": _("Write the name of the organisation.")},
    )
    name_en = forms.CharField(label=_("Name in English"), max_length=200, required=False)
    sector = forms.ChoiceField(
        label=_("Sector"),
        choices=[("", _("Choose a sector")), *Sector.choices],
        error_messages={"required": _("Choose the sector the organisation belongs to.")},
    )
    region = forms.ChoiceField(label=_("Region"), required=False)
    homepage = forms.URLField(
        label=_("Web site"),
        max_length=200,
        required=False,
        assume_scheme="https",
        help_text=_("The whole address, with https://"),
        error_messages=ADDRESS,
    )
    roles = forms.CharField(label=_("What it does here"), max_length=400, required=False)
    roles_en = forms.CharField(
        label=_("What it does here, in English"), max_length=400, required=False
    )
    source = forms.URLField(
        label=_("Source"),
        max_length=500,
        required=False,
        assume_scheme="https",
        help_text=_("A page where this can be checked."),
        error_messages=ADDRESS,
    )
    slug = forms.SlugField(
        label=_("Short name in the address"),
        max_length=80,
        required=False,
        help_text=_(
            "Letters a to z, digits and hyphens. Leave it empty and it is made from the name."
        ),
        error_messages={
            "invalid": _(
                "Use only the letters a to z, digits and hyphens, for example science-park."
            )
        },
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, library: Library, actor: Actor | None = None, **kwargs: Any
    ) -> None:
        self.actor = actor
        if actor:
            values = {name: getattr(actor, name) for name in ("slug", *FIELDS)}
            kwargs["initial"] = values | {"seen": state(actor)}
        super().__init__(*args, **kwargs)
        region = self.fields["region"]
        assert isinstance(region, forms.ChoiceField)
        choices = [("", gettext("All regions, or national")), *region_choices(library)]
        if actor and actor.region not in dict(choices):
            # A region of another plan: kept as it is until somebody chooses another.
            choices.append((actor.region, actor.region))
        region.choices = choices
        for field in self.fields.values():
            if not isinstance(field.widget, forms.HiddenInput):
                field.widget.attrs.update(INPUT)
        if actor:
            slug = self.fields["slug"]
            slug.help_text = gettext("It cannot be changed: addresses and frozen versions use it.")
            slug.widget.attrs["readonly"] = True

    def clean_slug(self) -> str:
        slug: str = self.cleaned_data["slug"].lower()
        if self.actor and slug not in ("", self.actor.slug):
            raise forms.ValidationError(
                gettext(
                    "The short name %(slug)s cannot be changed: addresses and frozen versions use it. "
                    "Write it back. If this is another organisation, add a new actor."
                )
                % {"slug": self.actor.slug}
            )
        if slug == "new":
            raise forms.ValidationError(
                gettext("The short name new is used by the page that adds actors. Write another.")
            )
        return slug

    def content(self) -> dict[str, str]:
        """What was written, as the domain wants it."""
        return {name: self.cleaned_data[name] for name in FIELDS if name in self.cleaned_data}


class ActorFilter(forms.Form):
    """Which actors to list: by sector, by region, both or neither."""

    sector = forms.ChoiceField(
        label=_("Sector"), required=False, choices=[("", _("All sectors")), *Sector.choices]
    )
    region = forms.ChoiceField(label=_("Region"), required=False)

    def __init__(self, *args: Any, library: Library, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        region = self.fields["region"]
        assert isinstance(region, forms.ChoiceField)
        region.choices = [
            ("", gettext("All regions")),
            *region_choices(library),
            ("none", gettext("Shared or national")),
        ]
        for field in self.fields.values():
            field.widget.attrs.update(INPUT)
