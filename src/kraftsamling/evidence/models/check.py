"""When a dataset was last asked for, and how it went."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Outcome(models.TextChoices):
    """How asking a producer for a dataset ended."""

    NEW = "new", _("New")
    UNCHANGED = "unchanged", _("Unchanged")
    FAILED = "failed", _("Failed")


class Check(models.Model):
    """One row per dataset, kept up to date: vintages are history enough.

    `failing_since` is there while the latest check failed; `sentence` says what happened and what to do.
    """

    source = models.CharField(_("source"), max_length=60)
    dataset = models.CharField(_("dataset"), max_length=120)
    at = models.DateTimeField(_("when"))
    outcome = models.CharField(_("outcome"), max_length=12, choices=Outcome.choices)
    sentence = models.TextField(_("what happened"), blank=True)
    failing_since = models.DateTimeField(_("failing since"), null=True, blank=True)

    # What the producer called the latest answer, also when it held the same bytes as the one before.
    etag = models.CharField(_("entity tag"), max_length=300, blank=True)
    modified = models.CharField(_("last modified"), max_length=100, blank=True)

    class Meta:
        verbose_name = _("check")
        verbose_name_plural = _("checks")
        constraints = (
            models.UniqueConstraint(fields=("source", "dataset"), name="one_check_per_dataset"),
            models.CheckConstraint(
                condition=models.Q(outcome="failed", failing_since__isnull=False)
                | (~models.Q(outcome="failed") & models.Q(failing_since__isnull=True)),
                name="failing_since_iff_failed",
            ),
        )

    def __str__(self) -> str:
        return f"{self.source} {self.dataset} {self.outcome}"
