"""A sentence that somebody has bound to data, and whether the data still say so."""

from __future__ import annotations

from functools import cached_property

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kraftsamling.evidence.claims.assertion import Assertion
from kraftsamling.kernel.words import Words


class Standing(models.TextChoices):
    """Whether a claim holds, as `claims.verdict.Truth` says it."""

    HOLDS = "holds", _("Holds")
    FAILS = "fails", _("Does not hold")
    UNTOLD = "untold", _("Cannot be told")


class ClaimQuerySet(models.QuerySet["Claim"]):
    """Many claims."""

    def alive(self) -> ClaimQuerySet:
        """Those that are neither withdrawn nor worded anew."""
        return self.filter(ended_at=None)

    def outdated(self) -> ClaimQuerySet:
        """Those that the data no longer bear out."""
        return self.alive().filter(truth=Standing.FAILS)


class Claim(models.Model):
    """One sentence of a plan, what it asserts, and how that stands.

    `plan` and `subject` ("action:7", "challenge:C3", "annex:north") are text: evidence lies below the
    plan. `assertion` holds the fields of `Assertion` and no others. What was known when it was made is
    kept beside what is known now: numbers as the finding had them, and the hashes of the vintages they
    came from. `told_at` is when the author was told that it fails; empty again once it holds.
    """

    plan = models.CharField(_("plan"), max_length=50)
    subject = models.CharField(_("where it stands"), max_length=100)
    sentence = models.TextField(_("sentence"))
    assertion = models.JSONField(_("what it asserts"))
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="claims",
        verbose_name=_("author"),
    )

    made_at = models.DateTimeField(_("made"))
    made_truth = models.CharField(max_length=10, choices=Standing.choices)
    made_numbers = models.JSONField(default=list)
    made_why = models.JSONField(default=dict)
    made_vintages = models.JSONField(default=dict)

    truth = models.CharField(_("now"), max_length=10, choices=Standing.choices)
    since = models.DateTimeField(_("since"))
    numbers = models.JSONField(default=list)
    why = models.JSONField(default=dict)
    vintages = models.JSONField(default=dict)
    told_at = models.DateTimeField(_("the author was told"), null=True, blank=True)

    renews = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="renewed_by"
    )
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    ended_by = models.CharField(max_length=40, blank=True)

    objects = ClaimQuerySet.as_manager()

    class Meta:
        ordering = ("-made_at", "-pk")
        verbose_name = _("claim")
        verbose_name_plural = _("claims")
        indexes = (models.Index(fields=("plan", "subject"), name="claim_of_subject"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by="")
                | (Q(ended_at__isnull=False) & ~Q(ended_by="")),
                name="claim_ended_by_and_at",
            ),
            models.CheckConstraint(
                condition=Q(told_at__isnull=True) | ~Q(truth="holds"),
                name="claim_told_only_of_what_fails",
            ),
        )

    def __str__(self) -> str:
        return self.sentence

    @cached_property
    def asserts(self) -> Assertion:
        return Assertion.model_validate(self.assertion)

    @property
    def outdated(self) -> bool:
        """Whether the data say otherwise."""
        return self.truth == Standing.FAILS

    @property
    def because(self) -> Words:
        """What the data say now, in words."""
        return Words.model_validate(self.why)

    @property
    def then(self) -> Words:
        """What the data said when it was made."""
        return Words.model_validate(self.made_why)

    @property
    def as_of(self) -> str:
        """The newest period that it rests on."""
        return str(self.numbers[-1]["period"]) if self.numbers else ""
