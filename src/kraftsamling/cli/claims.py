"""Claims: `claims check` holds every sentence that is bound to data against the newest data."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

import typer
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from rich.console import Console

from kraftsamling.cli.counting import counted
from kraftsamling.coordination.rechecking import recheck, stated
from kraftsamling.coordination.reminding import NotSent
from kraftsamling.coordination.telling import Link, tell, untold
from kraftsamling.evidence.claims.keeping import TURNED
from kraftsamling.evidence.claims.verdict import Truth
from kraftsamling.evidence.models import Claim
from kraftsamling.kernel.errors import KraftsamlingError
from kraftsamling.plan.models import Plan

console = Console(highlight=False)
group = typer.Typer(help="Sentences that are bound to data.", no_args_is_help=True)

# How claims of content files stand: by plan, subject and sentence.
Stands = dict[tuple[str, str, str], Truth]


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
            counted(len(found), "claim does not hold", "claims do not hold")
            + ". Word anew, or withdraw:\n"
            + "\n".join(found)
        )
    console.print("Every claim that can be told holds.")


def content_stands() -> Stands:
    """How each claim of the content files stands now; keep it, to see later which have turned."""
    return {
        (plan.slug, one.subject, one.sentence.sv): one.verdict.truth
        for plan in Plan.objects.all()
        for one in stated(plan.library)
    }


def check_after_new_data(before: Stands) -> None:
    """What `claims check` does, where new data have just come: a mail server that refuses is told of.

    The claims of the content files are not kept anywhere: `before` is how they stood before the data.
    """
    for line in _turned_in_content(before):
        console.print(line, markup=False, soft_wrap=True)
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
            told = counted(len(turned), "claim has turned", "claims have turned")
            console.print(f"{plan.slug}: {told}.")
        if plan.practice:
            if turned:
                console.print(f"{plan.slug}: nobody is mailed about a practice plan.")
        elif address:
            sent = tell(plan, now=now, link=_link(plan, address))
            if sent:
                told = counted(len(sent), "author has been mailed", "authors have been mailed")
                console.print(f"{plan.slug}: {told}.")
        elif turned or untold(plan).exists():
            console.print(
                f"{plan.slug}: no author is mailed that a claim no longer holds, because SITE_URL is "
                "not set. Set it, or run: kraftsamling claims check --site https://your.site",
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


def _turned_in_content(before: Stands) -> Iterator[str]:
    """The claims of the content files that fail and did not, or hold again."""
    for plan in Plan.objects.all():
        for one in stated(plan.library):
            was = before.get((plan.slug, one.subject, one.sentence.sv))
            if one.verdict.truth is was or not {one.verdict.truth, was} & {Truth.FAILS}:
                continue
            state = TURNED[one.verdict.truth]
            where = f"{one.subject} (strategy.yaml)"
            said = _line(plan, where, one.sentence.sv, one.verdict.why.en)
            yield f"{said.removeprefix('- ')} It {state}."


def _line(plan: Plan, subject: str, sentence: str, why: str) -> str:
    return f"- {plan.slug} {subject}: “{sentence}” The data now: {why}"


def _link(plan: Plan, address: str) -> Link:
    """The address of the page where a claim stands, at the claim."""

    def link(claim: Claim) -> str:
        with override(plan.library.land.language):
            return address + reverse("claim", args=(plan.slug, claim.pk))

    return link
