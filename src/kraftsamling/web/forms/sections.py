"""The sections an action is edited in. One mechanism; each says which fields it writes and with what."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kraftsamling.plan.content import Content
from kraftsamling.plan.merging import Path
from kraftsamling.web.forms import lists, wholes
from kraftsamling.web.forms.desk import Desk
from kraftsamling.web.forms.rows import Rows


class SectionForm(Protocol):
    """What a section needs of its form: `wholes.Whole` and `rows.Rows` both have it."""

    def is_valid(self) -> bool: ...

    def content(self) -> Content:
        """What was typed, as the section's fields of the action's content."""

    def leaf(self, path: Path) -> forms.Field | None:
        """The form field of one value in the content, to show and edit it in a merge."""


class MakesForm(Protocol):
    def __call__(
        self, desk: Desk, content: Content, data: Mapping[str, Any] | None = None
    ) -> Any: ...


def nothing_wrong(content: Content) -> list[str]:  # noqa: ARG001
    """The check of a section whose fields do not depend on each other."""
    return []


@dataclass(frozen=True)
class Section:
    """A part of an action that is edited on a page of its own.

    `fields` are the fields of `plan.content` it writes. `check` looks at its content as a whole, also
    after a merge. `template` draws the form.
    """

    code: str
    title: str | Promise
    about: str | Promise
    fields: tuple[str, ...]
    form: MakesForm
    template: str
    check: Callable[[Content], list[str]] = nothing_wrong

    @property
    def has_rows(self) -> bool:
        return isinstance(self.form, type) and issubclass(self.form, Rows)


WHOLE, ROWS = "web/edit/whole.html", "web/edit/rows.html"

SECTIONS: tuple[Section, ...] = (
    Section(
        "about",
        _("What it is about"),
        _("Title, summary and dates, in Swedish and in English."),
        ("title", "title_en", "summary", "summary_en", "starts", "ends"),
        wholes.AboutForm,
        WHOLE,
        wholes.dates_in_order,
    ),
    Section(
        "where",
        _("Why and where"),
        _("The challenges it meets, the priority it belongs to, and the places it is for."),
        ("placements",),
        wholes.WhereForm,
        WHOLE,
    ),
    Section(
        "who",
        _("Who does it"),
        _("One responsible actor, and the partners."),
        ("responsible", "partners"),
        wholes.WhoForm,
        WHOLE,
        wholes.named_once,
    ),
    Section(
        "chain",
        _("Activities and what they lead to"),
        _("From what is done, to what comes of it, to what changes in the end."),
        ("chain",),
        lists.ChainRows,
        ROWS,
        lists.chain_in_order,
    ),
    Section(
        "milestones",
        _("Milestones"),
        _("What shall be true by which day."),
        ("milestones",),
        lists.MilestoneRows,
        ROWS,
    ),
    Section(
        "money",
        _("Money"),
        _("Sums by year, funder and kind, with the call where there is one."),
        ("money",),
        lists.MoneyRows,
        ROWS,
    ),
    Section(
        "risks",
        _("Risks"),
        _("What may go wrong, and what is done about it."),
        ("risks",),
        lists.RiskRows,
        ROWS,
    ),
    Section(
        "equality",
        _("Equality"),
        _("How the action serves women and men, and all groups."),
        ("equality_use", "equality", "equality_en"),
        wholes.EqualityForm,
        WHOLE,
    ),
    Section(
        "assessment",
        _("Green and circular assessment"),
        _("Answered before the action can be put to the boards."),
        ("assessment",),
        wholes.AssessmentForm,
        "web/edit/assessment.html",
    ),
)
BY_CODE = {section.code: section for section in SECTIONS}


def section_of(field: str) -> Section:
    """The section in which a field of the content is mended."""
    return next(section for section in SECTIONS if field in section.fields)


def begun(section: Section, content: Mapping[str, Any]) -> int:
    """How many of the section's fields, or rows of its list, have something in them."""
    if section.has_rows:
        return len(content[section.fields[0]])
    return sum(1 for name in section.fields if content[name])


def all_fields(sections: Iterable[Section] = SECTIONS) -> tuple[str, ...]:
    """Every field of the content that some section writes."""
    return tuple(field for section in sections for field in section.fields)
