"""Pages for administrators: who is here, what they may do, letting in and letting go."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from kraftsamling.accounts import people as writing, rights
from kraftsamling.accounts.models import Grant, User
from kraftsamling.accounts.people import NotDone
from kraftsamling.accounts.roles import Permission
from kraftsamling.kernel.words import Words
from kraftsamling.plan.boards import known_boards
from kraftsamling.web.access import require_here
from kraftsamling.web.forms.people import PersonForm, RoleForm
from kraftsamling.web.invitations import invite, link_to_show
from kraftsamling.web.keeping import typed

PER_PAGE = 50


def _visible(request: HttpRequest) -> QuerySet[User]:
    """Whom the reader may see here. An example administrator sees only the other examples."""
    factor = Exists(Authenticator.objects.filter(user=OuterRef("pk"), type="totp"))
    everybody = User.objects.listed().annotate(has_factor=factor)
    if getattr(request.user, "is_example", False):
        if not rights.role_allows(request.user, Permission.MANAGE_PEOPLE):
            raise PermissionDenied(rights.refusal(request.user, Permission.MANAGE_PEOPLE))
        return everybody.filter(is_example=True)
    require_here(request, Permission.MANAGE_PEOPLE)
    return everybody


def _boards() -> dict[str, Words]:
    return {board.code: board.name for board in known_boards()}


@never_cache
def people(request: HttpRequest) -> HttpResponse:
    text = request.GET.get("q", "").strip()
    visible = _visible(request) & User.objects.listed(text)
    ordered = visible.exclude(name="").prefetch_related("grants__actor").order_by("name", "pk")
    page = Paginator(ordered, PER_PAGE).get_page(request.GET.get("page"))
    query = f"{urlencode({'q': text})}&" if text else ""
    may = not rights.refusal(request.user, Permission.MANAGE_PEOPLE)
    context = {"page": page, "text": text, "query": query, "may": may, "boards": _boards()}
    return render(request, "web/people.html", context)


def add(request: HttpRequest) -> HttpResponse:
    by = require_here(request, Permission.MANAGE_PEOPLE)
    data = typed(request)
    form, role = PersonForm(data), RoleForm(data, required=False)
    if request.method == "POST" and form.is_valid() and role.is_valid():
        try:
            user = _let_in(form, role, by)
        except NotDone as error:
            form.add_error("email", str(error))
        else:
            _invite(request, user)
            return redirect("person", user.pk)
    status = 422 if form.errors or role.errors else 200
    return render(request, "web/person_add.html", {"form": form, "role": role}, status=status)


@transaction.atomic
def _let_in(form: PersonForm, role: RoleForm, by: User) -> User:
    user = writing.add_person(form.cleaned_data["email"], form.cleaned_data["name"], by=by)
    if role.chosen:
        given = role.cleaned_data
        writing.give_role(user, role.chosen, by=by, actor=given["actor"], board=given["board"])
    return user


def _invite(request: HttpRequest, user: User) -> None:
    if invite(request, user):
        messages.success(
            request,
            _("%(name)s has been sent a link to choose a password.") % {"name": user},
        )
    elif user.has_usable_password():
        messages.error(
            request, _("No mail could be sent to %(name)s. Try again later.") % {"name": user}
        )
    else:
        messages.warning(
            request,
            _("No mail could be sent to %(name)s. Hand over the link below yourself.")
            % {"name": user},
        )


@never_cache
def person(request: HttpRequest, number: int, role: RoleForm | None = None) -> HttpResponse:
    found = get_object_or_404(_visible(request), pk=number)
    context = {
        "person": found,
        "grants": found.held_grants,
        "boards": _boards(),
        "role": role or RoleForm(),
        "oneself": found.pk == request.user.pk,
        "link": link_to_show(request, found),
        "refusal": rights.refusal(request.user, Permission.MANAGE_PEOPLE),
    }
    status = 422 if role and role.errors else 200
    return render(request, "web/person.html", context, status=status)


def _writing(
    view: Callable[[HttpRequest, User, User], HttpResponse | None],
) -> Callable[..., HttpResponse]:
    """A button of the person's page: by an administrator, then back to the page with what came of it."""

    @require_POST
    @wraps(view)
    def door(request: HttpRequest, number: int, **kwargs: Any) -> HttpResponse:
        by = require_here(request, Permission.MANAGE_PEOPLE)
        found = get_object_or_404(User.objects.listed(), pk=number)
        try:
            answer = view(request, found, by, **kwargs)
        except NotDone as error:
            messages.error(request, str(error))
            answer = None
        return answer or redirect("person", number)

    return door


