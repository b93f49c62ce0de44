"""Fields that understand how people write, and say in words how to mend what they cannot read."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator
from django.db.models import Field, Model
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

Choices = list[tuple[Any, Any]]
SPACES = re.compile(r"[\s\u00a0\u2009\u202f]+")

REQUIRED = _("This is needed. Fill it in.")
TOO_LONG = _(
    "This is %(show_value)s characters long, and %(limit_value)s fit here. Shorten the text."
)
UNKNOWN = _("“%(value)s” is not among the choices. Choose one from the list.")


class Menu(forms.Select):
    """A drop-down list written in one go.

    Django renders a template per option: forty indicators in each of ten rows took half a second.
    """

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        widget = self.get_context(name, value, attrs)["widget"]
        groups = [(_options(options), group) for group, options, _index in widget["optgroups"]]
        inner = format_html_join(
            "",
            "{}",
            (
                (format_html('<optgroup label="{}">{}</optgroup>', group, options),)
                if group
                else (options,)
                for options, group in groups
            ),
        )
        return format_html(
            '<select name="{}"{}>{}</select>', widget["name"], flatatt(widget["attrs"]), inner
        )


def _options(options: list[dict[str, Any]]) -> SafeString:
    return format_html_join(
        "",
        '<option value="{}"{}>{}</option>',
        (
            (option["value"], flatatt({"selected": option["selected"]}), option["label"])
            for option in options
        ),
    )


class Ticks(forms.CheckboxSelectMultiple):
    """Checkboxes whose group has an id, so that an error can point at it."""

    def id_for_label(self, id_: str, index: str | None = None) -> str:
        return id_ if index is None else super().id_for_label(id_, index)


class Radios(forms.RadioSelect):
    """Radio buttons whose group has an id, so that an error can point at it."""

    def id_for_label(self, id_: str, index: str | None = None) -> str:
        return id_ if index is None else super().id_for_label(id_, index)


class Day(forms.DateField):
    """A date, as the browser's date field or a person writes it: 2027-03-01."""

    default_error_messages = {
        "invalid": _("This is not a date. Write year, month and day, such as 2027-03-01."),
        "required": _("A date is needed. Write year, month and day, such as 2027-03-01."),
    }

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "ds-input"})
        super().__init__(widget=widget, input_formats=["%Y-%m-%d", "%Y%m%d", "%d/%m/%Y"], **kwargs)


class Amount(forms.IntegerField):
    """A whole sum of money; spaces between the digits are welcome."""

    default_error_messages = {
        "invalid": _(
            "This is not an amount. Write it in whole units with digits, such as 1 500 000."
        ),
        "required": _("An amount is needed. Write it with digits, such as 1 500 000."),
        "min_value": _("An amount cannot be below zero."),
        "max_value": _("This amount is too large to be right. Count the zeros."),
    }

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "numeric", "class": "ds-input"})
        super().__init__(min_value=0, max_value=10**12, widget=widget, **kwargs)

    def to_python(self, value: Any) -> int | None:
        return super().to_python(SPACES.sub("", str(value)) if value is not None else None)

    def prepare_value(self, value: Any) -> Any:
        return f"{value:,}".replace(",", " ") if isinstance(value, int) else value


class Quantity(forms.DecimalField):
    """A number with at most two decimals, written with comma or point."""

    default_error_messages = {
        "invalid": _("This is not a number. Write it with digits, such as 12 or 12,5."),
        "max_digits": _("This number is too large to be right."),
        "max_whole_digits": _("This number is too large to be right."),
        "max_decimal_places": _("At most two decimals fit here."),
    }

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "decimal", "class": "ds-input"})
        super().__init__(max_digits=14, decimal_places=2, widget=widget, **kwargs)

    def to_python(self, value: Any) -> Any:
        text = SPACES.sub("", str(value)).replace(",", ".") if value is not None else None
        return super().to_python(text)

    def prepare_value(self, value: Any) -> Any:
        return value.removesuffix(".00") if isinstance(value, str) else value


def of(model: type[Model], name: str, **kwargs: Any) -> Any:
    """The form field of a text or choice field of `model`: same label and length, our words.

    No `maxlength` on the input: a browser would cut what is pasted without a word.
    """
    column: Any = model._meta.get_field(name)
    assert isinstance(column, Field)
    field: Any = column.formfield(**kwargs)
    if isinstance(field, forms.CharField):
        field.max_length = None
        field.widget.attrs.pop("maxlength", None)
        field.widget.attrs["lang"] = "en" if name.endswith("_en") else "sv"
        field.validators = [v for v in field.validators if not isinstance(v, MaxLengthValidator)]
        if column.max_length:
            field.validators.append(MaxLengthValidator(column.max_length, message=TOO_LONG))
    if isinstance(field.widget, forms.Textarea):
        field.widget.attrs["rows"] = 4
    return field


def choice(choices: Choices, *, empty: Any = None, **kwargs: Any) -> forms.ChoiceField:
    """One of `choices`, in a drop-down list; `empty` is what it says before anything is chosen."""
    first = [] if empty is None else [("", empty)]
    return forms.ChoiceField(choices=first + choices, widget=Menu, **kwargs)


def ticks(choices: Choices, **kwargs: Any) -> forms.MultipleChoiceField:
    """Any of `choices`, as checkboxes."""
    return forms.MultipleChoiceField(choices=choices, widget=Ticks, required=False, **kwargs)


def radios(choices: Choices, **kwargs: Any) -> forms.ChoiceField:
    """One of `choices`, as radio buttons."""
    return forms.ChoiceField(choices=choices, widget=Radios, **kwargs)


def flat(choices: Any) -> dict[str, Any]:
    """Value -> label of choices that may be grouped."""
    labels: dict[str, Any] = {}
    for value, label in choices:
        labels |= dict(label) if isinstance(label, list | tuple) else {value: label}
    return {str(value): label for value, label in labels.items()}


class OurForm(forms.Form):
    """Every form: our looks and our words."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        self.dress()

    def dress(self) -> None:
        """Give every field our class and our error messages; again after fields have been added."""
        for field in self.fields.values():
            if not isinstance(field.widget, forms.HiddenInput):
                field.widget.attrs.setdefault("class", "ds-input")
            if not isinstance(field, Day | Amount):
                field.error_messages["required"] = REQUIRED
            if isinstance(field, forms.ChoiceField):
                field.error_messages["invalid_choice"] = UNKNOWN
