"""`remind`: mails to the owners of silent actions. Run it once a day."""

from __future__ import annotations

from typing import Annotated

import typer
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from rich.console import Console

from kraftsamling.cli.counting import counted
from kraftsamling.coordination.reminding import Link, letters, remind as send_reminders
from kraftsamling.kernel.errors import KraftsamlingError
from kraftsamling.plan.models import Action, Plan
from kraftsamling.plan.report_links import token_for

console = Console(highlight=False)


class NoAddress(KraftsamlingError):
    """A mail needs the site's public address for its links."""


def add_to(app: typer.Typer) -> None:
    """Add this command to `app`."""
    app.command()(remind)


def remind(
    site: Annotated[str, typer.Option(help="Public address; otherwise SITE_URL.")] = "",
    dry_run: Annotated[bool, typer.Option(help="Show the mails, send none.")] = False,
) -> None:
    """Mail owners about silent actions: one mail per person, at most one in 14 days."""
    address = (site or settings.SITE_URL).rstrip("/")
    if not address:
        raise NoAddress(
            "The links in the mails need the site's address. "
            "Set SITE_URL, or add --site https://your.site"
        )
    now = timezone.now()
    today = timezone.localdate(now)
    for plan in Plan.objects.filter(practice=False):
        link = _link(plan, address)
        if dry_run:
            for mail in letters(plan, today=today, link=link):
                to = ", ".join(person.email for person in mail.to)
                console.print(f"{to}\n{mail.subject}\n\n{mail.body}", markup=False)
            continue
        sent, spared = send_reminders(plan, now=now, today=today, link=link)
        console.print(
            f"{plan.slug}: {counted(len(sent), 'mail')} sent, "
            f"{counted(spared, 'person', 'people')} reminded recently."
        )


def _link(plan: Plan, address: str) -> Link:
    def link(action: Action) -> str:
        with override(plan.library.land.language):
            return address + reverse("report_link", args=(plan.slug, token_for(action, plan)))

    return link
