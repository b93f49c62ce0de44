"""Claims: binding a sentence to data, the list of them all, wording one anew, withdrawing it."""

from __future__ import annotations

import hashlib
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.translation import get_language, gettext as _
from django.views.decorators.http import require_safe

from kraftsamling.accounts.models import User
from kraftsamling.accounts.roles import Permission
from kraftsamling.coordination.rechecking import stated
from kraftsamling.evidence.claims.asking import Asked, ask
from kraftsamling.evidence.claims.finding import within
from kraftsamling.evidence.claims.keeping import DoesNotHold, Ended, bind, renew, withdraw
from kraftsamling.evidence.claims.verdict import Truth
from kraftsamling.evidence.claims.wording import wording
from kraftsamling.evidence.models import Claim
from kraftsamling.plan.asking import seen
from kraftsamling.plan.models import Plan
from kraftsamling.plan.rights import allowed
from kraftsamling.plan.subjects import Subject, bind_refusal, follow_refusal, subject_of
from kraftsamling.web.access import PlanRequest, of_plan, refuse, require
from kraftsamling.web.claims import bind_url, shown, stated_shown, subject_title, subject_url
from kraftsamling.web.forms.claims import OWN, ClaimForm
from kraftsamling.web.keeping import typed

PAGE = 25


@require_safe
@of_plan
def claim_list(request: PlanRequest) -> HttpResponse:
    require(request, Permission.BIND_CLAIM)
    plan, only = request.plan, request.GET.get("state") == "outdated"
    kept = _readable(request, Claim.objects.alive().filter(plan=plan.slug))
    own = [stated_shown(one, plan) for one in stated(plan.library)]
    every = [*own, *(shown(claim, plan) for claim in kept)]
    outdated = [claim for claim in every if claim.outdated]
    page = Paginator(outdated if only else every, PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [
            (claim, subject_title(claim.subject, plan), subject_url(plan, claim.subject))
            for claim in page
        ],
        "only": only,
        "all": len(every),
        "outdated": len(outdated),
        "query": "state=outdated&" if only else "",
    }
    return render(request, "web/claim_list.html", context)


@require_safe
@of_plan
def claim(request: PlanRequest, pk: int) -> HttpResponse:
    """To the claim on the page where it stands; a claim worded anew leads to the new wording."""
    found = _claim(request, pk)
    while found.ended_at is not None and (newer := Claim.objects.filter(renews=found).first()):
        found = newer
    return redirect(f"{_home(request.plan, found.subject)}#claim-{found.pk}")


@of_plan
def claim_new(request: PlanRequest) -> HttpResponse:
    """Where does the sentence stand? From an indicator's page, which does not know."""
    require(request, Permission.PROPOSE)
    plan, asked = request.plan, request.GET.get("subject", "")
    number = request.GET.get("action", "").strip()
    code = f"action:{number}" if number else asked
    subject = subject_of(plan, code) if code else None
    rest = "".join(
        f"?indicator={i}" for i in (request.GET.get("indicator", ""),) if _known(plan, i)
    )
    if subject:
        return redirect(f"{bind_url(plan, subject.code)}{rest}")
    may = allowed(request.user, Permission.BIND_CLAIM, plan)
    boards = [
        board
        for board in plan.library.land.boards
        if allowed(request.user, Permission.EDIT_ANNEX, plan, board=board.code)
    ]
    context = {
        "challenges": plan.library.strategy.challenges if may else (),
        "annexes": [(f"annex:{b.code}", subject_title(f"annex:{b.code}", plan)) for b in boards],
        "unknown": number if code else "",
        "indicator": request.GET.get("indicator", ""),
    }
    return render(request, "web/claim_new.html", context)


@of_plan
def claim_bind(request: PlanRequest, subject: str) -> HttpResponse:
    found = subject_of(request.plan, subject)
    if found is None:
        raise Http404
    refuse(request, bind_refusal(request.user, found, request.plan))
    asked_for = ("indicator", "place", "sentence")
    initial = {name: request.GET[name] for name in asked_for if name in request.GET}
    return _form(request, found, initial)


@of_plan
def claim_renew(request: PlanRequest, pk: int) -> HttpResponse:
    old = _claim(request, pk)
    found = subject_of(request.plan, old.subject)
    if found is None:
        raise Http404
    refuse(request, follow_refusal(request.user, found, request.plan))
    if old.ended_at is not None:
        messages.info(request, _("This claim has already been withdrawn or worded anew."))
        return redirect("claim", request.plan.slug, old.pk)
    known = old.sentence in found.sentences
    initial = dict(old.assertion) | {"sentence": old.sentence if known else OWN}
    return _form(request, found, initial | {"own": "" if known else old.sentence}, old)


