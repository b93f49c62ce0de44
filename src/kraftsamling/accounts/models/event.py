"""The audit trail: each event carries the hash of the one before."""

from __future__ import annotations

from datetime import UTC
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from kraftsamling.kernel.canonical import content_hash

GENESIS = "0" * 64


class Event(models.Model):
    """One change: who, when, what, before and after. Append-only, in the database too.

    There are no foreign keys: the record must outlive what it speaks of. `who` is "user:7",
    "visitor" or "system", never a name, so that a person can be forgotten and the chain still holds.
    """

    number = models.PositiveBigIntegerField(_("number"), primary_key=True)
    at = models.DateTimeField(_("when"))
    who = models.CharField(_("who"), max_length=40)
    roles = models.CharField(_("roles"), max_length=120, blank=True)
    verb = models.CharField(_("what"), max_length=40)
    plan = models.CharField(_("plan"), max_length=50, blank=True)
    kind = models.CharField(_("kind"), max_length=30)
    key = models.CharField(_("which"), max_length=100)
    before = models.JSONField(_("before"), default=dict)
    after = models.JSONField(_("after"), default=dict)
    previous = models.CharField(_("previous hash"), max_length=64, unique=True)
    hash = models.CharField(_("hash"), max_length=64, unique=True)

    class Meta:
        ordering = ("-number",)
        verbose_name = _("event")
        verbose_name_plural = _("events")
        indexes = (models.Index(fields=("plan", "kind", "key", "-number"), name="event_of_thing"),)

    def __str__(self) -> str:
        return f"{self.number} {self.verb} {self.kind} {self.key}"

    def content(self) -> dict[str, Any]:
        """What the hash is taken over: every field but the hash itself."""
        return {
            "number": self.number,
            "at": self.at.astimezone(UTC).isoformat(timespec="microseconds"),
            "who": self.who,
            "roles": self.roles,
            "verb": self.verb,
            "plan": self.plan,
            "kind": self.kind,
            "key": self.key,
            "before": self.before,
            "after": self.after,
            "previous": self.previous,
        }

    def computed_hash(self) -> str:
        return content_hash(self.content())
