"""Which roles a person holds."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kraftsamling.accounts.models.actor import Actor
from kraftsamling.accounts.models.user import User
from kraftsamling.accounts.roles import (
    BY_CODE,
    GRANTABLE,
    OF_A_BOARD,
    OF_AN_ACTOR,
    Permission,
    Role,
    Scope,
)

OF_ACTOR = [role.code for role in GRANTABLE if role.scope is Scope.ACTOR]
OF_BOARD = [role.code for role in GRANTABLE if role.scope is Scope.BOARD]
OF_PLAN = [role.code for role in GRANTABLE if role.scope is Scope.PLAN]


class Grant(models.Model):
    """One role held by one person: for an actor, for a board, or for the plan, as the role says."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="grants")
    role = models.CharField(
        _("role"), max_length=20, choices=[(role.code, role.title) for role in GRANTABLE]
    )
    actor = models.ForeignKey(
        Actor, on_delete=models.PROTECT, related_name="grants", null=True, blank=True
    )
    board = models.CharField(_("board"), max_length=40, blank=True)

    class Meta:
        verbose_name = _("grant")
        verbose_name_plural = _("grants")
        constraints = (
            models.UniqueConstraint(
                fields=("user", "role", "actor", "board"),
                name="grant_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                name="grant_has_the_scope_of_its_role",
                condition=Q(role__in=OF_ACTOR, actor__isnull=False, board="")
                | (Q(role__in=OF_BOARD, actor__isnull=True) & ~Q(board=""))
                | Q(role__in=OF_PLAN, actor__isnull=True, board=""),
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind.title} {self.actor or self.board}".strip()

    @property
    def kind(self) -> Role:
        return BY_CODE[self.role]

    def covers(self, permission: Permission, *, actor_id: int | None, board: str) -> bool:
        """Whether this grant allows `permission` on something of that actor or that board."""
        role = self.kind
        if permission not in role.permissions:
            return False
        if role.scope is Scope.ACTOR and permission in OF_AN_ACTOR:
            return self.actor_id == actor_id
        if role.scope is Scope.BOARD and permission in OF_A_BOARD:
            return self.board == board
        return True
