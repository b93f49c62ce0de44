"""What an action is made of: milestones, the chain to outcomes, money, risks, the assessment."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from kraftsamling.accounts.models import Actor
from kraftsamling.plan.models.action import Action
from kraftsamling.plan.models.plan import Call


class Milestone(models.Model):
    """Something that shall be true by a day."""

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="milestones")
    text = models.CharField(_("milestone"), max_length=250)
    text_en = models.CharField(_("in English"), max_length=250, blank=True)
    due = models.DateField(_("due"))
    done_on = models.DateField(_("reached"), null=True, blank=True)

    class Meta:
        ordering = ("due", "pk")
        verbose_name = _("milestone")
        verbose_name_plural = _("milestones")

    def __str__(self) -> str:
        return self.text


class ChainLevel(models.TextChoices):
    """The four links of the chain from what is done to what it is for."""

    ACTIVITY = "activity", _("Activity")
    OUTPUT = "output", _("Output")
    RESULT = "result", _("Result")
    OUTCOME = "outcome", _("Outcome")


class ChainItem(models.Model):
    """One link of the chain: an activity, an output, a result or an outcome, and what it leads to."""

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="chain")
    level = models.CharField(_("level"), max_length=10, choices=ChainLevel.choices)
    position = models.PositiveSmallIntegerField(default=0)
    text = models.CharField(_("text"), max_length=400)
    text_en = models.CharField(_("in English"), max_length=400, blank=True)
    starts = models.DateField(_("starts"), null=True, blank=True)
    ends = models.DateField(_("ends"), null=True, blank=True)
    indicator = models.CharField(_("indicator"), max_length=20, blank=True)
    target = models.DecimalField(
        _("target value"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    leads_to = models.ForeignKey(
        "self",
        verbose_name=_("leads to"),
        on_delete=models.SET_NULL,
        related_name="rests_on",
        null=True,
        blank=True,
    )

    class Meta:
        ordering = ("position", "pk")
        verbose_name = _("link of the chain")
        verbose_name_plural = _("chain")

    def __str__(self) -> str:
        return self.text


class MoneyKind(models.TextChoices):
    """Whose money, in the terms of the funds."""

    EU = "eu", _("EU")
    STATE = "state", pgettext_lazy("whose money", "State")
    REGIONAL = "regional", _("Regional")
    MUNICIPAL = "municipal", _("Municipal")
    PRIVATE = "private", _("Private")
    IN_KIND = "inkind", _("In kind")


class MoneyLine(models.Model):
    """A sum for one year from one funder, in whole units of the plan's currency."""

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="money")
    year = models.PositiveSmallIntegerField(
        _("year"), validators=(MinValueValidator(1990), MaxValueValidator(2100))
    )
    funder = models.ForeignKey(
        Actor, verbose_name=_("funder"), on_delete=models.PROTECT, related_name="money"
    )
    kind = models.CharField(_("kind"), max_length=10, choices=MoneyKind.choices)
    call = models.ForeignKey(
        Call,
        verbose_name=_("call"),
        on_delete=models.PROTECT,
        related_name="money",
        null=True,
        blank=True,
    )
    amount = models.BigIntegerField(
        _("amount"), validators=(MinValueValidator(0), MaxValueValidator(10**12))
    )
    note = models.CharField(_("note"), max_length=250, blank=True)
    note_en = models.CharField(_("note in English"), max_length=250, blank=True)

    class Meta:
        ordering = ("year", "pk")
        verbose_name = _("sum of money")
        verbose_name_plural = _("money")
        constraints = (
            models.CheckConstraint(
                name="money_is_never_negative", condition=models.Q(amount__gte=0)
            ),
        )

    def __str__(self) -> str:
        return f"{self.year} {self.amount}"


class Risk(models.Model):
    """What may go wrong, how likely and how bad (1 to 3), and what we do about it."""

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="risks")
    text = models.CharField(_("risk"), max_length=300)
    text_en = models.CharField(_("in English"), max_length=300, blank=True)
    likelihood = models.PositiveSmallIntegerField(
        _("likelihood"), choices=((1, _("Low")), (2, _("Medium")), (3, _("High")))
    )
    consequence = models.PositiveSmallIntegerField(
        _("consequence"), choices=((1, _("Small")), (2, _("Medium")), (3, _("Large")))
    )
    countermeasure = models.CharField(_("what we do about it"), max_length=300, blank=True)
    countermeasure_en = models.CharField(_("in English"), max_length=300, blank=True)

    class Meta:
        ordering = ("-likelihood", "-consequence", "pk")
        verbose_name = _("risk")
        verbose_name_plural = _("risks")

    def __str__(self) -> str:
        return self.text


class Verdict(models.TextChoices):
    """What an action does to one environmental objective."""

    NO_HARM = "no_harm", _("No significant harm")
    MITIGATED = "mitigated", _("A risk of harm that is dealt with")
    NOT_RELEVANT = "not_relevant", _("Not touched by the action")
    HARM = "harm", _("Significant harm")


CIRCULARITY = "circularity"


class Answer(models.Model):
    """One answer of the green and circular assessment.

    `verdict` is a `Verdict` for an environmental objective, or a level for `CIRCULARITY`.
    """

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="answers")
    objective = models.CharField(_("question"), max_length=20)
    verdict = models.CharField(_("answer"), max_length=20)
    reason = models.TextField(_("why"), blank=True)
    reason_en = models.TextField(_("why, in English"), blank=True)

    class Meta:
        ordering = ("objective",)
        verbose_name = _("answer")
        verbose_name_plural = _("green and circular assessment")
        constraints = (models.UniqueConstraint(fields=("action", "objective"), name="answer_once"),)

    def __str__(self) -> str:
        return f"{self.objective}: {self.verdict}"


class SuggestionContact(models.Model):
    """How to reach somebody who sent in a suggestion; erased when the suggestion is handled."""

    action = models.OneToOneField(Action, on_delete=models.CASCADE, related_name="contact")
    email = models.EmailField(_("e-mail address"))

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")

    def __str__(self) -> str:
        return self.email
