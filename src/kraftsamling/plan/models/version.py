"""Frozen versions of a plan, and what the boards decide about them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kraftsamling.plan.models.action import Action
from kraftsamling.plan.models.plan import Plan


class Version(models.Model):
    """The plan as it stood when frozen. `core` is the canonical JSON that `core_hash` is taken over.

    The database refuses to change or delete a row; whether it is in force follows from decisions.
    """

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(_("number"))
    note = models.CharField(_("what is new"), max_length=400, blank=True)
    core = models.TextField(_("core"))
    core_hash = models.CharField(_("core hash"), max_length=64)
    hash = models.CharField(_("hash of the whole version"), max_length=64)
    actions_count = models.PositiveIntegerField(_("actions"))
    frozen_at = models.DateTimeField(_("frozen"))
    frozen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ("-number",)
        verbose_name = _("version")
        verbose_name_plural = _("versions")
        constraints = (
            models.UniqueConstraint(fields=("plan", "number"), name="version_number_once"),
        )

    def __str__(self) -> str:
        return f"{self.plan} v{self.number}"


class FrozenAnnex(models.Model):
    """One board's annex as it stood when the version was frozen; as immutable as the core."""

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="annexes")
    board = models.CharField(_("board"), max_length=40)
    content = models.TextField(_("content"))
    hash = models.CharField(_("hash"), max_length=64)

    class Meta:
        ordering = ("pk",)
        verbose_name = _("annex of a version")
        verbose_name_plural = _("annexes of a version")
        constraints = (
            models.UniqueConstraint(fields=("version", "board"), name="frozen_annex_once"),
        )

    def __str__(self) -> str:
        return f"{self.version} {self.board}"


class FrozenPart(models.Model):
    """One readable piece of a version's core: number 0 is all but the actions, N is action N.

    Pages read these, so that none has to open a whole plan to show one page of it.
    """

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="parts")
    number = models.PositiveIntegerField(_("number"))
    content = models.TextField(_("content"))

    class Meta:
        ordering = ("number",)
        verbose_name = _("part of a version")
        verbose_name_plural = _("parts of a version")
        constraints = (
            models.UniqueConstraint(fields=("version", "number"), name="frozen_part_once"),
        )

    def __str__(self) -> str:
        return f"{self.version} {self.number}"


class VersionAction(models.Model):
    """That an action is part of a version."""

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="contents")
    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="versions")

    class Meta:
        verbose_name = _("action in a version")
        verbose_name_plural = _("actions in a version")
        constraints = (
            models.UniqueConstraint(fields=("version", "action"), name="version_action_once"),
        )

    def __str__(self) -> str:
        return f"{self.version} {self.action}"


class Outcome(models.TextChoices):
    """What a board decided."""

    ADOPTED = "adopted", _("Adopted")
    WITH_RESERVATION = "with_reservation", _("Adopted with reservation")
    REFERRED_BACK = "referred_back", _("Referred back")
    REJECTED = "rejected", _("Rejected")


ADOPTING = frozenset({Outcome.ADOPTED, Outcome.WITH_RESERVATION})


class Decision(models.Model):
    """One board's decision on one version: recorded by one person, attested by another.

    An attested decision never changes. One that was recorded wrongly, or that the board changed, is
    superseded by a new row.
    """

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="decisions")
    board = models.CharField(_("board"), max_length=40)
    decided_on = models.DateField(_("date of the decision"))
    diary_number = models.CharField(_("diary number"), max_length=60)
    paragraph = models.CharField(_("paragraph"), max_length=30)
    outcome = models.CharField(_("outcome"), max_length=20, choices=Outcome.choices)
    statement = models.TextField(_("the board's reservation or reasons"), blank=True)
    minutes_url = models.URLField(_("link to the minutes"), blank=True)
    core_hash = models.CharField(_("core hash"), max_length=64)
    annex_hash = models.CharField(_("annex hash"), max_length=64)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(_("recorded"))
    attested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    attested_at = models.DateTimeField(_("attested"), null=True, blank=True)
    supersedes = models.OneToOneField(
        "self",
        on_delete=models.PROTECT,
        related_name="superseded_by",
        null=True,
        blank=True,
    )

    class Meta:
        ordering = ("-recorded_at", "-pk")
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        constraints = (
            models.UniqueConstraint(
                fields=("version", "board"),
                condition=Q(supersedes__isnull=True),
                name="decision_first_once",
            ),
            models.CheckConstraint(
                name="decision_attested_by_and_at",
                condition=Q(attested_by__isnull=True, attested_at__isnull=True)
                | Q(attested_by__isnull=False, attested_at__isnull=False),
            ),
            models.CheckConstraint(
                name="decision_attested_by_another",
                condition=Q(attested_by__isnull=True) | ~Q(attested_by=F("recorded_by")),
            ),
            models.CheckConstraint(
                name="decision_without_plain_adoption_says_why",
                condition=Q(outcome=Outcome.ADOPTED) | ~Q(statement=""),
            ),
        )

    def __str__(self) -> str:
        return f"{self.version} {self.board} {self.outcome}"


class Meeting(models.Model):
    """A board's meeting, and the last day for its papers."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="meetings")
    board = models.CharField(_("board"), max_length=40)
    date = models.DateField(_("meeting"))
    papers_due = models.DateField(_("papers due"))

    class Meta:
        ordering = ("date", "board")
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        constraints = (
            models.UniqueConstraint(fields=("plan", "board", "date"), name="meeting_once"),
            models.CheckConstraint(
                name="meeting_papers_before_it", condition=Q(papers_due__lte=F("date"))
            ),
        )

    def __str__(self) -> str:
        return f"{self.board} {self.date}"
