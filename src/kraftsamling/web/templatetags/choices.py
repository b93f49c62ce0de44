"""Checkboxes and radio buttons, group by group, for templates that draw them."""

from __future__ import annotations

from typing import Any

from django import template
from django.forms.boundfield import BoundField

register = template.Library()


@register.filter
def option_groups(field: BoundField) -> list[tuple[str, list[dict[str, Any]]]]:
    """(name of the group, its options as Django's widgets give them); the name may be empty."""
    attrs = {"id": field.auto_id} | field.build_widget_attrs({})
    context = field.field.widget.get_context(field.html_name, field.value(), attrs)
    groups: dict[str, list[dict[str, Any]]] = {}
    for group, options, _ in context["widget"]["optgroups"]:
        groups.setdefault(group or "", []).extend(options)
    return list(groups.items())


@register.filter
def chosen(field: BoundField) -> int:
    """How many options are ticked."""
    value = field.value()
    return len(value) if isinstance(value, list | tuple) else int(bool(value))


@register.filter
def is_choice(field: BoundField) -> bool:
    """Whether the field is drawn as checkboxes or radio buttons."""
    return getattr(field.field.widget, "input_type", "") in ("radio", "checkbox") and hasattr(
        field.field, "choices"
    )
