"""Claims: `claims check` holds every sentence that is bound to data against the newest data."""

from __future__ import annotations

from typing import Annotated

import typer
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from rich.console import Console

from kraftsamling.coordination.rechecking import recheck, stated
from kraftsamling.coordination.reminding import NotSent
from kraftsamling.coordination.telling import Link, tell, untold
from kraftsamling.evidence.models import Claim
from kraftsamling.kernel.errors import KraftsamlingError
from kraftsamling.plan.models import Plan

console = Console(highlight=False)
group = typer.Typer(help="Sentences that are bound to data.", no_args_is_help=True)


class Outdated(KraftsamlingError):
    """Some sentences no longer hold."""


def add_to(app: typer.Typer) -> None:
    """Add these commands to `app`."""
    app.add_typer(group, name="claims")


@group.callback()
def claims() -> None:
    """Sentences that are bound to data."""


@group.command()
def check(
    site: Annotated[str, typer.Option(help="Public address; otherwise SITE_URL.")] = "",
) -> None:
    """Check every claim anew and write to the authors; exit code 1 if any does not hold."""
    check_claims(site)
    found = list(_outdated())
    if found:
        raise Outdated(
            f"{len(found)} claims do not hold. Word them anew, or withdraw them:\n"
            + "\n".join(found)
        )
    console.print("Every claim that can be told holds.")


def check_after_new_data() -> None:
    """What `claims check` does, where new data have just come: a mail server that refuses is told of."""
    try:
        check_claims()
    except NotSent as error:
        console.print(str(error), markup=False, soft_wrap=True)


def check_claims(site: str = "") -> None:
    """Check the claims of every plan and tell their authors; says what it did where there was any."""
    address, now = (site or settings.SITE_URL).rstrip("/"), timezone.now()
    for plan in Plan.objects.all():
        turned = recheck(plan, now=now)
        if turned:
            console.print(f"{plan.slug}: {len(turned)} claims have turned.")
        if address:
            sent = tell(plan, now=now, link=_link(plan, address))
            if sent:
                console.print(f"{plan.slug}: {len(sent)} authors have been mailed.")
        elif not plan.practice and untold(plan).exists():
            console.print(
                f"{plan.slug}: authors wait to be mailed that their claims no longer hold. Set "
                "SITE_URL, or run: kraftsamling claims check --site https://your.site",
                soft_wrap=True,
            )


def _outdated() -> list[str]:
    found = []
    for plan in Plan.objects.filter(practice=False):
        found += [
            _line(plan, claim.subject, claim.sentence, claim.because.en)
            for claim in Claim.objects.outdated().filter(plan=plan.slug)
        ]
        for one in stated(plan.library):
            if one.outdated:
                where = f"{one.subject} (strategy.yaml)"
                found.append(_line(plan, where, one.sentence.sv, one.verdict.why.en))
    return found


def _line(plan: Plan, subject: str, sentence: str, why: str) -> str:
    return f"- {plan.slug} {subject}: “{sentence}” The data now: {why}"


def _link(plan: Plan, address: str) -> Link:
    """The address of the page where a claim stands, at the claim."""

    def link(claim: Claim) -> str:
        with override(plan.library.land.language):
            return address + reverse("claim", args=(plan.slug, claim.pk))

    return link
