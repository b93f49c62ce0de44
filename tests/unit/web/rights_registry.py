"""Every request that a right guards: one line per view. New views add theirs to `REQUESTS`.

Each request is made in the real plan of Littleland, about things of the actor and the board that
`test_rights_matrix` names first. Names in an address, such as `{draft}`, come from its `Scene`;
a view that needs other things to be there adds them to the scene.
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
    Guarded(P.READ, "plan_start", "/littleland/", "get"),
    Guarded(P.READ, "strategy", "/littleland/strategy/", "get"),
    Guarded(P.READ, "framing_start", "/littleland/framings/", "get"),
    Guarded(P.READ, "challenge_list", "/littleland/challenges/", "get"),
    Guarded(P.READ, "indicator_embed", "/littleland/indicators/mill-share/embed/", "get"),
    Guarded(P.READ, "compare", "/littleland/compare/", "get"),
    Guarded(P.READ, "compare_file", "/littleland/compare/mill-share.csv", "get"),
    Guarded(P.READ, "compare_embed", "/littleland/compare/mill-share/embed/", "get"),
    Guarded(P.READ, "source_list", "/littleland/sources/", "get"),
    Guarded(P.READ, "source_dataset", "/littleland/sources/littleland_ideas/", "get"),
    Guarded(P.READ, "indicator_list", "/littleland/indicators/", "get"),
    Guarded(P.READ, "indicator", "/littleland/indicators/ideas-a-year/", "get"),
    Guarded(P.READ, "indicator_csv", "/littleland/indicators/ideas-a-year.csv", "get"),
    Guarded(P.READ, "indicators_json", "/api/plans/littleland/indicators", "get"),
    Guarded(
        P.READ,
        "indicator_values_json",
        "/api/plans/littleland/indicators/ideas-a-year",
        "get",
    ),
    Guarded(P.READ, "actor_list", "/littleland/actors/", "get"),
    Guarded(P.READ, "actor", "/littleland/actors/sawmill/", "get"),
    Guarded(P.READ, "about", "/about/", "get"),
    Guarded(P.READ, "accessibility", "/accessibility/", "get"),
    Guarded(P.READ, "rights", "/rights/", "get"),
    Guarded(P.READ, "audit", "/audit/", "get"),
    Guarded(P.READ, "audit_event", "/audit/1/", "get"),
    Guarded(P.READ, "audit_json", "/api/audit/head", "get"),
    Guarded(P.READ, "versions_json", "/api/plans/littleland/versions", "get"),
    Guarded(P.READ, "overview", "/littleland/overview/", "get"),
    Guarded(P.SUGGEST, "suggest", "/littleland/suggest/", "get"),
    Guarded(P.SUGGEST, "suggest", "/littleland/suggest/", data={"title": ""}),
    Guarded(P.PROPOSE, "propose", "/littleland/propose/", "get"),
    Guarded(P.PROPOSE, "propose", "/littleland/propose/", data={"title": ""}),
    Guarded(P.MODERATE, "moderation", "/littleland/moderation/", "get"),
    Guarded(P.MODERATE, "moderate", "/littleland/moderation/{proposal}/", "get"),
    Guarded(
        P.MODERATE, "moderate", "/littleland/moderation/{proposal}/", data={"accept": "accept"}
    ),
    Guarded(P.EDIT_ACTION, "action_edit", "/littleland/actions/{draft}/edit/", "get"),
    Guarded(P.EDIT_ACTION, "action_edit", "/littleland/actions/{draft}/edit/{section}/", "get"),
    Guarded(
        P.EDIT_ACTION,
        "action_edit",
        "/littleland/actions/{draft}/edit/{section}/",
        data={"title": "Nytt namn"},
    ),
    Guarded(
        P.MARK_READY,
        "action_move",
        "/littleland/actions/{draft}/move/",
        data={"to": "stopped", "reason": "Det behövs inte."},
    ),
    Guarded(
        P.MODERATE, "action_move", "/littleland/actions/{proposal}/move/", data={"to": "draft"}
    ),
    Guarded(P.REPORT_PROGRESS, "progress", "/littleland/actions/{under_way}/progress/", "get"),
    Guarded(
        P.REPORT_PROGRESS,
        "progress",
        "/littleland/actions/{under_way}/progress/",
        data={"note": "Det går bra."},
    ),
    Guarded(P.BULK_EDIT, "action_bulk", "/littleland/actions/bulk/", "get"),
    Guarded(P.BULK_EDIT, "action_bulk", "/littleland/actions/bulk/", data={"number": "1"}),
    Guarded(P.MANAGE_ACTORS, "actor_new", "/littleland/actors/new/", "get"),
    Guarded(
        P.MANAGE_ACTORS,
        "actor_new",
        "/littleland/actors/new/",
        data={"name": "Nybruket", "sector": "business"},
    ),
    Guarded(P.MANAGE_ACTORS, "actor_edit", "/littleland/actors/sawmill/edit/", "get"),
    Guarded(
        P.MANAGE_ACTORS,
        "actor_edit",
        "/littleland/actors/sawmill/edit/",
        data={"name": "Sågen", "sector": "business"},
    ),
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
    Guarded(P.READ, "version_list", "/littleland/versions/", "get"),
    Guarded(P.READ, "version", "/littleland/versions/1/", "get"),
    Guarded(P.READ, "version_json", "/littleland/versions/1.json", "get"),
    Guarded(P.READ, "annex", "/littleland/annexes/north/", "get"),
    Guarded(P.READ, "calendar", "/littleland/calendar/", "get"),
    Guarded(P.FREEZE, "freeze", "/littleland/versions/freeze/", "get"),
    Guarded(P.FREEZE, "freeze", "/littleland/versions/freeze/"),
    Guarded(P.RECORD_DECISION, "decision_record", "/littleland/versions/1/decisions/north/", "get"),
    Guarded(P.RECORD_DECISION, "decision_record", "/littleland/versions/1/decisions/north/"),
    Guarded(
        P.ATTEST_DECISION,
        "decision_attest",
        "/littleland/versions/1/decisions/north/attest/",
        data={"decision": "{decision}"},
    ),
    Guarded(P.EDIT_ANNEX, "annex_edit", "/littleland/annexes/north/edit/", "get"),
    Guarded(P.EDIT_ANNEX, "annex_edit", "/littleland/annexes/north/edit/"),
    Guarded(P.KEEP_CALENDAR, "calendar", "/littleland/calendar/", data={"board": "north"}),
    Guarded(P.BIND_CLAIM, "claim_list", "/littleland/claims/", "get"),
    Guarded(P.READ, "claim", "/littleland/claims/{claim}/", "get"),
    Guarded(P.PROPOSE, "claim_new", "/littleland/claims/new/", "get"),
    Guarded(P.BIND_CLAIM, "claim_bind", "/littleland/claims/bind/challenge:C1/", "get"),
    Guarded(P.BIND_CLAIM, "claim_bind", "/littleland/claims/bind/challenge:C1/"),
    Guarded(P.EDIT_ACTION, "claim_bind", "/littleland/claims/bind/action:{draft}/", "get"),
    Guarded(P.EDIT_ACTION, "claim_bind", "/littleland/claims/bind/action:{draft}/"),
    Guarded(P.EDIT_ANNEX, "claim_bind", "/littleland/claims/bind/annex:north/"),
    Guarded(P.BIND_CLAIM, "claim_renew", "/littleland/claims/{claim}/renew/", "get"),
    Guarded(P.BIND_CLAIM, "claim_renew", "/littleland/claims/{claim}/renew/"),
    Guarded(P.BIND_CLAIM, "claim_withdraw", "/littleland/claims/{claim}/withdraw/"),
    Guarded(P.KEEP_CALENDAR, "meeting_remove", "/littleland/calendar/{meeting}/remove/"),
)

# Views that take a form but are guarded by something else than a right in a plan: say by what.
NOT_GUARDED_BY_A_RIGHT: dict[str, str] = {
    # name of the address: why
}
