"""What the audit trail's short words say to a reader. The trail itself keeps the short words."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext, gettext_noop as _

from kraftsamling.accounts.models import Event, User
from kraftsamling.accounts.roles import BY_CODE

VERBS = {
    "added": _("Added"),
    "attested": _("Attested"),
    "bound": _("Bound to data"),
    "cannot be told": _("Can no longer be told from the data"),
    "claim_mail_failed": _("A mail about claims could not be sent"),
    "corrected": _("Corrected"),
    "forgotten": _("Forgotten"),
    "frozen": _("Frozen into a version"),
    "holds again": _("Holds again"),
    "link made": _("Link to choose a password made"),
    "moved": _("Moved to another state"),
    "no longer holds": _("No longer holds"),
    "password changed": _("Password changed"),
    "proposed": _("Proposed"),
    "reported": _("Progress reported"),
    "recorded": _("Recorded"),
    "removed": _("Removed"),
    "renewed": _("Worded anew"),
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
    "told": _("Told that claims no longer hold"),
    "withdrawn": _("Withdrawn"),
}

KINDS = {
    "action": _("Action"),
    "actor": _("Actor"),
    "annex": _("Annex"),
    "claim": _("Claim"),
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


def capacity(event: Event) -> str:
    """In which capacity somebody acted, never who."""
    titles = [str(BY_CODE[code].title) for code in event.roles.split(", ") if code in BY_CODE]
    if titles:
        return ", ".join(titles)
    if event.who == "visitor":
        return gettext("Visitor")
    return gettext("The system") if event.who == "system" else gettext("Signed in")


def names(events: Iterable[Event], *, only_examples: bool = False) -> dict[str, str]:
    """The names of the people behind `events`, by how the trail writes them ("user:7")."""
    numbers = {event.who.removeprefix("user:") for event in events if event.who[:5] == "user:"}
    people = User.objects.filter(pk__in=[int(n) for n in numbers if n.isdecimal()])
    if only_examples:
        people = people.filter(is_example=True)
    return {f"user:{person.pk}": str(person) for person in people}
