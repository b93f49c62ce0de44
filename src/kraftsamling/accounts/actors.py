"""Adding actors and changing what is said about them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from kraftsamling.accounts import audit
from kraftsamling.accounts.models import Actor, User
from kraftsamling.kernel.canonical import content_hash, normalised
from kraftsamling.kernel.errors import KraftsamlingError

# What people write about an actor. The short name stays: addresses, grants' history and frozen
# versions name the actor by it.
FIELDS = ("name", "name_en", "sector", "region", "homepage", "roles", "roles_en", "source")

# Short names that addresses need for other pages.
RESERVED = frozenset({"new"})


class ActorTaken(KraftsamlingError):
    """Another actor already goes by this name (`field` "name") or short name ("slug")."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


class ActorChangedMeanwhile(KraftsamlingError):
    """Somebody else saved the actor after it was opened here."""


def state(actor: Actor) -> str:
    """A hash of what is said about the actor, for noticing that somebody else has saved it since."""
    return content_hash({name: getattr(actor, name) for name in FIELDS})


@transaction.atomic
def add(
    content: Mapping[str, Any], *, by: User, plan: str = "", practice: bool = False, slug: str = ""
) -> Actor:
    """A new actor. Without `slug` the short name is made from the name.

    Raises `ActorTaken` where the name or the short name is already in use.
    """
    content = normalised(dict(content))
    slug = slug or slugify(content["name"])[:80].strip("-_")
    if not slug or slug in RESERVED:
        raise ActorTaken(
            "slug", _("No short name can be made from this name. Write one with letters a to z.")
        )
    _check_free(content["name"], slug)
    actor = Actor(slug=slug, practice=practice, **{name: content.get(name, "") for name in FIELDS})
    try:
        with transaction.atomic():
            actor.save(force_insert=True)
    except IntegrityError as error:
        raise _taken_slug(slug) from error
    after = {name: getattr(actor, name) for name in ("slug", *FIELDS) if getattr(actor, name)}
    audit.record("added", by=by, plan=plan, kind="actor", key=actor.slug, after=after)
    return actor


@transaction.atomic
def edit(
    actor: Actor, content: Mapping[str, Any], *, by: User, plan: str = "", seen: str = ""
) -> Actor:
    """Write what `content` says about `actor`; the short name stays.

    `seen` is the `state` the writer started from: if it has changed since, nothing is written and
    `ActorChangedMeanwhile` is raised. Raises `ActorTaken` where another actor has the name.
    """
    actor = Actor.objects.select_for_update().get(pk=actor.pk)
    if seen and seen != state(actor):
        raise ActorChangedMeanwhile(
            _(
                "Somebody else has saved %(name)s since you opened it. What you typed is still here. "
                "Compare it with what is saved now, then save again."
            )
            % {"name": actor.name}
        )
    content = normalised({name: content[name] for name in FIELDS if name in content})
    if "name" in content:
        _check_free(content["name"], "", besides=actor)
    before = {name: getattr(actor, name) for name in content}
    changed = [name for name in content if content[name] != before[name]]
    if changed:
        for name in changed:
            setattr(actor, name, content[name])
        actor.save(update_fields=changed)
        audit.record(
            "revised",
            by=by,
            plan=plan,
            kind="actor",
            key=actor.slug,
            before={name: before[name] for name in changed},
            after={name: content[name] for name in changed},
        )
    return actor


def _check_free(name: str, slug: str, besides: Actor | None = None) -> None:
    others = Actor.objects.exclude(pk=besides.pk) if besides else Actor.objects.all()
    # SQLite compares letters beyond a to z by case, so the names are compared here.
    same = next((a for a in others.only("name", "slug") if _alike(a.name) == _alike(name)), None)
    if same:
        raise ActorTaken(
            "name",
            _(
                "%(name)s is already among the actors, with the short name %(slug)s. "
                "Edit that one, or give this one a name that sets them apart."
            )
            % {"name": same.name, "slug": same.slug},
        )
    if slug and others.filter(slug=slug).exists():
        raise _taken_slug(slug)


def _alike(name: str) -> str:
    return re.sub(r"\s+", " ", name).strip().casefold()


def _taken_slug(slug: str) -> ActorTaken:
    return ActorTaken(
        "slug",
        _("The short name %(slug)s is already used by another actor. Write another short name.")
        % {"slug": slug},
    )
