"""Binding a sentence to data: which sentence, which indicator, and what it says."""

from __future__ import annotations

import math
from typing import Any

from django import forms
from django.utils.translation import get_language, gettext_lazy as _
from pydantic import ValidationError

from kraftsamling.evidence.claims.asking import groups, outside
from kraftsamling.evidence.claims.assertion import NEEDS, SAYS, SOMETIMES, Assertion
from kraftsamling.evidence.claims.wording import group_name
from kraftsamling.kernel.period import period
from kraftsamling.plan.models import Plan
from kraftsamling.plan.subjects import Subject
from kraftsamling.web.forms.fields import SPACES, Choices, OurForm, choice, radios
from kraftsamling.web.templatetags.words import words

OWN = "own"
LONGEST = 600

KINDS: dict[str, Any] = {
    "risen": _("It has risen since a period"),
    "fallen": _("It has fallen since a period"),
    "unchanged": _("It is unchanged since a period"),
    "above": _("It is above a value"),
    "below": _("It is below a value"),
    "above_place": _("It is higher than in another place"),
    "below_place": _("It is lower than in another place"),
    "highest": _("It is highest among the counties"),
    "lowest": _("It is lowest among the counties"),
}
MISSING: dict[str, Any] = {
    "since": _("Say since when, such as 2019."),
    "tolerance": _("Say how far apart two values may be and still be called unchanged."),
    "value": _("Say which value."),
    "other": _("Choose the place to compare with."),
    "among": _("Choose among which counties."),
}

OUTSIDE = _("The data for this place are from %(first)s to %(last)s. Write a period among them.")