@_writing
def give_role(request: HttpRequest, found: User, by: User) -> HttpResponse | None:
    form = RoleForm(request.POST)
    if not form.is_valid():
        return person(request, found.pk, role=form)
    given = form.cleaned_data
    assert form.chosen is not None
    writing.give_role(found, form.chosen, by=by, actor=given["actor"], board=given["board"])
    messages.success(request, _("The role has been given."))
    return None


@_writing
def take_role(request: HttpRequest, found: User, by: User, grant: int = 0) -> None:
    writing.take_role(get_object_or_404(Grant, pk=grant, user=found), by=by)
    messages.success(request, _("The role has been taken away."))


@_writing
def switch(request: HttpRequest, found: User, by: User) -> None:
    if found.is_active:
        writing.switch_off(found, by=by)
        messages.success(request, _("%(name)s can no longer sign in.") % {"name": found})
    else:
        writing.switch_on(found, by=by)
        messages.success(request, _("%(name)s can sign in again.") % {"name": found})


@_writing
def take_second_factor(request: HttpRequest, found: User, by: User) -> None:
    writing.take_second_factor(found, by=by)
    messages.success(request, _("The second factor is gone. A new one can be added."))


@_writing
def new_link(request: HttpRequest, found: User, by: User) -> None:
    writing.make_link(found, by=by)
    _invite(request, found)


def edit(request: HttpRequest, number: int) -> HttpResponse:
    by = require_here(request, Permission.MANAGE_PEOPLE)
    found = get_object_or_404(User.objects.listed().exclude(name=""), pk=number)
    form = PersonForm(typed(request), initial={"name": found.name, "email": found.email})
    if request.method == "POST" and form.is_valid():
        try:
            writing.rename(found, **form.cleaned_data, by=by)
        except NotDone as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Saved."))
            return redirect("person", number)
    status = 422 if form.errors else 200
    return render(request, "web/person_edit.html", {"form": form, "person": found}, status=status)


def forget(request: HttpRequest, number: int) -> HttpResponse:
    by = require_here(request, Permission.MANAGE_PEOPLE)
    found = get_object_or_404(User.objects.listed().exclude(name=""), pk=number)
    if request.method == "POST":
        try:
            writing.forget(found, by=by)
        except NotDone as error:
            messages.error(request, str(error))
            return redirect("person", number)
        messages.success(request, _("The person has been forgotten."))
        return redirect("people")
    return render(request, "web/person_forget.html", {"person": found})


urlpatterns = [
    path("people/", people, name="people"),
    path("people/add/", add, name="people_add"),
    path("people/<int:number>/", person, name="person"),
    path("people/<int:number>/edit/", edit, name="person_edit"),
    path("people/<int:number>/roles/", give_role, name="person_give_role"),
    path("people/<int:number>/roles/<int:grant>/take/", take_role, name="person_take_role"),
    path("people/<int:number>/switch/", switch, name="person_switch"),
    path("people/<int:number>/link/", new_link, name="person_new_link"),
    path(
        "people/<int:number>/second-factor/", take_second_factor, name="person_take_second_factor"
    ),
    path("people/<int:number>/forget/", forget, name="person_forget"),
]
