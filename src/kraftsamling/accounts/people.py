"""Who is here and what they may do: every change to people and their roles.

The trail tells of each change by number, never by name, so that a person can be forgotten.
"""

from __future__ import annotations

from typing import Any

from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from kraftsamling.accounts import audit
from kraftsamling.accounts.models import Actor, Grant, User
from kraftsamling.accounts.roles import ADMINISTRATOR, Role
from kraftsamling.kernel.errors import KraftsamlingError

KIND = "person"


class NotDone(KraftsamlingError):
    """A change to people or roles that must not happen; the message says why and what to do."""


@transaction.atomic
def add_person(email: str, name: str, *, by: User | None) -> User:
    """A new person who can choose a password through `invitation_path`. Has no role yet.

    Whoever adds the person vouches for the address, so it counts as verified.
    """
    if User.objects.filter(email__iexact=email.strip()).exists():
        raise NotDone(
            _("%(email)s already has an account. Search for it, and give it the role there.")
            % {"email": email}
        )
    user = User.objects.create_user(email.strip(), name=name.strip())
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    _record("added", user, by=by)
    return user


@transaction.atomic
def rename(user: User, *, name: str, email: str, by: User | None) -> None:
    """Correct how `user` is called and where mail reaches them."""
    _not_oneself(user, by)
    email = email.strip().lower()
    if user.forgotten:
        raise NotDone(_("This person has been forgotten, and cannot come back."))
    if User.objects.filter(email__iexact=email).exclude(pk=user.pk).exists():
        raise NotDone(_("%(email)s belongs to another account.") % {"email": email})
    fields = [
        field
        for field, new in (("name", name.strip()), ("email", email))
        if getattr(user, field) != new
    ]
    if not fields:
        return
    user.name, user.email = name.strip(), email
    user.save(update_fields=["name", "email"])
    EmailAddress.objects.filter(user=user).delete()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    _record("corrected", user, by=by, after={"fields": fields})


@transaction.atomic
def make_link(user: User, *, by: User | None) -> str:
    """A new `invitation_path`, told in the trail: whoever holds the link becomes that person."""
    _not_oneself(user, by)
    _switched_on(user)
    _record("link made", user, by=by)
    return invitation_path(user)


def invitation_path(user: User) -> str:
    """The address at which `user` chooses a password. Works once, and for three days."""
    key = f"{user_pk_to_url_str(user)}-{default_token_generator.make_token(user)}"
    path = reverse("account_reset_password_from_key", kwargs={"uidb36": "UID", "key": "KEY"})
    return path.replace("UID-KEY", key)


@transaction.atomic
def give_role(
    user: User, role: Role, *, by: User | None, actor: Actor | None = None, board: str = ""
) -> Grant:
    """Give `user` a role for the actor, the board or the whole plan, as the role asks."""
    _not_oneself(user, by)
    _switched_on(user)
    held = User.objects.select_for_update().get(pk=user.pk).grants
    if held.filter(role=role.code, actor=actor, board=board).exists():
        raise NotDone(
            _("%(name)s already has the role %(role)s there.") % {"name": user, "role": role.title}
        )
    grant = Grant.objects.create(user=user, role=role.code, actor=actor, board=board)
    _record("role given", user, by=by, after=_described(grant))
    return grant


@transaction.atomic
def take_role(grant: Grant, *, by: User | None) -> None:
    """Take a role from its holder; never the last administrator's."""
    _not_oneself(grant.user, by)
    _somebody_still_administers(without=[grant])
    described = _described(grant)
    grant.delete()
    _record("role taken", grant.user, by=by, before=described)


@transaction.atomic
def switch_off(user: User, *, by: User | None) -> None:
    """Let `user` no longer sign in; open sessions end. Roles are kept for when it is switched on."""
    _not_oneself(user, by)
    _somebody_still_administers(without=user.grants.all())
    if user.is_active:
        user.is_active = False
        user.save(update_fields=["is_active"])
        _record("switched off", user, by=by)


@transaction.atomic
def switch_on(user: User, *, by: User | None) -> None:
    """Let `user` sign in again."""
    _not_oneself(user, by)
    if user.forgotten:
        raise NotDone(_("This person has been forgotten, and cannot come back."))
    if not user.is_active:
        user.is_active = True
        user.save(update_fields=["is_active"])
        _record("switched on", user, by=by)


@transaction.atomic
def take_second_factor(user: User, *, by: User | None) -> None:
    """Take away a lost authenticator app and its recovery codes, so that a new one can be added."""
    _not_oneself(user, by)
    if Authenticator.objects.filter(user=user).delete()[0]:
        _record("second factor removed", user, by=by)


@transaction.atomic
def forget(user: User, *, by: User | None) -> None:
    """Erase everything that says who `user` was. What they did stays in the trail, by number."""
    _not_oneself(user, by)
    _somebody_still_administers(without=user.grants.all())
    for grant in user.grants.all():
        take_role(grant, by=by)
    EmailAddress.objects.filter(user=user).delete()
    SocialAccount.objects.filter(user=user).delete()
    Authenticator.objects.filter(user=user).delete()
    user.name, user.email = "", f"forgotten-{user.pk}@kraftsamling.invalid"
    user.is_active, user.last_login = False, None
    user.set_unusable_password()
    user.save()
    _record("forgotten", user, by=by)


@transaction.atomic
def record_own_change(verb: str, user: User) -> None:
    """Tell the trail that `user` has changed how they sign in, and nothing more."""
    _record(verb, user, by=user)


def _not_oneself(user: User, by: User | None) -> None:
    if by is not None and by.pk == user.pk:
        raise NotDone(
            _(
                "You cannot change your own account or roles here: that takes two people. "
                "Ask another administrator."
            )
        )


def _switched_on(user: User) -> None:
    if not user.is_active:
        raise NotDone(_("%(name)s is switched off. Switch the account on first.") % {"name": user})


def _somebody_still_administers(*, without: Any) -> None:
    """Somebody real who can sign in must be left to let others in."""
    gone = [grant.pk for grant in without if grant.role == ADMINISTRATOR.code]
    if not gone:
        return
    left = (
        Grant.objects.select_for_update()
        .filter(role=ADMINISTRATOR.code, user__is_active=True, user__is_example=False)
        .exclude(pk__in=gone)
    )
    if not left.exists():
        raise NotDone(
            _(
                "This is the last administrator. Make somebody else administrator first, "
                "or nobody could let people in."
            )
        )


def _described(grant: Grant) -> dict[str, str]:
    where = {"actor": grant.actor.slug if grant.actor else "", "board": grant.board}
    return {"role": grant.role} | {name: value for name, value in where.items() if value}


def _record(
    verb: str,
    user: User,
    *,
    by: User | None,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> None:
    audit.record(verb, by=by, kind=KIND, key=user.pk, before=before, after=after)
