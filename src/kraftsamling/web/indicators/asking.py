"""The question of an indicator's page: what may be chosen, and the address that says it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from kraftsamling.evidence.figures import Figures
from kraftsamling.evidence.indicators.schema import Indicator
from kraftsamling.evidence.indicators.study import known_days, vague_days
from kraftsamling.kernel.period import period
from kraftsamling.kernel.place import Place
from kraftsamling.web.forms.fields import UNKNOWN
from kraftsamling.web.indicators.words import group_name, known_day, language

CHOICE = {"class": "ds-input"}
NO_DAY = _("Write a day as 2025-01-31.")
NO_PERIOD = _("Write a period as 2015, 2015Q3 or 2015-07.")


@dataclass(frozen=True)
class Asked:
    """What the reader chose: the place whose outlook is shown, the group, the time, and as known when."""

    place: str
    group: str = ""
    first: str = ""
    last: str = ""
    as_of: date | None = None

    @property
    def query(self) -> str:
        """The choices as they stand in an address; what is not chosen is left out."""
        said = {
            "place": self.place,
            "group": self.group,
            "first": self.first,
            "last": self.last,
            "as_of": self.as_of.isoformat() if self.as_of else "",
        }
        return urlencode({name: value for name, value in said.items() if value})


class IndicatorForm(forms.Form):
    """The choices of the page. What cannot be understood is told of, and the rest is shown."""

    place = forms.ChoiceField(label=_("Outlook for"), required=False)
    group = forms.ChoiceField(label=_("People"), required=False)
    first = forms.CharField(label=_("From"), required=False, max_length=12)
    last = forms.CharField(label=_("To"), required=False, max_length=12)
    as_of = forms.DateField(label=_("As known"), required=False, widget=forms.Select)

    def __init__(
        self,
        data: QueryDict,
        *,
        indicator: Indicator,
        places: tuple[Place, ...],
        figures: Figures,
        usual: str,
    ) -> None:
        self.given = data.copy()
        if not self.given.get("place"):
            self.given["place"] = usual
        super().__init__(self.given)
        self.usual = usual
        words = language()
        groups = groups_of(indicator)
        days = known_days(indicator)
        self._choose("place", [(p.code, p.name.in_language(words)) for p in places])
        self._choose("group", [(code, group_name(code, figures)) for code in groups])
        self._choose_day(days[1:], vague_days(indicator))
        for name in ("first", "last"):
            self.fields[name].widget.attrs |= {**CHOICE, "size": 8}
        if len(groups) < 2:
            del self.fields["group"]
        if len(days) < 2 and not self.given.get("as_of"):
            del self.fields["as_of"]

    def _choose_day(self, days: tuple[date, ...], vague: frozenset[date]) -> None:
        """Any day may be asked for; the menu has those on which something changed, and that one."""
        field, asked = self.fields["as_of"], self.given.get("as_of", "")
        listed = [(day.isoformat(), known_day(day, vague)) for day in days]
        if asked and asked not in dict(listed):
            listed.append((asked, asked))
        field.widget = forms.Select(choices=[("", _("now")), *listed], attrs=CHOICE)
        field.error_messages["invalid"] = NO_DAY

    def _choose(self, name: str, choices: list[tuple[str, object]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices
        field.widget.attrs |= CHOICE
        field.error_messages["invalid_choice"] = UNKNOWN

    def clean_first(self) -> str:
        return self._period("first")

    def clean_last(self) -> str:
        return self._period("last")

    def _period(self, name: str) -> str:
        text: str = self.cleaned_data[name]
        found = period(text)
        if text and found is None:
            raise forms.ValidationError(NO_PERIOD)
        return found.code if found else ""

    def asked(self, indicator: Indicator) -> Asked:
        """The choices that could be understood; for the others, what the page shows by itself."""
        if not self.is_valid() and "place" in self.errors:
            # A menu cannot keep what is not among its choices; the message says what it was.
            self.given["place"] = self.usual
        chosen = self.cleaned_data
        as_of = chosen.get("as_of")
        return Asked(
            chosen.get("place") or self.usual,
            chosen.get("group") or groups_of(indicator)[0],
            chosen.get("first", ""),
            chosen.get("last", ""),
            as_of,
        )


def groups_of(indicator: Indicator) -> tuple[str, ...]:
    """The groups of people an indicator tells apart; one empty where it tells none."""
    groups = (g for term in indicator.terms.values() if term.by for g in term.by.groups)
    return tuple(dict.fromkeys(groups)) or ("",)