class Figure(forms.CharField):
    """A number with any decimals, written with comma or point."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "decimal"})
        super().__init__(required=False, widget=widget, **kwargs)

    def clean(self, value: Any) -> Any:
        text = SPACES.sub("", str(value or "")).replace(",", ".").replace("\u2212", "-")
        if not text:
            return None
        try:
            number = float(text)
        except ValueError:
            number = math.nan
        if not math.isfinite(number):
            raise forms.ValidationError(
                _("This is not a number. Write it with digits, such as 12 or 12,5.")
            )
        return number


class When(forms.CharField):
    """A period: a year, a quarter or a month."""

    def clean(self, value: Any) -> str:
        text = str(value or "").strip()
        found = period(text)
        if text and found is None:
            raise forms.ValidationError(
                _("This is not a period. Write it as 2019, 2019Q3 or 2019-07.")
            )
        return found.code if found else ""


class ClaimForm(OurForm):
    """A sentence, and the fields of `Assertion`. `assertion` is there once the form is valid."""

    sentence = radios([], label=_("Which sentence?"), required=False)
    own = forms.CharField(
        label=_("The sentence"),
        help_text=_("Just as it stands in the text; then it is marked there."),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    indicator = choice([], label=_("Indicator"), empty=_("Choose an indicator"))
    place = choice([], label=_("Place"), empty=_("Choose a place"))
    group = choice(
        [],
        label=_("Group"),
        empty=_("Everybody"),
        required=False,
        help_text=_("Where the indicator tells groups apart."),
    )
    says = radios([(code, KINDS[code]) for code in SAYS], label=_("What does the sentence say?"))
    since = When(label=_("Since"), help_text=_("Such as 2019, 2019Q3 or 2019-07."), required=False)
    tolerance = Figure(
        label=_("Give or take"),
        help_text=_("In the indicator's unit: how much it may differ and still be unchanged."),
    )
    value = Figure(label=_("Value"), help_text=_("In the indicator's unit."))
    other = choice([], label=_("Compared with"), empty=_("Choose a place"), required=False)
    among = choice(
        [("plan", _("The counties of the plan")), ("nation", _("Every county of the nation"))],
        label=_("Among"),
        empty=_("Choose which"),
        required=False,
    )
    until = When(
        label=_("Until"),
        help_text=_(
            "Only for a closed time. Without it the sentence speaks of the newest figures, "
            "and is checked each time new ones come."
        ),
        required=False,
    )

    def __init__(self, *args: Any, plan: Plan, subject: Subject, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.plan = plan
        self.assertion: Assertion | None = None
        self._offer("indicator", [("", _("Choose an indicator")), *_indicators(plan)])
        self._offer("place", [("", _("Choose a place")), *_places(plan)])
        self._offer("other", [("", _("Choose a place")), *_places(plan)])
        language = get_language() or "sv"
        named = dict.fromkeys(g for i in plan.library.indicators.every for g in groups(i))
        self._offer(
            "group",
            [("", _("Everybody")), *((g, group_name(g, language).capitalize()) for g in named)],
        )
        found = [(text, text) for text in subject.sentences]
        self.offers = len(found)
        self._offer("sentence", [*found, (OWN, _("Another wording, written below"))])
        if not found:
            self.fields["sentence"].widget = forms.HiddenInput()
        if not named and not self.data.get("group"):
            self.fields["group"].widget = forms.HiddenInput()

    def _offer(self, name: str, choices: Choices) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    @property
    def said(self) -> str:
        """The sentence that was chosen or written."""
        chosen = str(self.cleaned_data.get("sentence", ""))
        return chosen if chosen and chosen != OWN else str(self.cleaned_data.get("own", ""))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.said.strip() and not {"sentence", "own"} & set(self.errors):
            self.add_error("sentence" if self.offers else "own", _("Choose or write the sentence."))
        self._check_group(data)
        self._check_needs(data)
        if not self.errors:
            self._assert(data)
        return data

    def _check_group(self, data: dict[str, Any]) -> None:
        indicator = self.plan.library.indicators.by_code.get(data.get("indicator", ""))
        if indicator is None:
            return
        known, language = groups(indicator), get_language() or "sv"
        if data.get("group", "") in (known or ("",)):
            return
        names = ", ".join(group_name(group, language) for group in known)
        if known:
            reason = _("This indicator tells apart: %(groups)s. Choose one of them.")
            self.add_error("group", reason % {"groups": names})
        else:
            self.add_error("group", _("This indicator speaks of everybody. Choose that."))

    def _check_needs(self, data: dict[str, Any]) -> None:
        says = data.get("says")
        if says is None or says not in NEEDS:
            return
        for name in NEEDS[says]:
            if data.get(name) in ("", None) and name not in self.errors:
                self.add_error(name, MISSING[name])
        ground = self.plan.library.ground
        among = data.get("among")
        if "among" in NEEDS[says] and among and data.get("place") not in getattr(ground, among):
            self.add_error("place", _("Choose one of the counties it is compared with."))
        if "other" in NEEDS[says] and data.get("other") and data["other"] == data.get("place"):
            self.add_error("other", _("A place cannot be compared with itself."))

    def _assert(self, data: dict[str, Any]) -> None:
        says = data["says"]
        fields = ("indicator", "place", "group", "says", "until")
        told = {name: data[name] for name in fields}
        told |= {name: data[name] for name in SOMETIMES if name in NEEDS[says]}
        try:
            self.assertion = Assertion.model_validate(told)
        except ValidationError:
            self.add_error("until", _("This must be later than since when. Correct one of them."))
            return
        beyond = outside(self.assertion, self.plan.library.ground)
        if beyond:
            said = {"first": beyond.first, "last": beyond.last}
            self.add_error(beyond.field, OUTSIDE % said)


def _indicators(plan: Plan) -> Choices:
    """Every indicator, by the challenge or theme it is about."""
    library = plan.library
    themes = {c.code: words(c.name) for c in library.strategy.challenges}
    themes |= {theme.code: words(theme.name) for theme in library.figures.themes}
    grouped: dict[str, list[tuple[str, str]]] = {}
    for indicator in library.indicators.every:
        name = themes.get(indicator.theme, indicator.theme)
        grouped.setdefault(name, []).append((indicator.code, words(indicator.name)))
    return [(theme, sorted(found, key=lambda pair: pair[1])) for theme, found in grouped.items()]


def _places(plan: Plan) -> Choices:
    """The plan's own places, then counties, nations and unions, then the plan's municipalities."""
    library = plan.library
    known = library.gazetteer.by_code
    own = {place.code: place for place in library.places if place.code in known}
    levels: dict[str, list[tuple[str, str]]] = {"county": [], "nation": [], "union": []}
    for code, place in known.items():
        if code not in own and place.level in levels:
            levels[place.level].append((code, words(place.name)))
    towns = [
        (town.code, words(town.name))
        for code in library.ground.plan
        for town in library.gazetteer.within(code, "municipality")
    ]
    found: Choices = [
        (_("In the plan"), [(code, words(place.name)) for code, place in own.items()]),
        (_("Counties"), sorted(levels["county"], key=lambda pair: pair[1])),
        (_("Nations and unions"), levels["nation"] + levels["union"]),
        (_("Municipalities"), sorted(towns, key=lambda pair: pair[1])),
    ]
    return [(str(name), options) for name, options in found if options]
