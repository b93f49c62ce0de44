"""Sections without rows: what it is about, why and where, who, equality, the assessment."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _, gettext_lazy

from kraftsamling.plan.content import Content, plain
from kraftsamling.plan.merging import Path
from kraftsamling.plan.models import Action, Answer
from kraftsamling.plan.models.action import EqualityUse
from kraftsamling.plan.models.details import CIRCULARITY, Verdict
from kraftsamling.web.forms.desk import Desk
from kraftsamling.web.forms.fields import Choices, Day, OurForm, choice, of, radios, ticks

SHORT_LIST = 8
NEEDS_REASON = frozenset({Verdict.MITIGATED, Verdict.HARM})


class Whole(OurForm):
    """A section as one form. By default each form field is the content field of the same name."""

    check: ClassVar[Any] = None

    def __init__(self, desk: Desk, content: Content, data: Mapping[str, Any] | None = None) -> None:
        self.desk, self.stored = desk, content
        super().__init__(data)
        self.furnish()
        self.dress()
        self.initial = self.spread(content)

    def furnish(self) -> None:
        """Add the fields and choices that come from the library."""

    def spread(self, content: Content) -> Content:
        """The section's content as the form's initial values."""
        return content

    def content(self) -> Content:
        return {name: plain(value) for name, value in self.cleaned_data.items()}

    def clean(self) -> dict[str, Any]:
        if self.check:
            for fault in type(self).check(self.content()):
                self.add_error(None, fault)
        return self.cleaned_data

    def leaf(self, path: Path) -> forms.Field | None:
        return self.fields.get(path[0]) if len(path) == 1 else None


def dates_in_order(content: Content) -> list[str]:
    """An action does not end before it starts."""
    starts, ends = content.get("starts"), content.get("ends")
    if starts and ends and ends < starts:
        return [
            _("The action ends (%(ends)s) before it starts (%(starts)s). Change one of the dates.")
            % {"ends": ends, "starts": starts}
        ]
    return []


def named_once(content: Content) -> list[str]:
    """The responsible actor is not a partner as well."""
    if content.get("responsible") and content["responsible"] in content.get("partners", ()):
        return [
            _(
                "The responsible actor is ticked as a partner too. Take away the tick, or choose "
                "another responsible actor."
            )
        ]
    return []


class AboutForm(Whole):
    check = staticmethod(dates_in_order)

    title = of(
        Action,
        "title",
        label=gettext_lazy("Title"),
        help_text=gettext_lazy("Say what happens, in at most ten words or so."),
    )
    summary = of(Action, "summary", label=gettext_lazy("What is to be done, and what for"))
    title_en = of(Action, "title_en", label=gettext_lazy("Title in English"))
    summary_en = of(Action, "summary_en", label=gettext_lazy("The same in English"))
    starts = Day(required=False, label=gettext_lazy("Starts"))
    ends = Day(required=False, label=gettext_lazy("Ends"))

    pairs = ("starts", "ends")

    def clean_title(self) -> str:
        return " ".join(str(self.cleaned_data["title"]).split())


class WhereForm(Whole):
    """Every framing of the library. Places the library no longer has stay as they were."""

    def furnish(self) -> None:
        for code, framing in self.desk.library.framings.items():
            self.fields[code] = ticks(
                self.desk.framing_choices(framing),
                label=framing.name.in_language(self.desk.language),
            )
            self.fields[code].folded = len(framing.items) > SHORT_LIST  # type: ignore[attr-defined]

    def spread(self, content: Content) -> Content:
        return dict(content.get("placements", {}))

    def content(self) -> Content:
        placements: dict[str, list[str]] = {}
        for framing, codes in self._stored().items():
            gone = [code for code in codes if self.desk.library.item(framing, code) is None]
            if gone:
                placements[framing] = gone
        for framing, codes in self.cleaned_data.items():
            chosen = sorted(codes + placements.get(framing, []))
            if chosen:
                placements[framing] = chosen
        return {"placements": placements}

    def _stored(self) -> dict[str, list[str]]:
        return dict(self.stored.get("placements", {}))


class WhoForm(Whole):
    check = staticmethod(named_once)

    responsible = choice(
        [],
        required=False,
        label=gettext_lazy("Responsible actor"),
        help_text=gettext_lazy("One actor answers for the action, also when many take part."),
    )
    partners = ticks([], label=gettext_lazy("Partners"))

    def furnish(self) -> None:
        actors = self.desk.actor_choices()
        self._choices("responsible", [("", _("Nobody yet")), *actors])
        self._choices("partners", actors)

    def content(self) -> Content:
        return {
            "responsible": self.cleaned_data.get("responsible", ""),
            "partners": sorted(self.cleaned_data.get("partners", ())),
        }

    def _choices(self, name: str, choices: Choices) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices


class EqualityForm(Whole):
    equality_use = radios(
        [("", gettext_lazy("Not answered yet")), *EqualityUse.choices],
        required=False,
        label=gettext_lazy("How is equality used in the action?"),
    )
    equality = of(
        Action,
        "equality",
        label=gettext_lazy("How the action serves women and men, and all groups"),
        help_text=gettext_lazy("Who gets the money, the jobs, the training, and who decides?"),
    )
    equality_en = of(Action, "equality_en", label=gettext_lazy("The same in English"))


class AssessmentForm(Whole):
    """One question per environmental objective and one on circularity, from the library."""

    def furnish(self) -> None:
        language, assessment = self.desk.language, self.desk.library.assessment
        for objective in assessment.objectives:
            self._question(
                objective.code,
                objective.name.in_language(language),
                objective.question.in_language(language),
                objective.help.in_language(language),
                list(Verdict.choices),
            )
        levels = [
            (level.code, f"{level.name.in_language(language)}: {level.about.in_language(language)}")
            for level in assessment.circularity.levels
        ]
        question = assessment.circularity.question.in_language(language)
        self._question(CIRCULARITY, _("Contribution to circularity"), question, "", levels)

    def spread(self, content: Content) -> Content:
        return {
            f"{objective}-{name}": value
            for objective, answer in content.get("assessment", {}).items()
            for name, value in answer.items()
        }

    def clean(self) -> dict[str, Any]:
        for code in self.codes():
            verdict = self.cleaned_data.get(f"{code}-verdict")
            reason = self.cleaned_data.get(f"{code}-reason")
            if reason and not verdict:
                self.add_error(f"{code}-verdict", _("You have written why, but chosen no answer."))
            if verdict in NEEDS_REASON and not reason and f"{code}-reason" not in self.errors:
                self.add_error(f"{code}-reason", _("Say in a sentence how: the boards will ask."))
        return self.cleaned_data

    def content(self) -> Content:
        stored = self.stored.get("assessment", {})
        answers = {code: answer for code, answer in stored.items() if code not in self.codes()}
        for code in self.codes():
            answer = {
                name: self.cleaned_data[f"{code}-{name}"]
                for name in ("verdict", "reason", "reason_en")
            }
            if answer["verdict"]:
                answers[code] = answer
        return {"assessment": answers}

    def codes(self) -> list[str]:
        objectives = self.desk.library.assessment.objectives
        return [*(objective.code for objective in objectives), CIRCULARITY]

    def leaf(self, path: Path) -> forms.Field | None:
        return self.fields.get(f"{path[1]}-{path[2]}") if len(path) == 3 else None

    @property
    def questions(self) -> list[tuple[BoundField, BoundField, BoundField]]:
        """Each question with its answer and the reason in both languages."""
        return [
            (self[f"{code}-verdict"], self[f"{code}-reason"], self[f"{code}-reason_en"])
            for code in self.codes()
        ]

    def _question(
        self, code: str, name: str, question: str, help_text: str, answers: Choices
    ) -> None:
        verdict = radios(
            [("", _("Not answered yet")), *answers], required=False, label=name, help_text=question
        )
        verdict.details = help_text  # type: ignore[attr-defined]
        self.fields[f"{code}-verdict"] = verdict
        self.fields[f"{code}-reason"] = of(Answer, "reason", label=_("Why"))
        self.fields[f"{code}-reason_en"] = of(Answer, "reason_en", label=_("Why, in English"))
        for reason in ("reason", "reason_en"):
            self.fields[f"{code}-{reason}"].widget.attrs["rows"] = 2
