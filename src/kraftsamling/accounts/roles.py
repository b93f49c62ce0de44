"""Who may do what: permissions, and the roles that carry them. The rights page is printed from here."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Permission(Enum):
    """One thing a person can be allowed to do."""

    READ = "read"
    SUGGEST = "suggest"
    PROPOSE = "propose"
    EDIT_ACTION = "edit_action"
    MARK_READY = "mark_ready"
    REPORT_PROGRESS = "report_progress"
    MODERATE = "moderate"
    BULK_EDIT = "bulk_edit"
    MANAGE_ACTORS = "manage_actors"
    EDIT_ANNEX = "edit_annex"
    KEEP_CALENDAR = "keep_calendar"
    FREEZE = "freeze"
    RECORD_DECISION = "record_decision"
    ATTEST_DECISION = "attest_decision"
    BIND_CLAIM = "bind_claim"
    READ_AUDIT = "read_audit"
    MANAGE_PEOPLE = "manage_people"

    @property
    def title(self) -> str | Promise:
        """What it allows, in a person's words."""
        return TITLES[self]


TITLES: dict[Permission, str | Promise] = {
    Permission.READ: _("Read the public plan"),
    Permission.SUGGEST: _("Send in a suggestion"),
    Permission.PROPOSE: _("Propose an action"),
    Permission.EDIT_ACTION: _("Edit an action"),
    Permission.MARK_READY: _("Mark an action ready for the boards"),
    Permission.REPORT_PROGRESS: _("Report progress"),
    Permission.MODERATE: _("Handle suggestions and proposals"),
    Permission.BULK_EDIT: _("Edit many actions at once"),
    Permission.MANAGE_ACTORS: _("Add and edit actors"),
    Permission.EDIT_ANNEX: _("Write a region's annex"),
    Permission.KEEP_CALENDAR: _("Keep a board's meeting dates"),
    Permission.FREEZE: _("Freeze a version of the plan"),
    Permission.RECORD_DECISION: _("Record a board's decision"),
    Permission.ATTEST_DECISION: _("Attest a recorded decision"),
    Permission.BIND_CLAIM: _("Bind sentences to data and follow whether they hold"),
    Permission.READ_AUDIT: _("Read the audit trail with names"),
    Permission.MANAGE_PEOPLE: _("Manage people and their roles"),
}

# These bind the boards or open doors for others: in a real plan they ask for a second factor, and an
# example sign-in never has them there.
BINDING = frozenset(
    {
        Permission.EDIT_ANNEX,
        Permission.KEEP_CALENDAR,
        Permission.FREEZE,
        Permission.RECORD_DECISION,
        Permission.ATTEST_DECISION,
        Permission.MANAGE_PEOPLE,
    }
)

OF_AN_ACTOR = frozenset({Permission.EDIT_ACTION, Permission.MARK_READY, Permission.REPORT_PROGRESS})
OF_A_BOARD = frozenset(
    {
        Permission.EDIT_ANNEX,
        Permission.KEEP_CALENDAR,
        Permission.RECORD_DECISION,
        Permission.ATTEST_DECISION,
    }
)


class Scope(Enum):
    """What a grant of a role is limited to."""

    PLAN = "plan"
    ACTOR = "actor"
    BOARD = "board"


@dataclass(frozen=True)
class Role:
    """A way of taking part. `scope` says what its scoped permissions are limited to."""

    code: str
    title: str | Promise
    description: str | Promise
    scope: Scope
    permissions: frozenset[Permission]


EVERYONE = frozenset({Permission.READ, Permission.SUGGEST})
SIGNED_IN = EVERYONE | {Permission.PROPOSE}

VISITOR = Role(
    "visitor",
    _("Visitor"),
    _("Anybody, without an account. Reads everything public and can send in a suggestion."),
    Scope.PLAN,
    EVERYONE,
)
PARTNER = Role(
    "partner",
    _("Partner"),
    _("Belongs to an actor that takes part. Proposes actions."),
    Scope.ACTOR,
    SIGNED_IN,
)
OWNER = Role(
    "owner",
    _("Action owner"),
    _("Answers for the actions of one actor: writes them, marks them ready and reports progress."),
    Scope.ACTOR,
    SIGNED_IN | OF_AN_ACTOR,
)
COORDINATOR = Role(
    "coordinator",
    _("Coordinator"),
    _("Keeps the whole together: handles proposals, edits every action, freezes versions."),
    Scope.PLAN,
    SIGNED_IN
    | OF_AN_ACTOR
    | {
        Permission.MODERATE,
        Permission.BULK_EDIT,
        Permission.MANAGE_ACTORS,
        Permission.KEEP_CALENDAR,
        Permission.FREEZE,
        Permission.ATTEST_DECISION,
        Permission.BIND_CLAIM,
        Permission.READ_AUDIT,
    },
)
SECRETARY = Role(
    "secretary",
    _("Board secretary"),
    _("Keeps one board's annex, meeting dates and decisions."),
    Scope.BOARD,
    SIGNED_IN | OF_A_BOARD | {Permission.READ_AUDIT},
)
ANALYST = Role(
    "analyst",
    _("Analyst"),
    _("Follows figures and history, binds sentences to data, and proposes."),
    Scope.PLAN,
    SIGNED_IN | {Permission.BIND_CLAIM, Permission.READ_AUDIT},
)
ADMINISTRATOR = Role(
    "administrator",
    _("Administrator"),
    _("Manages people, roles and actors. Decides nothing."),
    Scope.PLAN,
    SIGNED_IN | {Permission.MANAGE_PEOPLE, Permission.MANAGE_ACTORS, Permission.READ_AUDIT},
)

ROLES: tuple[Role, ...] = (
    VISITOR,
    PARTNER,
    OWNER,
    COORDINATOR,
    SECRETARY,
    ANALYST,
    ADMINISTRATOR,
)
BY_CODE: dict[str, Role] = {role.code: role for role in ROLES}
GRANTABLE: tuple[Role, ...] = ROLES[1:]
