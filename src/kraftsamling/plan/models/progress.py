"""What owners tell about their actions."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from kraftsamling.plan.models.action import Action


class Signal(models.TextChoices):
    """How it goes, in the owner's own judgement."""

    ON_TRACK = "on_track", _("On track")
    AT_RISK = "at_risk", _("Needs attention")
    LATE = "late", _("Late")


class ProgressReport(models.Model):
    """One line from the owner: how it goes, what happened, money spent so far (if told)."""

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="reports")
    at = models.DateTimeField(_("when"))
    signal = models.CharField(_("how it goes"), max_length=10, choices=Signal.choices)
    text = models.CharField(_("what has happened"), max_length=400)
    text_en = models.CharField(_("in English"), max_length=400, blank=True)
    spent_to_date = models.BigIntegerField(_("spent so far"), null=True, blank=True)
    by = models.CharField(max_length=40)

    class Meta:
        ordering = ("-at", "-pk")
        verbose_name = _("progress report")
        verbose_name_plural = _("progress reports")

    def __str__(self) -> str:
        return self.text
