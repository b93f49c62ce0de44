"""Words in the reader's language, wherever they are kept; and numbers, money and dates."""

from __future__ import annotations

import json
from typing import Any

from django import template
from django.forms import BoundField
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from kraftsamling.kernel.words import Words

register = template.Library()


@register.filter
def words(value: Words | None) -> str:
    """Bilingual content in the reader's language."""
    return value.in_language(get_language() or "sv") if value else ""


@register.simple_tag
def said(thing: Any, field: str) -> str:
    """What people wrote in `field`: the English text for English readers where there is one.

    Where only the original is there, it is marked with its language so that screen readers
    pronounce it right.
    """
    original = getattr(thing, field) if not isinstance(thing, dict) else thing.get(field, "")
    if (get_language() or "sv").startswith("sv"):
        return original or ""
    name = f"{field}_en"
    english = getattr(thing, name, "") if not isinstance(thing, dict) else thing.get(name, "")
    if english or not original:
        return english or ""
    return format_html('<span lang="sv">{}</span>', original)


@register.filter
def get(mapping: Any, key: Any) -> Any:
    """`mapping[key]`, or nothing."""
    return mapping.get(key) if mapping else None


@register.filter
def dressed(field: BoundField) -> SafeString:
    """A form field's input with the look of Designsystemet.

    Placeholders are dropped: help stands above the field, where it stays while one types.
    """
    widget = field.field.widget
    if field.use_fieldset or getattr(widget, "input_type", "") in {"hidden", "file"}:
        return field.as_widget()
    classes = str(widget.attrs.get("class", "")).split()
    if "ds-input" not in classes:
        classes.append("ds-input")
    return field.as_widget(attrs={"class": " ".join(classes), "placeholder": False})


@register.filter
def as_written(value: Any) -> str:
    """A value of the audit trail as plain text: text as it is, all else as JSON."""
    if value is None:
        return "–"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, indent=1)
