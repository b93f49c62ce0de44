"""A plan, its funding calls, and the annex each board's region writes to it."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path

from django.conf import settings
from django.db import models
from django.utils.translation import get_language, gettext_lazy as _

from kraftsamling.accounts.models import Actor
from kraftsamling.strategy.library import Library, load


class Plan(models.Model):
    """One action plan. What it wants and who decides it is in its content files (`library`)."""

    slug = models.SlugField(_("short name"), max_length=50, unique=True)
    content = models.CharField(_("content folder"), max_length=50)
    practice = models.BooleanField(_("practice plan"), default=False)
    last_number = models.PositiveIntegerField(_("latest action number"), default=0)

    class Meta:
        ordering = ("practice", "pk")
        verbose_name = _("plan")
        verbose_name_plural = _("plans")

    def __str__(self) -> str:
        return self.slug

    @cached_property
    def library(self) -> Library:
        return load(Path(settings.CONTENT_DIR) / self.content)

    @property
    def title(self) -> str:
        """The plan's name in the reader's language."""
        return self.library.land.title.in_language(get_language() or "sv")


class Call(models.Model):
    """A funding call. The co-funding share differs from call to call, so it is kept here only."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="calls")
    code = models.SlugField(_("short name"), max_length=80)
    title = models.CharField(_("title"), max_length=250)
    title_en = models.CharField(_("title in English"), max_length=250, blank=True)
    funder = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="calls")
    share_percent = models.PositiveSmallIntegerField(
        _("highest share of the budget, per cent"), null=True, blank=True
    )
    opens = models.DateField(_("opens"), null=True, blank=True)
    closes = models.DateField(_("closes"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=600, blank=True)
    note_en = models.CharField(_("note in English"), max_length=600, blank=True)
    source = models.URLField(_("source"), max_length=500, blank=True)

    class Meta:
        ordering = ("title",)
        verbose_name = _("call")
        verbose_name_plural = _("calls")
        constraints = (models.UniqueConstraint(fields=("plan", "code"), name="call_once"),)

    def __str__(self) -> str:
        return self.title


class Annex(models.Model):
    """What one board's region adds to the shared core; frozen with each version."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="annexes")
    board = models.CharField(_("board"), max_length=40)
    text = models.TextField(_("text"), blank=True)
    text_en = models.TextField(_("text in English"), blank=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("annex")
        verbose_name_plural = _("annexes")
        constraints = (models.UniqueConstraint(fields=("plan", "board"), name="annex_once"),)

    def __str__(self) -> str:
        return self.board
