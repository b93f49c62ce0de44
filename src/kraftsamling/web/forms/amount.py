"""Sums of money as people write them: "1 500 000"."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext as _

SPACES = re.compile(r"\s")  # also the no-break spaces that numbers are pasted with
LARGEST = 10**12


class AmountField(forms.CharField):
    """Whole money, with or without spaces between the thousands; nothing typed gives None."""

    def __init__(self, *, currency: str = "", **kwargs: Any) -> None:
        self.currency = currency
        super().__init__(**kwargs)
        self.widget.attrs |= {"inputmode": "numeric", "autocomplete": "off"}

    def clean(self, value: Any) -> int | None:
        text = SPACES.sub("", super().clean(value) or "")
        for unit in (self.currency, "kr"):
            text = re.sub(f"(?i){re.escape(unit)}$", "", text)
        if not text:
            return None
        if not re.fullmatch(r"[0-9]+", text):
            raise forms.ValidationError(
                _('Write the sum in whole numbers, such as "1 500 000", without decimals.'),
                code="not_whole",
            )
        if int(text) > LARGEST:
            raise forms.ValidationError(
                _("The sum is larger than any plan. Write it in whole units, not thousandths."),
                code="too_large",
            )
        return int(text)
