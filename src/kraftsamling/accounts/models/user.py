"""People who sign in."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext, gettext_lazy as _

if TYPE_CHECKING:
    from kraftsamling.accounts.models.grant import Grant


class UserManager(BaseUserManager["User"]):
    """People are created by e-mail address; there are no user names."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        """A person who can sign in with `email`; without a password, only through OIDC or SAML."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def listed(self, text: str = "") -> models.QuerySet[User]:
        """Everybody with an account, example sign-ins only while they are switched on.

        With `text`: those whose name or e-mail address holds it.
        """
        people = self.all() if settings.EXAMPLE_SIGNINS else self.filter(is_example=False)
        if text:
            people = people.filter(models.Q(name__icontains=text) | models.Q(email__icontains=text))
        return people


class User(AbstractUser):
    """A person. What they may do follows from their grants, never from flags on this record."""

    username = None  # type: ignore[assignment]
    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name"), max_length=150)
    is_example = models.BooleanField(
        _("example sign-in"),
        default=False,
        help_text=_("Works only on this machine, and only while EXAMPLE_SIGNINS is on."),
    )

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    objects: ClassVar[UserManager] = UserManager()  # type: ignore[assignment]

    def __str__(self) -> str:
        return self.name or gettext("A person who has been forgotten")

    @property
    def forgotten(self) -> bool:
        """Whether this person's name and address have been erased."""
        return not self.name

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name

    @cached_property
    def held_grants(self) -> tuple[Grant, ...]:
        """This person's grants, asked for once per request."""
        return tuple(self.grants.select_related("actor"))
