"""The comparison as a form: it reads and writes the very address that a comparison is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from functools import cached_property
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from kraftsamling.evidence.figures import Theme
from kraftsamling.evidence.indicators.comparison import MOST, Comparison, Show
from kraftsamling.kernel.period import period
from kraftsamling.kernel.place import Place
from kraftsamling.strategy.library import Library
from kraftsamling.strategy.schema import Challenge
from kraftsamling.web.forms.fields import UNKNOWN, Menu
from kraftsamling.web.indicators.asking import NO_PERIOD, groups_of
from kraftsamling.web.indicators.compare import nearest, opening
from kraftsamling.web.indicators.places import around, own_places
from kraftsamling.web.indicators.words import group_name, language

SHOWS = (
    (Show.LINE, _("Lines over time")),
    (Show.BARS, _("Bars for one period, highest first")),
    (Show.INDEX, _("Index: a base period is 100")),
    (Show.CHANGE, _("Difference from a base period")),
)
MOST_FOUND = 20
NO_PLACE = _("No place is called “%(text)s”. Write the beginning of its name, as in Uppsala.")
CHOICE = {"class": "ds-input"}
PERIODS = ("first", "last", "period", "base")


class Several(Menu):
    """Several menus with one name: the first `MOST` values, and one empty where there is room."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        return [text for text in data.getlist(name) if text]


class CompareForm(forms.Form):
    """What is compared. What cannot be understood is told of, and the rest is shown."""

    indicator = forms.MultipleChoiceField(label=_("Indicator"), required=False, widget=Several)
    place = forms.MultipleChoiceField(
        label=_("Places"), required=False, widget=forms.CheckboxSelectMultiple
    )
    like = forms.ChoiceField(label=_("Most alike"), required=False)
    find = forms.CharField(label=_("Find another place"), required=False, max_length=60)
    group = forms.ChoiceField(label=_("People"), required=False)
    show = forms.ChoiceField(label=_("Show as"), required=False, choices=SHOWS)
    first = forms.CharField(label=_("From"), required=False, max_length=12)
    last = forms.CharField(label=_("To"), required=False, max_length=12)
    period = forms.CharField(label=_("Period of the bars"), required=False, max_length=12)
    base = forms.CharField(label=_("Base period"), required=False, max_length=12)

    def __init__(self, data: QueryDict, library: Library) -> None:
        super().__init__(data)
        self.library = library
        self._choose("indicator", _by_theme(library))
        self._choose("place", self._places())
        self._choose("show", list(SHOWS))
        own = [p for p in own_places(library) if p.level == _level(library)]
        self._choose("like", [("", _("none")), *((p.code, _named(p)) for p in own)])
        groups = dict.fromkeys(g for i in library.indicators.every for g in groups_of(i) if g)
        named = [(g, group_name(g, library.figures)) for g in groups]
        self._choose("group", [("", _("as the indicator has it")), *named])
        for name in ("like", "group", "show", "find"):
            self.fields[name].widget.attrs |= CHOICE
        for name in PERIODS:
            self.fields[name].widget.attrs |= {**CHOICE, "size": 8}
        if not own or not nearest(library):
            del self.fields["like"]

    def _choose(self, name: str, choices: list[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices
        field.error_messages["invalid_choice"] = UNKNOWN

    def _places(self) -> list[tuple[str, str]]:
        """The plan's own places and those around, those already chosen, and those just found."""
        known = (*own_places(self.library), *around(self.library))
        chosen = [
            place
            for code in self.data.getlist("place")  # type: ignore[attr-defined]
            if (place := self.library.gazetteer.by_code.get(code))
        ]
        every = dict.fromkeys((*known, *chosen, *self.found))
        return [(place.code, _named(place)) for place in every]

    @cached_property
    def found(self) -> tuple[Place, ...]:
        """The places whose name begins as was written; one that is called just so comes alone."""
        text = str(self.data.get("find", "")).strip().casefold()
        if not text:
            return ()
        every = self.library.gazetteer.by_code.values()
        begun = [p for p in every if any(n.startswith(text) for n in _names(p))]
        exact = [p for p in begun if text in (*_names(p), p.code.casefold())]
        return tuple((exact if len(exact) == 1 else begun)[:MOST_FOUND])

    def clean_find(self) -> str:
        text: str = self.cleaned_data["find"]
        if text and not self.found:
            raise forms.ValidationError(NO_PLACE, params={"text": text})
        return text

    def clean_indicator(self) -> list[str]:
        return list(dict.fromkeys(self.cleaned_data["indicator"]))[:MOST]

    def clean(self) -> None:
        for name in PERIODS:
            text = self.cleaned_data.get(name, "")
            found = period(text)
            if text and found is None:
                self.add_error(name, NO_PERIOD)
            else:
                self.cleaned_data[name] = found.code if found else ""

    @property
    def undecided(self) -> bool:
        """Whether several places were found, and the reader has yet to tick which."""
        return len(self.found) > 1

    @property
    def menus(self) -> list[str]:
        """A menu for each indicator chosen, and an empty one where another fits."""
        field = self.fields["indicator"]
        chosen = [c for c in self["indicator"].value() or () if c][:MOST]
        chosen += [""] * (len(chosen) < MOST)
        return [
            field.widget.render("indicator", code, CHOICE | {"id": f"id_indicator_{n}"})
            for n, code in enumerate(chosen)
        ]

    def asked(self) -> Comparison:
        """The question, with what could be understood; one found by its name is in it."""
        self.is_valid()
        chosen = {
            field.name: value
            for field in fields(Comparison)
            if (value := self.cleaned_data.get(field.name))
        }
        ticked = list(chosen.get("place", ()))
        if len(self.found) == 1:
            ticked.append(self.found[0].code)
        if not ticked and not chosen.get("like"):
            ticked = list(opening(self.library))
        chosen |= {
            "place": tuple(dict.fromkeys(ticked)),
            "indicator": tuple(chosen.get("indicator", ())),
            "show": Show(chosen.get("show", Show.LINE)),
        }
        return Comparison(**chosen)


def _by_theme(library: Library) -> list[Any]:
    themes: Iterable[Challenge | Theme] = (*library.strategy.challenges, *library.figures.themes)
    groups = [
        (
            theme.name.in_language(language()),
            [
                (i.code, i.name.in_language(language()))
                for i in library.indicators.every
                if i.theme == theme.code
            ],
        )
        for theme in themes
    ]
    return [("", _("Choose an indicator")), *(group for group in groups if group[1])]


def _named(place: Place) -> str:
    return place.name.in_language(language())


def _names(place: Place) -> tuple[str, ...]:
    return place.name.sv.casefold(), place.name.en.casefold()


def _level(library: Library) -> str:
    return library.land.structure.level if library.land.structure else ""
