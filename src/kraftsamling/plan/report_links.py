"""Links that lead an owner to the right form: signed, for 90 days, and no way past signing in."""

from __future__ import annotations

from datetime import timedelta

from django.core import signing
from django.utils.translation import gettext as _

from kraftsamling.kernel.errors import KraftsamlingError
from kraftsamling.plan.models import Action, Plan

SALT = "kraftsamling.report-link"
LASTS = timedelta(days=90)


class LinkExpired(KraftsamlingError):
    """The link was right and is too old. `number` says which action it was for."""

    def __init__(self, message: str, number: int) -> None:
        super().__init__(message)
        self.number = number


class LinkBroken(KraftsamlingError):
    """The link is not one of ours, or was cut off on its way."""


def token_for(action: Action, plan: Plan) -> str:
    """What a link to the report form of `action` carries."""
    return _signer().sign(f"{plan.slug}.{action.number}")


def number_in(token: str, plan: Plan) -> int:
    """The number of the action that `token` is for. Raises `LinkExpired` or `LinkBroken`."""
    try:
        slug, _dot, number = _signer().unsign(token).rpartition(".")
    except signing.BadSignature:
        slug = number = ""
    if slug != plan.slug:
        raise LinkBroken(
            _(
                "This link does not lead anywhere: part of it may have been lost on its way. "
                "Copy the whole link, or find the action in the plan and report from its page."
            )
        )
    try:
        _signer().unsign(token, max_age=LASTS)
    except signing.SignatureExpired as error:
        raise LinkExpired(
            _("This link has expired: it worked for %(days)s days. You can still report.")
            % {"days": LASTS.days},
            int(number),
        ) from error
    return int(number)


def _signer() -> signing.TimestampSigner:
    return signing.TimestampSigner(salt=SALT)
