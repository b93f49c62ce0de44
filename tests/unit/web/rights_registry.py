"""Every request that a right guards: one line per view. New views add theirs to `REQUESTS`.

`url` is filled in from the things of `Scene` (`{practice_action}`, `{person}` ...). `of` names the
scope the right is asked for: the actor "own" or the board "own" of `tests.unit.web.test_rights_matrix`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from kraftsamling.accounts.roles import Permission


@dataclass(frozen=True)
class Guarded:
    """One request, and the right it takes."""

    permission: Permission
    name: str
    url: str
    method: str = "post"
    data: dict[str, Any] = field(default_factory=dict)


P = Permission

REQUESTS: tuple[Guarded, ...] = (
    Guarded(P.READ, "start", "/", "get"),
    Guarded(P.READ, "action_list", "/littleland/actions/", "get"),
    Guarded(P.READ, "action", "/littleland/actions/1/", "get"),
    Guarded(P.READ, "rights", "/rights/", "get"),
    Guarded(P.READ, "audit", "/audit/", "get"),
    Guarded(P.READ, "audit_event", "/audit/1/", "get"),
    Guarded(P.READ, "audit_json", "/api/audit/head", "get"),
    Guarded(P.READ, "versions_json", "/api/plans/littleland/versions", "get"),
    Guarded(P.MANAGE_PEOPLE, "people_add", "/people/add/", "get"),
    Guarded(
        P.MANAGE_PEOPLE,
        "people_add",
        "/people/add/",
        data={"name": "Ny", "email": "ny@littleland.example"},
    ),
    Guarded(P.MANAGE_PEOPLE, "person_edit", "/people/{person}/edit/", "get"),
    Guarded(
        P.MANAGE_PEOPLE,
        "person_edit",
        "/people/{person}/edit/",
        data={"name": "Annat", "email": "annat@littleland.example"},
    ),
    Guarded(
        P.MANAGE_PEOPLE, "person_give_role", "/people/{person}/roles/", data={"role": "analyst"}
    ),
    Guarded(P.MANAGE_PEOPLE, "person_take_role", "/people/{person}/roles/{grant}/take/"),
    Guarded(P.MANAGE_PEOPLE, "person_switch", "/people/{person}/switch/"),
    Guarded(P.MANAGE_PEOPLE, "person_new_link", "/people/{person}/link/"),
    Guarded(P.MANAGE_PEOPLE, "person_take_second_factor", "/people/{person}/second-factor/"),
    Guarded(P.MANAGE_PEOPLE, "person_forget", "/people/{person}/forget/"),
)

# Views that take a form but are guarded by something else than a right in a plan: say by what.
NOT_GUARDED_BY_A_RIGHT: dict[str, str] = {
    # name of the address: why
}
