"""An action: what we shall do, why, where, who, with what."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from kraftsamling.accounts.models import Actor
from kraftsamling.plan.models.plan import Plan
from kraftsamling.plan.states import State


class Standing(models.TextChoices):
    """How an entry came here, and so how it must be read."""

    PEOPLE = "people", _("Written by people in the plan")
    EARLIER = "earlier", _("Earlier effort, with its sources")
    STARTER = "starter", _("Starter proposal, not decided")
    PRACTICE = "practice", _("Practice")


class EqualityUse(models.TextChoices):
    """How an action works with equality, as the funds rate it."""

    ACTIVE = "active", _("Used actively")
    PARTLY = "partly", _("Used partly")
    NONE = "none", _("Not used")


class Action(models.Model):
    """One action of a plan. The last columns, from `last_word_at` on, are kept in step by who writes."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="actions")
    number = models.PositiveIntegerField(_("number"))
    state = models.CharField(
        _("state"), max_length=12, choices=State.choices, default=State.PROPOSED
    )
    standing = models.CharField(max_length=10, choices=Standing.choices, default=Standing.PEOPLE)
    visible = models.BooleanField(_("shown to the public"), default=True)
    key = models.CharField(max_length=80, blank=True, help_text="Its name in the content files.")

    title = models.CharField(_("title"), max_length=200)
    title_en = models.CharField(_("title in English"), max_length=200, blank=True)
    summary = models.TextField(_("what is to be done, and what for"), blank=True)
    summary_en = models.TextField(_("the same in English"), blank=True)
    responsible = models.ForeignKey(
        Actor,
        verbose_name=_("responsible actor"),
        on_delete=models.PROTECT,
        related_name="actions",
        null=True,
        blank=True,
    )
    partners = models.ManyToManyField(
        Actor, verbose_name=_("partners"), related_name="partnerships", blank=True
    )
    starts = models.DateField(_("starts"), null=True, blank=True)
    ends = models.DateField(_("ends"), null=True, blank=True)
    equality_use = models.CharField(
        _("equality"), max_length=10, choices=EqualityUse.choices, blank=True
    )
    equality = models.TextField(_("how the action serves women and men, all groups"), blank=True)
    equality_en = models.TextField(_("the same in English"), blank=True)
    sources = models.JSONField(_("sources"), default=list, blank=True)
    stop_reason = models.CharField(_("why it was stopped"), max_length=600, blank=True)

    revision = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    started_at = models.DateTimeField(null=True, blank=True)
    last_word_at = models.DateTimeField(null=True, blank=True)
    # The signal of the latest report ("" before the first): lists and overviews need not look it up.
    last_signal = models.CharField(max_length=10, blank=True)
    planned_total = models.BigIntegerField(default=0)
    spent_total = models.BigIntegerField(default=0)
    next_due = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("number",)
        verbose_name = _("action")
        verbose_name_plural = _("actions")
        constraints = (
            models.UniqueConstraint(fields=("plan", "number"), name="action_number_once"),
            models.CheckConstraint(
                name="action_ends_after_it_starts",
                condition=models.Q(starts__isnull=True)
                | models.Q(ends__isnull=True)
                | models.Q(ends__gte=models.F("starts")),
            ),
            models.CheckConstraint(
                name="action_stopped_has_reason",
                condition=~models.Q(state=State.STOPPED) | ~models.Q(stop_reason=""),
            ),
        )
        indexes = (
            models.Index(fields=("plan", "visible", "state", "number"), name="action_by_state"),
            models.Index(fields=("plan", "visible", "number"), name="action_by_number"),
            # One for each order of the list, so that no page sorts the whole plan.
            models.Index(fields=("plan", "title", "number"), name="action_by_title"),
            models.Index(fields=("plan", "starts", "number"), name="action_by_start"),
            models.Index(fields=("plan", "ends", "number"), name="action_by_end"),
            models.Index(fields=("plan", "-planned_total", "number"), name="action_by_money"),
            models.Index(fields=("plan", "-updated_at", "number"), name="action_by_change"),
        )

    def __str__(self) -> str:
        return self.title


class Placement(models.Model):
    """The action's place in one framing: challenge C1, region SE312, goal 9 ..."""

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="placements")
    framing = models.CharField(_("framing"), max_length=20)
    code = models.CharField(_("place"), max_length=60)

    class Meta:
        ordering = ("framing", "code")
        verbose_name = _("placement")
        verbose_name_plural = _("placements")
        constraints = (
            models.UniqueConstraint(fields=("action", "framing", "code"), name="placement_once"),
        )
        indexes = (models.Index(fields=("framing", "code", "action"), name="placement_by_place"),)

    def __str__(self) -> str:
        return f"{self.framing} {self.code}"


class ActionTerm(models.Model):
    """A word stem of an action's text: what search and "similar actions" look in."""

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="terms")
    term = models.CharField(max_length=60)
    in_title = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("search term")
        verbose_name_plural = _("search terms")
        constraints = (models.UniqueConstraint(fields=("action", "term"), name="action_term_once"),)
        indexes = (models.Index(fields=("term", "action"), name="action_by_term"),)

    def __str__(self) -> str:
        return self.term
