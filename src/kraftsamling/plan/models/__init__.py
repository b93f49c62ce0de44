"""Plans, actions and what hangs on them; versions, decisions, meetings, progress."""

from kraftsamling.plan.models.action import Action, ActionTerm, Placement, Standing
from kraftsamling.plan.models.details import (
    Answer,
    ChainItem,
    Milestone,
    MoneyLine,
    Risk,
    SuggestionContact,
)
from kraftsamling.plan.models.plan import Annex, Call, Plan
from kraftsamling.plan.models.progress import ProgressReport
from kraftsamling.plan.models.version import (
    Decision,
    FrozenAnnex,
    FrozenPart,
    Meeting,
    Version,
    VersionAction,
)

__all__ = [
    "Action",
    "ActionTerm",
    "Annex",
    "Answer",
    "Call",
    "ChainItem",
    "Decision",
    "FrozenAnnex",
    "FrozenPart",
    "Meeting",
    "Milestone",
    "MoneyLine",
    "Placement",
    "Plan",
    "ProgressReport",
    "Risk",
    "Standing",
    "SuggestionContact",
    "Version",
    "VersionAction",
]
