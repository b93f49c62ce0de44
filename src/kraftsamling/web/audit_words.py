"""What the audit trail's short words say to a reader. The trail itself keeps the short words."""

from __future__ import annotations

from django.utils.translation import gettext, gettext_noop as _

VERBS = {
    "added": _("Added"),
    "attested": _("Attested"),
    "corrected": _("Corrected"),
    "forgotten": _("Forgotten"),
    "frozen": _("Frozen into a version"),
    "link made": _("Link to choose a password made"),
    "moved": _("Moved to another state"),
    "password changed": _("Password changed"),
    "proposed": _("Proposed"),
    "reported": _("Progress reported"),
    "recorded": _("Recorded"),
    "removed": _("Removed"),
    "revised": _("Revised"),
    "role given": _("Role given"),
    "role taken": _("Role taken away"),
    "second factor added": _("Second factor added"),
    "second factor removed": _("Second factor removed"),
    "second factor renewed": _("Recovery codes renewed"),
    "sign-in connected": _("Organisation's sign-in connected"),
    "sign-in disconnected": _("Organisation's sign-in disconnected"),
    "switched off": _("Account switched off"),
    "switched on": _("Account switched on"),
}

KINDS = {
    "action": _("Action"),
    "actor": _("Actor"),
    "annex": _("Annex"),
    "decision": _("Decision"),
    "meeting": _("Meeting"),
    "person": _("Person"),
    "version": _("Version"),
}


def verb_title(verb: str) -> str:
    """The verb in the reader's language; as it stands where it is not known here."""
    return gettext(VERBS[verb]) if verb in VERBS else verb


def kind_title(kind: str) -> str:
    """The kind of thing in the reader's language; as it stands where it is not known here."""
    return gettext(KINDS[kind]) if kind in KINDS else kind
