"""Organisations that take part."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Sector(models.TextChoices):
    """The four sectors of society whose co-operation the plan rests on."""

    BUSINESS = "business", _("Business")
    ACADEMIA = "academia", _("Academia")
    PUBLIC = "public", _("Public sector")
    CIVIL = "civil", _("Civil society")


class Actor(models.Model):
    """One organisation: responsible for actions, partner in them, funder, or all three."""

    slug = models.SlugField(_("short name"), max_length=80, unique=True)
    name = models.CharField(_("name"), max_length=200)
    name_en = models.CharField(_("name in English"), max_length=200, blank=True)
    sector = models.CharField(_("sector"), max_length=10, choices=Sector.choices)
    region = models.CharField(
        _("region"), max_length=12, blank=True, help_text=_("Empty: all regions, or national.")
    )
    homepage = models.URLField(_("web site"), blank=True)
    roles = models.CharField(_("what it does here"), max_length=400, blank=True)
    roles_en = models.CharField(_("what it does here, in English"), max_length=400, blank=True)
    source = models.URLField(_("source"), max_length=500, blank=True)
    practice = models.BooleanField(_("only for practice"), default=False)

    class Meta:
        ordering = ("name",)
        verbose_name = _("actor")
        verbose_name_plural = _("actors")

    def __str__(self) -> str:
        return self.name
