"""Telling somebody that they have been let in."""

from __future__ import annotations

import logging

from django.core.mail import send_mail
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from kraftsamling.accounts.models import User
from kraftsamling.accounts.people import invitation_path

SHOWN_ONCE = "invitation"
log = logging.getLogger(__name__)


def invite(request: HttpRequest, user: User) -> bool:
    """Mail `user` a link to choose a password. False if the mail could not be sent.

    While the person has no password, the link is also kept for the administrator's next page. After
    that only the mailbox gets it, or an administrator could become anybody.
    """
    link = request.build_absolute_uri(invitation_path(user))
    if not user.has_usable_password():
        request.session[SHOWN_ONCE] = {"person": user.pk, "link": link}
    if user.is_example:
        return False
    text = render_to_string("web/mail/invitation.txt", {"person": user, "link": link})
    try:
        send_mail(_("Your account in Kraftsamling"), text, None, [user.email])
    except OSError:
        log.exception("an invitation could not be mailed")
        return False
    return True


def link_to_show(request: HttpRequest, user: User) -> str:
    """The link just made for `user`, once."""
    kept = request.session.get(SHOWN_ONCE)
    if not kept or kept["person"] != user.pk:
        return ""
    del request.session[SHOWN_ONCE]
    return str(kept["link"])