@of_plan
def claim_withdraw(request: PlanRequest, pk: int) -> HttpResponse:
    found = _claim(request, pk)
    subject = subject_of(request.plan, found.subject)
    refuse(request, follow_refusal(request.user, subject, request.plan))
    assert isinstance(request.user, User)
    if request.method == "POST":
        try:
            withdraw(found, by=request.user)
            messages.success(
                request, _("The claim is withdrawn. The sentence is no longer followed.")
            )
        except Ended as error:
            messages.error(request, str(error))
        return redirect(subject_url(request.plan, found.subject))
    context = {
        "claim": shown(found, request.plan),
        "back": subject_url(request.plan, found.subject),
    }
    return render(request, "web/claim_withdraw.html", context)


def _form(
    request: PlanRequest, subject: Subject, initial: dict[str, Any], old: Claim | None = None
) -> HttpResponse:
    """The form; once it is filled in, what the data say; and then the button that saves."""
    data = typed(request)
    form = ClaimForm(data, initial=initial, plan=request.plan, subject=subject)
    context: dict[str, Any] = {"form": form, "subject": subject, "old": old}
    if data is not None and form.is_valid():
        assert form.assertion
        asked = ask(form.assertion, request.plan.library.ground)
        seal = _seal(form, asked)
        ready = request.method == "POST" and "save" in data and data.get("seen") == seal
        if ready and _saved(request, form, asked, subject, old):
            return redirect(subject_url(request.plan, subject.code))
        context |= _look(form, asked, request.plan) | {
            "stands": any(within(form.said, text) for text in subject.texts),
            "seal": seal,
            "must_know": ready,
            "new_data": "save" in data and not ready,
        }
    context["back"] = subject_url(request.plan, subject.code)
    status = 422 if form.errors or context.get("must_know") else 200
    return render(request, "web/claim_bind.html", context, status=status)


def _saved(
    request: PlanRequest, form: ClaimForm, asked: Asked, subject: Subject, old: Claim | None
) -> bool:
    """Whether the claim was written; not where the data say otherwise and the writer must say they know."""
    assert isinstance(request.user, User)
    assert form.assertion
    knowingly = bool(request.POST.get("knowingly"))
    content: dict[str, Any] = {
        "sentence": form.said,
        "assertion": form.assertion,
        "asked": asked,
        "by": request.user,
        "knowingly": knowingly,
    }
    try:
        if old:
            renew(old, **content)
        else:
            bind(plan=request.plan.slug, subject=subject.code, **content)
    except DoesNotHold:
        return False
    except Ended as error:
        messages.error(request, str(error))
        return True
    messages.success(
        request, _("The sentence is bound to data. You are told when it no longer holds.")
    )
    return True


def _look(form: ClaimForm, asked: Asked, plan: Plan) -> dict[str, Any]:
    """What the data say of what is asserted."""
    assert form.assertion
    language, library = get_language() or "sv", plan.library
    indicator = library.indicators.by_code.get(form.assertion.indicator)
    return {
        "verdict": asked.verdict,
        "holds": asked.verdict.truth is Truth.HOLDS,
        "fails": asked.verdict.truth is Truth.FAILS,
        "said": wording(form.assertion, indicator, library.gazetteer).in_language(language),
        "why": asked.verdict.why.in_language(language),
        "sentence": form.said,
    }


def _seal(form: ClaimForm, asked: Asked) -> str:
    """Stands for what was asserted and what the data said of it, so that nothing unseen is saved."""
    assert form.assertion
    verdict = asked.verdict
    parts = (form.said, form.assertion.model_dump_json(), verdict.truth.value, verdict.why.en)
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


def _claim(request: PlanRequest, pk: int) -> Claim:
    """A claim of the plan, on something that the reader may see."""
    found = get_object_or_404(Claim, plan=request.plan.slug, pk=pk)
    if not _readable(request, [found]):
        raise Http404
    return found


def _readable(request: PlanRequest, claims: Any) -> list[Claim]:
    """The claims but those on actions that the reader may not see."""
    found: list[Claim] = list(claims)
    numbers = {
        int(claim.subject.removeprefix("action:"))
        for claim in found
        if claim.subject.startswith("action:")
    }
    if not numbers:
        return found
    moderates = allowed(request.user, Permission.MODERATE, request.plan)
    actions = seen(request.plan, moderates=moderates).filter(number__in=numbers)
    known = {f"action:{number}" for number in actions.values_list("number", flat=True)}
    return [c for c in found if not c.subject.startswith("action:") or c.subject in known]


def _home(plan: Plan, subject: str) -> str:
    """The page where the text is; the list of claims where the text is no longer there."""
    return subject_url(plan, subject) or reverse("claim_list", args=(plan.slug,))


def _known(plan: Plan, code: str) -> bool:
    return code in plan.library.indicators.by_code


urlpatterns = [
    path("<slug:plan>/claims/", claim_list, name="claim_list"),
    path("<slug:plan>/claims/new/", claim_new, name="claim_new"),
    path("<slug:plan>/claims/<int:pk>/", claim, name="claim"),
    path("<slug:plan>/claims/<int:pk>/renew/", claim_renew, name="claim_renew"),
    path("<slug:plan>/claims/<int:pk>/withdraw/", claim_withdraw, name="claim_withdraw"),
    path("<slug:plan>/claims/bind/<str:subject>/", claim_bind, name="claim_bind"),
]
